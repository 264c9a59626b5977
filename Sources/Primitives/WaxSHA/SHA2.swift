/// SHA-256 (FIPS 180-4 section 6.2): a digest of 32 bytes.
public struct SHA256: HashFunction {
    /// A digest of 32 bytes.
    public typealias Digest = SHA256Digest

    private var state: SHA256State

    /// The number of bytes in a block, 64.
    @inlinable public static var blockByteCount: Int { 64 }

    /// The number of bytes in a digest, 32.
    @inlinable public static var byteCount: Int { 32 }

    /// Begins with no input.
    public init() { state = SHA256State(initial: Self.initial) }

    /// Adds to the input, which may have less than 2^61 bytes in all.
    public mutating func update(_ data: Span<UInt8>) {
        if !isKnownUniquelyReferenced(&state) { state = SHA256State(copying: state) }
        state.update(data)
    }

    /// Writes the 32 bytes of the digest of the input so far; more input can follow.
    public func finalize(into digest: inout MutableSpan<UInt8>) {
        state.finish(into: &digest, byteCount: Self.byteCount)
    }

    /// The digest of the input so far; more input can follow.
    public func finalize() -> SHA256Digest {
        var digest = SHA256Digest()
        var bytes = digest.storage.mutableSpan
        finalize(into: &bytes)
        return digest
    }

    /// The digest of one piece of data.
    public static func hash(_ data: Span<UInt8>) -> SHA256Digest {
        var digest = SHA256Digest()
        var bytes = digest.storage.mutableSpan
        SHA256Compression.hash(data, initial: Self.initial, into: &bytes, byteCount: Self.byteCount)
        return digest
    }

    /// The digests of pieces of one size that follow each other: two or four at a time on processors with
    /// instructions for SHA-256, whose results take long but can be asked for often.
    public static func hashPieces(
        _ data: Span<UInt8>, byteCount: Int, prefix: UInt8, _ body: (SHA256Digest) -> Void
    ) {
        hashPieces(data, byteCount: byteCount, prefix: prefix, backend: .preferred, body)
    }

    /// What PBKDF2 spends its time with, on the state alone.
    public static func iterateHMAC(
        inner: SHA256, outer: SHA256, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, count: Int
    ) {
        inner.state.iterateHMAC(
            outer: outer.state, value: &value, sum: &sum, byteCount: Self.byteCount, count: count)
    }

    /// FIPS 180-4 section 5.3.3.
    static var initial: InlineArray<8, UInt32> {
        [
            0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
        ]
    }
}

/// SHA-384 (FIPS 180-4 section 6.5): SHA-512 with another beginning, cut to 48 bytes.
public struct SHA384: HashFunction {
    /// A digest of 48 bytes.
    public typealias Digest = SHA384Digest

    private var state: SHA512State

    /// The number of bytes in a block, 128.
    @inlinable public static var blockByteCount: Int { 128 }

    /// The number of bytes in a digest, 48.
    @inlinable public static var byteCount: Int { 48 }

    /// Begins with no input.
    public init() { state = SHA512State(initial: Self.initial) }

    /// Adds to the input, which may have less than 2^61 bytes in all.
    public mutating func update(_ data: Span<UInt8>) {
        if !isKnownUniquelyReferenced(&state) { state = SHA512State(copying: state) }
        state.update(data)
    }

    /// Writes the 48 bytes of the digest of the input so far; more input can follow.
    public func finalize(into digest: inout MutableSpan<UInt8>) {
        state.finish(into: &digest, byteCount: Self.byteCount)
    }

    /// The digest of the input so far; more input can follow.
    public func finalize() -> SHA384Digest {
        var digest = SHA384Digest()
        var bytes = digest.storage.mutableSpan
        finalize(into: &bytes)
        return digest
    }

    /// The digest of one piece of data.
    public static func hash(_ data: Span<UInt8>) -> SHA384Digest {
        var digest = SHA384Digest()
        var bytes = digest.storage.mutableSpan
        SHA512Compression.hash(data, initial: Self.initial, into: &bytes, byteCount: Self.byteCount)
        return digest
    }

    /// What PBKDF2 spends its time with, on the state alone.
    public static func iterateHMAC(
        inner: SHA384, outer: SHA384, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, count: Int
    ) {
        inner.state.iterateHMAC(
            outer: outer.state, value: &value, sum: &sum, byteCount: Self.byteCount, count: count)
    }

    /// FIPS 180-4 section 5.3.4.
    private static var initial: InlineArray<8, UInt64> {
        [
            0xcbbb_9d5d_c105_9ed8, 0x629a_292a_367c_d507, 0x9159_015a_3070_dd17, 0x152f_ecd8_f70e_5939,
            0x6733_2667_ffc0_0b31, 0x8eb4_4a87_6858_1511, 0xdb0c_2e0d_64f9_8fa7, 0x47b5_481d_befa_4fa4,
        ]
    }
}

/// SHA-512 (FIPS 180-4 section 6.4): a digest of 64 bytes.
public struct SHA512: HashFunction {
    /// A digest of 64 bytes.
    public typealias Digest = SHA512Digest

    private var state: SHA512State

    /// The number of bytes in a block, 128.
    @inlinable public static var blockByteCount: Int { 128 }

    /// The number of bytes in a digest, 64.
    @inlinable public static var byteCount: Int { 64 }

    /// Begins with no input.
    public init() { state = SHA512State(initial: Self.initial) }

    /// Adds to the input, which may have less than 2^61 bytes in all.
    public mutating func update(_ data: Span<UInt8>) {
        if !isKnownUniquelyReferenced(&state) { state = SHA512State(copying: state) }
        state.update(data)
    }

    /// Writes the 64 bytes of the digest of the input so far; more input can follow.
    public func finalize(into digest: inout MutableSpan<UInt8>) {
        state.finish(into: &digest, byteCount: Self.byteCount)
    }

    /// The digest of the input so far; more input can follow.
    public func finalize() -> SHA512Digest {
        var digest = SHA512Digest()
        var bytes = digest.storage.mutableSpan
        finalize(into: &bytes)
        return digest
    }

    /// The digest of one piece of data.
    public static func hash(_ data: Span<UInt8>) -> SHA512Digest {
        var digest = SHA512Digest()
        var bytes = digest.storage.mutableSpan
        SHA512Compression.hash(data, initial: Self.initial, into: &bytes, byteCount: Self.byteCount)
        return digest
    }

    /// What PBKDF2 spends its time with, on the state alone.
    public static func iterateHMAC(
        inner: SHA512, outer: SHA512, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, count: Int
    ) {
        inner.state.iterateHMAC(
            outer: outer.state, value: &value, sum: &sum, byteCount: Self.byteCount, count: count)
    }

    /// FIPS 180-4 section 5.3.5.
    static var initial: InlineArray<8, UInt64> {
        [
            0x6a09_e667_f3bc_c908, 0xbb67_ae85_84ca_a73b, 0x3c6e_f372_fe94_f82b, 0xa54f_f53a_5f1d_36f1,
            0x510e_527f_ade6_82d1, 0x9b05_688c_2b3e_6c1f, 0x1f83_d9ab_fb41_bd6b, 0x5be0_cd19_137e_2179,
        ]
    }
}
