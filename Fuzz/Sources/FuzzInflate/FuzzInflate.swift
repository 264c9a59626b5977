import FuzzSupport
import WaxDeflate

// Any bytes as raw, zlib and gzip data: in one go, into memory of the caller and in any pieces of input and output
// the bytes and the error are the same, and the limits hold.

private let formats: [Deflate.Format] = [.raw, .zlib, .gzip]

/// Sizes of pieces, drawn from a byte of the input.
private struct Sizes {
    var state: UInt32
    mutating func next(_ bound: UInt32) -> Int {
        state = state &* 1_664_525 &+ 1_013_904_223
        return Int(state >> 16 % bound)
    }
}

private func inPieces(
    _ data: [UInt8], _ format: Deflate.Format, _ limits: DeflateLimits, _ dictionary: [UInt8], _ seed: UInt8
) -> (output: [UInt8], error: DeflateError?) {
    var inflater = Inflater(format: format, limits: limits, dictionary: dictionary)
    var sizes = Sizes(state: UInt32(seed))
    var output: [UInt8] = []
    var position = 0
    do throws(DeflateError) {
        while true {
            let end = min(data.count, position + sizes.next(seed < 128 ? 9 : 900))
            var piece = [UInt8](repeating: 0, count: sizes.next(seed & 1 == 0 ? 70 : 9000))
            var target = piece.mutableSpan
            let progress = try inflater.inflate(data.span.extracting(position..<end), into: &target)
            output += piece[..<progress.produced]
            position += progress.consumed
            require(output.count <= Int(limits.maxOutput), "a limit was passed")
            switch progress.status {
            case .needsInput:
                guard position == data.count else { continue }
                try inflater.finish()
                return (output, nil)
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

@_cdecl("FuzzInflate_main")
public func start(_ count: CInt, _ arguments: CommandLineArguments) -> CInt {
    runFuzzer(count, arguments) { start, count in
        let bytes = input(start, count)
        guard bytes.count >= 2 else { return 0 }
        let format = formats[Int(bytes[0] % 3)]
        let limits = DeflateLimits(
            maxOutput: bytes[0] & 0x80 == 0 ? 1 << 17 : 1000, maxRatio: bytes[0] & 0x40 == 0 ? nil : 20, maxMembers: 4)
        let dictionary: [UInt8] = bytes[0] & 0x20 == 0 || format == .gzip ? [] : (0..<200).map { $0 }
        let data = [UInt8](bytes[2...])
        let pieces = inPieces(data, format, limits, dictionary, bytes[1])
        do throws(DeflateError) {
            let output = try Deflate.decompress(data, format: format, limits: limits, dictionary: dictionary)
            require(pieces.error == nil && pieces.output == output, "in pieces differs")
            guard dictionary.isEmpty else { return 0 }
            var memory = [UInt8](repeating: 0, count: output.count)
            var target = memory.mutableSpan
            let count = try Deflate.decompress(data.span, format: format, into: &target, limits: limits)
            require(count == output.count && memory == output, "in the caller's memory differs")
            // What comes out goes in again.
            let again = Deflate.compress(output, format: format, level: 1)
            require(try Deflate.decompress(again, format: format) == output, "the output is not the same again")
        } catch {
            require(pieces.error == error, "\(error) in one go, \(String(describing: pieces.error)) in pieces")
        }
        return 0
    }
}
