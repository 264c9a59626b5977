import WaxSHA

/// The hash functions by the names that cases use.
enum Hashes {
    static let names = ["sha1", "sha224", "sha256", "sha384", "sha512", "sha512-256"]

    /// Calls a generic function for the hash function of a name.
    static func with<Result>(_ name: String, _ body: (any HashFunction.Type) throws -> Result) rethrows -> Result {
        switch name {
        case "sha1": try body(Insecure.SHA1.self)
        case "sha224": try body(SHA224.self)
        case "sha384": try body(SHA384.self)
        case "sha512": try body(SHA512.self)
        case "sha512-256": try body(SHA512_256.self)
        default: try body(SHA256.self)
        }
    }
}
