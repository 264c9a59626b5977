import WaxCore

extension AES.GCM {
    /// The size of what all nonces of a stream begin with, in bytes: 7.
    ///
    /// Behind it are the number of the chunk, four bytes, big-endian, from zero on, and one byte that is 1 for the last
    /// chunk and 0 for all others. Tink's AES-GCM-HKDF streams and `StreamBE32` of RustCrypto's `aead` have the same.
    public static var streamNoncePrefixByteCount: Int { 7 }

    /// A long text that is sealed in chunks, to be opened chunk by chunk: see ``StreamOpener``.
    ///
    /// ```swift
    /// var sealer = try AES.GCM.StreamSealer(using: context, noncePrefix: prefix.span)
    /// try sealer.seal(&chunk, isLast: false, tag: &tag)
    /// try sealer.seal(&lastChunk, isLast: true, tag: &tag)
    /// try sealer.finish()
    /// ```
    ///
    /// This is the construction STREAM (Hoang, Reyhanitabar, Rogaway and Vizár, "Online authenticated-encryption and
    /// its nonce-reuse misuse-resistance", CRYPTO 2015). The last chunk is sealed as such, so that a stream which was
    /// cut does not look like a whole one; every stream has one, be it empty. A stream has up to 2^32 chunks of any
    /// size, best all of one size but the last, such as 64 KiB.
    ///
    /// Seven bytes are too few to be drawn at random for many streams under a key. Give each stream a key of
    /// its own, derived with `HKDF` of `WaxSHA` from a key and a random salt that goes in front of the stream; the
    /// prefix may be anything then. Or count the streams of a key.
    public struct StreamSealer: ~Copyable {
        private let context: Context
        private var nonces: StreamNonces

        /// Begins a stream.
        ///
        /// - Parameters:
        ///   - context: The key.
        ///   - noncePrefix: 7 bytes, another for each stream under a key.
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

        /// Encrypts the next chunk where it stands.
        ///
        /// - Parameters:
        ///   - chunk: Any number of bytes; the ciphertext takes their place.
        ///   - isLast: Whether the stream ends with this chunk.
        ///   - associatedData: What is authenticated along with this chunk, such as a header with the first.
        ///   - tag: Where the tag goes, 12 to 16 bytes; use 16 unless a protocol prescribes less.
        /// - Throws: ``AESError/streamEnded`` if the last chunk has been; ``AESError/streamTooLong`` for chunk 2^32 if
        ///   it is not the last; another ``AESError`` if a size is wrong. Nothing has been changed then.
        public mutating func seal(
            _ chunk: inout MutableSpan<UInt8>, isLast: Bool, authenticating associatedData: Span<UInt8> = Span(),
            tag: inout MutableSpan<UInt8>
        ) throws(AESError) {
            let nonce = try nonces.next(isLast: isLast)
            try context.seal(&chunk, nonce: nonce.span, authenticating: associatedData, tag: &tag)
            nonces.advance(isLast: isLast)
        }

        /// Whether the last chunk has been sealed.
        public var isComplete: Bool { nonces.isComplete }

        /// Ends the stream.
        ///
        /// - Throws: ``AESError/streamTruncated`` if no chunk has been sealed as the last one.
        public consuming func finish() throws(AESError) {
            guard isComplete else { throw .streamTruncated }
        }
    }
}
