/// A table that decodes a canonical prefix code by the next bits of the input.
///
/// The main table is indexed by as many bits as decode most symbols at once; an entry for a longer code points to
/// a sub-table behind it. Tables are filled by doubling: the codes of one length are written once, and copied to
/// double the table for the next length.
struct DecodeTable: Sendable {
    /// What can be wrong with the lengths of a code.
    enum Fault: Error {
        case overSubscribed
        case incomplete
    }

    /// Whether a code may leave bit strings unused: zlib writes, and reads, distance codes with one code or none.
    enum Completeness {
        case required
        /// A single code of one bit, or none at all, may stand alone; using what is missing is an error.
        case waivedForSingleCode
    }

    /// The bits that index the main table.
    let bitCount: Int
    private(set) var entries: [UInt32]
    /// What each symbol stands for, as a ``DecodeEntry`` without code lengths.
    private let meanings: [UInt32]

    private init(bitCount: Int, capacity: Int, meanings: [UInt32]) {
        self.bitCount = bitCount
        self.entries = [UInt32](repeating: 0, count: capacity)
        self.meanings = meanings
    }

    // The capacities are what the worst codes of so many symbols need (`enough` in zlib's examples): 2342 for
    // 288 symbols with 11 bits, 402 for 32 with 8.

    static let literalLengthBits = 11
    static let distanceBits = 8
    static let codeLengthBits = 7

    static func literalLength() -> DecodeTable {
        DecodeTable(
            bitCount: literalLengthBits, capacity: 2342,
            meanings: (0..<BlockFormat.literalLengthCount).map(DecodeEntry.literalLength))
    }

    static func distance() -> DecodeTable {
        DecodeTable(
            bitCount: distanceBits, capacity: 402, meanings: (0..<BlockFormat.distanceCount).map(DecodeEntry.distance))
    }

    static func codeLength() -> DecodeTable {
        DecodeTable(
            bitCount: codeLengthBits, capacity: 128,
            meanings: (0..<BlockFormat.codeLengthCount).map { UInt32($0) &<< 16 })
    }

    /// Fills the table for a code.
    ///
    /// - Parameter lengths: The length of each symbol's code in bits, 0 to 15, 0 for symbols without one.
    mutating func fill(lengths: Span<UInt8>, completeness: Completeness) throws(Fault) {
        var counts = InlineArray<16, Int>(repeating: 0)
        for index in lengths.indices { counts[Int(lengths[index] & 0xF)] &+= 1 }
        var longest = BlockFormat.longestCode
        while longest > 0 && counts[longest] == 0 { longest = longest &- 1 }

        // The share of all codes of the greatest length that is taken.
        var used = 0
        var offsets = InlineArray<16, Int>(repeating: 0)
        for length in 1..<16 {
            used = used &* 2 &+ counts[length]
            if length < 15 { offsets[length &+ 1] = offsets[length] &+ counts[length] }
            guard used <= 1 &<< length else { throw .overSubscribed }
        }
        guard used == 1 &<< 15 else {
            guard completeness == .waivedForSingleCode, longest <= 1 else { throw .incomplete }
            return fillSingle(lengths)
        }

        var sorted = InlineArray<288, UInt16>(repeating: 0)
        for index in lengths.indices where lengths[index] != 0 {
            let length = Int(lengths[index] & 0xF)
            sorted[offsets[length]] = UInt16(truncatingIfNeeded: index)
            offsets[length] &+= 1
        }
        fill(sorted: sorted.span, counts: counts.span)
    }

    /// A code of one symbol or none: every other entry, or every one, is an error.
    private mutating func fillSingle(_ lengths: Span<UInt8>) {
        let invalid = DecodeEntry.exceptional | 1 &<< 8 | 1
        for index in 0..<(1 &<< bitCount) { entries[index] = invalid }
        for symbol in lengths.indices where lengths[symbol] == 1 {
            for index in stride(from: 0, to: 1 &<< bitCount, by: 2) {
                entries[index] = meanings[symbol] &+ (1 &<< 8 | 1)
            }
        }
    }

    /// Fills the table with the symbols of a complete code, sorted by length of code and then by value.
    ///
    /// Codes are counted with their bits in reverse, as the input has them.
    private mutating func fill(sorted: Span<UInt16>, counts: Span<Int>) {
        let bitCount = bitCount
        let meaningsOfSymbols = self.meanings
        let meanings = meaningsOfSymbols.span
        var entries = self.entries.mutableSpan
        var next = 0
        var length = 1
        var count = counts[1]
        while count == 0 {
            length = length &+ 1
            count = counts[length]
        }
        var code = 0
        var end = 1 &<< length
        // A code may begin with lengths that the main table does not hold.
        if length > bitCount { end = 1 &<< bitCount }

        while length <= bitCount {
            repeat {
                entries[code] = Self.entry(meanings[Int(sorted[next])], length: length)
                next = next &+ 1
                count = count &- 1
                if code == end &- 1 {
                    // All ones: the code is complete.
                    while end < 1 &<< bitCount { end = Self.double(&entries, end) }
                    return
                }
                code = Self.successor(of: code, length: length)
            } while count > 0
            repeat {
                length = length &+ 1
                if length <= bitCount { end = Self.double(&entries, end) }
                count = counts[length]
            } while count == 0
        }

        end = 1 &<< bitCount
        let mask = end &- 1
        var prefix = -1
        var start = 0
        while true {
            if code & mask != prefix {
                prefix = code & mask
                start = end
                // As many bits as the longest code with this prefix needs.
                var subBits = length &- bitCount
                var used = count
                while used < 1 &<< subBits {
                    subBits = subBits &+ 1
                    used = used &* 2 &+ counts[bitCount &+ subBits]
                }
                end = start &+ 1 &<< subBits
                entries[prefix] =
                    UInt32(start) &<< 16 | DecodeEntry.exceptional | DecodeEntry.pointer
                    | UInt32(subBits) &<< 8 | UInt32(bitCount)
            }
            let entry = Self.entry(meanings[Int(sorted[next])], length: length &- bitCount)
            next = next &+ 1
            var index = start &+ code &>> bitCount
            while index < end {
                entries[index] = entry
                index = index &+ 1 &<< (length &- bitCount)
            }
            if code == 1 &<< length &- 1 { return }
            code = Self.successor(of: code, length: length)
            count = count &- 1
            while count == 0 {
                length = length &+ 1
                count = counts[length]
            }
        }
    }

    @inline(__always)
    private static func entry(_ meaning: UInt32, length: Int) -> UInt32 {
        meaning &+ UInt32(truncatingIfNeeded: length &<< 8 | length)
    }

    /// The next code of a length, counted from the most significant bit down.
    @inline(__always)
    private static func successor(of code: Int, length: Int) -> Int {
        let zeros = UInt32(truncatingIfNeeded: code ^ (1 &<< length &- 1))
        let bit = 1 &<< (31 &- zeros.leadingZeroBitCount)
        return code & (bit &- 1) | bit
    }

    @inline(__always) @_lifetime(entries: copy entries)
    private static func double(_ entries: inout MutableSpan<UInt32>, _ count: Int) -> Int {
        for index in 0..<count { entries[count &+ index] = entries[index] }
        return count &* 2
    }
}
