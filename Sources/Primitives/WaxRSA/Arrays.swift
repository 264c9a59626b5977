import WaxCore

// The forms of the API that take arrays; each does no more than call the one that takes spans.

extension RSA.PublicKey {
    /// Takes a public key from arrays; see the form that takes spans.
    ///
    /// - Throws: ``RSAError/modulusSizeNotAccepted(bitCount:accepted:)``, ``RSAError/modulusIsEven``,
    ///   ``RSAError/publicExponentNotAccepted``.
    public init(
        modulus: [UInt8], publicExponent: [UInt8], sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(RSAError) {
        try self.init(modulus: modulus.span, publicExponent: publicExponent.span, sizePolicy: sizePolicy)
    }
}

extension RSA.PrivateKey {
    /// Takes a private key from arrays, with the system's generator. The arrays stay as they are: wipe them.
    ///
    /// - Throws: ``RSAError``; for the private parts, ``RSAError/privateKeyInvalid(_:)``.
    public init(
        modulus: [UInt8], publicExponent: [UInt8], privateExponent: [UInt8], prime1: [UInt8], prime2: [UInt8],
        exponent1: [UInt8], exponent2: [UInt8], coefficient: [UInt8],
        sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(RSAError) {
        try self.init(
            modulus: modulus.span, publicExponent: publicExponent.span, privateExponent: privateExponent.span,
            prime1: prime1.span, prime2: prime2.span, exponent1: exponent1.span, exponent2: exponent2.span,
            coefficient: coefficient.span, sizePolicy: sizePolicy)
    }

    /// Takes a private key that comes without primes from arrays, with the system's generator. The arrays stay as
    /// they are: wipe them.
    ///
    /// - Throws: ``RSAError``, with ``RSAError/PrivateKeyDefect/factorsNotFound`` if the exponents do not belong
    ///   together.
    public init(
        modulus: [UInt8], publicExponent: [UInt8], privateExponent: [UInt8],
        sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(RSAError) {
        try self.init(
            modulus: modulus.span, publicExponent: publicExponent.span, privateExponent: privateExponent.span,
            sizePolicy: sizePolicy)
    }
}

extension RSA.Signing.PublicKey {
    /// True if the signature was made for this digest with the private half and this padding.
    public func isValidSignature(
        _ signature: [UInt8], for digest: some RSA.SignableDigest, padding: RSA.Signing.Padding = .pss()
    ) -> Bool {
        isValidSignature(signature.span, for: digest, padding: padding)
    }

    /// True if the signature was made for this message with the private half and this padding.
    public func isValidSignature(
        _ signature: [UInt8], forMessage message: [UInt8], hash: RSA.HashAlgorithm = .sha256,
        padding: RSA.Signing.Padding = .pss()
    ) -> Bool {
        isValidSignature(signature.span, forMessage: message.span, hash: hash, padding: padding)
    }
}

extension RSA.Signing.PrivateKey {
    /// Hashes a message and signs the digest, with the system's generator.
    ///
    /// - Throws: What ``signature(for:padding:using:)`` does.
    public func signature(
        forMessage message: [UInt8], hash: RSA.HashAlgorithm = .sha256, padding: RSA.Signing.Padding = .pss()
    ) throws(RSAError) -> [UInt8] {
        try signature(forMessage: message.span, hash: hash, padding: padding)
    }
}

extension RSA.Encryption.PublicKey {
    /// Encrypts a short plaintext, with the system's generator.
    ///
    /// - Throws: What ``encrypt(_:padding:using:)`` does.
    public func encrypt(_ plaintext: [UInt8], padding: RSA.Encryption.Padding) throws(RSAError) -> [UInt8] {
        try encrypt(plaintext.span, padding: padding)
    }
}

extension RSA.Encryption.PrivateKey {
    /// Decrypts a ciphertext into an array, which the caller wipes if it holds a key; with the system's generator.
    ///
    /// - Throws: What ``decrypt(_:padding:using:)`` does.
    public func decrypt(_ ciphertext: [UInt8], padding: RSA.Encryption.Padding) throws(RSAError) -> [UInt8] {
        let plaintext = try decrypt(ciphertext.span, padding: padding)
        return [UInt8](copying: plaintext.bytes)
    }
}
