import WaxCore
import WaxEncoding
import WaxRSA

extension RSA.PrivateKey {
    /// Reads a private key from DER: PKCS#8 (RFC 5958) or an RSAPrivateKey (PKCS#1, RFC 8017 appendix A.1.2),
    /// whichever it is. The parts are checked against each other, which takes some milliseconds. Where primes and all
    /// that is made from them are zero, they are found from the exponents.
    ///
    /// - Parameters:
    ///   - bytes: The encoded key.
    ///   - sizePolicy: The sizes that are accepted.
    /// - Throws: ``/WaxKeys/KeyError``; for an encrypted key ``/WaxKeys/KeyError/passphraseNeeded``.
    public init(
        derRepresentation bytes: Span<UInt8>, sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(KeyError) {
        try self.init(derRepresentation: bytes, passphrase: nil, sizePolicy: sizePolicy)
    }

    /// Reads a private key from DER as the form without a passphrase does, or an encrypted one: PKCS#8's
    /// EncryptedPrivateKeyInfo (RFC 5958 section 3).
    ///
    /// - Parameters:
    ///   - bytes: The encoding.
    ///   - passphrase: The bytes of the passphrase, most often UTF-8; nil if there is none. It is not looked at for a key
    ///     that is not encrypted.
    ///   - sizePolicy: The sizes that are accepted.
    ///   - limits: How much work is done to decrypt.
    /// - Throws: ``/WaxKeys/KeyError``; for a wrong passphrase ``/WaxKeys/KeyError/decryptionFailed``.
    public init(
        derRepresentation bytes: Span<UInt8>, passphrase: SecretBytes?, sizePolicy: RSA.KeySizePolicy = .standard,
        limits: KeyDecryptionLimits = .init()
    ) throws(KeyError) {
        let form = try keyErrors { () throws(DERError) -> Form in
            var reader = DERReader(bytes)
            var key = try reader.readSequence()
            // EncryptedPrivateKeyInfo (RFC 5958 section 3) begins with an algorithm, as a public key does; the
            // others begin with a version.
            if key.isNext(.sequence) {
                _ = try key.readElement()
                return try key.nextTag() == .bitString ? .other(PEMLabel.publicKey) : .encrypted
            }
            _ = try key.readInt64()
            switch try key.nextTag() {
            case .sequence: return .pkcs8
            case .octetString: return .other(PEMLabel.ecPrivateKey)
            default: break
            }
            // Five numbers after the version are a key for DSA, eight are one for RSA.
            var count = 0
            while key.isNext(.integer) {
                _ = try key.readElement()
                count += 1
            }
            return count == 5 ? .other(PEMLabel.dsaPrivateKey) : .pkcs1
        }
        switch form {
        case .other(let label): throw .unexpectedPEMLabel(label)
        case .encrypted: try self.init(encrypted: bytes, passphrase, sizePolicy, limits)
        case .pkcs8: try self.init(pkcs8: bytes, sizePolicy)
        case .pkcs1: try self.init(pkcs1: bytes, sizePolicy)
        }
    }

    private enum Form { case encrypted, pkcs8, pkcs1, other(String) }

    /// Reads a private key from DER in secret memory, as the form that takes a span does.
    ///
    /// - Throws: ``/WaxKeys/KeyError``, the cause; for an encrypted key ``/WaxKeys/KeyError/passphraseNeeded``.
    public init(
        derRepresentation bytes: SecretBytes, sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(KeyError) {
        try self.init(derRepresentation: bytes.bytes, sizePolicy: sizePolicy)
    }

    /// Reads a private key from PEM, labelled `PRIVATE KEY` (PKCS#8) or `RSA PRIVATE KEY` (PKCS#1).
    ///
    /// A `String` cannot be wiped; where that matters, read the file into bytes that can.
    ///
    /// - Throws: ``/WaxKeys/KeyError``, the cause; for an encrypted key ``/WaxKeys/KeyError/passphraseNeeded``.
    public init(
        pemRepresentation text: String, sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(KeyError) {
        try self.init(pemRepresentation: text.utf8.span, sizePolicy: sizePolicy)
    }

    /// Reads a private key from PEM, as the form that takes a string does.
    ///
    /// - Throws: ``/WaxKeys/KeyError``, the cause; for an encrypted key ``/WaxKeys/KeyError/passphraseNeeded``.
    public init(
        pemRepresentation text: Span<UInt8>, sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(KeyError) {
        try self.init(pemRepresentation: text, passphrase: nil, sizePolicy: sizePolicy)
    }

    /// Reads a private key from PEM as the form without a passphrase does, or an encrypted one, labelled
    /// `ENCRYPTED PRIVATE KEY`.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - passphrase: The bytes of the passphrase, most often UTF-8; nil if there is none. It is not looked at for a key
    ///     that is not encrypted.
    ///   - sizePolicy: The sizes that are accepted.
    ///   - limits: How much work is done to decrypt.
    /// - Throws: ``/WaxKeys/KeyError``; for a wrong passphrase ``/WaxKeys/KeyError/decryptionFailed``.
    public init(
        pemRepresentation text: Span<UInt8>, passphrase: SecretBytes?, sizePolicy: RSA.KeySizePolicy = .standard,
        limits: KeyDecryptionLimits = .init()
    ) throws(KeyError) {
        let document = try PEMDocument(key: text)
        switch document.label {
        case PEMLabel.privateKey: try self.init(pkcs8: document.contents.bytes, sizePolicy)
        case PEMLabel.rsaPrivateKey: try self.init(pkcs1: document.contents.bytes, sizePolicy)
        case PEMLabel.encryptedPrivateKey:
            try self.init(encrypted: document.contents.bytes, passphrase, sizePolicy, limits)
        case PEMLabel.openSSHPrivateKey: throw .openSSHPrivateKeyNotSupported
        default: throw .unexpectedPEMLabel(document.label)
        }
    }

    /// Reads an EncryptedPrivateKeyInfo.
    private init(
        encrypted bytes: Span<UInt8>, _ passphrase: SecretBytes?, _ sizePolicy: RSA.KeySizePolicy,
        _ limits: KeyDecryptionLimits
    ) throws(KeyError) {
        var reader = DERReader(bytes)
        var info = try reader.enter()
        let scheme = try PBES2(&info)
        let ciphertext: Span<UInt8>
        do {
            ciphertext = try info.readOctetString()
            try info.finish()
            try reader.finish()
        } catch {
            throw .invalidDER(error)
        }
        guard let passphrase else { throw .passphraseNeeded }
        self = try scheme.decrypt(ciphertext, passphrase: passphrase.bytes, limits: limits) { key throws(KeyError) in
            try RSA.PrivateKey(pkcs8: key, sizePolicy)
        }
    }

    /// Reads a OneAsymmetricKey, of which PKCS#8's PrivateKeyInfo is version 0.
    private init(pkcs8 bytes: Span<UInt8>, _ sizePolicy: RSA.KeySizePolicy) throws(KeyError) {
        var reader = DERReader(bytes)
        var info = try reader.enter()
        let version: Int64
        do { version = try info.readInt64() } catch { throw .invalidDER(error) }
        guard version == 0 || version == 1 else { throw .versionNotSupported(version) }
        try info.readRSAAlgorithm()
        let key: Span<UInt8>
        var publicKey: RSA.PublicKey?
        do {
            key = try info.readOctetString()
            // Attributes say what the key is to be used for; nobody here asks.
            let attributes = DERTag.context(0, isConstructed: true)
            if info.isNext(attributes) { _ = try info.readSetOf(as: attributes) }
        } catch {
            throw .invalidDER(error)
        }
        let publicTag = DERTag.context(1, isConstructed: false)
        if version == 1, info.isNext(publicTag) { publicKey = try info.readPublicKey(as: publicTag, sizePolicy) }
        do {
            try info.finish()
            try reader.finish()
        } catch {
            throw .invalidDER(error)
        }
        try self.init(pkcs1: key, sizePolicy)
        guard publicKey == nil || publicKey == self.publicKey else { throw .publicKeyMismatch }
    }

    /// Reads an RSAPrivateKey.
    private init(pkcs1 bytes: Span<UInt8>, _ sizePolicy: RSA.KeySizePolicy) throws(KeyError) {
        var reader = DERReader(bytes)
        var key = try reader.enter()
        let version: Int64
        do { version = try key.readInt64() } catch { throw .invalidDER(error) }
        guard version != 1 else { throw .multiplePrimesNotSupported }
        guard version == 0 else { throw .versionNotSupported(version) }
        let modulus, publicExponent, privateExponent, prime1, prime2: Span<UInt8>
        let exponent1, exponent2, coefficient: Span<UInt8>
        do {
            modulus = try key.readUnsignedInteger()
            publicExponent = try key.readUnsignedInteger()
            privateExponent = try key.readUnsignedInteger()
            prime1 = try key.readUnsignedInteger()
            prime2 = try key.readUnsignedInteger()
            exponent1 = try key.readUnsignedInteger()
            exponent2 = try key.readUnsignedInteger()
            coefficient = try key.readUnsignedInteger()
            try key.finish()
            try reader.finish()
        } catch {
            throw .invalidDER(error)
        }
        // They are public, also in a file that was encrypted.
        let (n, e) = (declassified([UInt8](copying: modulus)), declassified([UInt8](copying: publicExponent)))
        do {
            // Programs that know no more than the private exponent write zeros for all the rest.
            if prime1.isZero, prime2.isZero, exponent1.isZero, exponent2.isZero, coefficient.isZero {
                try self.init(
                    modulus: n.span, publicExponent: e.span, privateExponent: privateExponent, sizePolicy: sizePolicy)
                return
            }
            try self.init(
                modulus: n.span, publicExponent: e.span, privateExponent: privateExponent, prime1: prime1,
                prime2: prime2, exponent1: exponent1, exponent2: exponent2, coefficient: coefficient,
                sizePolicy: sizePolicy)
        } catch {
            throw .keyNotAccepted(error)
        }
    }

    // MARK: Writing

    /// The key as an unencrypted PKCS#8 PrivateKeyInfo in DER (RFC 5958, version 0).
    public var pkcs8DERRepresentation: SecretBytes {
        let key = pkcs1DERRepresentation
        var writer = DERWriter(reservingCapacity: key.count + 64)
        writer.writeSequence { info in
            info.writeInteger(0)
            info.writeRSAAlgorithm()
            info.writeOctetString(key.bytes)
        }
        return writer.secretBytes
    }

    /// The key as an RSAPrivateKey in DER (PKCS#1, RFC 8017 appendix A.1.2).
    public var pkcs1DERRepresentation: SecretBytes {
        var writer = DERWriter(reservingCapacity: publicKey.modulusByteCount * 5)
        writer.writeSequence { key in
            key.writeInteger(0)
            key.writeUnsignedInteger(publicKey.modulus.span)
            key.writeUnsignedInteger(publicKey.publicExponent.span)
            for part in [privateExponent, prime1, prime2, exponent1, exponent2, coefficient] {
                key.writeUnsignedInteger(part.bytes)
            }
        }
        return writer.secretBytes
    }

    /// The key as unencrypted PKCS#8 in DER; the same as ``pkcs8DERRepresentation``.
    public var derRepresentation: SecretBytes { pkcs8DERRepresentation }

    /// The key as unencrypted PKCS#8 in PEM, labelled `PRIVATE KEY`, as ASCII bytes in secret memory, ready to be
    /// written to a file.
    public var secretPEMRepresentation: SecretBytes {
        PEMDocument(label: PEMLabel.privateKey, contents: pkcs8DERRepresentation).secretPEMRepresentation
    }

    /// The key as unencrypted PKCS#8 in PEM, labelled `PRIVATE KEY`.
    ///
    /// A `String` cannot be wiped; ``secretPEMRepresentation`` is the better one for a file.
    public var pemRepresentation: String {
        PEMDocument(label: PEMLabel.privateKey, contents: pkcs8DERRepresentation).pemRepresentation
    }

    /// The key as PKCS#1 in PEM, labelled `RSA PRIVATE KEY`, for programs that know nothing newer.
    ///
    /// A `String` cannot be wiped.
    public var pkcs1PEMRepresentation: String {
        PEMDocument(label: PEMLabel.rsaPrivateKey, contents: pkcs1DERRepresentation).pemRepresentation
    }
}

extension Span<UInt8> {
    /// True for the number zero as DER has it.
    fileprivate var isZero: Bool { count == 1 && self[0] == 0 }
}
