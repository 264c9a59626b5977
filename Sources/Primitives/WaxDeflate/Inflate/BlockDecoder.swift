import WaxCore

/// Decodes the blocks of a raw DEFLATE stream, from any pieces of input, into a buffer that also holds what was
/// decoded before (RFC 1951).
///
/// Most symbols are decoded by ``FastDecoder``, which assumes plenty of input and room; the rest by
/// ``decodeSymbols(_:_:_:_:limit:historyStart:)``, a symbol at a time, with all the checks.
struct BlockDecoder: Sendable {
    /// Why decoding paused.
    enum Outcome {
        case needsInput
        /// The next symbol needs room that is not there.
        case needsOutput
        case finished
    }

    private enum State {
        case blockHeader
        case storedHeader
        case stored(remaining: Int)
        case dynamicHeader
        case codeLengths
        case symbols
        case distance(length: Int)
        case copying(length: Int, distance: Int)
        case finished
    }

    private(set) var reader = BitReader()
    private var state = State.blockHeader
    private var isLast = false
    private var literalLengths = DecodeTable.literalLength()
    private var distances = DecodeTable.distance()
    private var codeLengths = CodeLengthReader()
    private var holdsFixedCodes = false

    /// Bytes of the input that were taken but are not used up; they count as not consumed.
    var heldByteCount: Int { Int(truncatingIfNeeded: reader.count &>> 3) }

    /// Begins another stream with the tables of this one.
    mutating func restart() {
        reader = BitReader()
        state = .blockHeader
        isLast = false
    }

    /// Decodes until input or room is missing, or the last block ends.
    ///
    /// When it returns for any reason but missing input, `position` is behind the last byte used.
    ///
    /// - Parameters:
    ///   - output: Holds the output before `written`, as far back as `historyStart`.
    ///   - limit: Nothing is written there or behind it.
    @_lifetime(output: copy output)
    mutating func decode(
        _ input: Span<UInt8>, _ position: inout Int, _ output: inout MutableSpan<UInt8>, _ written: inout Int,
        limit: Int, historyStart: Int
    ) throws(DeflateError) -> Outcome {
        let first = position
        do throws(DeflateError) {
            let outcome = try advance(
                input, &position, &output, &written, limit: limit, historyStart: historyStart)
            if outcome != .needsInput { reader.giveBack(&position, notBefore: first) }
            return outcome
        } catch {
            reader.giveBack(&position, notBefore: first)
            throw error
        }
    }

    @_lifetime(output: copy output)
    private mutating func advance(
        _ input: Span<UInt8>, _ position: inout Int, _ output: inout MutableSpan<UInt8>, _ written: inout Int,
        limit: Int, historyStart: Int
    ) throws(DeflateError) -> Outcome {
        while true {
            switch state {
            case .blockHeader:
                guard reader.need(3, input, &position) else { return .needsInput }
                isLast = reader.take(1) == 1
                switch reader.take(2) {
                case 0:
                    reader.alignToByte()
                    state = .storedHeader
                case 1:
                    fillFixedTables()
                    state = .symbols
                case 2: state = .dynamicHeader
                default: throw .invalidBlockType
                }
            case .storedHeader:
                guard reader.need(32, input, &position) else { return .needsInput }
                let length = reader.take(16)
                guard length ^ reader.take(16) == 0xFFFF else { throw .storedLengthMismatch }
                state = .stored(remaining: length)
            case .stored(var remaining):
                let outcome = copyStored(input, &position, &output, &written, limit: limit, &remaining)
                if let outcome {
                    state = .stored(remaining: remaining)
                    return outcome
                }
                endBlock()
            case .dynamicHeader:
                guard reader.need(14, input, &position) else { return .needsInput }
                try codeLengths.begin(counts: reader.take(14))
                state = .codeLengths
            case .codeLengths:
                guard try codeLengths.read(&reader, input, &position) else { return .needsInput }
                try fillTables()
                state = .symbols
            case .symbols, .distance, .copying:
                let outcome = try decodeSymbols(
                    input, &position, &output, &written, limit: limit, historyStart: historyStart)
                if let outcome { return outcome }
                endBlock()
            case .finished:
                return .finished
            }
        }
    }

    private mutating func endBlock() { state = isLast ? .finished : .blockHeader }

    // MARK: Blocks

    /// - Returns: What is missing, or nil if the block was copied to its end.
    @_lifetime(output: copy output)
    private mutating func copyStored(
        _ input: Span<UInt8>, _ position: inout Int, _ output: inout MutableSpan<UInt8>, _ written: inout Int,
        limit: Int, _ remaining: inout Int
    ) -> Outcome? {
        while remaining > 0 {
            guard written < limit else { return .needsOutput }
            if reader.count >= 8 {
                output[written] = UInt8(truncatingIfNeeded: reader.take(8))
                written = written &+ 1
                remaining = remaining &- 1
                continue
            }
            let count = min(remaining, min(input.count &- position, limit &- written))
            guard count > 0 else { return .needsInput }
            output.copy(input, from: position, to: written, count: count)
            position = position &+ count
            written = written &+ count
            remaining = remaining &- count
        }
        return nil
    }

