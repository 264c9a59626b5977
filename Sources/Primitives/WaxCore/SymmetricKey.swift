/// The size of a symmetric key.
public struct SymmetricKeySize: Sendable, Equatable {
    /// The size in bits.
    public let bitCount: Int

    /// A size in bits.
    ///
    /// - Precondition: It is a positive multiple of eight.
    public init(bitCount: Int) {
        precondition(bitCount > 0 && bitCount % 8 == 0, "a key has a whole number of bytes")
        self.bitCount = bitCount
    }

    /// 128 bits.
    public static var bits128: SymmetricKeySize { SymmetricKeySize(bitCount: 128) }
    /// 192 bits.
    public static var bits192: SymmetricKeySize { SymmetricKeySize(bitCount: 192) }
    /// 256 bits.
    public static var bits256: SymmetricKeySize { SymmetricKeySize(bitCount: 256) }
}

/// A secret key for AES, HMAC or HKDF.
///
/// The bytes live in one block that is wiped with the last copy of the key, and are never printed.
public struct SymmetricKey: Sendable {
    private let secret: SecretBytes

    /// Makes a new random key from the system's generator.
    public init(size: SymmetricKeySize) {
        var random = SystemRandom()
        self.init(size: size, using: &random)
    }

    /// Makes a new random key from the source given.
    public init(size: SymmetricKeySize, using random: inout some RandomSource) {
        self.secret = SecretBytes.random(count: size.bitCount / 8, using: &random)
    }

    /// Makes a key of bytes that exist already. The source stays as it is: wipe it if it is no longer needed.
    public init(data: [UInt8]) { self.secret = SecretBytes(data) }

    /// Makes a key of bytes that exist already. The source stays as it is: wipe it if it is no longer needed.
    public init(data: Span<UInt8>) { self.secret = SecretBytes(copying: data) }

    /// Makes a key that shares a block of secret bytes.
    public init(_ secret: SecretBytes) { self.secret = secret }

    /// The size in bits.
    public var bitCount: Int { secret.count &* 8 }

    /// The key itself, for as long as it is borrowed.
    public var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get {
            let span = secret.bytes
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}

#if !hasFeature(Embedded)
extension SymmetricKey: Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Compares two keys in a time that depends on their sizes only.
    public static func == (left: SymmetricKey, right: SymmetricKey) -> Bool { left.secret == right.secret }

    /// The size only, never the key.
    public var description: String { "SymmetricKey(\(bitCount) bits, redacted)" }

    /// The size only, never the key.
    public var debugDescription: String { description }

    /// Nothing: `dump` and debuggers that go through reflection see no contents.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
#endif
