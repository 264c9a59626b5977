import WaxCore

extension AES.GCM {
    /// A text that is sealed in parts, because it is not there as a whole or has no room in memory.
    ///
    /// ```swift
    /// var sealer = try AES.GCM.Sealer(using: context, nonce: nonce.bytes)
    /// try sealer.authenticate(header.span)
    /// while … { try sealer.seal(&part) }
    /// try sealer.finalize(tag: &tag)
    /// ```
    ///
    /// However it is split, ciphertext and tag are those of the whole. There is no counterpart that opens in
    /// parts: it would hand out text before the tag is verified. What was sealed like this is opened as a whole
    /// (``Context/open(_:nonce:authenticating:tag:)``); for texts that do not fit into memory on the other side either,
    /// there are ``StreamSealer`` and ``StreamOpener``.
    public struct Sealer: ~Copyable {
        var state: GCMState

        /// Begins a text.
        ///
        /// - Parameters:
        ///   - context: The key.
        ///   - nonce: At least one byte, best 12; never the same twice under a key.
        /// - Throws: ``AESError/incorrectNonceSize``.
        public init(using context: Context, nonce: Span<UInt8>) throws(AESError) {
            try AES.GCM.checkSizes(text: 0, nonce: UInt64(nonce.count), associatedData: 0, tag: 16)
            state = GCMState(context, nonce: nonce)
        }

        /// Takes the next part of what is authenticated and not encrypted. All of it comes before the text.
        ///
        /// - Parameter data: Any number of bytes, 2^61 − 1 in all.
        /// - Throws: ``AESError/associatedDataAfterText``, or ``AESError/associatedDataTooLong``; nothing has been
        ///   taken.
        public mutating func authenticate(_ data: Span<UInt8>) throws(AESError) {
            guard state.textCount == 0 else { throw .associatedDataAfterText }
            try AES.GCM.checkSizes(
                text: 0, nonce: 12, associatedData: state.associatedDataCount &+ UInt64(data.count), tag: 16)
            state.authenticate(data)
        }

        /// Encrypts the next part of the text where it stands.
        ///
        /// - Parameter part: Any number of bytes, 2^36 − 32 in all; the ciphertext takes their place.
        /// - Throws: ``AESError/textTooLong``; nothing has been changed then.
        public mutating func seal(_ part: inout MutableSpan<UInt8>) throws(AESError) {
            try AES.GCM.checkSizes(
                text: state.textCount &+ UInt64(part.count), nonce: 12, associatedData: 0, tag: 16)
            state.seal(&part)
        }

        /// Ends the text.
        ///
        /// - Parameter tag: Where the tag goes, 12 to 16 bytes; use 16 unless a protocol prescribes less.
        /// - Throws: ``AESError/incorrectTagSize``. The text is lost then, too: nothing can be added to it any more.
        public consuming func finalize(tag: inout MutableSpan<UInt8>) throws(AESError) {
            try AES.GCM.checkSizes(text: 0, nonce: 12, associatedData: 0, tag: UInt64(tag.count))
            state.finalize(into: &tag)
        }
    }
}
