/// Writes a block in whichever way takes the fewest bits: with codes of its own, with the fixed codes, or stored.
struct BlockEncoder: Sendable {
    /// Of the literals and lengths, and behind them of the distances.
    static let frequencyCount = BlockFormat.literalLengthCount + BlockFormat.distanceCount
    /// Limited so that four literals fit between two turns of writing whole bytes: 4 · 14 + 7 < 64.
    private static let longestLiteralCode = 14

    private var literalLengths = PrefixCode(symbolCount: BlockFormat.literalLengthCount)
    private var distances = PrefixCode(symbolCount: BlockFormat.distanceCount)
    private var header = DynamicHeader()
    /// For each length of a match its code and extra bits; how many they are in the top eight bits.
    private var lengthCodes = [UInt32](repeating: 0, count: LengthCode.maximum + 1)

    /// Writes a block.
    ///
    /// - Parameters:
    ///   - window: Holds the block.
    ///   - sequences: Matches, the first `sequenceCount`, each with the literals before it.
    ///   - frequencies: How often each symbol occurs; the end of the block is not counted yet.
    mutating func write(
        _ window: Span<UInt8>, _ block: Range<Int>, sequences: [UInt64], sequenceCount: Int, frequencies: [UInt32],
        isLast: Bool, to writer: inout BitWriter
    ) {
        var frequencies = frequencies
        frequencies[BlockFormat.endOfBlock] = 1
        literalLengths.fill(
            frequencies: frequencies.span.extracting(first: BlockFormat.literalLengthCount),
            longest: Self.longestLiteralCode)
        distances.fill(
            frequencies: frequencies.span.extracting(last: BlockFormat.distanceCount),
            longest: BlockFormat.longestCode)
        header.prepare(literalLengths: literalLengths.lengths, distances: distances.lengths)

        let extra = Self.extraBits(frequencies.span)
        let dynamic = header.bitCount &+ extra &+ Self.bits(frequencies.span, literalLengths, distances)
        let fixed =
            extra
            &+ Self.bits(frequencies.span, PrefixCode.fixedLiteralLength, PrefixCode.fixedDistance)
        let stored = Self.storedBits(block.count, after: writer.bitCount &+ 3)
        if stored <= min(dynamic, fixed) {
            Self.writeStored(window.extracting(block), isLast: isLast, to: &writer)
            return
        }
        writer.reserve(bitCount: min(dynamic, fixed) &+ 3)
        writer.write(isLast ? 1 : 0, 1)
        if fixed <= dynamic {
            writer.write(1, 2)
            writeSymbols(
                window, block, sequences, sequenceCount, PrefixCode.fixedLiteralLength, PrefixCode.fixedDistance,
                to: &writer)
        } else {
            writer.write(2, 2)
            header.write(to: &writer)
            writeSymbols(window, block, sequences, sequenceCount, literalLengths, distances, to: &writer)
        }
    }

    /// Writes stored blocks, at least one.
    static func writeStored(_ data: Span<UInt8>, isLast: Bool, to writer: inout BitWriter) {
        var position = 0
        repeat {
            let count = min(data.count &- position, BlockFormat.longestStored)
            writer.reserve(bitCount: 48)
            writer.write(isLast && position &+ count == data.count ? 1 : 0, 3)
            writer.alignToByte()
            writer.write(count, 16)
            writer.write(count ^ 0xFFFF, 16)
            writer.write(data.extracting(position..<(position &+ count)))
            position = position &+ count
        } while position < data.count
    }

    // MARK: Costs

    private static func storedBits(_ byteCount: Int, after bitCount: UInt64) -> UInt64 {
        let padding = (8 &- bitCount & 7) & 7
        let blocks = UInt64(truncatingIfNeeded: max(byteCount &- 1, 0) / BlockFormat.longestStored)
        return padding &+ 32 &+ blocks &* 40 &+ UInt64(truncatingIfNeeded: byteCount) &* 8
    }

    private static func bits(
        _ frequencies: Span<UInt32>, _ literalLengths: borrowing PrefixCode, _ distances: borrowing PrefixCode
    ) -> UInt64 {
        var sum: UInt64 = 0
        let first = literalLengths.lengths.span
        for symbol in 0..<BlockFormat.literalLengthCount {
            sum = sum &+ UInt64(frequencies[symbol]) &* UInt64(first[symbol])
        }
        let second = distances.lengths.span
        for symbol in 0..<BlockFormat.distanceCount {
            sum = sum
                &+ UInt64(frequencies[BlockFormat.literalLengthCount &+ symbol]) &* UInt64(second[symbol])
        }
        return sum
    }

