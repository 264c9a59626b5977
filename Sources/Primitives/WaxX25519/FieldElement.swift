/// A number modulo p = 2^255 - 19, in five limbs of 51 bits: the value is the sum of limb i times 2^(51 i).
///
/// A limb may be a little larger than 51 bits; how much is said at each operation, so that nothing overflows
/// and no operation has to look at the values. All of them take the same steps for all numbers.
struct FieldElement: BitwiseCopyable {
    var limb0, limb1, limb2, limb3, limb4: UInt64

    static var zero: FieldElement { FieldElement(limb0: 0, limb1: 0, limb2: 0, limb3: 0, limb4: 0) }
    static var one: FieldElement { FieldElement(limb0: 1, limb1: 0, limb2: 0, limb3: 0, limb4: 0) }

    /// The lowest 51 bits.
    private static var mask: UInt64 { (1 &<< 51) &- 1 }
}

extension FieldElement {
    /// The sum, without a carry. Limbs up to 2^52 give limbs up to 2^53.
    @inline(__always)
    static func + (left: FieldElement, right: FieldElement) -> FieldElement {
        FieldElement(
            limb0: left.limb0 &+ right.limb0, limb1: left.limb1 &+ right.limb1, limb2: left.limb2 &+ right.limb2,
            limb3: left.limb3 &+ right.limb3, limb4: left.limb4 &+ right.limb4)
    }

    /// The difference, without a carry: 2p is added so that no limb becomes negative. The right limbs must be
    /// below 2^52 - 38, as those of every product are; left limbs up to 2^52 then give limbs up to 2^53.
    @inline(__always)
    static func - (left: FieldElement, right: FieldElement) -> FieldElement {
        let low: UInt64 = (1 &<< 52) &- 38
        let other: UInt64 = (1 &<< 52) &- 2
        return FieldElement(
            limb0: left.limb0 &+ low &- right.limb0, limb1: left.limb1 &+ other &- right.limb1,
            limb2: left.limb2 &+ other &- right.limb2, limb3: left.limb3 &+ other &- right.limb3,
            limb4: left.limb4 &+ other &- right.limb4)
    }

    /// The product. Limbs up to 2^53 give limbs below 2^51, the second one below 2^51 + 2^13.
    @inline(__always)
    static func * (a: FieldElement, b: FieldElement) -> FieldElement {
        // 2^255 is 19 modulo p, so what passes the top comes back at the bottom times 19.
        let b1 = b.limb1 &* 19, b2 = b.limb2 &* 19, b3 = b.limb3 &* 19, b4 = b.limb4 &* 19
        return carry(
            wide(a.limb0, b.limb0) &+ wide(a.limb1, b4) &+ wide(a.limb2, b3) &+ wide(a.limb3, b2)
                &+ wide(a.limb4, b1),
            wide(a.limb0, b.limb1) &+ wide(a.limb1, b.limb0) &+ wide(a.limb2, b4) &+ wide(a.limb3, b3)
                &+ wide(a.limb4, b2),
            wide(a.limb0, b.limb2) &+ wide(a.limb1, b.limb1) &+ wide(a.limb2, b.limb0) &+ wide(a.limb3, b4)
                &+ wide(a.limb4, b3),
            wide(a.limb0, b.limb3) &+ wide(a.limb1, b.limb2) &+ wide(a.limb2, b.limb1) &+ wide(a.limb3, b.limb0)
                &+ wide(a.limb4, b4),
            wide(a.limb0, b.limb4) &+ wide(a.limb1, b.limb3) &+ wide(a.limb2, b.limb2) &+ wide(a.limb3, b.limb1)
                &+ wide(a.limb4, b.limb0))
    }

    /// The square, with the bounds of the product and ten multiplications less.
    @inline(__always)
    var squared: FieldElement {
        let double0 = limb0 &* 2, double1 = limb1 &* 2
        let limb3times19 = limb3 &* 19, limb4times19 = limb4 &* 19
        return FieldElement.carry(
            wide(limb0, limb0) &+ wide(double1, limb4times19) &+ wide(limb2 &* 2, limb3times19),
            wide(double0, limb1) &+ wide(limb2 &* 2, limb4times19) &+ wide(limb3, limb3times19),
            wide(double0, limb2) &+ wide(limb1, limb1) &+ wide(limb3 &* 2, limb4times19),
            wide(double0, limb3) &+ wide(double1, limb2) &+ wide(limb4, limb4times19),
            wide(double0, limb4) &+ wide(double1, limb3) &+ wide(limb2, limb2))
    }

    /// The product with a number below 2^17. Limbs up to 2^53 give limbs with the bounds of the product.
    @inline(__always)
    func times(_ small: UInt64) -> FieldElement {
        FieldElement.carry(
            wide(limb0, small), wide(limb1, small), wide(limb2, small), wide(limb3, small), wide(limb4, small))
    }

