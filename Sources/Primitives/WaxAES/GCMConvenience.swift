public import WaxCore

// Arrays in, arrays out. The work is done by the context's functions on spans.

extension AES.GCM {
    /// Encrypts and authenticates a text.
    ///
    /// Whoever seals many texts with a key makes a ``Context`` once.
    ///
    /// - Parameters:
    ///   - message: The text, at most 2^36 − 32 bytes.
    ///   - key: A key of 128, 192 or 256 bits.
    ///   - nonce: Never the same twice under a key; a random one if left out.
    ///   - associatedData: What is authenticated along with the text and not encrypted.
    /// - Returns: The nonce, the ciphertext, and a tag of 16 bytes.
    /// - Throws: An ``AESError`` if the size of the key or of the text is wrong.
    public static func seal(
        _ message: [UInt8], using key: SymmetricKey, nonce: Nonce = Nonce(), authenticating associatedData: [UInt8] = []
    ) throws(AESError) -> SealedBox {
        try Context(key: key).seal(message, nonce: nonce, authenticating: associatedData)
    }

    /// Verifies and decrypts a box.
    ///
    /// - Parameters:
    ///   - box: The box.
    ///   - key: The key it was sealed with.
    ///   - associatedData: The associated data it was sealed with.
    /// - Returns: The text. It is the caller's to wipe, should it be that secret.
    /// - Throws: ``AESError/authenticationFailure`` if anything is not as it was sealed; another ``AESError`` if a size
    ///   is wrong.
    public static func open(
        _ box: SealedBox, using key: SymmetricKey, authenticating associatedData: [UInt8] = []
    ) throws(AESError) -> [UInt8] {
        try Context(key: key).open(box, authenticating: associatedData)
    }
}

extension AES.GCM.Context {
    /// Encrypts and authenticates a text.
    ///
    /// - Parameters:
    ///   - message: The text, at most 2^36 − 32 bytes.
    ///   - nonce: Never the same twice under a key; a random one if left out.
    ///   - associatedData: What is authenticated along with the text and not encrypted.
    /// - Returns: The nonce, the ciphertext, and a tag of 16 bytes.
    /// - Throws: ``AESError/textTooLong``.
    public func seal(
        _ message: [UInt8], nonce: AES.GCM.Nonce = AES.GCM.Nonce(), authenticating associatedData: [UInt8] = []
    ) throws(AESError) -> AES.GCM.SealedBox {
        var tag = AES.GCM.TagBytes(count: 16)
        let ciphertext = try [UInt8](count: message.count) { output throws(AESError) in
            var tagSpan = tag.storage.mutableSpan
            try seal(
                message.span, into: &output, nonce: nonce.bytes, authenticating: associatedData.span, tag: &tagSpan)
        }
        return AES.GCM.SealedBox(nonce: nonce, ciphertext: ciphertext, tagBytes: tag)
    }

    /// Verifies and decrypts a box.
    ///
    /// - Parameters:
    ///   - box: The box.
    ///   - associatedData: The associated data it was sealed with.
    /// - Returns: The text. It is the caller's to wipe, should it be that secret.
    /// - Throws: ``AESError/authenticationFailure`` if anything is not as it was sealed; another ``AESError`` if a size
    ///   is wrong.
    public func open(
        _ box: AES.GCM.SealedBox, authenticating associatedData: [UInt8] = []
    ) throws(AESError) -> [UInt8] {
        let tag = box.tagBytes
        return try [UInt8](count: box.ciphertext.count) { output throws(AESError) in
            try open(
                box.ciphertext.span, into: &output, nonce: box.nonce.bytes, authenticating: associatedData.span,
                tag: tag.storage.span.extracting(first: tag.count))
        }
    }
}

extension AES.GCM.Sealer {
    /// Begins a text under a key that is needed for this one only.
    ///
    /// - Parameters:
    ///   - key: A key of 128, 192 or 256 bits.
    ///   - nonce: Never the same twice under a key.
    /// - Throws: ``AESError/incorrectKeySize``.
    public init(key: SymmetricKey, nonce: AES.GCM.Nonce) throws(AESError) {
        try self.init(using: AES.GCM.Context(key: key), nonce: nonce.bytes)
    }

    /// Takes the next part of what is authenticated and not encrypted. All of it comes before the text.
    ///
    /// - Parameter data: Any number of bytes.
    /// - Throws: ``AESError/associatedDataAfterText``, or ``AESError/associatedDataTooLong``; nothing has been taken
    ///   then.
    public mutating func authenticate(_ data: [UInt8]) throws(AESError) { try authenticate(data.span) }

    /// Encrypts the next part of the text.
    ///
    /// - Parameter part: Any number of bytes.
    /// - Returns: As many bytes of ciphertext.
    /// - Throws: ``AESError/textTooLong``.
    public mutating func seal(_ part: [UInt8]) throws(AESError) -> [UInt8] {
        var output = part
        var span = output.mutableSpan
        try seal(&span)
        return output
    }

    /// Ends the text.
    ///
    /// - Returns: The tag, 16 bytes.
    public consuming func finalize() -> [UInt8] {
        var tag = [UInt8](repeating: 0, count: 16)
        var span = tag.mutableSpan
        state.finalize(into: &span)
        return tag
    }
}
