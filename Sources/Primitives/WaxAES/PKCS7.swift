import WaxCore

/// The padding at the end of the last block (RFC 5652, section 6.3), read in a time that depends on nothing.
///
/// All 16 bytes are looked at, whatever the last one says, and nothing is known before ``isValid`` is declassified.
/// The size of the padding is to be looked at only if it is valid: it becomes public then, with the size of the text.
package struct PKCS7 {
    /// Whether the block ends with 1 to 16 bytes that all say how many they are.
    package let isValid: Choice

    /// The number of those bytes.
    package let byteCount: UInt8

    /// Reads the padding of a block of 16 bytes.
    @inline(never)
    package init(lastBlock block: Span<UInt8>) {
        precondition(block.count == 16, "a block has 16 bytes")
        let count = block[15]
        // Zero becomes 255, which is too large like all from 17 on.
        var isValid = Choice.isLess(count &- 1, UInt8(16))
        for index in 0..<16 {
            let isPadding = Choice.isLess(UInt8(truncatingIfNeeded: 15 &- index), count)
            isValid = isValid & (!isPadding | .isEqual(block[index], count))
        }
        self.isValid = isValid
        byteCount = count
    }
}
