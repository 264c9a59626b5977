import WaxSHA

/// The hash functions by the names that cases use.
enum Hashes {
    static let names = ["sha256", "sha384", "sha512"]

    /// Calls a generic function for the hash function of a name.
    static func with<Result>(_ name: String, _ body: (any HashFunction.Type) throws -> Result) rethrows -> Result {
        switch name {
        case "sha384": try body(SHA384.self)
        case "sha512": try body(SHA512.self)
        default: try body(SHA256.self)
        }
    }
}
