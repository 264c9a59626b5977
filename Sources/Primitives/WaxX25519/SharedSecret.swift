import WaxCore
import WaxSHA

/// The result of a key agreement: 32 secret bytes, wiped with the last copy and never printed.
///
/// It is not a key yet, for its bits are not uniformly random: derive keys from it with
/// ``hkdfDerivedSymmetricKey(using:salt:sharedInfo:outputByteCount:)``, and let the public keys of both sides take part
/// in that.
public struct SharedSecret: Sendable {
    /// The bytes in a block that can be shared, for instance with a `SymmetricKey` to derive from.
    public let secretBytes: SecretBytes

    init(_ secretBytes: SecretBytes) { self.secretBytes = secretBytes }

    /// The bytes, for as long as the secret is borrowed.
    public var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get { secretBytes.bytes }
    }

    /// Derives a key with HKDF (RFC 5869).
    ///
    /// - Parameters:
    ///   - hashFunction: The hash function of HMAC in it, such as `SHA256.self`.
    ///   - salt: Not secret; random or fixed. An empty one stands for a digest of zeros.
    ///   - sharedInfo: What the key is for and, unless the salt has them, the public keys of both sides.
    ///   - outputByteCount: The size of the key in bytes, at most 255 digests.
    /// - Throws: `HKDFError.outputByteCountOutOfRange` for more than 255 digests.
    public func hkdfDerivedSymmetricKey<H: HashFunction>(
        using hashFunction: H.Type, salt: [UInt8], sharedInfo: [UInt8], outputByteCount: Int
    ) throws(HKDFError) -> SymmetricKey {
        try HKDF<H>.deriveKey(
            inputKeyMaterial: bytes, salt: salt.span, info: sharedInfo.span, outputByteCount: outputByteCount)
    }
}

#if !hasFeature(Embedded)
extension SharedSecret: Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Compares two secrets in constant time.
    public static func == (left: SharedSecret, right: SharedSecret) -> Bool {
        left.secretBytes == right.secretBytes
    }

    /// The size only, never the secret.
    public var description: String { "SharedSecret(\(secretBytes.count) bytes, redacted)" }

    /// The size only, never the secret.
    public var debugDescription: String { description }

    /// Nothing: `dump` and debuggers that go through reflection see no contents.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
#endif
