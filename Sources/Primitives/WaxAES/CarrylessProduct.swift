/// Two words of 64 bits side by side: a vector on processors that have them, two registers on others.
///
/// The operators of `SIMDMask` are used because they are single instructions, where those of `SIMD2` are loops over
/// the lanes that the optimiser does not always turn back into one.
struct WordPair: BitwiseCopyable {
    typealias Lanes = SIMD2<Int64>

    let lanes: Lanes

    @inline(__always)
    init(lanes: Lanes) { self.lanes = lanes }

    @inline(__always)
    init(_ first: UInt64, _ second: UInt64) {
        lanes = Lanes(Int64(truncatingIfNeeded: first), Int64(truncatingIfNeeded: second))
    }

    @inline(__always)
    init(repeating word: UInt64) { lanes = Lanes(repeating: Int64(truncatingIfNeeded: word)) }

    @inline(__always)
    static func ^ (left: WordPair, right: WordPair) -> WordPair {
        let a: SIMDMask<Lanes> = SIMDMask(left.lanes), b: SIMDMask<Lanes> = SIMDMask(right.lanes)
        let result: SIMDMask<Lanes> = a .^ b
        return WordPair(lanes: result._storage)
    }

    @inline(__always)
    static func & (left: WordPair, right: WordPair) -> WordPair {
        let a: SIMDMask<Lanes> = SIMDMask(left.lanes), b: SIMDMask<Lanes> = SIMDMask(right.lanes)
        let result: SIMDMask<Lanes> = a .& b
        return WordPair(lanes: result._storage)
    }

    @inline(__always)
    static func &* (left: WordPair, right: WordPair) -> WordPair { WordPair(lanes: left.lanes &* right.lanes) }

    /// Both words added as polynomials.
    @inline(__always)
    var sum: UInt64 { UInt64(truncatingIfNeeded: lanes[0]) ^ UInt64(truncatingIfNeeded: lanes[1]) }
}

/// Products of polynomials over GF(2) with 32 coefficients, by the processor's multiplication of integers, two side
/// by side.
///
/// In the product of two integers of which only every fourth bit may be set, a bit of the polynomial's product takes
/// part in at most eight sums, and what is carried stays within the three bits that are left free. (The method is
/// that of BearSSL's `ghash_ctmul`.) Sixteen such products make a whole one; those whose bits fall on the same
/// places are added before the bits in between are cleared.
///
/// The time does not depend on the values where a multiplication of 32 by 32 bits takes a constant time: on x86,
/// arm64 and ARM Cortex-M4, for example, but not on Cortex-M3.
struct CarrylessProduct {
    private var z0 = WordPair(repeating: 0)
    private var z1 = WordPair(repeating: 0)
    private var z2 = WordPair(repeating: 0)
    private var z3 = WordPair(repeating: 0)

    @inline(__always)
    init() {}

    @inline(__always)
    private static func everyFourth(_ first: UInt64, _ word: UInt64 = 0x1111_1111) -> WordPair {
        WordPair(repeating: word &<< first)
    }

    /// Splits factors that are multiplied many times, the low 32 bits of each word, into four words.
    static func prepare(_ factors: WordPair, in target: inout MutableSpan<WordPair>, at offset: Int) {
        target[offset] = factors & everyFourth(0)
        target[offset &+ 1] = factors & everyFourth(1)
        target[offset &+ 2] = factors & everyFourth(2)
        target[offset &+ 3] = factors & everyFourth(3)
    }

    /// Adds the products of the low 32 bits of two words with two prepared factors.
    @inline(__always)
    mutating func add(_ x: WordPair, _ prepared: Span<WordPair>, at offset: Int) {
        // The upper halves are zero. Said again here, it tells the compiler that 32 by 32 bits are enough.
        let low = WordPair(repeating: 0xFFFF_FFFF)
        let (y0, y1) = (prepared[offset] & low, prepared[offset &+ 1] & low)
        let (y2, y3) = (prepared[offset &+ 2] & low, prepared[offset &+ 3] & low)
        let x0 = x & Self.everyFourth(0)
        let x1 = x & Self.everyFourth(1)
        let x2 = x & Self.everyFourth(2)
        let x3 = x & Self.everyFourth(3)
        z0 = z0 ^ (x0 &* y0) ^ (x1 &* y3) ^ (x2 &* y2) ^ (x3 &* y1)
        z1 = z1 ^ (x0 &* y1) ^ (x1 &* y0) ^ (x2 &* y3) ^ (x3 &* y2)
        z2 = z2 ^ (x0 &* y2) ^ (x1 &* y1) ^ (x2 &* y0) ^ (x3 &* y3)
        z3 = z3 ^ (x0 &* y3) ^ (x1 &* y2) ^ (x2 &* y1) ^ (x3 &* y0)
    }

    /// The sum of all products added, of 63 coefficients.
    @inline(__always)
    var sum: UInt64 {
        let mask: UInt64 = 0x1111_1111_1111_1111
        let (a, b) = (z0 & Self.everyFourth(0, mask), z1 & Self.everyFourth(1, mask))
        let (c, d) = (z2 & Self.everyFourth(2, mask), z3 & Self.everyFourth(3, mask))
        return (a ^ b ^ c ^ d).sum
    }
}
