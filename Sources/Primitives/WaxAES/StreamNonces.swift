import WaxCore

/// The nonces of a stream: prefix, number of the chunk, mark of the last one.
///
/// This is STREAM of Hoang, Reyhanitabar, Rogaway and Vizár ("Online authenticated-encryption and its nonce-reuse
/// misuse-resistance", CRYPTO 2015, https://eprint.iacr.org/2015/189) for a cipher with nonces of 12 bytes. Each chunk
/// is sealed for itself. That it stands where it stood is certain because its number is part of the nonce; that the
/// stream ends where it ended, because only the last chunk was sealed with the mark.
struct StreamNonces {
    /// Seven bytes, then four and one that change.
    private var bytes = InlineArray<12, UInt8>(repeating: 0)

    private var number: UInt32 = 0

    /// Whether the last chunk has been.
    private(set) var isComplete = false

    /// Begins with the first chunk.
    init(prefix: Span<UInt8>) throws(AESError) {
        guard prefix.count == AES.GCM.streamNoncePrefixByteCount else { throw .incorrectNonceSize }
        for index in 0..<prefix.count { bytes[index] = prefix[index] }
    }

    /// Begins with any chunk, for tests of the end of the numbers.
    init(prefix: Span<UInt8>, number: UInt32) throws(AESError) {
        try self.init(prefix: prefix)
        self.number = number
    }

    /// The nonce of the next chunk.
    ///
    /// - Throws: ``AESError/streamEnded``, or ``AESError/streamTooLong`` if this chunk cannot be followed by another
    ///   and is not the last one.
    func next(isLast: Bool) throws(AESError) -> InlineArray<12, UInt8> {
        guard !isComplete else { throw .streamEnded }
        guard isLast || number < UInt32.max else { throw .streamTooLong }
        var nonce = bytes
        for index in 0..<4 {
            nonce[7 &+ index] = UInt8(truncatingIfNeeded: number &>> UInt32(truncatingIfNeeded: 24 &- 8 &* index))
        }
        nonce[11] = isLast ? 1 : 0
        return nonce
    }

    /// Goes on to the chunk after.
    mutating func advance(isLast: Bool) {
        isComplete = isLast
        // After the last number only the last chunk can have been, so that this cannot come round to a number used.
        number = number &+ 1
    }
}
