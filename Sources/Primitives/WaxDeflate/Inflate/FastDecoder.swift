/// The loop that decodes most of a stream: as long as there is so much input and room that nothing has to be
/// asked for within a turn.
enum FastDecoder {
    /// The input a turn may look at: three refills, each of which reads eight bytes and moves on by at most seven.
    static let inputMargin = 32
    /// The output a turn may touch: two literals, the longest match and what copying it writes behind it.
    static let outputMargin = 3 + LengthCode.maximum + MutableSpan<UInt8>.matchSlack

    enum Outcome {
        case marginReached
        case endOfBlock
        case invalidLiteralLength
        case invalidDistance
        case distanceTooFar
    }

    /// Decodes until a margin is reached or the block ends.
    ///
    /// Each turn refills so that 56 bits are there, which is enough for three codes of 11 bits and the look at the
    /// next, or two and a length with its extra bits (2 · 11 + 20) and the main look-up of a distance (8). The bit
    /// count lives in the low byte of `left`; whatever subtracting whole entries leaves above it is ignored.
    @inline(never) @_lifetime(output: copy output)
    static func run(
        _ input: Span<UInt8>, _ position: inout Int, _ output: inout MutableSpan<UInt8>, _ written: inout Int,
        limit: Int, historyStart: Int, _ reader: inout BitReader,
        literalLengths: Span<UInt32>, distances: Span<UInt32>
    ) -> Outcome {
        // Known to the optimiser, these make checks of the main look-ups superfluous.
        precondition(literalLengths.count >= 2048 && distances.count >= 256)
        let lastPosition = input.count &- inputMargin
        let lastWritten = limit &- outputMargin
        let first = position
        var next = position
        var out = written
        var bits = reader.bits
        var left = reader.count
        var outcome = Outcome.marginReached

        refill(input, &next, &bits, &left)
        var entry = literalLengths[Int(truncatingIfNeeded: bits & 2047)]
        decoding: while true {
            var saved = bits
            consume(entry, &bits, &left)
            if entry & DecodeEntry.literal != 0 {
                output[out] = UInt8(truncatingIfNeeded: entry &>> 16)
                out = out &+ 1
                entry = literalLengths[Int(truncatingIfNeeded: bits & 2047)]
                saved = bits
                consume(entry, &bits, &left)
                if entry & DecodeEntry.literal != 0 {
                    output[out] = UInt8(truncatingIfNeeded: entry &>> 16)
                    out = out &+ 1
                    entry = literalLengths[Int(truncatingIfNeeded: bits & 2047)]
                    saved = bits
                    consume(entry, &bits, &left)
                    if entry & DecodeEntry.literal != 0 {
                        output[out] = UInt8(truncatingIfNeeded: entry &>> 16)
                        out = out &+ 1
                        entry = literalLengths[Int(truncatingIfNeeded: bits & 2047)]
                        refill(input, &next, &bits, &left)
                        if next <= lastPosition && out <= lastWritten { continue decoding }
                        break decoding
                    }
                }
            }

            if entry & DecodeEntry.exceptional != 0 {
                if entry & DecodeEntry.pointer != 0 {
                    let index = bits & (1 &<< DecodeEntry.codeBitCount(entry) &- 1)
                    entry = literalLengths[DecodeEntry.value(entry) &+ Int(truncatingIfNeeded: index)]
                    saved = bits
                    consume(entry, &bits, &left)
                }
                if entry & DecodeEntry.literal != 0 {
                    output[out] = UInt8(truncatingIfNeeded: entry &>> 16)
                    out = out &+ 1
                    refill(input, &next, &bits, &left)
                    entry = literalLengths[Int(truncatingIfNeeded: bits & 2047)]
                    if next <= lastPosition && out <= lastWritten { continue decoding }
                    break decoding
                }
                if entry & DecodeEntry.exceptional != 0 {
                    outcome = entry & DecodeEntry.endOfBlock != 0 ? .endOfBlock : .invalidLiteralLength
                    break decoding
                }
            }
            let length = DecodeEntry.value(entry, bits: saved)

            entry = distances[Int(truncatingIfNeeded: bits & 255)]
            if entry & DecodeEntry.exceptional != 0 {
                guard entry & DecodeEntry.pointer != 0 else {
                    outcome = .invalidDistance
                    break decoding
                }
                consume(entry, &bits, &left)
                refill(input, &next, &bits, &left)
                let index = bits & (1 &<< DecodeEntry.codeBitCount(entry) &- 1)
                entry = distances[DecodeEntry.value(entry) &+ Int(truncatingIfNeeded: index)]
                guard entry & DecodeEntry.exceptional == 0 else {
                    outcome = .invalidDistance
                    break decoding
                }
            } else {
                refill(input, &next, &bits, &left)
            }
            saved = bits
            consume(entry, &bits, &left)
            let distance = DecodeEntry.value(entry, bits: saved)
            guard distance <= out &- historyStart else {
                outcome = .distanceTooFar
                break decoding
            }

            // The next look-up is on its way while the match is copied.
            entry = literalLengths[Int(truncatingIfNeeded: bits & 2047)]
            refill(input, &next, &bits, &left)
            output.repeatMatch(at: out, distance: distance, length: length)
            out = out &+ length
            if next > lastPosition || out > lastWritten { break decoding }
        }

        reader.count = left & 63
        reader.bits = bits & (1 &<< reader.count &- 1)
        position = next
        written = out
        reader.giveBack(&position, notBefore: first)
        return outcome
    }

    /// Fills up to 56 to 63 valid bits; bits above those may be there too, and are the ones that follow.
    @inline(__always)
    private static func refill(_ input: Span<UInt8>, _ next: inout Int, _ bits: inout UInt64, _ left: inout UInt64) {
        bits |= input.word64(at: next) &<< left
        next = next &+ 7 &- Int(truncatingIfNeeded: left &>> 3 & 7)
        left |= 56
    }

    @inline(__always)
    private static func consume(_ entry: UInt32, _ bits: inout UInt64, _ left: inout UInt64) {
        bits = bits &>> UInt64(entry)
        left = left &- UInt64(entry)
    }
}
