public import WaxCore

extension AES {
    /// Counter mode (NIST SP 800-38A, section 6.5): encryption **without** authentication.
    ///
    /// It is here for formats that ask for it; for anything new take ``GCM``, which is this mode and a tag. Who flips a
    /// bit of a ciphertext flips it in the text, and nobody notices.
    ///
    /// The key encrypts a counter of 128 bits, big-endian, which goes up by one for each block and wraps around at
    /// 2^128, and the result is added to the text. No block of counter may ever be used twice under a key, or the sum
    /// of two texts is there to read: so texts may neither begin with the same counter nor run into each other. A
    /// nonce of 12 bytes leaves 2^32 blocks (64 GiB) to each text; who chooses all 16 bytes has to look after that.
    /// Encryption and decryption are the same.
    public enum CTR {}
}

extension AES.CTR {
    /// Where the counter begins: 16 bytes. It is no secret.
    public struct Nonce: Sendable, Equatable {
        private let array: [UInt8]

        /// Draws 12 bytes from the system's generator; the counter behind them begins with zero.
        public init() {
            var random = SystemRandom()
            self.init(using: &random)
        }

        /// Draws 12 bytes from the source given; the counter behind them begins with zero.
        public init(using random: inout some RandomSource) {
            array = random.bytes(count: 12) + [0, 0, 0, 0]
        }

        /// Makes a nonce of bytes that exist already.
        ///
        /// - Parameter data: The first block of counter, all 16 bytes; or its first 12, and the others are zero.
        /// - Throws: ``AESError/incorrectNonceSize`` if there are neither 12 nor 16.
        public init(data: [UInt8]) throws(AESError) {
            guard data.count == 12 || data.count == 16 else { throw .incorrectNonceSize }
            array = data.count == 16 ? data : data + [0, 0, 0, 0]
        }

        /// The 16 bytes, for as long as the nonce is borrowed.
        public var bytes: Span<UInt8> {
            @_lifetime(borrow self)
            borrowing get { array.span }
        }

        /// A copy of the 16 bytes.
        public var byteArray: [UInt8] { array }
    }

    /// A key made ready for many texts, wiped with the last reference.
    ///
    /// A context never changes, so threads may share it. The time of every operation depends on the sizes of its
    /// arguments and on the nonce, which is no secret, on nothing else.
    public final class Context: Sendable {
        private let key: CipherKey

        var engine: CipherEngine { key.engine }

        /// Prepares a key.
        ///
        /// - Parameter key: A key of 128, 192 or 256 bits.
        /// - Throws: ``AESError/incorrectKeySize`` for any other size.
        public convenience init(key: SymmetricKey) throws(AESError) {
            try self.init(key: key, backend: .preferred)
        }

        /// Prepares a key for one implementation in particular, for tests and measurements.
        package init(key: SymmetricKey, backend: AES.Backend) throws(AESError) {
            self.key = try CipherKey(key, backend)
        }

        /// Encrypts a text where it stands, or decrypts it.
        ///
        /// - Parameters:
        ///   - text: The text; the ciphertext takes its place. Or the other way round.
        ///   - nonce: The first block of counter, 16 bytes.
        /// - Throws: ``AESError/incorrectNonceSize``; nothing has been changed then.
        public func encrypt(_ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>) throws(AESError) {
            guard nonce.count == 16 else { throw .incorrectNonceSize }
            encrypt(&text, from: Counter128(nonce))
        }

        func encrypt(_ text: inout MutableSpan<UInt8>, from first: Counter128) {
            var counter = first
            defer { wipeStack(kibibytes: 2) }
            let whole = text.count &- text.count % 16
            var blocks = text._mutatingExtracting(0..<whole)
            engine.addKeystream(to: &blocks, counter: &counter)
            guard whole < text.count else { return }
            var last = InlineArray<16, UInt8>(repeating: 0)
            var span = last.mutableSpan
            engine.addKeystream(to: &span, counter: &counter)
            for index in whole..<text.count { text[index] ^= span[index &- whole] }
            wipe(&span)
        }
    }
}