    private mutating func fillFixedTables() {
        guard !holdsFixedCodes else { return }
        var lengths = [UInt8](repeating: BlockFormat.fixedDistanceLength, count: BlockFormat.literalLengthCount)
        // Both codes are complete, so filling cannot fail.
        try? distances.fill(
            lengths: lengths.span.extracting(first: BlockFormat.distanceCount), completeness: .required)
        for symbol in lengths.indices { lengths[symbol] = BlockFormat.fixedLength(symbol) }
        try? literalLengths.fill(lengths: lengths.span, completeness: .required)
        holdsFixedCodes = true
    }

    private mutating func fillTables() throws(DeflateError) {
        holdsFixedCodes = false
        let lengths = codeLengths.lengths
        let all = lengths.span
        guard all[BlockFormat.endOfBlock] != 0 else { throw .missingEndOfBlockCode }
        do throws(DecodeTable.Fault) {
            try literalLengths.fill(
                lengths: all.extracting(first: codeLengths.literalLengthCount), completeness: .waivedForSingleCode)
        } catch {
            throw error == .overSubscribed ? .overSubscribedLiteralLengthCode : .incompleteLiteralLengthCode
        }
        do throws(DecodeTable.Fault) {
            try distances.fill(
                lengths: all.extracting(
                    codeLengths.literalLengthCount..<(codeLengths.literalLengthCount &+ codeLengths.distanceCount)),
                completeness: .waivedForSingleCode)
        } catch {
            throw error == .overSubscribed ? .overSubscribedDistanceCode : .incompleteDistanceCode
        }
    }

    // MARK: Symbols

    /// - Returns: What is missing, or nil if the block has ended.
    @_lifetime(output: copy output)
    private mutating func decodeSymbols(
        _ input: Span<UInt8>, _ position: inout Int, _ output: inout MutableSpan<UInt8>, _ written: inout Int,
        limit: Int, historyStart: Int
    ) throws(DeflateError) -> Outcome? {
        let literalLengths = literalLengths
        let distances = distances
        while true {
            switch state {
            case .copying(var length, let distance):
                let count = min(length, limit &- written)
                for _ in 0..<count {
                    output[written] = output[written &- distance]
                    written = written &+ 1
                }
                length = length &- count
                guard length == 0 else {
                    state = .copying(length: length, distance: distance)
                    return .needsOutput
                }
                state = .symbols
            case .distance(let length):
                guard let entry = reader.nextEntry(distances, input, &position) else { return .needsInput }
                guard entry & DecodeEntry.exceptional == 0 else { throw .invalidDistanceSymbol }
                guard reader.need(DecodeEntry.bitCount(entry), input, &position) else { return .needsInput }
                let distance = DecodeEntry.value(entry, bits: reader.bits)
                reader.drop(DecodeEntry.bitCount(entry))
                guard distance <= written &- historyStart else { throw .distanceTooFar }
                state = .copying(length: length, distance: distance)
            default:
                if input.count &- position >= FastDecoder.inputMargin, limit &- written >= FastDecoder.outputMargin {
                    switch FastDecoder.run(
                        input, &position, &output, &written, limit: limit, historyStart: historyStart, &reader,
                        literalLengths: literalLengths.entries.span, distances: distances.entries.span)
                    {
                    case .marginReached: break
                    case .endOfBlock: return nil
                    case .invalidLiteralLength: throw .invalidLiteralLengthSymbol
                    case .invalidDistance: throw .invalidDistanceSymbol
                    case .distanceTooFar: throw .distanceTooFar
                    }
                }
                guard let entry = reader.nextEntry(literalLengths, input, &position) else { return .needsInput }
                if entry & DecodeEntry.literal != 0 {
                    guard written < limit else { return .needsOutput }
                    output[written] = UInt8(truncatingIfNeeded: entry &>> 16)
                    written = written &+ 1
                    reader.drop(DecodeEntry.bitCount(entry))
                } else if entry & DecodeEntry.exceptional != 0 {
                    guard entry & DecodeEntry.endOfBlock != 0 else { throw .invalidLiteralLengthSymbol }
                    reader.drop(DecodeEntry.bitCount(entry))
                    return nil
                } else {
                    guard reader.need(DecodeEntry.bitCount(entry), input, &position) else { return .needsInput }
                    let length = DecodeEntry.value(entry, bits: reader.bits)
                    reader.drop(DecodeEntry.bitCount(entry))
                    state = .distance(length: length)
                }
            }
        }
    }
}

extension MutableSpan<UInt8> {
    /// Copies bytes of another span to `target`.
    @inline(__always) @_lifetime(self: copy self)
    mutating func copy(_ source: Span<UInt8>, from start: Int, to target: Int, count: Int) {
        var slice = _mutatingExtracting(target..<(target &+ count))
        slice.replace(with: source.extracting(start..<(start &+ count)))
    }
}
