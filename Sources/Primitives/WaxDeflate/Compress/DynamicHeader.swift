/// The code lengths of a dynamic block, as they are written: with repetitions, and in a code of their own
/// (RFC 1951, section 3.2.7).
struct DynamicHeader: Sendable {
    private var items: [UInt16] = []
    private var frequencies = [UInt32](repeating: 0, count: BlockFormat.codeLengthCount)
    private var code = PrefixCode(symbolCount: BlockFormat.codeLengthCount)
    private var literalLengthCount = 0
    private var distanceCount = 0
    private var codeLengthCount = 0
    /// What writing it takes.
    private(set) var bitCount: UInt64 = 0

    /// How many bits follow the symbols that repeat.
    private static func extraBitCount(_ symbol: Int) -> Int {
        symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7
    }

    /// Works the header of a block out.
    mutating func prepare(literalLengths: [UInt8], distances: [UInt8]) {
        literalLengthCount = Self.usedCount(literalLengths, atMost: 286, atLeast: 257)
        distanceCount = Self.usedCount(distances, atMost: 30, atLeast: 1)
        items.removeAll(keepingCapacity: true)
        for index in frequencies.indices { frequencies[index] = 0 }
        collect(Array(literalLengths[..<literalLengthCount] + distances[..<distanceCount]))

        let frequencies = frequencies
        code.fill(frequencies: frequencies.span, longest: BlockFormat.longestCodeLengthCode)
        codeLengthCount = BlockFormat.codeLengthCount
        while codeLengthCount > 4,
            code.lengths[Int(BlockFormat.codeLengthOrder[codeLengthCount &- 1])] == 0
        {
            codeLengthCount = codeLengthCount &- 1
        }
        bitCount = 14 &+ 3 &* UInt64(truncatingIfNeeded: codeLengthCount)
        for symbol in frequencies.indices {
            let length = UInt64(code.lengths[symbol]) &+ UInt64(truncatingIfNeeded: Self.extraBitCount(symbol))
            bitCount = bitCount &+ UInt64(frequencies[symbol]) &* length
        }
    }

    private static func usedCount(_ lengths: [UInt8], atMost most: Int, atLeast least: Int) -> Int {
        var count = most
        while count > least, lengths[count &- 1] == 0 { count = count &- 1 }
        return count
    }

    /// Replaces runs of the same length by repetitions.
    private mutating func collect(_ lengths: [UInt8]) {
        var start = 0
        while start < lengths.count {
            let length = lengths[start]
            var end = start &+ 1
            while end < lengths.count, lengths[end] == length { end = end &+ 1 }
            if length == 0 {
                while end &- start >= 11 {
                    let count = min(end &- start, 138)
                    add(18, extra: count &- 11)
                    start = start &+ count
                }
                if end &- start >= 3 {
                    add(17, extra: end &- start &- 3)
                    start = end
                }
            } else if end &- start >= 4 {
                add(Int(length), extra: 0)
                start = start &+ 1
                repeat {
                    let count = min(end &- start, 6)
                    add(16, extra: count &- 3)
                    start = start &+ count
                } while end &- start >= 3
            }
            while start < end {
                add(Int(length), extra: 0)
                start = start &+ 1
            }
        }
    }

    private mutating func add(_ symbol: Int, extra: Int) {
        items.append(UInt16(truncatingIfNeeded: symbol | extra &<< 5))
        frequencies[symbol] = frequencies[symbol] &+ 1
    }

    /// Writes the header; there is room for ``bitCount`` bits.
    func write(to writer: inout BitWriter) {
        writer.write(literalLengthCount &- 257, 5)
        writer.write(distanceCount &- 1, 5)
        writer.write(codeLengthCount &- 4, 4)
        for index in 0..<codeLengthCount {
            writer.write(Int(code.lengths[Int(BlockFormat.codeLengthOrder[index])]), 3)
        }
        for item in items {
            let symbol = Int(item & 31)
            writer.write(Int(code.codes[symbol]), Int(code.lengths[symbol]))
            writer.write(Int(item &>> 5), Self.extraBitCount(symbol))
        }
    }
}
