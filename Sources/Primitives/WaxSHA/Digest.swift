import WaxCore

/// The result of a hash function: a small value, compared in constant time.
///
/// It is not wiped. A digest of secret data that is itself a key is better written into secret memory with
/// ``HashFunction/finalize(into:)``.
public protocol Digest: Sendable, Hashable, Sequence where Element == UInt8 {
    /// The number of bytes.
    static var byteCount: Int { get }

    /// Takes a digest that was computed elsewhere, for instance one that a peer sent.
    ///
    /// - Parameter bytes: ``byteCount`` bytes; the result is nil for any other number.
    init?(bytes: Span<UInt8>)

    /// The digest, for as long as it is borrowed.
    var bytes: Span<UInt8> { @_lifetime(borrow self) borrowing get }

    /// The name of the function, as it appears in a description.
    static var functionName: String { get }
}

extension Digest {
    /// Compares two digests in a time that does not depend on them.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool {
        constantTimeEqual(left.bytes, right.bytes).declassified
    }

    /// Feeds the digest to a hasher of the standard library.
    @inlinable
    public func hash(into hasher: inout Hasher) {
        let bytes = self.bytes
        for index in bytes.indices { hasher.combine(bytes[index]) }
    }

    /// Goes through the bytes from the first to the last.
    @inlinable
    public func makeIterator() -> DigestIterator<Self> { DigestIterator(self) }

    /// The number of bytes.
    @inlinable
    public var underestimatedCount: Int { Self.byteCount }
}

#if !hasFeature(Embedded)
extension Digest where Self: CustomStringConvertible {
    /// The name of the function and the digest in hexadecimal digits.
    public var description: String { "\(Self.functionName) digest: \(Hex.encode(bytes))" }
}
#endif

/// Goes through the bytes of a digest.
public struct DigestIterator<D: Digest>: IteratorProtocol, Sendable {
    @usableFromInline let digest: D
    @usableFromInline var position = 0

    @inlinable
    init(_ digest: D) { self.digest = digest }

    /// The next byte, or nil after the last.
    @inlinable
    public mutating func next() -> UInt8? {
        guard position < D.byteCount else { return nil }
        position = position &+ 1
        return digest.bytes[position &- 1]
    }
}
