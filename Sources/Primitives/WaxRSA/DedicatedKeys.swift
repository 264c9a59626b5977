extension RSA {
    /// A public key for one purpose: ``RSA/Signing/PublicKey`` or ``RSA/Encryption/PublicKey``.
    ///
    /// A key serves one purpose, so what can be done with it depends on its type, which wraps an ``RSA/PublicKey``.
    /// Whatever does not depend on the purpose, such as reading and writing (`WaxKeys`), the two have in common.
    public protocol DedicatedPublicKey: Sendable, Hashable {
        /// The key itself.
        var key: RSA.PublicKey { get }

        /// Wraps a public key.
        init(_ key: RSA.PublicKey)
    }

    /// A private key for one purpose: ``RSA/Signing/PrivateKey`` or ``RSA/Encryption/PrivateKey``, which wrap an
    /// ``RSA/PrivateKey`` as ``RSA/DedicatedPublicKey`` says of public ones.
    public protocol DedicatedPrivateKey: Sendable {
        /// The key itself.
        var key: RSA.PrivateKey { get }

        /// Wraps a private key.
        init(_ key: RSA.PrivateKey)
    }
}

extension RSA.DedicatedPublicKey {
    /// Takes a public key from its numbers, as ``RSA/PublicKey`` does.
    ///
    /// - Parameters:
    ///   - modulus: The most significant byte first; leading zeros are skipped.
    ///   - publicExponent: The most significant byte first; leading zeros are skipped.
    ///   - sizePolicy: The sizes that are accepted.
    /// - Throws: ``RSAError/modulusSizeNotAccepted(bitCount:accepted:)``, ``RSAError/modulusIsEven``,
    ///   ``RSAError/publicExponentNotAccepted``.
    public init(
        modulus: [UInt8], publicExponent: [UInt8], sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(RSAError) {
        self.init(try RSA.PublicKey(modulus: modulus, publicExponent: publicExponent, sizePolicy: sizePolicy))
    }
}

extension RSA.DedicatedPrivateKey {
    /// Makes a key with the system's generator; see ``RSA/PrivateKey/init(bitCount:publicExponent:using:)``.
    ///
    /// - Throws: ``RSAError/modulusSizeNotAccepted(bitCount:accepted:)``, ``RSAError/randomSourceFailed``,
    ///   ``RSAError/computationFault``.
    public init(bitCount: Int) throws(RSAError) { self.init(try RSA.PrivateKey(bitCount: bitCount)) }
}
