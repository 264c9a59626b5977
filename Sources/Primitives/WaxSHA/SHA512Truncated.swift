/// SHA-512/256 (FIPS 180-4 section 6.7): SHA-512 with another beginning, cut to 32 bytes.
///
/// As strong as ``SHA256``, faster where words have 64 bits, and of no use for extending a message whose digest is known.
public struct SHA512_256: HashFunction {
    /// A digest of 32 bytes.
    public typealias Digest = SHA512_256Digest

    private var state: SHA512State

    /// The number of bytes in a block, 128.
    @inlinable public static var blockByteCount: Int { 128 }

    /// The number of bytes in a digest, 32.
    @inlinable public static var byteCount: Int { 32 }

    /// Begins with no input.
    public init() { state = SHA512State(initial: Self.initial) }

    /// Adds to the input, which may have less than 2^61 bytes in all.
    public mutating func update(_ data: Span<UInt8>) {
        if !isKnownUniquelyReferenced(&state) { state = SHA512State(copying: state) }
        state.update(data)
    }

    /// Writes the 32 bytes of the digest of the input so far; more input can follow.
    public func finalize(into digest: inout MutableSpan<UInt8>) {
        state.finish(into: &digest, byteCount: Self.byteCount)
    }

    /// The digest of the input so far; more input can follow.
    public func finalize() -> SHA512_256Digest {
        var digest = SHA512_256Digest()
        var bytes = digest.storage.mutableSpan
        finalize(into: &bytes)
        return digest
    }

    /// The digest of one piece of data.
    public static func hash(_ data: Span<UInt8>) -> SHA512_256Digest {
        var digest = SHA512_256Digest()
        var bytes = digest.storage.mutableSpan
        SHA512Compression.hash(data, initial: Self.initial, into: &bytes, byteCount: Self.byteCount)
        return digest
    }

    /// What PBKDF2 spends its time with, on the state alone.
    public static func iterateHMAC(
        inner: SHA512_256, outer: SHA512_256, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, count: Int
    ) {
        inner.state.iterateHMAC(
            outer: outer.state, value: &value, sum: &sum, byteCount: Self.byteCount, count: count)
    }

    /// FIPS 180-4 section 5.3.6.2.
    private static var initial: InlineArray<8, UInt64> {
        [
            0x2231_2194_fc2b_f72c, 0x9f55_5fa3_c84c_64c2, 0x2393_b86b_6f53_b151, 0x9638_7719_5940_eabd,
            0x9628_3ee2_a88e_ffe3, 0xbe5e_1e25_5386_3992, 0x2b01_99fc_2c85_b8aa, 0x0eb7_2ddc_81c5_2ca2,
        ]
    }
}

/// SHA-512/224 (FIPS 180-4 section 6.6): SHA-512 with another beginning, cut to 28 bytes.
public struct SHA512_224: HashFunction {
    /// A digest of 28 bytes.
    public typealias Digest = SHA512_224Digest

    private var state: SHA512State

    /// The number of bytes in a block, 128.
    @inlinable public static var blockByteCount: Int { 128 }

    /// The number of bytes in a digest, 28.
    @inlinable public static var byteCount: Int { 28 }

    /// Begins with no input.
    public init() { state = SHA512State(initial: Self.initial) }

    /// Adds to the input, which may have less than 2^61 bytes in all.
    public mutating func update(_ data: Span<UInt8>) {
        if !isKnownUniquelyReferenced(&state) { state = SHA512State(copying: state) }
        state.update(data)
    }

    /// Writes the 28 bytes of the digest of the input so far; more input can follow.
    public func finalize(into digest: inout MutableSpan<UInt8>) {
        state.finish(into: &digest, byteCount: Self.byteCount)
    }

    /// The digest of the input so far; more input can follow.
    public func finalize() -> SHA512_224Digest {
        var digest = SHA512_224Digest()
        var bytes = digest.storage.mutableSpan
        finalize(into: &bytes)
        return digest
    }

    /// The digest of one piece of data.
    public static func hash(_ data: Span<UInt8>) -> SHA512_224Digest {
        var digest = SHA512_224Digest()
        var bytes = digest.storage.mutableSpan
        SHA512Compression.hash(data, initial: Self.initial, into: &bytes, byteCount: Self.byteCount)
        return digest
    }

    /// What PBKDF2 spends its time with, on the state alone.
    public static func iterateHMAC(
        inner: SHA512_224, outer: SHA512_224, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, count: Int
    ) {
        inner.state.iterateHMAC(
            outer: outer.state, value: &value, sum: &sum, byteCount: Self.byteCount, count: count)
    }

    /// FIPS 180-4 section 5.3.6.1.
    private static var initial: InlineArray<8, UInt64> {
        [
            0x8c3d_37c8_1954_4da2, 0x73e1_9966_89dc_d4d6, 0x1dfa_b7ae_32ff_9c82, 0x679d_d514_582f_9fcf,
            0x0f6d_2b69_7bd4_4da8, 0x77e3_6f73_04c4_8942, 0x3f9d_85a8_6a1d_36c8, 0x1112_e6ad_91d6_92a1,
        ]
    }
}
