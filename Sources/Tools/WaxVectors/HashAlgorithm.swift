import WaxCore
import WaxSHA

/// The hash functions that there are, chosen by the name that a file gives.
enum HashAlgorithm: String, CaseIterable {
    case sha256 = "SHA-256"
    case sha384 = "SHA-384"
    case sha512 = "SHA-512"

    /// Finds the function by a publisher's name for it, such as `SHA256`, `SHA-256` or `SHA2-256`.
    init(named name: String) throws(Unsupported) {
        let plain = name.uppercased().replacing("SHA2-", with: "SHA").replacing("-", with: "")
        guard let found = Self.allCases.first(where: { $0.rawValue.replacing("-", with: "") == plain }) else {
            throw Unsupported("the hash function \(name.prefix(24)) is not supported")
        }
        self = found
    }

    var byteCount: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    /// The digest of a message.
    func digest(_ message: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: [UInt8](SHA256.hash(data: message))
        case .sha384: [UInt8](SHA384.hash(data: message))
        case .sha512: [UInt8](SHA512.hash(data: message))
        }
    }

    /// The digest of a message that comes in two pieces.
    func digest(_ message: [UInt8], splitAt position: Int) -> [UInt8] {
        func incremental<H: HashFunction>(_: H.Type) -> [UInt8] {
            var hash = H()
            hash.update(data: Array(message[..<position]))
            hash.update(data: Array(message[position...]))
            return [UInt8](copying: hash.finalize().bytes)
        }
        return switch self {
        case .sha256: incremental(SHA256.self)
        case .sha384: incremental(SHA384.self)
        case .sha512: incremental(SHA512.self)
        }
    }

    /// The HMAC of a message.
    func authenticationCode(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: key)
        return switch self {
        case .sha256: [UInt8](copying: HMAC<SHA256>.authenticationCode(for: message, using: key).bytes)
        case .sha384: [UInt8](copying: HMAC<SHA384>.authenticationCode(for: message, using: key).bytes)
        case .sha512: [UInt8](copying: HMAC<SHA512>.authenticationCode(for: message, using: key).bytes)
        }
    }

    /// Whether a tag is the HMAC of a message.
    func isValid(_ tag: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        let key = SymmetricKey(data: key)
        return switch self {
        case .sha256: HMAC<SHA256>.isValidAuthenticationCode(tag, authenticating: message, using: key)
        case .sha384: HMAC<SHA384>.isValidAuthenticationCode(tag, authenticating: message, using: key)
        case .sha512: HMAC<SHA512>.isValidAuthenticationCode(tag, authenticating: message, using: key)
        }
    }

    /// A key derived by HKDF.
    func derive(from secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int) throws(HKDFError) -> [UInt8] {
        func derive<H: HashFunction>(_: H.Type) throws(HKDFError) -> [UInt8] {
            let key = try HKDF<H>.deriveKey(
                inputKeyMaterial: SymmetricKey(data: secret), salt: salt, info: info, outputByteCount: count)
            return [UInt8](copying: key.bytes)
        }
        return switch self {
        case .sha256: try derive(SHA256.self)
        case .sha384: try derive(SHA384.self)
        case .sha512: try derive(SHA512.self)
        }
    }

    /// The first half of HKDF.
    func extract(from secret: [UInt8], salt: [UInt8]) -> [UInt8] {
        func extract<H: HashFunction>(_: H.Type) -> [UInt8] {
            let key = HKDF<H>.extract(inputKeyMaterial: secret.span, salt: salt.span)
            return [UInt8](copying: key.bytes)
        }
        return switch self {
        case .sha256: extract(SHA256.self)
        case .sha384: extract(SHA384.self)
        case .sha512: extract(SHA512.self)
        }
    }
}
