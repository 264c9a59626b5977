/// An entry of a table that decodes codes of variable length.
///
/// Bits 0–7 say how many bits the entry uses up, extra bits included: the only bits that a masking shift by the
/// entry itself looks at. Bits 8–11 hold the length of the code without its extra bits; in a pointer, how many
/// bits index the sub-table. Bits 16–30 hold a literal, the base of a length or distance, a code length, or where
/// a sub-table begins. An entry for what cannot occur is exceptional, and neither pointer nor end of block.
enum DecodeEntry {
    static let literal: UInt32 = 1 &<< 31
    static let exceptional: UInt32 = 1 &<< 15
    /// With ``exceptional``: codes that begin like this go on in a table of their own.
    static let pointer: UInt32 = 1 &<< 14
    /// With ``exceptional``: the block ends.
    static let endOfBlock: UInt32 = 1 &<< 13

    @inline(__always)
    static func bitCount(_ entry: UInt32) -> UInt64 { UInt64(entry & 0xFF) }

    @inline(__always)
    static func codeBitCount(_ entry: UInt32) -> UInt64 { UInt64(entry &>> 8 & 0xF) }

    @inline(__always)
    static func value(_ entry: UInt32) -> Int { Int(entry &>> 16 & 0x7FFF) }

    /// The base of an entry and its extra bits, which follow the code in `bits`.
    @inline(__always)
    static func value(_ entry: UInt32, bits: UInt64) -> Int {
        let extra = bits & ((1 &<< UInt64(entry)) &- 1)
        return value(entry) &+ Int(truncatingIfNeeded: extra &>> codeBitCount(entry))
    }

    /// What the literal and length symbols stand for (RFC 1951, section 3.2.5), without the lengths of codes.
    static func literalLength(_ symbol: Int) -> UInt32 {
        if symbol < 256 { return literal | UInt32(symbol) &<< 16 }
        if symbol == 256 { return exceptional | endOfBlock }
        guard symbol <= 285 else { return exceptional }
        let code = LengthCode.all[symbol &- 257]
        return UInt32(code.base) &<< 16 | UInt32(code.extraBitCount)
    }

    /// What the distance symbols stand for.
    static func distance(_ symbol: Int) -> UInt32 {
        guard symbol <= 29 else { return exceptional }
        let code = DistanceCode.all[symbol]
        return UInt32(code.base) &<< 16 | UInt32(code.extraBitCount)
    }
}