    private static func extraBits(_ frequencies: Span<UInt32>) -> UInt64 {
        var sum: UInt64 = 0
        for (index, code) in LengthCode.all.enumerated() {
            sum = sum &+ UInt64(frequencies[LengthCode.firstSymbol &+ index]) &* UInt64(code.extraBitCount)
        }
        for (index, code) in DistanceCode.all.enumerated() {
            sum = sum
                &+ UInt64(frequencies[BlockFormat.literalLengthCount &+ index]) &* UInt64(code.extraBitCount)
        }
        return sum
    }

    // MARK: Symbols

    private mutating func writeSymbols(
        _ window: Span<UInt8>, _ block: Range<Int>, _ sequences: [UInt64], _ sequenceCount: Int,
        _ literalLengths: PrefixCode, _ distances: PrefixCode, to writer: inout BitWriter
    ) {
        fillLengthCodes(literalLengths)
        let lengthCodes = lengthCodes
        writer.withMemory { memory, count, bits, bitCount in
            Self.writeSymbols(
                window, block, sequences.span.extracting(first: sequenceCount), literalLengths, distances,
                lengthCodes.span, &memory, &count, &bits, &bitCount)
        }
        writer.write(
            Int(literalLengths.codes[BlockFormat.endOfBlock]), Int(literalLengths.lengths[BlockFormat.endOfBlock]))
    }

    private mutating func fillLengthCodes(_ code: PrefixCode) {
        for (index, range) in LengthCode.all.enumerated() {
            let symbol = LengthCode.firstSymbol &+ index
            let codeBits = UInt32(code.lengths[symbol])
            let bitCount = codeBits &+ UInt32(range.extraBitCount)
            let first = UInt32(code.codes[symbol]) | bitCount &<< 24
            for extra in 0..<(1 as UInt32 &<< UInt32(range.extraBitCount)) {
                let length = Int(range.base) &+ Int(extra)
                if length <= LengthCode.maximum { lengthCodes[length] = first | extra &<< codeBits }
            }
        }
    }

    @inline(never) @_lifetime(memory: copy memory)
    private static func writeSymbols(
        _ window: Span<UInt8>, _ block: Range<Int>, _ sequences: Span<UInt64>, _ literalLengths: PrefixCode,
        _ distances: PrefixCode, _ lengthCodes: Span<UInt32>,
        _ memory: inout MutableSpan<UInt8>, _ countInOut: inout Int, _ bitsInOut: inout UInt64,
        _ bitCountInOut: inout UInt64
    ) {
        let literalCodes = literalLengths.codes.span
        let literalBits = literalLengths.lengths.span
        let distanceCodes = distances.codes.span
        let distanceBits = distances.lengths.span
        let ranges = DistanceCode.all
        precondition(literalCodes.count >= 256 && literalBits.count >= 256)
        var (count, bits, bitCount) = (countInOut, bitsInOut, bitCountInOut)
        var position = block.lowerBound
        for index in 0...sequences.count {
            let isLast = index == sequences.count
            let sequence = isLast ? 0 : sequences[index]
            let runEnd = isLast ? block.upperBound : position &+ MatchSequence.run(sequence)
            while position < runEnd {
                let stop = min(runEnd, position &+ 4)
                while position < stop {
                    let literal = Int(window[position])
                    bits |= UInt64(literalCodes[literal]) &<< bitCount
                    bitCount = bitCount &+ UInt64(literalBits[literal])
                    position = position &+ 1
                }
                flush(&memory, &count, &bits, &bitCount)
            }
            if isLast { break }
            let length = MatchSequence.length(sequence)
            let code = lengthCodes[length]
            bits |= UInt64(code & 0xFF_FFFF) &<< bitCount
            bitCount = bitCount &+ UInt64(code &>> 24)
            let symbol = MatchSequence.distanceSymbol(sequence)
            bits |= UInt64(distanceCodes[symbol]) &<< bitCount
            bitCount = bitCount &+ UInt64(distanceBits[symbol])
            let range = ranges[symbol]
            bits |= UInt64(truncatingIfNeeded: MatchSequence.distance(sequence) &- Int(range.base)) &<< bitCount
            bitCount = bitCount &+ UInt64(range.extraBitCount)
            flush(&memory, &count, &bits, &bitCount)
            position = position &+ length
        }
        (countInOut, bitsInOut, bitCountInOut) = (count, bits, bitCount)
    }

    /// Writes the whole bytes.
    @inline(__always) @_lifetime(memory: copy memory)
    private static func flush(
        _ memory: inout MutableSpan<UInt8>, _ count: inout Int, _ bits: inout UInt64, _ bitCount: inout UInt64
    ) {
        memory.store(bits, at: count)
        count = count &+ Int(truncatingIfNeeded: bitCount &>> 3)
        bits = bits &>> (bitCount & ~7)
        bitCount &= 7
    }
}
