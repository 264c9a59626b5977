/// Products of polynomials over GF(2), by the processor's multiplication of integers.
///
/// In the product of two integers of which only every fourth bit may be set, a bit takes part in at most sixteen
/// sums, and what is carried stays within the three bits that are left free: the bits in between are the
/// polynomial's. (The method is that of BearSSL's `ctmul`; here the upper half of the product is kept instead of
/// being computed from reversed operands.) Sixteen such products make a whole one.
///
/// The time does not depend on the values on processors that multiply in constant time, which are all of 64 bits
/// that matter and ARM Cortex-M4 and later, but not Cortex-M3.
enum CarrylessProduct {
    /// The number of words in which a factor is prepared.
    static var preparedCount: Int { 8 }

    private static var mask: UInt64 { 0x1111_1111_1111_1111 }

    /// Prepares a factor that is multiplied many times.
    ///
    /// The four classes come first, each without its top bit: sixteen sums could carry too far, fifteen do not.
    /// Four masks follow that stand for these top bits.
    static func prepare(_ factor: UInt64, in words: inout MutableSpan<UInt64>, at offset: Int) {
        for index in 0..<4 {
            let shift = UInt64(truncatingIfNeeded: index)
            words[offset &+ index] = factor & ((mask &>> 4) &<< shift)
            words[offset &+ 4 &+ index] = 0 &- ((factor &>> (60 &+ shift)) & 1)
        }
    }

    /// The product of a polynomial and a prepared one, 127 bits.
    @inline(__always)
    static func product(_ x: UInt64, _ words: Span<UInt64>, at offset: Int) -> (low: UInt64, high: UInt64) {
        let (m0, m1, m2, m3) = (mask, mask &<< 1, mask &<< 2, mask &<< 3)
        let (x0, x1, x2, x3) = (x & m0, x & m1, x & m2, x & m3)
        let (y0, y1, y2, y3) = (words[offset], words[offset &+ 1], words[offset &+ 2], words[offset &+ 3])

        let (a0, a1, a2, a3) = (times(x0, y0), times(x1, y3), times(x2, y2), times(x3, y1))
        let (b0, b1, b2, b3) = (times(x0, y1), times(x1, y0), times(x2, y3), times(x3, y2))
        let (c0, c1, c2, c3) = (times(x0, y2), times(x1, y1), times(x2, y0), times(x3, y3))
        let (d0, d1, d2, d3) = (times(x0, y3), times(x1, y2), times(x2, y1), times(x3, y0))
        let low =
            ((a0.low ^ a1.low ^ a2.low ^ a3.low) & m0) | ((b0.low ^ b1.low ^ b2.low ^ b3.low) & m1)
            | ((c0.low ^ c1.low ^ c2.low ^ c3.low) & m2) | ((d0.low ^ d1.low ^ d2.low ^ d3.low) & m3)
        let high =
            ((a0.high ^ a1.high ^ a2.high ^ a3.high) & m0) | ((b0.high ^ b1.high ^ b2.high ^ b3.high) & m1)
            | ((c0.high ^ c1.high ^ c2.high ^ c3.high) & m2) | ((d0.high ^ d1.high ^ d2.high ^ d3.high) & m3)

        let (t0, t1) = (x & words[offset &+ 4], x & words[offset &+ 5])
        let (t2, t3) = (x & words[offset &+ 6], x & words[offset &+ 7])
        return (
            low ^ (t0 &<< 60) ^ (t1 &<< 61) ^ (t2 &<< 62) ^ (t3 &<< 63),
            high ^ (t0 &>> 4) ^ (t1 &>> 3) ^ (t2 &>> 2) ^ (t3 &>> 1)
        )
    }

    @inline(__always)
    private static func times(_ x: UInt64, _ y: UInt64) -> (low: UInt64, high: UInt64) {
        let product = x.multipliedFullWidth(by: y)
        return (product.low, product.high)
    }
}
