import WaxCore

extension AES {
    /// A message authentication code: GCM without a text (NIST SP 800-38D, section 3).
    ///
    /// ```swift
    /// let code = try AES.GMAC.authenticationCode(for: message, using: key, nonce: nonce)
    /// ```
    ///
    /// Like GCM, and unlike HMAC, it breaks where a nonce repeats under a key: two codes give away what is
    /// needed to forge any other. Unless a format asks for it, take `HMAC` of `WaxSHA`, which needs no nonce. The key
    /// must not be one that GCM uses with the same nonces.
    public struct GMAC: ~Copyable {
        private var state: GCMState

        /// Begins a message.
        ///
        /// - Parameters:
        ///   - context: The key.
        ///   - nonce: At least one byte, best 12; never the same twice under a key.
        /// - Throws: ``AESError/incorrectNonceSize``.
        public init(using context: GCM.Context, nonce: Span<UInt8>) throws(AESError) {
            try GCM.checkSizes(text: 0, nonce: UInt64(nonce.count), associatedData: 0, tag: 16)
            state = GCMState(context, nonce: nonce)
        }

        /// Takes the next part of the message; however it is split, the code is that of the whole.
        ///
        /// - Parameter data: Any number of bytes, 2^61 − 1 in all.
        /// - Throws: ``AESError/associatedDataTooLong``; nothing has been taken then.
        public mutating func update(_ data: Span<UInt8>) throws(AESError) {
            try GCM.checkSizes(
                text: 0, nonce: 12, associatedData: state.associatedDataCount &+ UInt64(data.count), tag: 16)
            state.authenticate(data)
        }

        /// Ends the message.
        ///
        /// - Parameter code: Where the code goes, 12 to 16 bytes; use 16 unless a protocol prescribes less.
        /// - Throws: ``AESError/incorrectTagSize``.
        public consuming func finalize(into code: inout MutableSpan<UInt8>) throws(AESError) {
            try GCM.checkSizes(text: 0, nonce: 12, associatedData: 0, tag: UInt64(code.count))
            state.finalize(into: &code)
        }

        /// Ends the message and says whether the code given is right, in a time that depends on its size only.
        ///
        /// - Parameter code: The code, 12 to 16 bytes. How many is the protocol's to decide, not the sender's.
        /// - Throws: ``AESError/incorrectTagSize``.
        public consuming func isValid(_ code: Span<UInt8>) throws(AESError) -> Bool {
            try GCM.checkSizes(text: 0, nonce: 12, associatedData: 0, tag: UInt64(code.count))
            var expected = InlineArray<16, UInt8>(repeating: 0)
            var span = expected.mutableSpan
            try finalize(into: &span)
            let isRight = constantTimeEqual(span.span.extracting(first: code.count), code).declassified
            // The right code for a forgery is what its author would like to have.
            wipe(&span)
            return isRight
        }
    }
}
