/// The three floating-point formats of CBOR. Half precision is done on bits, as Swift's `Float16` does not exist
/// on every platform.
enum CBORFloat {
    /// The shortest format that keeps a value, as its bits.
    enum Shortest: Equatable {
        case half(UInt16)
        case single(UInt32)
        case double(UInt64)
    }

    /// The shortest format of a number (RFC 8949 section 4.2.1). Every not-a-number becomes the one with the
    /// bits 7E00; payloads are not kept.
    static func shortest(_ value: Double) -> Shortest {
        guard !value.isNaN else { return .half(0x7E00) }
        let single = Float(value)
        guard Double(single) == value else { return .double(value.bitPattern) }
        return half(exactly: single).map(Shortest.half) ?? .single(single.bitPattern)
    }

    /// The half-precision bits of a number that is one, not-a-number excepted.
    private static func half(exactly value: Float) -> UInt16? {
        let bits = value.bitPattern
        let sign = UInt16(truncatingIfNeeded: bits >> 16) & 0x8000
        let fraction = bits & 0x7F_FFFF
        switch Int(bits >> 23) & 0xFF {
        case 0: return fraction == 0 ? sign : nil
        case 0xFF: return sign | 0x7C00
        case let biased:
            let exponent = biased - 127
            if (-14...15).contains(exponent), fraction & 0x1FFF == 0 {
                return sign | UInt16(exponent + 15) << 10 | UInt16(fraction >> 13)
            }
            // A subnormal half: the leading one is written out, and the value counts units of 2^-24.
            guard (-24..<(-14)).contains(exponent) else { return nil }
            let (full, shift) = (fraction | 0x80_0000, UInt32(-1 - exponent))
            return full & (1 << shift - 1) == 0 ? sign | UInt16(full >> shift) : nil
        }
    }

    /// The value of half-precision bits.
    static func double(half bits: UInt16) -> Double {
        let fraction = Double(bits & 0x3FF)
        let magnitude: Double
        switch Int(bits >> 10) & 0x1F {
        case 0: magnitude = fraction * 0x1p-24
        case 0x1F: magnitude = fraction == 0 ? .infinity : .nan
        case let biased: magnitude = Double(sign: .plus, exponent: biased - 25, significand: 1024 + fraction)
        }
        return bits & 0x8000 == 0 ? magnitude : -magnitude
    }
}
