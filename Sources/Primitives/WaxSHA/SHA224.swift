/// SHA-224 (FIPS 180-4 section 6.3): SHA-256 with another beginning, cut to 28 bytes.
public struct SHA224: HashFunction {
    /// A digest of 28 bytes.
    public typealias Digest = SHA224Digest

    private var state: SHA256State

    /// The number of bytes in a block, 64.
    @inlinable public static var blockByteCount: Int { 64 }

    /// The number of bytes in a digest, 28.
    @inlinable public static var byteCount: Int { 28 }

    /// Begins with no input.
    public init() { state = SHA256State(initial: Self.initial) }

    /// Adds to the input, which may have less than 2^61 bytes in all.
    public mutating func update(_ data: Span<UInt8>) {
        if !isKnownUniquelyReferenced(&state) { state = SHA256State(copying: state) }
        state.update(data)
    }

    /// Writes the 28 bytes of the digest of the input so far; more input can follow.
    public func finalize(into digest: inout MutableSpan<UInt8>) {
        state.finish(into: &digest, byteCount: Self.byteCount)
    }

    /// The digest of the input so far; more input can follow.
    public func finalize() -> SHA224Digest {
        var digest = SHA224Digest()
        var bytes = digest.storage.mutableSpan
        finalize(into: &bytes)
        return digest
    }

    /// The digest of one piece of data.
    public static func hash(_ data: Span<UInt8>) -> SHA224Digest {
        var digest = SHA224Digest()
        var bytes = digest.storage.mutableSpan
        SHA256Compression.hash(data, initial: Self.initial, into: &bytes, byteCount: Self.byteCount)
        return digest
    }

    /// What PBKDF2 spends its time with, on the state alone.
    public static func iterateHMAC(
        inner: SHA224, outer: SHA224, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, count: Int
    ) {
        inner.state.iterateHMAC(
            outer: outer.state, value: &value, sum: &sum, byteCount: Self.byteCount, count: count)
    }

    /// FIPS 180-4 section 5.3.2.
    private static var initial: InlineArray<8, UInt32> {
        [
            0xc105_9ed8, 0x367c_d507, 0x3070_dd17, 0xf70e_5939, 0xffc0_0b31, 0x6858_1511, 0x64f9_8fa7, 0xbefa_4fa4,
        ]
    }
}
