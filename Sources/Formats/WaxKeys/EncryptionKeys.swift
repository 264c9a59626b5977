import WaxCore
import WaxRSA

// The keys for encryption are read and written like the keys that they wrap.

extension RSA.Encryption.PublicKey {
    /// Reads a public key from PEM, labelled `PUBLIC KEY` (SubjectPublicKeyInfo) or `RSA PUBLIC KEY` (PKCS#1).
    public init(pemRepresentation text: String) throws(KeyError) {
        self.init(try RSA.PublicKey(pemRepresentation: text))
    }

    /// Reads a public key from DER, a SubjectPublicKeyInfo or PKCS#1.
    public init(derRepresentation bytes: [UInt8]) throws(KeyError) {
        self.init(try RSA.PublicKey(derRepresentation: bytes))
    }

    /// The key as a SubjectPublicKeyInfo in PEM.
    public var pemRepresentation: String { key.pemRepresentation }

    /// The key as a SubjectPublicKeyInfo in DER.
    public var derRepresentation: [UInt8] { key.derRepresentation }
}

extension RSA.Encryption.PrivateKey {
    /// Reads a private key from PEM, labelled `PRIVATE KEY` (PKCS#8) or `RSA PRIVATE KEY` (PKCS#1).
    public init(pemRepresentation text: String) throws(KeyError) {
        self.init(try RSA.PrivateKey(pemRepresentation: text))
    }

    /// Reads a private key from DER, PKCS#8 or PKCS#1.
    public init(derRepresentation bytes: SecretBytes) throws(KeyError) {
        self.init(try RSA.PrivateKey(derRepresentation: bytes))
    }

    /// The key as unencrypted PKCS#8 in PEM.
    public var pemRepresentation: String { key.pemRepresentation }

    /// The key as unencrypted PKCS#8 in DER.
    public var derRepresentation: SecretBytes { key.derRepresentation }
}
