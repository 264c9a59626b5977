// Arrays in, arrays out. The work is done by the functions on spans.

extension AES.GCM.StreamSealer {
    /// Encrypts the next chunk.
    ///
    /// - Parameters:
    ///   - chunk: Any number of bytes.
    ///   - isLast: Whether the stream ends with this chunk.
    ///   - associatedData: What is authenticated along with this chunk, such as a header with the first.
    /// - Returns: The ciphertext and a tag of 16 bytes in a row.
    /// - Throws: ``AESError/streamEnded`` if the last chunk has been; ``AESError/streamTooLong`` for chunk 2^32 if it
    ///   is not the last; ``AESError/textTooLong``.
    public mutating func seal(
        _ chunk: [UInt8], isLast: Bool = false, authenticating associatedData: [UInt8] = []
    ) throws(AESError) -> [UInt8] {
        var output = chunk
        var tag = [UInt8](repeating: 0, count: 16)
        var span = output.mutableSpan
        var tagSpan = tag.mutableSpan
        try seal(&span, isLast: isLast, authenticating: associatedData.span, tag: &tagSpan)
        return output + tag
    }
}

extension AES.GCM.StreamOpener {
    /// Verifies and decrypts the next chunk.
    ///
    /// - Parameters:
    ///   - sealed: Ciphertext and a tag of 16 bytes in a row.
    ///   - isLast: Whether the input ends with this chunk.
    ///   - associatedData: What it was sealed with.
    /// - Returns: The text. It is the caller's to wipe, should it be that secret.
    /// - Throws: ``AESError/authenticationFailure`` if this is not the chunk that was sealed at this place, is shorter
    ///   than a tag, or comes after one that was refused; ``AESError/streamEnded`` if the last chunk has been;
    ///   ``AESError/streamTooLong`` for chunk 2^32 if it is not the last.
    public mutating func open(
        _ sealed: [UInt8], isLast: Bool = false, authenticating associatedData: [UInt8] = []
    ) throws(AESError) -> [UInt8] {
        guard sealed.count >= 16 else { throw refuse() }
        let tag = sealed.span.extracting(last: 16)
        var text = Array(sealed.dropLast(16))
        var span = text.mutableSpan
        try open(&span, isLast: isLast, authenticating: associatedData.span, tag: tag)
        return text
    }
}
