public import WaxCore

// Arrays in, arrays out. The work is done by the functions on spans.

extension AES.CTR {
    /// Encrypts a text, without authentication.
    ///
    /// - Parameters:
    ///   - plaintext: The text.
    ///   - key: A key of 128, 192 or 256 bits.
    ///   - nonce: Where the counter begins; never the same twice under a key.
    /// - Returns: The ciphertext, of the same size; the nonce is not part of it.
    /// - Throws: ``AESError/incorrectKeySize``.
    public static func encrypt(
        _ plaintext: [UInt8], using key: SymmetricKey, nonce: Nonce
    ) throws(AESError) -> [UInt8] {
        try Context(key: key).encrypt(plaintext, nonce: nonce)
    }

    /// Decrypts a text. That it is the one that was encrypted, nobody can tell.
    ///
    /// - Parameters:
    ///   - ciphertext: The ciphertext.
    ///   - key: The key it was encrypted with.
    ///   - nonce: The nonce it was encrypted with.
    /// - Returns: The text. It is the caller's to wipe, should it be that secret.
    /// - Throws: ``AESError/incorrectKeySize``.
    public static func decrypt(
        _ ciphertext: [UInt8], using key: SymmetricKey, nonce: Nonce
    ) throws(AESError) -> [UInt8] {
        try encrypt(ciphertext, using: key, nonce: nonce)
    }
}

extension AES.CTR.Context {
    /// Encrypts a text, or decrypts it.
    ///
    /// - Parameters:
    ///   - text: The text, or the ciphertext.
    ///   - nonce: Where the counter begins; never the same for two texts under a key.
    /// - Returns: The ciphertext, or the text; of the same size.
    public func encrypt(_ text: [UInt8], nonce: AES.CTR.Nonce) -> [UInt8] {
        var output = text
        var span = output.mutableSpan
        encrypt(&span, from: Counter128(nonce.bytes))
        return output
    }
}

extension AES.CTR.Stream {
    /// Begins a text under a key that is needed for this one only.
    ///
    /// - Parameters:
    ///   - key: A key of 128, 192 or 256 bits.
    ///   - nonce: Where the counter begins; never the same for two texts under a key.
    /// - Throws: ``AESError/incorrectKeySize``.
    public init(key: SymmetricKey, nonce: AES.CTR.Nonce) throws(AESError) {
        try self.init(using: AES.CTR.Context(key: key), nonce: nonce.bytes)
    }

    /// Encrypts or decrypts the next part.
    ///
    /// - Parameter part: Any number of bytes.
    /// - Returns: As many bytes.
    public mutating func update(_ part: [UInt8]) -> [UInt8] {
        var output = part
        var span = output.mutableSpan
        update(&span)
        return output
    }
}
