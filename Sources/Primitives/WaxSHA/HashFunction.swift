import WaxCore

/// A hash function whose input comes in pieces of any size.
///
/// A hash is a value: a copy goes its own way, which is how the running hash of a transcript is read without
/// ending it.
///
/// ```swift
/// var hash = SHA256()
/// hash.update(data: header)
/// hash.update(data: body)
/// let digest = hash.finalize()
/// ```
public protocol HashFunction: Sendable {
    /// What the function computes.
    ///
    /// It has at most 64 bytes: ``HMAC`` and ``HKDF`` set aside no more.
    associatedtype Digest: WaxSHA.Digest

    /// The number of bytes that the function works on at a time; HMAC pads its key to it.
    static var blockByteCount: Int { get }

    /// Begins with no input.
    init()

    /// Adds to the input.
    mutating func update(_ data: Span<UInt8>)

    /// Writes the digest of the input so far. The hash itself stays as it is and can take more input.
    ///
    /// - Precondition: `digest` has at least `Digest.byteCount` bytes; the others stay as they are.
    func finalize(into digest: inout MutableSpan<UInt8>)

    /// The digest of the input so far. The hash itself stays as it is and can take more input.
    func finalize() -> Digest

    /// The digest of one piece of data, without the heap memory that an incremental hash needs.
    static func hash(_ data: Span<UInt8>) -> Digest

    /// What ``PBKDF2`` spends its time with: replaces `value` by its HMAC and combines `sum` with the result by
    /// exclusive or; both `count` times.
    ///
    /// There is an implementation for every hash function. One that works on the state alone is faster.
    ///
    /// - Parameters:
    ///   - inner: A hash that has taken the block of the inner key, and no more.
    ///   - outer: A hash that has taken the block of the outer key, and no more.
    ///   - value: A digest, and room for 64 bytes.
    ///   - sum: A digest.
    ///   - count: How often, zero or more.
    static func iterateHMAC(
        inner: Self, outer: Self, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, count: Int)

    /// What ``HashTree`` spends its time with: the digests of pieces of one size that follow each other, each hashed
    /// after a byte that tells what it is.
    ///
    /// There is an implementation for every hash function. One that works on several pieces at a time may be faster.
    ///
    /// - Parameters:
    ///   - data: The pieces; as many bytes as a multiple of `byteCount`.
    ///   - byteCount: The size of a piece, at least one byte.
    ///   - prefix: The byte before each piece.
    ///   - body: Takes the digests in the order of the pieces.
    static func hashPieces(_ data: Span<UInt8>, byteCount: Int, prefix: UInt8, _ body: (Digest) -> Void)
}

extension HashFunction {
    /// Adds to the input.
    @inlinable
    public mutating func update(data: [UInt8]) { update(data.span) }

    /// The digest of one piece of data.
    @inlinable
    public static func hash(data: [UInt8]) -> Digest { hash(data.span) }

    /// The digests of pieces of one size that follow each other, one after the other.
    @inlinable
    public static func hashPieces(_ data: Span<UInt8>, byteCount: Int, prefix: UInt8, _ body: (Digest) -> Void) {
        let first = InlineArray<1, UInt8>(repeating: prefix)
        var position = 0
        while position < data.count {
            let end = min(data.count, position &+ byteCount)
            var hash = Self()
            hash.update(first.span)
            hash.update(data.extracting(position..<end))
            body(hash.finalize())
            position = end
        }
    }

    /// Replaces `value` by its HMAC and combines `sum` with the result, `count` times.
    @inlinable
    public static func iterateHMAC(
        inner: Self, outer: Self, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, count: Int
    ) {
        let byteCount = Digest.byteCount
        for _ in 0..<count {
            var hash = inner
            hash.update(value.span.extracting(first: byteCount))
            hash.finalize(into: &value)
            hash = outer
            hash.update(value.span.extracting(first: byteCount))
            hash.finalize(into: &value)
            for index in 0..<byteCount { sum[index] ^= value[index] }
        }
    }
}

extension HashFunction {
    /// Lends the digest of the input so far for a moment, and wipes it: for digests that are keys.
    @inlinable
    func withSecretDigest(_ body: (Span<UInt8>) -> Void) {
        var digest = InlineArray<64, UInt8>(repeating: 0)
        var span = digest.mutableSpan
        finalize(into: &span)
        body(span.span.extracting(first: Self.Digest.byteCount))
        wipe(&span)
    }
}
