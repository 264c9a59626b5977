import WaxCore
import WaxRSA

// The keys for signing and those for encryption are read and written like the keys that they wrap.

extension RSA.DedicatedPublicKey {
    /// Reads a public key from PEM, labelled `PUBLIC KEY` (SubjectPublicKeyInfo) or `RSA PUBLIC KEY` (PKCS#1).
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - sizePolicy: The sizes that are accepted.
    /// - Throws: ``/WaxKeys/KeyError``.
    public init(
        pemRepresentation text: String, sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(KeyError) {
        self.init(try RSA.PublicKey(pemRepresentation: text, sizePolicy: sizePolicy))
    }

    /// Reads a public key from DER, a SubjectPublicKeyInfo or PKCS#1.
    ///
    /// - Parameters:
    ///   - bytes: The encoded key.
    ///   - sizePolicy: The sizes that are accepted.
    /// - Throws: ``/WaxKeys/KeyError``.
    public init(
        derRepresentation bytes: [UInt8], sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(KeyError) {
        self.init(try RSA.PublicKey(derRepresentation: bytes, sizePolicy: sizePolicy))
    }

    /// The key as a SubjectPublicKeyInfo in PEM.
    public var pemRepresentation: String { key.pemRepresentation }

    /// The key as a SubjectPublicKeyInfo in DER.
    public var derRepresentation: [UInt8] { key.derRepresentation }
}

extension RSA.DedicatedPrivateKey {
    /// Reads a private key from PEM, labelled `PRIVATE KEY` (PKCS#8) or `RSA PRIVATE KEY` (PKCS#1).
    ///
    /// - Parameters:
    ///   - text: The text. A `String` cannot be wiped; where that matters, read the file into bytes that can.
    ///   - sizePolicy: The sizes that are accepted.
    /// - Throws: ``/WaxKeys/KeyError``; for an encrypted key ``/WaxKeys/KeyError/passphraseNeeded``.
    public init(
        pemRepresentation text: String, sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(KeyError) {
        self.init(try RSA.PrivateKey(pemRepresentation: text, sizePolicy: sizePolicy))
    }

    /// Reads a private key from PEM, encrypted or not.
    ///
    /// - Parameters:
    ///   - text: The text, labelled `ENCRYPTED PRIVATE KEY`, `PRIVATE KEY` or `RSA PRIVATE KEY`.
    ///   - passphrase: The bytes of the passphrase; nil if there is none.
    ///   - sizePolicy: The sizes that are accepted.
    ///   - limits: How much work is done to decrypt.
    /// - Throws: ``/WaxKeys/KeyError``; for a wrong passphrase ``/WaxKeys/KeyError/decryptionFailed``.
    public init(
        pemRepresentation text: Span<UInt8>, passphrase: SecretBytes?, sizePolicy: RSA.KeySizePolicy = .standard,
        limits: KeyDecryptionLimits = .init()
    ) throws(KeyError) {
        self.init(
            try RSA.PrivateKey(
                pemRepresentation: text, passphrase: passphrase, sizePolicy: sizePolicy, limits: limits))
    }

    /// Reads a private key from DER, PKCS#8 or PKCS#1.
    ///
    /// - Parameters:
    ///   - bytes: The encoded key.
    ///   - sizePolicy: The sizes that are accepted.
    /// - Throws: ``/WaxKeys/KeyError``; for an encrypted key ``/WaxKeys/KeyError/passphraseNeeded``.
    public init(
        derRepresentation bytes: SecretBytes, sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(KeyError) {
        self.init(try RSA.PrivateKey(derRepresentation: bytes, sizePolicy: sizePolicy))
    }

    /// The key as unencrypted PKCS#8 in PEM.
    public var pemRepresentation: String { key.pemRepresentation }

    /// The key as unencrypted PKCS#8 in DER.
    public var derRepresentation: SecretBytes { key.derRepresentation }

    /// The key, encrypted with a passphrase, as PKCS#8 in PEM.
    ///
    /// - Parameters:
    ///   - passphrase: The bytes of the passphrase, most often UTF-8.
    ///   - encryption: How it is encrypted.
    /// - Throws: ``/WaxKeys/KeyError/encryptionTooExpensive`` if scrypt would need more memory than there can be.
    public func encryptedPEMRepresentation(
        passphrase: SecretBytes, encryption: KeyEncryption = .pbkdf2
    ) throws(KeyError) -> String {
        try key.encryptedPEMRepresentation(passphrase: passphrase, encryption: encryption)
    }
}
