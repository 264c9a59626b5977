import WaxCore

extension AES.CTR {
    /// A text that comes in parts. However it is split, the result is that of the whole.
    ///
    /// ```swift
    /// var stream = try AES.CTR.Stream(key: key, nonce: nonce)
    /// stream.update(&part)
    /// stream.update(&nextPart)
    /// ```
    ///
    /// What is left of the keystream is wiped with the stream.
    public struct Stream: ~Copyable {
        private let context: Context
        private var counter: Counter128
        private var rest = KeystreamRest()

        /// Begins a text.
        ///
        /// - Parameters:
        ///   - context: The key.
        ///   - nonce: The first block of counter, 16 bytes.
        /// - Throws: ``AESError/incorrectNonceSize``.
        public init(using context: Context, nonce: Span<UInt8>) throws(AESError) {
            guard nonce.count == 16 else { throw .incorrectNonceSize }
            self.context = context
            counter = Counter128(nonce)
        }

        /// Encrypts or decrypts the next part where it stands.
        ///
        /// - Parameter part: Any number of bytes.
        public mutating func update(_ part: inout MutableSpan<UInt8>) {
            let start = rest.add(to: &part, from: 0)
            guard start < part.count else { return }
            let middle = start &+ (part.count &- start) / KeystreamRest.byteCount &* KeystreamRest.byteCount
            var blocks = part._mutatingExtracting(start..<middle)
            context.engine.addKeystream(to: &blocks, counter: &counter)
            if middle < part.count {
                let engine = context.engine
                rest.refill { keystream in engine.addKeystream(to: &keystream, counter: &counter) }
                _ = rest.add(to: &part, from: middle)
            }
            wipeStack(kibibytes: 2)
        }
    }
}
