import Testing
import WaxCore
import WaxSHA

/// The three functions as values, so that tests can be parameterised over them.
enum Function: String, CaseIterable, CustomTestStringConvertible {
    case sha256 = "SHA256"
    case sha384 = "SHA384"
    case sha512 = "SHA512"

    var testDescription: String { rawValue }
    var digestByteCount: Int {
        switch self {
        case .sha256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }
    var blockByteCount: Int { self == .sha256 ? 64 : 128 }

    func hash(_ data: [UInt8]) -> [UInt8] {
        switch self {
        case .sha256: [UInt8](SHA256.hash(data: data))
        case .sha384: [UInt8](SHA384.hash(data: data))
        case .sha512: [UInt8](SHA512.hash(data: data))
        }
    }

    /// The digest of pieces that are added one after the other.
    func hash(pieces: some Sequence<ArraySlice<UInt8>>) -> [UInt8] {
        switch self {
        case .sha256: incrementally(SHA256.self, pieces)
        case .sha384: incrementally(SHA384.self, pieces)
        case .sha512: incrementally(SHA512.self, pieces)
        }
    }

    func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
        let key = SymmetricKey(data: key)
        return switch self {
        case .sha256: [UInt8](HMAC<SHA256>.authenticationCode(for: message, using: key))
        case .sha384: [UInt8](HMAC<SHA384>.authenticationCode(for: message, using: key))
        case .sha512: [UInt8](HMAC<SHA512>.authenticationCode(for: message, using: key))
        }
    }

    func isValid(_ code: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        let key = SymmetricKey(data: key)
        return switch self {
        case .sha256: HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: key)
        case .sha384: HMAC<SHA384>.isValidAuthenticationCode(code, authenticating: message, using: key)
        case .sha512: HMAC<SHA512>.isValidAuthenticationCode(code, authenticating: message, using: key)
        }
    }

    func derive(_ secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int) throws(HKDFError) -> [UInt8] {
        let secret = SymmetricKey(data: secret)
        let key = switch self {
        case .sha256:
            try HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, salt: salt, info: info, outputByteCount: count)
        case .sha384:
            try HKDF<SHA384>.deriveKey(inputKeyMaterial: secret, salt: salt, info: info, outputByteCount: count)
        case .sha512:
            try HKDF<SHA512>.deriveKey(inputKeyMaterial: secret, salt: salt, info: info, outputByteCount: count)
        }
        return [UInt8](copying: key.bytes)
    }
}

private func incrementally<H: HashFunction>(
    _ function: H.Type, _ pieces: some Sequence<ArraySlice<UInt8>>
) -> [UInt8] {
    var hash = H()
    for piece in pieces { hash.update(data: Array(piece)) }
    return [UInt8](hash.finalize())
}
