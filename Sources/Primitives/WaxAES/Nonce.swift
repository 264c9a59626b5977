public import WaxCore

extension AES.GCM {
    /// A number used once. Two texts under one key must never have the same.
    public struct Nonce: Sendable, Equatable {
        private let array: [UInt8]

        /// Draws a nonce of 12 bytes from the system's generator. Good for 2^32 texts under a key.
        public init() {
            var random = SystemRandom()
            self.init(using: &random)
        }

        /// Draws a nonce of 12 bytes from the source given.
        public init(using random: inout some RandomSource) {
            array = random.bytes(count: 12)
        }

        /// Makes a nonce of bytes that exist already. Use 12 bytes unless a protocol prescribes another size.
        ///
        /// - Throws: ``AESError/incorrectNonceSize`` if there is no byte.
        public init(data: [UInt8]) throws(AESError) {
            guard !data.isEmpty else { throw .incorrectNonceSize }
            array = data
        }

        /// Makes a nonce of bytes that exist already. Use 12 bytes unless a protocol prescribes another size.
        ///
        /// - Throws: ``AESError/incorrectNonceSize`` if there is no byte.
        public init(data: Span<UInt8>) throws(AESError) {
            try self.init(data: [UInt8](copying: data))
        }

        /// The number of bytes.
        public var byteCount: Int { array.count }

        /// The bytes, for as long as the nonce is borrowed.
        public var bytes: Span<UInt8> {
            @_lifetime(borrow self)
            borrowing get { array.span }
        }

        /// A copy of the bytes.
        public var byteArray: [UInt8] { array }
    }
}
