import WaxCore
import WaxEncoding
import WaxSHA

/// The parameters of an encrypted key as they stand in a file: the AlgorithmIdentifier of PBES2 (RFC 8018
/// appendix A.4).
struct PBES2 {
    let encryption: KeyEncryption
    let salt: [UInt8]
    let iv: [UInt8]

    /// Salt and vector are drawn anew for each file.
    init(_ encryption: KeyEncryption, using random: inout some RandomSource) {
        self.encryption = encryption
        salt = random.bytes(count: 16)
        iv = random.bytes(count: 16)
    }

    // MARK: Reading

    /// Reads the AlgorithmIdentifier.
    ///
    /// Whether the numbers are too large for the reader is not asked here.
    init(_ reader: inout DERReader) throws(KeyError) {
        var algorithm = try reader.enter()
        let scheme = try algorithm.oid()
        guard scheme == .pbes2 else { throw .encryptionNotSupported(scheme) }
        var parameters = try algorithm.enter()
        var derivation = try parameters.enter()
        var cipher = try parameters.enter()
        do {
            try parameters.finish()
            try algorithm.finish()
        } catch {
            throw .invalidDER(error)
        }

        let cipherOID = try cipher.oid()
        guard let chosen = KeyEncryption.Cipher.allCases.first(where: { $0.oid == cipherOID }) else {
            throw .encryptionNotSupported(cipherOID)
        }
        iv = try keyErrors { () throws(DERError) in
            let iv = [UInt8](copying: try cipher.readOctetString())
            try cipher.finish()
            return iv
        }
        guard iv.count == 16 else { throw .encryptionParametersInvalid }

        let function = try derivation.oid()
        let keyByteCount: Int64?
        let read: KeyEncryption.Derivation
        switch function {
        case .pbkdf2: (read, salt, keyByteCount) = try Self.readPBKDF2(&derivation)
        case .scrypt: (read, salt, keyByteCount) = try Self.readScrypt(&derivation)
        default: throw .encryptionNotSupported(function)
        }
        do { try derivation.finish() } catch { throw .invalidDER(error) }
        guard keyByteCount == nil || keyByteCount == Int64(chosen.keyByteCount) else {
            throw .encryptionParametersInvalid
        }
        encryption = KeyEncryption(cipher: chosen, derivation: read)
    }

    private typealias Parameters = (KeyEncryption.Derivation, salt: [UInt8], keyByteCount: Int64?)

    /// PBKDF2-params (RFC 8018 appendix A.2).
    private static func readPBKDF2(_ reader: inout DERReader) throws(KeyError) -> Parameters {
        var parameters = try reader.enter()
        let (salt, rounds, keyByteCount) = try keyErrors { () throws(DERError) in
            (
                [UInt8](copying: try parameters.readOctetString()), try parameters.readInt64(),
                parameters.isNext(.integer) ? try parameters.readInt64() : nil
            )
        }
        var hash = KeyEncryption.Hash.sha1
        if !parameters.isAtEnd {
            var function = try parameters.enter()
            let oid = try function.oid()
            guard let named = KeyEncryption.Hash.allCases.first(where: { $0.oid == oid }) else {
                throw .encryptionNotSupported(oid)
            }
            hash = named
            // Some leave out the NULL that belongs there.
            try keyErrors { () throws(DERError) in
                if !function.isAtEnd { try function.readNull() }
                try function.finish()
            }
        }
        do { try parameters.finish() } catch { throw .invalidDER(error) }
        guard let rounds = Int(exactly: rounds), let checked = try? PBKDF2Rounds(existing: rounds) else {
            throw rounds > 0 ? .encryptionTooExpensive : .encryptionParametersInvalid
        }
        return (.pbkdf2(hash, rounds: checked), salt, keyByteCount)
    }

