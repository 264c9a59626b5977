@testable import WaxDeflate

/// Writes streams bit by bit, right and wrong ones.
struct BitString {
    private(set) var bytes: [UInt8] = []
    private var bitCount = 0

    /// Appends a number, least significant bit first, as RFC 1951 packs everything but codes.
    mutating func append(_ value: Int, _ count: Int) {
        for bit in 0..<count {
            if bitCount % 8 == 0 { bytes.append(0) }
            bytes[bytes.count - 1] |= UInt8(value >> bit & 1) << UInt8(bitCount % 8)
            bitCount += 1
        }
    }

    /// Appends a code, most significant bit first.
    mutating func append(code: Int, _ count: Int) {
        for bit in (0..<count).reversed() { append(code >> bit & 1, 1) }
    }

    static func build(_ body: (inout BitString) -> Void) -> [UInt8] {
        var bits = BitString()
        body(&bits)
        return bits.bytes
    }

    /// The beginning of a last block of type 0 to 3.
    static func block(type: Int, _ body: (inout BitString) -> Void) -> [UInt8] {
        build { bits in
            bits.append(1, 1)
            bits.append(type, 2)
            body(&bits)
        }
    }

    /// A dynamic block whose lengths are all written with four bits, which every length from 0 to 15 has as its code.
    static func dynamic(
        _ lengths: [UInt8], _ distances: [UInt8], _ body: (inout BitString) -> Void = { _ in }
    ) -> [UInt8] {
        block(type: 2) { bits in
            bits.append(lengths.count - 257, 5)
            bits.append(distances.count - 1, 5)
            bits.append(15, 4)
            for symbol in BlockFormat.codeLengthOrder { bits.append(symbol < 16 ? 4 : 0, 3) }
            for length in lengths + distances { bits.append(code: Int(length), 4) }
            body(&bits)
        }
    }

    /// The header of a dynamic block with these lengths for the code of code lengths, and 257 + 1 lengths to come.
    static func codeLengths(
        _ lengths: [UInt8: Int], literals: Int = 257, distances: Int = 1, _ body: (inout BitString) -> Void = { _ in }
    ) -> [UInt8] {
        block(type: 2) { bits in
            bits.append(literals - 257, 5)
            bits.append(distances - 1, 5)
            bits.append(15, 4)
            for symbol in BlockFormat.codeLengthOrder { bits.append(lengths[symbol] ?? 0, 3) }
            body(&bits)
        }
    }
}

/// Lengths of literals and lengths, given by symbol.
func lengths(count: Int = 257, _ given: [Int: UInt8]) -> [UInt8] { (0..<count).map { given[$0] ?? 0 } }

/// Decompresses in one go.
func whole(
    _ data: [UInt8], _ format: Deflate.Format, limits: DeflateLimits = .standard, dictionary: [UInt8] = []
) -> Result<[UInt8], DeflateError> {
    do throws(DeflateError) {
        return .success(try Deflate.decompress(data, format: format, limits: limits, dictionary: dictionary))
    } catch {
        return .failure(error)
    }
}

/// Decompresses with pieces of input and output of the sizes given, and gives what came out before an error, too.
func inPieces(
    _ data: [UInt8], _ format: Deflate.Format, limits: DeflateLimits = .standard, dictionary: [UInt8] = [],
    input inputSizes: @autoclosure () -> Int, output outputSizes: @autoclosure () -> Int
) -> (output: [UInt8], error: DeflateError?) {
    var inflater = Inflater(format: format, limits: limits, dictionary: dictionary)
    var output: [UInt8] = []
    var position = 0
    do throws(DeflateError) {
        while true {
            let end = min(data.count, position + inputSizes())
            var piece = [UInt8](repeating: 0, count: outputSizes())
            var target = piece.mutableSpan
            let progress = try inflater.inflate(data.span.extracting(position..<end), into: &target)
            output += piece[..<progress.produced]
            position += progress.consumed
            switch progress.status {
            case .needsInput:
                guard position < data.count else {
                    try inflater.finish()
                    return (output, nil)
                }
            case .needsOutput: continue
            case .needsDictionary(let checksum): throw .dictionaryNeeded(checksum)
            case .finished:
                guard position == data.count else { throw .trailingData }
                return (output, nil)
            }
        }
    } catch {
        return (output, error)
    }
}
