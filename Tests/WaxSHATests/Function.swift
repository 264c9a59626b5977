import Testing
import WaxCore
import WaxSHA

/// The functions as values, so that tests can be parameterised over them.
enum Function: String, CaseIterable, CustomTestStringConvertible {
    case sha1 = "SHA1"
    case sha224 = "SHA224"
    case sha256 = "SHA256"
    case sha384 = "SHA384"
    case sha512 = "SHA512"
    case sha512_224 = "SHA512_224"
    case sha512_256 = "SHA512_256"

    var testDescription: String { rawValue }

    var function: any HashFunction.Type {
        switch self {
        case .sha1: Insecure.SHA1.self
        case .sha224: SHA224.self
        case .sha256: SHA256.self
        case .sha384: SHA384.self
        case .sha512: SHA512.self
        case .sha512_224: SHA512_224.self
        case .sha512_256: SHA512_256.self
        }
    }

    var digestByteCount: Int {
        switch self {
        case .sha1: 20
        case .sha224, .sha512_224: 28
        case .sha256, .sha512_256: 32
        case .sha384: 48
        case .sha512: 64
        }
    }

    var blockByteCount: Int {
        switch self {
        case .sha1, .sha224, .sha256: 64
        case .sha384, .sha512, .sha512_224, .sha512_256: 128
        }
    }

    /// What OpenSSL and Python's hashlib call it.
    var opensslName: String { rawValue.lowercased().replacing("_", with: "-") }

    func hash(_ data: [UInt8]) -> [UInt8] { function.whole(data) }

    /// The digest of pieces that are added one after the other.
    func hash(pieces: [ArraySlice<UInt8>]) -> [UInt8] { function.inPieces(pieces) }

    func authenticate(_ message: [UInt8], key: [UInt8]) -> [UInt8] { function.code(message, key) }

    func isValid(_ code: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool { function.isValid(code, message, key) }

    func derive(_ secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int) throws(HKDFError) -> [UInt8] {
        try function.derive(secret, salt, info, count)
    }

    /// PBKDF2 with any number of rounds.
    func derive(password: [UInt8], salt: [UInt8], rounds: Int, count: Int) throws(PBKDF2Error) -> [UInt8] {
        try function.derive(password: password, salt, rounds, count)
    }
}

/// What is done with a function that is known as a value.
extension HashFunction {
    fileprivate static func whole(_ data: [UInt8]) -> [UInt8] { [UInt8](hash(data: data)) }

    fileprivate static func inPieces(_ pieces: [ArraySlice<UInt8>]) -> [UInt8] {
        var hash = Self()
        for piece in pieces { hash.update(data: Array(piece)) }
        return [UInt8](hash.finalize())
    }

    fileprivate static func code(_ message: [UInt8], _ key: [UInt8]) -> [UInt8] {
        [UInt8](HMAC<Self>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }

    fileprivate static func isValid(_ code: [UInt8], _ message: [UInt8], _ key: [UInt8]) -> Bool {
        HMAC<Self>.isValidAuthenticationCode(code, authenticating: message, using: SymmetricKey(data: key))
    }

    fileprivate static func derive(
        _ secret: [UInt8], _ salt: [UInt8], _ info: [UInt8], _ count: Int
    ) throws(HKDFError) -> [UInt8] {
        let key = try HKDF<Self>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), salt: salt, info: info, outputByteCount: count)
        return [UInt8](copying: key.bytes)
    }

    fileprivate static func derive(
        password: [UInt8], _ salt: [UInt8], _ rounds: Int, _ count: Int
    ) throws(PBKDF2Error) -> [UInt8] {
        let key = try PBKDF2<Self>.deriveKey(
            from: password, salt: salt, outputByteCount: count, rounds: PBKDF2Rounds(existing: rounds))
        return [UInt8](copying: key.bytes)
    }
}
