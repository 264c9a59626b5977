import WaxCore

/// EME-PKCS1-v1_5, the encoding of a message for encryption (RFC 8017 section 7.2).
package enum PKCS1EncryptionEncoding {
    /// The number of bytes besides the message: 00 02, eight of padding, 00.
    package static var overheadByteCount: Int { 11 }

    /// EME-PKCS1-v1_5 encoding (section 7.2.1 step 2): 00 02, the padding, 00, the message.
    ///
    /// - Parameter padding: Eight bytes at least, none of them zero.
    package static func encode(_ message: Span<UInt8>, padding: Span<UInt8>) -> SecretBytes {
        SecretBytes(count: message.count &+ padding.count &+ 3) { encoded in
            encoded[1] = 2
            encoded.replace(from: 2, with: padding)
            encoded.replace(from: 3 &+ padding.count, with: message)
        }
    }

    /// EME-PKCS1-v1_5 decoding (section 7.2.2 step 3), with another message where the padding is wrong.
    ///
    /// Real and substitute message are both read in full, and a mask chooses between them.
    ///
    /// - Parameters:
    ///   - encoded: As many bytes as the modulus has, secret.
    ///   - substitute: What to give instead if the padding is wrong.
    /// - Returns: One message or the other, always valid.
    package static func decode(_ encoded: Span<UInt8>, substitute: borrowing SubstituteMessage) -> Unpadded {
        precondition(
            encoded.count == substitute.block.count && encoded.count >= overheadByteCount,
            "the substitute is for a key of another size")
        var isValid = Choice.isZero(encoded[0]) & .isEqual(encoded[1], 2)
        var separator: UInt64 = 0
        var isBefore = Choice.yes
        for index in 2..<encoded.count {
            let isZero = Choice.isZero(encoded[index])
            separator = (isBefore & isZero).select(UInt64(truncatingIfNeeded: index), separator)
            isBefore = isBefore & !isZero
        }
        // At least eight bytes of padding; without a separator the position is zero.
        isValid = isValid & !Choice.isLess(separator, 10)
        let start = isValid.select(separator &+ 1, substitute.start)
        let block = SecretBuffer<UInt8>(repeating: 0, count: encoded.count)
        let substitute = substitute.block.span
        block.withMutableSpan { block in
            for index in 0..<encoded.count { block[index] = isValid.select(encoded[index], substitute[index]) }
        }
        return Unpadded(isValid: .yes, start: start, block: block)
    }
}