    /// Brings five sums of products down to limbs. Each sum is below 2^113, the last below 2^109.
    @inline(__always)
    private static func carry(
        _ sum0: UInt128, _ sum1: UInt128, _ sum2: UInt128, _ sum3: UInt128, _ sum4: UInt128
    ) -> FieldElement {
        let full1 = sum1 &+ (sum0 &>> 51)
        let full2 = sum2 &+ (full1 &>> 51)
        let full3 = sum3 &+ (full2 &>> 51)
        let full4 = sum4 &+ (full3 &>> 51)
        let top = UInt64(truncatingIfNeeded: full4 &>> 51)
        let limb0 = (UInt64(truncatingIfNeeded: sum0) & mask) &+ top &* 19
        let limb1 = (UInt64(truncatingIfNeeded: full1) & mask) &+ (limb0 &>> 51)
        return FieldElement(
            limb0: limb0 & mask, limb1: limb1, limb2: UInt64(truncatingIfNeeded: full2) & mask,
            limb3: UInt64(truncatingIfNeeded: full3) & mask, limb4: UInt64(truncatingIfNeeded: full4) & mask)
    }

    @inline(__always)
    private func wide(_ a: UInt64, _ b: UInt64) -> UInt128 { FieldElement.wide(a, b) }

    @inline(__always)
    private static func wide(_ a: UInt64, _ b: UInt64) -> UInt128 { UInt128(a) &* UInt128(b) }
}

extension FieldElement {
    /// The square of the square of the square… `count` times.
    @inline(never)
    func squared(times count: Int) -> FieldElement {
        var result = self
        for _ in 0..<count { result = result.squared }
        return result
    }

    /// The number that gives one when multiplied with this one; zero for zero.
    ///
    /// By Fermat's little theorem it is the power p - 2 = 2^255 - 21. The names tell the exponents.
    @inline(never)
    var inverse: FieldElement {
        let power2 = squared
        let power9 = power2.squared(times: 2) * self
        let power11 = power9 * power2
        let ones5 = power11.squared * power9  // 2^5 - 1
        let ones10 = ones5.squared(times: 5) * ones5
        let ones20 = ones10.squared(times: 10) * ones10
        let ones40 = ones20.squared(times: 20) * ones20
        let ones50 = ones40.squared(times: 10) * ones10
        let ones100 = ones50.squared(times: 50) * ones50
        let ones200 = ones100.squared(times: 100) * ones100
        let ones250 = ones200.squared(times: 50) * ones50
        return ones250.squared(times: 5) * power11
    }

    /// Exchanges two numbers where the mask is all ones and does not where it is zero.
    @inline(__always)
    static func swap(_ left: inout FieldElement, _ right: inout FieldElement, mask: UInt64) {
        exchange(&left.limb0, &right.limb0, mask)
        exchange(&left.limb1, &right.limb1, mask)
        exchange(&left.limb2, &right.limb2, mask)
        exchange(&left.limb3, &right.limb3, mask)
        exchange(&left.limb4, &right.limb4, mask)
    }

    @inline(__always)
    private static func exchange(_ left: inout UInt64, _ right: inout UInt64, _ mask: UInt64) {
        let difference = mask & (left ^ right)
        left ^= difference
        right ^= difference
    }
}

extension FieldElement {
    /// Reads 32 bytes, the least significant first. The top bit is ignored, and p and what follows it up to
    /// 2^255 - 1 are taken modulo p, as RFC 7748 section 5 demands.
    init(littleEndian bytes: Span<UInt8>) {
        let word0 = FieldElement.load(bytes, at: 0), word1 = FieldElement.load(bytes, at: 8)
        let word2 = FieldElement.load(bytes, at: 16), word3 = FieldElement.load(bytes, at: 24)
        limb0 = word0 & FieldElement.mask
        limb1 = ((word0 &>> 51) | (word1 &<< 13)) & FieldElement.mask
        limb2 = ((word1 &>> 38) | (word2 &<< 26)) & FieldElement.mask
        limb3 = ((word2 &>> 25) | (word3 &<< 39)) & FieldElement.mask
        limb4 = (word3 &>> 12) & FieldElement.mask
    }

    /// Writes the one representation below p as 32 bytes, the least significant first. Takes a product.
    func write(to bytes: inout MutableSpan<UInt8>) {
        // A product is below 2p. Adding 19 carries out of the top exactly if it is not below p.
        var carry = (limb0 &+ 19) &>> 51
        carry = (limb1 &+ carry) &>> 51
        carry = (limb2 &+ carry) &>> 51
        carry = (limb3 &+ carry) &>> 51
        carry = (limb4 &+ carry) &>> 51

        let mask = FieldElement.mask
        let full0 = limb0 &+ carry &* 19
        let full1 = limb1 &+ (full0 &>> 51)
        let full2 = limb2 &+ (full1 &>> 51)
        let full3 = limb3 &+ (full2 &>> 51)
        let full4 = limb4 &+ (full3 &>> 51)
        FieldElement.store((full0 & mask) | (full1 &<< 51), to: &bytes, at: 0)
        FieldElement.store(((full1 & mask) &>> 13) | (full2 &<< 38), to: &bytes, at: 8)
        FieldElement.store(((full2 & mask) &>> 26) | (full3 &<< 25), to: &bytes, at: 16)
        FieldElement.store(((full3 & mask) &>> 39) | ((full4 & mask) &<< 12), to: &bytes, at: 24)
    }

    private static func load(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in 0..<8 { word |= UInt64(bytes[offset &+ index]) &<< UInt64(8 &* index) }
        return word
    }

    private static func store(_ word: UInt64, to bytes: inout MutableSpan<UInt8>, at offset: Int) {
        for index in 0..<8 { bytes[offset &+ index] = UInt8(truncatingIfNeeded: word &>> UInt64(8 &* index)) }
    }
}
