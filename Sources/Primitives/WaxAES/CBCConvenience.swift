public import WaxCore

// Arrays in, arrays out. The work is done by the context's functions on spans.

extension AES.CBC {
    /// Encrypts a text, without authentication.
    ///
    /// Whoever encrypts many texts with a key makes a ``Context`` once.
    ///
    /// - Parameters:
    ///   - plaintext: The text.
    ///   - key: A key of 128, 192 or 256 bits.
    ///   - iv: A new one for each text; the receiver needs it, too.
    ///   - padding: How the text becomes a whole number of blocks.
    /// - Returns: The ciphertext; the vector is not part of it.
    /// - Throws: ``AESError/incorrectKeySize``; ``AESError/incorrectTextSize`` if a text without padding is no multiple
    ///   of 16 bytes.
    public static func encrypt(
        _ plaintext: [UInt8], using key: SymmetricKey, iv: IV, padding: Padding = .pkcs7
    ) throws(AESError) -> [UInt8] {
        try Context(key: key).encrypt(plaintext, iv: iv, padding: padding)
    }

    /// Decrypts a text. That it is the one that was encrypted, nobody can tell.
    ///
    /// - Parameters:
    ///   - ciphertext: The ciphertext.
    ///   - key: The key it was encrypted with.
    ///   - iv: The vector it was encrypted with.
    ///   - padding: How it was padded.
    /// - Returns: The text. It is the caller's to wipe, should it be that secret.
    /// - Throws: ``AESError/decryptionFailure`` if there is anything wrong with a ciphertext that should be padded;
    ///   ``AESError/incorrectKeySize``; ``AESError/incorrectTextSize`` if one without padding is no multiple of 16
    ///   bytes.
    public static func decrypt(
        _ ciphertext: [UInt8], using key: SymmetricKey, iv: IV, padding: Padding = .pkcs7
    ) throws(AESError) -> [UInt8] {
        try Context(key: key).decrypt(ciphertext, iv: iv, padding: padding)
    }
}

extension AES.CBC.Context {
    /// Encrypts a text, without authentication.
    ///
    /// - Parameters:
    ///   - plaintext: The text.
    ///   - iv: A new one for each text; the receiver needs it, too.
    ///   - padding: How the text becomes a whole number of blocks.
    /// - Returns: The ciphertext; the vector is not part of it.
    /// - Throws: ``AESError/incorrectTextSize`` if a text without padding is no multiple of 16 bytes.
    public func encrypt(
        _ plaintext: [UInt8], iv: AES.CBC.IV, padding: AES.CBC.Padding = .pkcs7
    ) throws(AESError) -> [UInt8] {
        let count = AES.CBC.ciphertextByteCount(forTextOf: plaintext.count, padding: padding)
        var output = [UInt8](repeating: 0, count: count)
        var span = output.mutableSpan
        try encrypt(plaintext.span, into: &span, iv: iv.bytes, padding: padding)
        return output
    }

    /// Decrypts a text. That it is the one that was encrypted, nobody can tell.
    ///
    /// - Parameters:
    ///   - ciphertext: The ciphertext.
    ///   - iv: The vector it was encrypted with.
    ///   - padding: How it was padded.
    /// - Returns: The text. It is the caller's to wipe, should it be that secret.
    /// - Throws: ``AESError/decryptionFailure`` if there is anything wrong with a ciphertext that should be padded;
    ///   ``AESError/incorrectTextSize`` if one without padding is no multiple of 16 bytes.
    public func decrypt(
        _ ciphertext: [UInt8], iv: AES.CBC.IV, padding: AES.CBC.Padding = .pkcs7
    ) throws(AESError) -> [UInt8] {
        var text = ciphertext
        var span = text.mutableSpan
        let count = try decrypt(inPlace: &span, iv: iv.bytes, padding: padding)
        // In place, so that no second copy of the text stays behind in memory.
        text.removeLast(text.count &- count)
        return text
    }
}
