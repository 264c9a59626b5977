/// A run of literals and the match that follows it, in one word.
///
/// Bits 0–23 hold the number of literals, 24–32 the length of the match, 0 for the run at the end of a block,
/// 33–48 its distance, 49–53 the symbol of the distance.
enum MatchSequence {
    static let longestRun = 1 << 24 - 1

    @inline(__always)
    static func pack(run: Int, length: Int, distance: Int, distanceSymbol: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: run) | UInt64(truncatingIfNeeded: length) &<< 24
            | UInt64(truncatingIfNeeded: distance) &<< 33 | UInt64(truncatingIfNeeded: distanceSymbol) &<< 49
    }

    @inline(__always)
    static func run(_ word: UInt64) -> Int { Int(truncatingIfNeeded: word & 0xFF_FFFF) }
    @inline(__always)
    static func length(_ word: UInt64) -> Int { Int(truncatingIfNeeded: word &>> 24 & 0x1FF) }
    @inline(__always)
    static func distance(_ word: UInt64) -> Int { Int(truncatingIfNeeded: word &>> 33 & 0xFFFF) }
    @inline(__always)
    static func distanceSymbol(_ word: UInt64) -> Int { Int(truncatingIfNeeded: word &>> 49) }

    /// The symbol of a distance: two for each power of two.
    @inline(__always)
    static func symbol(ofDistance distance: Int) -> Int {
        let offset = UInt32(truncatingIfNeeded: distance &- 1)
        guard offset >= 2 else { return Int(offset) }
        let exponent = 31 &- UInt32(truncatingIfNeeded: offset.leadingZeroBitCount)
        return Int(2 &* exponent &+ offset &>> (exponent &- 1) & 1)
    }

    /// The symbols of the lengths 0 to 258, counted from the first.
    static let lengthSymbols: [UInt8] = {
        var symbols = [UInt8](repeating: 0, count: LengthCode.maximum &+ 1)
        for (symbol, code) in LengthCode.all.enumerated() {
            for length in Int(code.base)..<(Int(code.base) &+ 1 &<< Int(code.extraBitCount))
            where length <= LengthCode.maximum { symbols[length] = UInt8(symbol) }
        }
        return symbols
    }()
}