    /// scrypt-params (RFC 7914 section 7).
    private static func readScrypt(_ reader: inout DERReader) throws(KeyError) -> Parameters {
        var parameters = try reader.enter()
        let (salt, cost, blockSize, parallelization, keyByteCount) = try keyErrors { () throws(DERError) in
            let salt = [UInt8](copying: try parameters.readOctetString())
            let numbers = (
                try parameters.readInt64(), try parameters.readInt64(), try parameters.readInt64(),
                parameters.isAtEnd ? nil : try parameters.readInt64()
            )
            try parameters.finish()
            return (salt, numbers.0, numbers.1, numbers.2, numbers.3)
        }
        guard let cost = Int(exactly: cost), let blockSize = Int(exactly: blockSize),
            let parallelization = Int(exactly: parallelization)
        else { throw .encryptionTooExpensive }
        do throws(ScryptError) {
            let checked = try Scrypt.Parameters(cost: cost, blockSize: blockSize, parallelization: parallelization)
            return (.scrypt(checked), salt, keyByteCount)
        } catch {
            throw .encryptionParametersInvalid
        }
    }

    // MARK: Writing

    /// Writes the AlgorithmIdentifier.
    func write(to writer: inout DERWriter) {
        writer.writeSequence { algorithm in
            algorithm.writeOID(.pbes2)
            algorithm.writeSequence { parameters in
                parameters.writeSequence { writeDerivation(to: &$0) }
                parameters.writeSequence { cipher in
                    cipher.writeOID(encryption.cipher.oid)
                    cipher.writeOctetString(iv.span)
                }
            }
        }
    }

    private func writeDerivation(to writer: inout DERWriter) {
        switch encryption.derivation {
        case .pbkdf2(let hash, let rounds):
            writer.writeOID(.pbkdf2)
            writer.writeSequence { parameters in
                parameters.writeOctetString(salt.span)
                parameters.writeInteger(Int64(rounds.count))
                // DER leaves out what is the default.
                guard hash != .sha1 else { return }
                parameters.writeSequence { function in
                    function.writeOID(hash.oid)
                    function.writeNull()
                }
            }
        case .scrypt(let cost):
            writer.writeOID(.scrypt)
            writer.writeSequence { parameters in
                parameters.writeOctetString(salt.span)
                parameters.writeInteger(Int64(cost.cost))
                parameters.writeInteger(Int64(cost.blockSize))
                parameters.writeInteger(Int64(cost.parallelization))
            }
        }
    }
}

extension DERReader {
    @_lifetime(self: copy self)
    fileprivate mutating func oid() throws(KeyError) -> OID {
        do { return try readOID() } catch { throw .invalidDER(error) }
    }
}

extension OID {
    /// id-PBES2 (RFC 8018 appendix A.4).
    fileprivate static let pbes2 = OID(1, 2, 840, 113549, 1, 5, 13)
    /// id-PBKDF2 (RFC 8018 appendix A.2).
    fileprivate static let pbkdf2 = OID(1, 2, 840, 113549, 1, 5, 12)
    /// id-scrypt (RFC 7914 section 7).
    fileprivate static let scrypt = OID(1, 3, 6, 1, 4, 1, 11591, 4, 11)
}

extension KeyEncryption.Cipher {
    /// aes128-CBC-PAD and its kin (RFC 8018 appendix B.2.5).
    fileprivate var oid: OID {
        switch self {
        case .aes128: OID(2, 16, 840, 1, 101, 3, 4, 1, 2)
        case .aes192: OID(2, 16, 840, 1, 101, 3, 4, 1, 22)
        case .aes256: OID(2, 16, 840, 1, 101, 3, 4, 1, 42)
        }
    }
}

extension KeyEncryption.Hash {
    /// id-hmacWithSHA1 and its kin (RFC 8018 appendix B.1).
    fileprivate var oid: OID {
        switch self {
        case .sha1: OID(1, 2, 840, 113549, 2, 7)
        case .sha224: OID(1, 2, 840, 113549, 2, 8)
        case .sha256: OID(1, 2, 840, 113549, 2, 9)
        case .sha384: OID(1, 2, 840, 113549, 2, 10)
        case .sha512: OID(1, 2, 840, 113549, 2, 11)
        case .sha512_224: OID(1, 2, 840, 113549, 2, 12)
        case .sha512_256: OID(1, 2, 840, 113549, 2, 13)
        }
    }
}
