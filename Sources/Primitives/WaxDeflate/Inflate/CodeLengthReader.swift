/// Reads the code lengths at the beginning of a dynamic block (RFC 1951, section 3.2.7).
struct CodeLengthReader: Sendable {
    private(set) var literalLengthCount = 0
    private(set) var distanceCount = 0
    private var codeLengthCodeCount = 0

    /// Those of the literals and lengths, and behind them those of the distances.
    private(set) var lengths = [UInt8](repeating: 0, count: 286 + 30)
    private var count = 0
    private var position = 0
    private var codeLengthLengths = [UInt8](repeating: 0, count: BlockFormat.codeLengthCount)
    private var codeLengthPosition = 0
    private var table = DecodeTable.codeLength()

    /// Begins with the header of a block.
    ///
    /// - Parameter counts: The 14 bits that say how many lengths follow.
    mutating func begin(counts: Int) throws(DeflateError) {
        literalLengthCount = counts & 31 &+ 257
        distanceCount = counts &>> 5 & 31 &+ 1
        codeLengthCodeCount = counts &>> 10 & 15 &+ 4
        guard literalLengthCount <= 286 else { throw .tooManyLiteralLengthCodes }
        guard distanceCount <= 30 else { throw .tooManyDistanceCodes }
        count = literalLengthCount &+ distanceCount
        position = 0
        codeLengthPosition = 0
        for index in codeLengthLengths.indices { codeLengthLengths[index] = 0 }
    }

    /// Reads as far as the input goes.
    ///
    /// - Returns: Whether all lengths have been read.
    mutating func read(
        _ reader: inout BitReader, _ input: Span<UInt8>, _ inputPosition: inout Int
    ) throws(DeflateError) -> Bool {
        if codeLengthPosition < codeLengthCodeCount {
            repeat {
                guard reader.need(3, input, &inputPosition) else { return false }
                codeLengthLengths[Int(BlockFormat.codeLengthOrder[codeLengthPosition])] =
                    UInt8(truncatingIfNeeded: reader.take(3))
                codeLengthPosition = codeLengthPosition &+ 1
            } while codeLengthPosition < codeLengthCodeCount
            let lengths = codeLengthLengths
            do throws(DecodeTable.Fault) {
                try table.fill(lengths: lengths.span, completeness: .required)
            } catch {
                throw error == .overSubscribed ? .overSubscribedCodeLengthCode : .incompleteCodeLengthCode
            }
        }
        while position < count {
            guard try readSymbol(&reader, input, &inputPosition) else { return false }
        }
        return true
    }

    /// Reads one length or one repetition.
    private mutating func readSymbol(
        _ reader: inout BitReader, _ input: Span<UInt8>, _ inputPosition: inout Int
    ) throws(DeflateError) -> Bool {
        var entry: UInt32
        while true {
            entry = table.entries[Int(truncatingIfNeeded: reader.bits & 127)]
            if DecodeEntry.bitCount(entry) <= reader.count { break }
            guard reader.need(reader.count &+ 1, input, &inputPosition) else { return false }
        }
        let symbol = DecodeEntry.value(entry)
        let codeBits = DecodeEntry.bitCount(entry)
        if symbol < 16 {
            reader.drop(codeBits)
            lengths[position] = UInt8(truncatingIfNeeded: symbol)
            position = position &+ 1
            return true
        }
        let extraBits: UInt64 = symbol == 16 ? 2 : symbol == 17 ? 3 : 7
        guard reader.need(codeBits &+ extraBits, input, &inputPosition) else { return false }
        reader.drop(codeBits)
        let repetitions = reader.take(extraBits) &+ (symbol == 18 ? 11 : 3)
        guard symbol != 16 || position > 0 else { throw .repeatWithoutPreviousLength }
        guard repetitions <= count &- position else { throw .repeatedLengthsTooMany }
        let length = symbol == 16 ? lengths[position &- 1] : 0
        for _ in 0..<repetitions {
            lengths[position] = length
            position = position &+ 1
        }
        return true
    }
}
