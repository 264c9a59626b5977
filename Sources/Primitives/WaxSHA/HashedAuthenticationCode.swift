import WaxCore

/// What ``HMAC`` computes: a digest that only who has the key can make. Compared in constant time.
public struct HashedAuthenticationCode<H: HashFunction>: Sendable, Hashable, Sequence {
    @usableFromInline let digest: H.Digest

    @inlinable
    init(digest: H.Digest) { self.digest = digest }

    /// The number of bytes.
    @inlinable
    public static var byteCount: Int { H.Digest.byteCount }

    /// The code, for as long as it is borrowed.
    @inlinable
    public var bytes: Span<UInt8> { @_lifetime(borrow self) borrowing get { digest.bytes } }

    /// Goes through the bytes from the first to the last.
    @inlinable
    public func makeIterator() -> DigestIterator<H.Digest> { DigestIterator(digest) }

    /// The number of bytes.
    @inlinable
    public var underestimatedCount: Int { Self.byteCount }
}

#if !hasFeature(Embedded)
extension HashedAuthenticationCode: CustomStringConvertible {
    /// The name of the hash function and the code in hexadecimal digits.
    public var description: String { "HMAC with \(H.Digest.functionName): \(Hex.encode(bytes))" }
}
#endif
