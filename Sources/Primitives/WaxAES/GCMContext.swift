public import WaxCore

extension AES {
    /// Galois/Counter Mode (NIST SP 800-38D): encryption and authentication in one.
    ///
    /// Two texts sealed under one key with the same nonce give away the sum of the texts and the means to forge: a
    /// nonce must never repeat under a key. Count where you can. Random nonces of 12 bytes are good for 2^32 texts
    /// under a key (SP 800-38D, section 8.3). Nonces of other sizes are accepted because other systems use them;
    /// they are slower, and short ones repeat sooner.
    public enum GCM {
        /// The sizes of a tag in bytes that are accepted: 12 to 16.
        ///
        /// The shorter ones of SP 800-38D need limits on the number of messages that a cipher cannot keep.
        public static var tagByteCounts: ClosedRange<Int> { 12...16 }

        /// The largest size of a text in bytes: 2^36 − 32.
        public static var maximumTextByteCount: UInt64 { (1 &<< 36) &- 32 }
    }
}

extension AES.GCM {
    /// A key made ready for many texts: the round keys and the powers of the hash key, wiped with the last reference.
    ///
    /// A context never changes, so threads may share it. It takes about 5 KB.
    ///
    /// The time of every operation depends on the sizes of its arguments and on whether a tag was right, on nothing
    /// else: no branch and no address depends on a key, a text or an initial block.
    public final class Context: @unchecked Sendable {
        // Written in the initialiser and only read afterwards, hence the promise of `Sendable`.
        let engine: Engine

        /// Prepares a key.
        ///
        /// - Parameter key: A key of 128, 192 or 256 bits.
        /// - Throws: ``AESError/incorrectKeySize`` for any other size.
        public convenience init(key: SymmetricKey) throws(AESError) {
            try self.init(key: key, backend: .preferred)
        }

        /// Prepares a key for one implementation in particular, for tests and measurements.
        package init(key: SymmetricKey, backend: AES.Backend) throws(AESError) {
            engine = try Engine(key.bytes, backend)
            wipeStack(kibibytes: 2)
        }

        /// Encrypts a text where it stands and computes its tag.
        ///
        /// - Parameters:
        ///   - text: The text, at most 2^36 − 32 bytes; the ciphertext takes its place.
        ///   - nonce: At least one byte, best 12; never the same twice under a key.
        ///   - associatedData: What is authenticated along with the text and not encrypted, at most 2^61 − 1 bytes.
        ///   - tag: Where the tag goes, 12 to 16 bytes; use 16 unless a protocol prescribes less.
        /// - Throws: An ``AESError`` if one of the sizes is wrong; nothing has been changed then.
        public func seal(
            _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
            tag: inout MutableSpan<UInt8>
        ) throws(AESError) {
            try AES.GCM.checkSizes(
                text: text.count, nonce: nonce.count, associatedData: associatedData.count, tag: tag.count)
            defer { engine.wipeStack(nonceByteCount: nonce.count) }
            engine.seal(&text, nonce: nonce, authenticating: associatedData, tag: &tag)
        }

        /// Encrypts a text into another buffer and computes its tag.
        ///
        /// - Parameters:
        ///   - text: The text, at most 2^36 − 32 bytes.
        ///   - output: Where the ciphertext goes, of the same size as the text.
        ///   - nonce: At least one byte, best 12; never the same twice under a key.
        ///   - associatedData: What is authenticated along with the text and not encrypted, at most 2^61 − 1 bytes.
        ///   - tag: Where the tag goes, 12 to 16 bytes; use 16 unless a protocol prescribes less.
        /// - Throws: An ``AESError`` if one of the sizes is wrong; nothing has been written then.
        public func seal(
            _ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, nonce: Span<UInt8>,
            authenticating associatedData: Span<UInt8>, tag: inout MutableSpan<UInt8>
        ) throws(AESError) {
            guard output.count == text.count else { throw .incorrectOutputSize }
            try AES.GCM.checkSizes(
                text: text.count, nonce: nonce.count, associatedData: associatedData.count, tag: tag.count)
            defer { engine.wipeStack(nonceByteCount: nonce.count) }
            engine.seal(text, into: &output, nonce: nonce, authenticating: associatedData, tag: &tag)
        }

        /// Verifies a text and decrypts it where it stands.
        ///
        /// If the tag is wrong, the buffer holds the ciphertext as before when this returns. Meanwhile there may have
        /// been text in it, which nobody has vouched for: no other thread should look at it before.
        ///
        /// - Parameters:
        ///   - text: The ciphertext, at most 2^36 − 32 bytes; the text takes its place.
        ///   - nonce: The nonce it was sealed with.
        ///   - associatedData: The associated data it was sealed with.
        ///   - tag: The tag, 12 to 16 bytes. How many is the protocol's to decide, not the sender's.
        /// - Throws: ``AESError/authenticationFailure`` if anything is not as it was sealed; another ``AESError`` if
        ///   one of the sizes is wrong.
        public func open(
            _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
            tag: Span<UInt8>
        ) throws(AESError) {
            try AES.GCM.checkSizes(
                text: text.count, nonce: nonce.count, associatedData: associatedData.count, tag: tag.count)
            defer { engine.wipeStack(nonceByteCount: nonce.count) }
            try engine.open(&text, nonce: nonce, authenticating: associatedData, tag: tag)
        }

        /// Verifies a text and decrypts it into another buffer.
        ///
        /// If the tag is wrong, the output holds zeros when this returns. Meanwhile there may have been text in it,
        /// which nobody has vouched for: no other thread should look at it before.
        ///
        /// - Parameters:
        ///   - text: The ciphertext, at most 2^36 − 32 bytes.
        ///   - output: Where the text goes, of the same size as the ciphertext.
        ///   - nonce: The nonce it was sealed with.
        ///   - associatedData: The associated data it was sealed with.
        ///   - tag: The tag, 12 to 16 bytes. How many is the protocol's to decide, not the sender's.
        /// - Throws: ``AESError/authenticationFailure`` if anything is not as it was sealed; another ``AESError`` if
        ///   one of the sizes is wrong.
        public func open(
            _ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, nonce: Span<UInt8>,
            authenticating associatedData: Span<UInt8>, tag: Span<UInt8>
        ) throws(AESError) {
            guard output.count == text.count else { throw .incorrectOutputSize }
            try AES.GCM.checkSizes(
                text: text.count, nonce: nonce.count, associatedData: associatedData.count, tag: tag.count)
            defer { engine.wipeStack(nonceByteCount: nonce.count) }
            try engine.open(text, into: &output, nonce: nonce, authenticating: associatedData, tag: tag)
        }
    }
}

extension AES.GCM {
    /// The limits of SP 800-38D, section 5.2.1.1, all in bytes.
    ///
    /// The numbers are of 64 bits so that the limits can be tested on any machine.
    package static func checkSizes(
        text: UInt64, nonce: UInt64, associatedData: UInt64, tag: UInt64
    ) throws(AESError) {
        let longest = (UInt64(1) &<< 61) &- 1
        guard nonce >= 1, nonce <= longest else { throw .incorrectNonceSize }
        guard tag >= 12, tag <= 16 else { throw .incorrectTagSize }
        guard text <= maximumTextByteCount else { throw .textTooLong }
        guard associatedData <= longest else { throw .associatedDataTooLong }
    }

    fileprivate static func checkSizes(text: Int, nonce: Int, associatedData: Int, tag: Int) throws(AESError) {
        try checkSizes(
            text: UInt64(text), nonce: UInt64(nonce), associatedData: UInt64(associatedData), tag: UInt64(tag))
    }
}
