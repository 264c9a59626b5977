public import WaxCore

extension AES {
    /// Cipher block chaining (NIST SP 800-38A, section 6.2): encryption **without** authentication.
    ///
    /// It is here for formats that ask for it, such as encrypted PKCS #8 keys; for anything new take ``GCM``. Who can
    /// change a ciphertext changes the text with it, and nobody notices. If that somebody also learns whether the
    /// padding was right, the whole text can be read without the key (Vaudenay, "Security flaws induced by CBC
    /// padding", 2002). So where a ciphertext comes from elsewhere, verify a MAC of initialisation vector and
    /// ciphertext *before* decrypting, and tell nobody apart which of the two went wrong.
    ///
    /// The initialisation vector must be unpredictable, for every text a new one: draw it with ``IV/init()``.
    /// Change keys long before 2^48 blocks, where blocks of ciphertext begin to repeat by chance.
    public enum CBC {
        /// How a text becomes a whole number of blocks.
        public enum Padding: Sendable {
            /// With 1 to 16 bytes that say how many they are (RFC 5652, section 6.3). A text of whole blocks gets
            /// a block more.
            case pkcs7
            /// Not at all: it must have a multiple of 16 bytes.
            case none
        }

        /// The size of the ciphertext in bytes of a text of `count` bytes.
        ///
        /// Without padding it is `count` itself; ``encrypt(_:using:iv:padding:)`` refuses what is no multiple of 16.
        public static func ciphertextByteCount(forTextOf count: Int, padding: Padding = .pkcs7) -> Int {
            padding == .none ? count : count &- count % 16 &+ 16
        }
    }
}

extension AES.CBC {
    /// The initialisation vector: 16 bytes, unpredictable, another for each text. It is no secret.
    public struct IV: Sendable, Equatable {
        private let array: [UInt8]

        /// Draws one from the system's generator.
        public init() {
            var random = SystemRandom()
            self.init(using: &random)
        }

        /// Draws one from the source given.
        public init(using random: inout some RandomSource) { array = random.bytes(count: 16) }

        /// Makes one of bytes that exist already: those that came with a ciphertext.
        ///
        /// - Throws: ``AESError/incorrectIVSize`` if there are not 16.
        public init(data: [UInt8]) throws(AESError) {
            guard data.count == 16 else { throw .incorrectIVSize }
            array = data
        }

        /// The bytes, for as long as the vector is borrowed.
        public var bytes: Span<UInt8> {
            @_lifetime(borrow self)
            borrowing get { array.span }
        }

        /// A copy of the bytes.
        public var byteArray: [UInt8] { array }
    }
}
