/// The symbol of a range of lengths or distances: the first of the range, and how many bits tell which one.
struct RangeCode: Sendable {
    var base: UInt16
    var extraBitCount: UInt8
}

/// The symbols 257 to 285, for match lengths (RFC 1951, section 3.2.5).
enum LengthCode {
    static let minimum = 3
    static let maximum = 258
    static let firstSymbol = 257

    static let all: [RangeCode] = {
        var codes: [RangeCode] = []
        var base: UInt16 = 3
        for symbol in 0..<28 {
            let extra = UInt8(symbol < 8 ? 0 : (symbol &- 4) / 4)
            codes.append(RangeCode(base: base, extraBitCount: extra))
            base += 1 &<< UInt16(extra)
        }
        // The longest has a symbol of its own, although the one before could express it.
        codes.append(RangeCode(base: 258, extraBitCount: 0))
        return codes
    }()
}

/// The symbols 0 to 29, for distances (RFC 1951, section 3.2.5).
enum DistanceCode {
    static let maximum = 32768

    static let all: [RangeCode] = {
        var codes: [RangeCode] = []
        var base: UInt32 = 1
        for symbol in 0..<30 {
            let extra = UInt8(symbol < 4 ? 0 : (symbol &- 2) / 2)
            codes.append(RangeCode(base: UInt16(base), extraBitCount: extra))
            base += 1 &<< UInt32(extra)
        }
        return codes
    }()
}

/// Facts of the format that both directions need.
enum BlockFormat {
    static let endOfBlock = 256
    /// Literals, end of block, lengths, and two symbols that never occur but have codes in a fixed block.
    static let literalLengthCount = 288
    static let distanceCount = 32
    static let codeLengthCount = 19
    static let longestCode = 15
    static let longestCodeLengthCode = 7
    static let longestStored = 65535
    /// How far back a match can reach.
    static let windowByteCount = 32768

    /// In this order the lengths of the code length code are written, those likely to be zero last.
    static let codeLengthOrder: [UInt8] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    /// The code lengths of a fixed block's literals and lengths (RFC 1951, section 3.2.6).
    static func fixedLength(_ symbol: Int) -> UInt8 {
        symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8
    }
    /// The code length of all distances of a fixed block.
    static let fixedDistanceLength: UInt8 = 5
}
