import WaxCore
import WaxEncoding
import WaxRSA

/// What stands between `-----BEGIN` and `-----` (RFC 7468 sections 10, 11 and 13; the RSA ones are OpenSSL's).
enum PEMLabel {
    static var privateKey: String { "PRIVATE KEY" }
    static var encryptedPrivateKey: String { "ENCRYPTED PRIVATE KEY" }
    static var publicKey: String { "PUBLIC KEY" }
    static var rsaPrivateKey: String { "RSA PRIVATE KEY" }
    static var rsaPublicKey: String { "RSA PUBLIC KEY" }
    static var ecPrivateKey: String { "EC PRIVATE KEY" }
    static var dsaPrivateKey: String { "DSA PRIVATE KEY" }
    static var openSSHPrivateKey: String { "OPENSSH PRIVATE KEY" }
}

extension PEMDocument {
    /// Reads a file with one key.
    init(key text: Span<UInt8>) throws(KeyError) {
        do {
            try self.init(pemRepresentation: text)
        } catch {
            // Header lines say how OpenSSL encrypted a key before there was PKCS#8.
            throw error.code == .headersNotSupported ? .traditionalEncryptionNotSupported : .invalidPEM(error)
        }
    }
}

extension DERReader {
    /// Enters a SEQUENCE.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    mutating func enter() throws(KeyError) -> DERReader {
        do { return try readSequence() } catch { throw .invalidDER(error) }
    }

    /// Reads an AlgorithmIdentifier that has to be rsaEncryption with NULL (RFC 3279 section 2.3.1).
    @_lifetime(self: copy self)
    mutating func readRSAAlgorithm() throws(KeyError) {
        var algorithm = try enter()
        let oid: OID
        do { oid = try algorithm.readOID() } catch { throw .invalidDER(error) }
        guard oid == .rsaEncryption else { throw .algorithmNotSupported(oid) }
        guard algorithm.isNext(.null) else { throw .algorithmParametersNotNull }
        do {
            try algorithm.readNull()
            try algorithm.finish()
        } catch {
            throw .invalidDER(error)
        }
    }

    /// Reads an RSAPublicKey inside a BIT STRING.
    @_lifetime(self: copy self)
    mutating func readPublicKey(as tag: DERTag, _ sizePolicy: RSA.KeySizePolicy) throws(KeyError) -> RSA.PublicKey {
        let key: Span<UInt8>
        do { key = try readBitStringOfBytes(as: tag) } catch { throw .invalidDER(error) }
        return try RSA.PublicKey(pkcs1: key, sizePolicy)
    }
}

extension DERWriter {
    /// Writes the AlgorithmIdentifier of an RSA key.
    mutating func writeRSAAlgorithm() {
        writeSequence { algorithm in
            algorithm.writeOID(.rsaEncryption)
            algorithm.writeNull()
        }
    }
}

/// Runs some reading and says of its errors that the key is malformed.
func keyErrors<Result>(_ body: () throws(DERError) -> Result) throws(KeyError) -> Result {
    do { return try body() } catch { throw .invalidDER(error) }
}
