import WaxCore

/// The elliptic curve Curve25519 (RFC 7748 section 4.1).
public enum Curve25519 {
    /// Diffie-Hellman key agreement, the function X25519.
    ///
    /// ```swift
    /// let mine = Curve25519.KeyAgreement.PrivateKey()
    /// send(mine.publicKey.rawRepresentation)
    /// let theirs = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: receive())
    /// let secret = try mine.sharedSecretFromKeyAgreement(with: theirs)
    /// ```
    ///
    /// A public key alone does not say whose it is: sign it, or use it in a protocol that authenticates.
    public enum KeyAgreement {}
}

extension Curve25519.KeyAgreement {
    /// A private key, and the public key that belongs to it.
    ///
    /// The 32 bytes lie in one block that is wiped with the last copy of the key, and are never printed.
    public struct PrivateKey: Sendable {
        /// The 32 bytes as they were given or drawn, all bits included.
        public let rawRepresentation: SecretBytes

        /// What the peer needs to have.
        public let publicKey: PublicKey

        /// Makes a new key from the system's generator.
        public init() {
            var random = SystemRandom()
            self.init(using: &random)
        }

        /// Makes a new key from the source given.
        public init(using random: inout some RandomSource) {
            self.init(SecretBytes.random(count: X25519.byteCount, using: &random))
        }

        /// Takes a key that exists already. The source stays as it is: wipe it if it is no longer needed.
        ///
        /// - Parameter rawRepresentation: 32 bytes; every value is a key.
        /// - Throws: ``X25519Error/wrongKeyByteCount`` if it does not have 32 bytes.
        public init(rawRepresentation: Span<UInt8>) throws(X25519Error) {
            guard rawRepresentation.count == X25519.byteCount else { throw .wrongKeyByteCount }
            self.init(SecretBytes(copying: rawRepresentation))
        }

        /// Takes a key that exists already. The source stays as it is: wipe it if it is no longer needed.
        ///
        /// - Parameter rawRepresentation: 32 bytes; every value is a key.
        /// - Throws: ``X25519Error/wrongKeyByteCount`` if it does not have 32 bytes.
        public init(rawRepresentation: [UInt8]) throws(X25519Error) {
            try self.init(rawRepresentation: rawRepresentation.span)
        }

        /// Takes a key that exists already, and shares its block.
        ///
        /// - Parameter rawRepresentation: 32 bytes; every value is a key.
        /// - Throws: ``X25519Error/wrongKeyByteCount`` if it does not have 32 bytes.
        public init(rawRepresentation: SecretBytes) throws(X25519Error) {
            guard rawRepresentation.count == X25519.byteCount else { throw .wrongKeyByteCount }
            self.init(rawRepresentation)
        }

        private init(_ secret: SecretBytes) {
            rawRepresentation = secret
            publicKey = PublicKey { bytes in X25519.multiplyBasePoint(secret.bytes, into: &bytes) }
        }

        /// Computes the secret that the two owners have in common.
        ///
        /// - Throws: ``X25519Error/peerKeyOfLowOrder`` if the result would be zero.
        public func sharedSecretFromKeyAgreement(with peer: PublicKey) throws(X25519Error) -> SharedSecret {
            let secret = SecretBytes(count: X25519.byteCount) { bytes in
                X25519.multiply(rawRepresentation.bytes, peer.bytes, into: &bytes)
            }
            var union: UInt8 = 0
            for index in 0..<X25519.byteCount { union |= secret.bytes[index] }
            // That the result is zero says something about the peer's key and nothing about ours.
            guard !Choice.isZero(union).declassified else { throw .peerKeyOfLowOrder }
            return SharedSecret(secret)
        }
    }

    /// A public key: 32 bytes that anyone may see.
    public struct PublicKey: Sendable, Hashable {
        private var storage = InlineArray<32, UInt8>(repeating: 0)

        /// Takes a key that came from its owner.
        ///
        /// - Parameter rawRepresentation: 32 bytes, any: whether they are of use is found out in the key
        ///   agreement. Two keys are equal if their bytes are, although a few points have a second form.
        /// - Throws: ``X25519Error/wrongKeyByteCount`` if it does not have 32 bytes.
        public init(rawRepresentation: Span<UInt8>) throws(X25519Error) {
            guard rawRepresentation.count == X25519.byteCount else { throw .wrongKeyByteCount }
            for index in rawRepresentation.indices { storage[index] = rawRepresentation[index] }
        }

        /// Takes a key that came from its owner.
        ///
        /// - Parameter rawRepresentation: 32 bytes, any.
        /// - Throws: ``X25519Error/wrongKeyByteCount`` if it does not have 32 bytes.
        public init(rawRepresentation: [UInt8]) throws(X25519Error) {
            try self.init(rawRepresentation: rawRepresentation.span)
        }

        fileprivate init(initializingWith body: (inout MutableSpan<UInt8>) -> Void) {
            var span = storage.mutableSpan
            body(&span)
        }

        /// The 32 bytes that the peer needs to have.
        public var rawRepresentation: [UInt8] { [UInt8](copying: bytes) }

        /// The 32 bytes, for as long as the key is borrowed.
        public var bytes: Span<UInt8> { @_lifetime(borrow self) borrowing get { storage.span } }

        /// Compares the bytes.
        public static func == (left: PublicKey, right: PublicKey) -> Bool {
            constantTimeEqual(left.bytes, right.bytes).declassified
        }

        /// Feeds the key to a hasher of the standard library.
        public func hash(into hasher: inout Hasher) {
            for index in 0..<X25519.byteCount { hasher.combine(storage[index]) }
        }
    }
}

#if !hasFeature(Embedded)
extension Curve25519.KeyAgreement.PrivateKey: CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    /// The public half only.
    public var description: String { "Curve25519 private key (redacted), \(publicKey)" }

    /// The public half only.
    public var debugDescription: String { description }

    /// Nothing: `dump` and debuggers that go through reflection see no contents.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Curve25519.KeyAgreement.PublicKey: CustomStringConvertible {
    /// The key in hexadecimal digits.
    public var description: String { "Curve25519 public key: \(Hex.encode(bytes))" }
}
#endif
