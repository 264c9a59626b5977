import WaxCore
import WaxSHA

/// The hash functions that there are, chosen by the name that a file gives.
enum HashAlgorithm: String, CaseIterable {
    case sha1 = "SHA-1"
    case sha224 = "SHA-224"
    case sha256 = "SHA-256"
    case sha384 = "SHA-384"
    case sha512 = "SHA-512"
    case sha512_224 = "SHA-512/224"
    case sha512_256 = "SHA-512/256"

    /// Finds the function by a publisher's name for it, such as `SHA256`, `SHA-256`, `SHA2-256` or `SHA-512_256`.
    init(named name: String) throws(Unsupported) {
        let plain = name.uppercased().replacing("SHA2-", with: "SHA").replacing("-", with: "").replacing("_", with: "/")
        guard let found = Self.allCases.first(where: { $0.rawValue.replacing("-", with: "") == plain }) else {
            throw Unsupported("the hash function \(name.prefix(24)) is not supported")
        }
        self = found
    }

    /// The implementation.
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

    var byteCount: Int { function.digestByteCount }

    /// The implementations that this machine has.
    var backends: [Backend] {
        switch self {
        case .sha256: SHA256.Backend.allCases.map { Backend(name: "\($0)") }
        case .sha512: SHA512.Backend.allCases.map { Backend(name: "\($0)") }
        default: [.preferred]
        }
    }

    /// The digest of a message, on one of the implementations.
    func digest(_ message: [UInt8], on backend: Backend = .preferred) -> [UInt8] {
        if let chosen = sha256(backend) { return [UInt8](SHA256.hash(message.span, backend: chosen)) }
        if let chosen = sha512(backend) { return [UInt8](SHA512.hash(message.span, backend: chosen)) }
        return function.digest(of: message)
    }

    /// The digest of a message that comes in two pieces.
    func digest(_ message: [UInt8], splitAt position: Int, on backend: Backend = .preferred) -> [UInt8] {
        if let chosen = sha256(backend) {
            return [UInt8](SHA256.hashInParts(message.span, first: position, backend: chosen))
        }
        if let chosen = sha512(backend) {
            return [UInt8](SHA512.hashInParts(message.span, first: position, backend: chosen))
        }
        return function.digest(of: Array(message[..<position]), Array(message[position...]))
    }

    /// The implementation behind a name of the report, if there is a choice.
    private func sha256(_ backend: Backend) -> SHA256.Backend? {
        guard self == .sha256 else { return nil }
        return SHA256.Backend.allCases.first { "\($0)" == backend.name }
    }

    private func sha512(_ backend: Backend) -> SHA512.Backend? {
        guard self == .sha512 else { return nil }
        return SHA512.Backend.allCases.first { "\($0)" == backend.name }
    }

    /// The HMAC of a message.
    func authenticationCode(_ message: [UInt8], key: [UInt8]) -> [UInt8] { function.code(for: message, key: key) }

    /// Whether a tag is the HMAC of a message.
    func isValid(_ tag: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        function.isValid(tag, for: message, key: key)
    }

    /// A key derived by HKDF.
    func derive(from secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int) throws(HKDFError) -> [UInt8] {
        try function.derive(from: secret, salt: salt, info: info, count: count)
    }

    /// The first half of HKDF.
    func extract(from secret: [UInt8], salt: [UInt8]) -> [UInt8] { function.extract(from: secret, salt: salt) }

    /// A key derived by PBKDF2, with any number of rounds.
    func derive(
        fromPassword password: [UInt8], salt: [UInt8], rounds: Int, count: Int
    ) throws(PBKDF2Error) -> [UInt8] {
        try function.derive(fromPassword: password, salt: salt, rounds: rounds, count: count)
    }
}

/// What is done with a function that is known as a value.
extension HashFunction {
    fileprivate static var digestByteCount: Int { Digest.byteCount }

    fileprivate static func digest(of pieces: [UInt8]...) -> [UInt8] {
        if pieces.count == 1 { return [UInt8](hash(data: pieces[0])) }
        var hash = Self()
        for piece in pieces { hash.update(data: piece) }
        return [UInt8](hash.finalize())
    }

    fileprivate static func code(for message: [UInt8], key: [UInt8]) -> [UInt8] {
        [UInt8](HMAC<Self>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }

    fileprivate static func isValid(_ tag: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        HMAC<Self>.isValidAuthenticationCode(tag, authenticating: message, using: SymmetricKey(data: key))
    }

    fileprivate static func derive(
        from secret: [UInt8], salt: [UInt8], info: [UInt8], count: Int
    ) throws(HKDFError) -> [UInt8] {
        let key = try HKDF<Self>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), salt: salt, info: info, outputByteCount: count)
        return [UInt8](copying: key.bytes)
    }

    fileprivate static func extract(from secret: [UInt8], salt: [UInt8]) -> [UInt8] {
        let key = HKDF<Self>.extract(inputKeyMaterial: secret.span, salt: salt.span)
        return [UInt8](copying: key.bytes)
    }

    fileprivate static func derive(
        fromPassword password: [UInt8], salt: [UInt8], rounds: Int, count: Int
    ) throws(PBKDF2Error) -> [UInt8] {
        let key = try PBKDF2<Self>.deriveKey(
            from: password, salt: salt, outputByteCount: count, rounds: PBKDF2Rounds(existing: rounds))
        return [UInt8](copying: key.bytes)
    }
}
