import WaxCore

extension AES.GCM {
    /// Opens what ``StreamSealer`` has sealed, chunk by chunk.
    ///
    /// Nothing of a chunk is left in the buffer unless it is genuine. Chunks that were changed, left out, repeated, exchanged,
    /// taken from another stream or added at the end are refused, and after the first refusal all others are.
    /// What only the end can show is a stream that was cut: whoever acts on chunks before has to be able to undo it,
    /// and has to call ``finish()``, which is an error if the last chunk has not been.
    ///
    /// Which chunk is the last, the opener is told by its caller, who sees that the input ends; if that is not true
    /// the chunk is refused.
    public struct StreamOpener: ~Copyable {
        private let context: Context
        private var nonces: StreamNonces
        private var hasFailed = false

        /// Begins a stream.
        ///
        /// - Parameters:
        ///   - context: The key.
        ///   - noncePrefix: The 7 bytes that the stream was sealed with.
        /// - Throws: ``AESError/incorrectNonceSize``.
        public init(using context: Context, noncePrefix: Span<UInt8>) throws(AESError) {
            self.context = context
            nonces = try StreamNonces(prefix: noncePrefix)
        }

        /// Begins somewhere in a stream, for tests.
        init(using context: Context, noncePrefix: Span<UInt8>, number: UInt32) throws(AESError) {
            self.context = context
            nonces = try StreamNonces(prefix: noncePrefix, number: number)
        }

        /// Verifies the next chunk and decrypts it where it stands.
        ///
        /// - Parameters:
        ///   - chunk: The ciphertext; the text takes its place. If it is refused, it stays as it is.
        ///   - isLast: Whether the input ends with this chunk.
        ///   - associatedData: What it was sealed with.
        ///   - tag: Its tag, 12 to 16 bytes. How many is the protocol's to decide, not the sender's.
        /// - Throws: ``AESError/authenticationFailure`` if this is not the chunk that was sealed at this place, or one
        ///   before was refused; ``AESError/streamEnded`` if the last chunk has been; ``AESError/streamTooLong`` for
        ///   chunk 2^32 if it is not the last; another ``AESError`` if a size is wrong.
        public mutating func open(
            _ chunk: inout MutableSpan<UInt8>, isLast: Bool, authenticating associatedData: Span<UInt8> = Span(),
            tag: Span<UInt8>
        ) throws(AESError) {
            guard !hasFailed else { throw .authenticationFailure }
            // Unless it comes to its end, this call has failed.
            hasFailed = true
            let nonce = try nonces.next(isLast: isLast)
            try context.open(&chunk, nonce: nonce.span, authenticating: associatedData, tag: tag)
            nonces.advance(isLast: isLast)
            hasFailed = false
        }

        /// Takes a chunk that cannot be one, as open(_:isLast:authenticating:tag:) takes one that is forged.
        mutating func refuse() -> AESError {
            hasFailed = true
            return .authenticationFailure
        }

        /// Whether the last chunk has been opened, and nothing was refused.
        public var isComplete: Bool { nonces.isComplete && !hasFailed }

        /// Ends the stream.
        ///
        /// - Throws: ``AESError/streamTruncated`` if the last chunk has not been opened;
        ///   ``AESError/authenticationFailure`` if one was refused.
        public consuming func finish() throws(AESError) {
            guard !hasFailed else { throw .authenticationFailure }
            guard nonces.isComplete else { throw .streamTruncated }
        }
    }
}
