public import WaxCore

extension AES {
    /// Key wrap (RFC 3394, NIST SP 800-38F): keys under a key, encrypted and authenticated, without a nonce.
    ///
    /// It is made for keys, which are random, and gives away when the same one is wrapped twice. A wrapped key
    /// is 8 bytes longer than the key. For texts take ``GCM``.
    public enum KeyWrap {}
}

extension AES.KeyWrap {
    /// A key-encryption key made ready for many keys, wiped with the last reference.
    ///
    /// A context never changes, so threads may share it. The time of every operation depends on the sizes of its
    /// arguments and on whether a wrapped key was right, on nothing else.
    public final class Context: Sendable {
        private let key: CipherKey

        var engine: CipherEngine { key.engine }

        /// Prepares a key-encryption key.
        ///
        /// - Parameter key: A key of 128, 192 or 256 bits, at least as strong as those that it is to wrap.
        /// - Throws: ``AESError/incorrectKeySize`` for any other size.
        public convenience init(key: SymmetricKey) throws(AESError) {
            try self.init(key: key, backend: .preferred)
        }

        /// Prepares a key for one implementation in particular, for tests and measurements.
        package init(key: SymmetricKey, backend: AES.Backend) throws(AESError) {
            self.key = try CipherKey(key, backend)
        }

        /// Wraps a key (RFC 3394, section 2.2.1).
        ///
        /// - Parameters:
        ///   - key: The key: a multiple of 8 bytes, at least 16.
        ///   - output: Where the wrapped key goes, 8 bytes more.
        /// - Throws: ``AESError/incorrectTextSize`` or ``AESError/incorrectOutputSize``; nothing has been written then.
        public func wrap(_ key: Span<UInt8>, into output: inout MutableSpan<UInt8>) throws(AESError) {
            guard key.count >= 16, key.count % 8 == 0 else { throw .incorrectTextSize }
            guard output.count == key.count &+ 8 else { throw .incorrectOutputSize }
            for index in 0..<8 { output[index] = 0xA6 }
            output.replace(from: 8, with: key)
            engine.wrapSemiblocks(&output)
        }

        /// Verifies and unwraps a key (RFC 3394, section 2.2.2).
        ///
        /// - Parameters:
        ///   - wrapped: The wrapped key: a multiple of 8 bytes, at least 24.
        ///   - output: Where the key goes, 8 bytes less.
        /// - Throws: ``AESError/authenticationFailure`` if it was changed or wrapped with another key: the output
        ///   has been cleared then. ``AESError/incorrectTextSize`` or ``AESError/incorrectOutputSize``.
        public func unwrap(_ wrapped: Span<UInt8>, into output: inout MutableSpan<UInt8>) throws(AESError) {
            guard wrapped.count >= 24, wrapped.count % 8 == 0 else { throw .incorrectTextSize }
            guard output.count == wrapped.count &- 8 else { throw .incorrectOutputSize }
            output.replace(with: wrapped.extracting(8...))
            var head = InlineArray<8, UInt8>(repeating: 0)
            for index in 0..<8 { head[index] = wrapped[index] }
            var span = head.mutableSpan
            engine.unwrapSemiblocks(&span, &output)
            var difference: UInt8 = 0
            for index in 0..<8 { difference |= span[index] ^ 0xA6 }
            wipe(&span)
            guard Choice.isZero(difference).declassified else {
                wipe(&output)
                throw .authenticationFailure
            }
        }
    }
}

extension CipherEngine {
    /// The wrapping process W of SP 800-38F, section 6.1, on semiblocks where they stand; the first is the check value.
    func wrapSemiblocks(_ text: inout MutableSpan<UInt8>) {
        var block = InlineArray<16, UInt8>(repeating: 0)
        var span = block.mutableSpan
        for index in 0..<8 { span[index] = text[index] }
        var step: UInt64 = 0
        for _ in 0..<6 {
            var offset = 8
            while offset < text.count {
                step = step &+ 1
                for index in 0..<8 { span[8 &+ index] = text[offset &+ index] }
                encryptBlocks(&span)
                for index in 0..<8 { text[offset &+ index] = span[8 &+ index] }
                addStep(step, to: &span)
                offset = offset &+ 8
            }
        }
        for index in 0..<8 { text[index] = span[index] }
        wipe(&span)
        wipeStack(kibibytes: 2)
    }

    /// The unwrapping process W⁻¹ of SP 800-38F, section 6.1, with the first semiblock apart.
    func unwrapSemiblocks(_ head: inout MutableSpan<UInt8>, _ text: inout MutableSpan<UInt8>) {
        var block = InlineArray<16, UInt8>(repeating: 0)
        var span = block.mutableSpan
        for index in 0..<8 { span[index] = head[index] }
        var step = 6 &* UInt64(text.count / 8)
        for _ in 0..<6 {
            var offset = text.count &- 8
            while offset >= 0 {
                addStep(step, to: &span)
                for index in 0..<8 { span[8 &+ index] = text[offset &+ index] }
                decryptBlocks(&span)
                for index in 0..<8 { text[offset &+ index] = span[8 &+ index] }
                step = step &- 1
                offset = offset &- 8
            }
        }
        for index in 0..<8 { head[index] = span[index] }
        wipe(&span)
        wipeStack(kibibytes: 2)
    }

    /// Adds the number of the step, big-endian, to the first eight bytes.
    private func addStep(_ step: UInt64, to block: inout MutableSpan<UInt8>) {
        for index in 0..<8 {
            block[index] ^= UInt8(truncatingIfNeeded: step &>> UInt64(truncatingIfNeeded: 56 &- 8 &* index))
        }
    }
}
