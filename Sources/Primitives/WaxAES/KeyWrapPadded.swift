import WaxCore

extension AES.KeyWrap.Context {
    /// Wraps a key of any size (RFC 5649, section 4.1).
    ///
    /// - Parameters:
    ///   - key: The key, 1 to 2^32 − 1 bytes.
    ///   - output: Where the wrapped key goes: ``AES/KeyWrap/paddedByteCount(forKeyOf:)`` bytes.
    /// - Throws: ``AESError/incorrectTextSize`` or ``AESError/incorrectOutputSize``; nothing has been written then.
    public func wrapPadded(_ key: Span<UInt8>, into output: inout MutableSpan<UInt8>) throws(AESError) {
        guard key.count >= 1, UInt64(key.count) <= UInt64(UInt32.max) else { throw .incorrectTextSize }
        guard output.count == AES.KeyWrap.paddedByteCount(forKeyOf: key.count) else { throw .incorrectOutputSize }
        let head = 0xA659_59A6_0000_0000 | UInt64(key.count)
        for index in 0..<8 {
            output[index] = UInt8(truncatingIfNeeded: head &>> UInt64(truncatingIfNeeded: 56 &- 8 &* index))
        }
        output.replace(from: 8, with: key)
        for index in (8 &+ key.count)..<output.count { output[index] = 0 }
        if output.count == 16 {
            engine.encryptBlocks(&output)
            wipeStack(kibibytes: 2)
        } else {
            engine.wrapSemiblocks(&output)
        }
    }

    /// Verifies and unwraps a key of any size (RFC 5649, section 4.2).
    ///
    /// - Parameters:
    ///   - wrapped: The wrapped key: a multiple of 8 bytes, at least 16.
    ///   - output: Where the key goes, 8 bytes less; behind the key it gets up to seven zeros.
    /// - Returns: The size of the key in bytes.
    /// - Throws: ``AESError/authenticationFailure`` if it was changed or wrapped with another key: the output has been
    ///   cleared then. ``AESError/incorrectTextSize`` or ``AESError/incorrectOutputSize``.
    public func unwrapPadded(
        _ wrapped: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(AESError) -> Int {
        guard wrapped.count >= 16, wrapped.count % 8 == 0, UInt64(wrapped.count) <= 8 &+ (1 &<< 32) else {
            throw .incorrectTextSize
        }
        guard output.count == wrapped.count &- 8 else { throw .incorrectOutputSize }
        var block = InlineArray<16, UInt8>(repeating: 0)
        var span = block.mutableSpan
        if wrapped.count == 16 {
            span.replace(with: wrapped)
            engine.decryptBlocks(&span)
            wipeStack(kibibytes: 2)
            for index in 0..<8 { output[index] = span[8 &+ index] }
        } else {
            span.replace(with: wrapped.extracting(first: 8))
            output.replace(with: wrapped.extracting(8...))
            var head = span._mutatingExtracting(0..<8)
            engine.unwrapSemiblocks(&head, &output)
        }
        var head: UInt64 = 0
        for index in 0..<8 { head = (head &<< 8) | UInt64(span[index]) }
        wipe(&span)

        // The constant, a size that needs all semiblocks, and zeros behind it: looked at all together.
        let size = head & 0xFFFF_FFFF
        let missing = UInt64(output.count) &- size
        var isRight = Choice.isEqual(head &>> 32, 0xA659_59A6) & .isLess(missing, 8)
        for place in 1...7 {
            let isPadding = !Choice.isLess(missing, UInt64(place))
            isRight = isRight & (!isPadding | .isZero(output[output.count &- place]))
        }
        guard isRight.declassified else {
            wipe(&output)
            throw .authenticationFailure
        }
        return output.count &- Int(truncatingIfNeeded: declassified(missing))
    }
}

extension AES.KeyWrap {
    /// The size in bytes of what ``Context/wrapPadded(_:into:)`` makes of a key of `count` bytes.
    public static func paddedByteCount(forKeyOf count: Int) -> Int { (count &+ 7) / 8 &* 8 &+ 8 }
}
