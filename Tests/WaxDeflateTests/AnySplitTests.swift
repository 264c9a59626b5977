import Testing
import WaxTestSupport

@testable import WaxDeflate

@Suite("Pieces")
struct AnySplitTests {
    @Test(
        "Whole and damaged data in pieces gives the bytes and the error of one go", arguments: 0..<40 as Range<UInt64>)
    func inflating(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        let sample = try #require(Samples.all.randomElement(using: &random))
        let format = try #require(Samples.formats.randomElement(using: &random))
        let level = try #require(Samples.levels.randomElement(using: &random))
        let limits = DeflateLimits(maxOutput: 80_000, maxRatio: Bool.random(using: &random) ? 3 : nil)
        var data = Deflate.compress([UInt8](sample.bytes.prefix(20_000)), format: format, level: level)
        if Bool.random(using: &random) { data += data }
        for _ in 0..<8 {
            let expected = inPieces(data, format, limits: limits, input: .max / 2, output: 100_000)
            switch whole(data, format, limits: limits) {
            case .success(let output): #expect(expected.output == output && expected.error == nil)
            case .failure(let error): #expect(expected.error == error)
            }
            var inputSizes = PieceSizes(seed: random.next())
            var outputSizes = PieceSizes(seed: random.next())
            let pieces = inPieces(data, format, limits: limits, input: inputSizes.next(), output: outputSizes.next())
            #expect(pieces.output == expected.output && pieces.error == expected.error)
            mutate(&data, using: &random)
        }
    }

    @Test("Reading stops at the end of the data, to the byte, and what was read ahead is given back")
    func consumed() throws {
        for format in [Deflate.Format.raw, .zlib] {
            for sample in Samples.all {
                let data = Deflate.compress([UInt8](sample.bytes.prefix(9000)), format: format)
                for size in [1, 5, 100_000] {
                    var inflater = Inflater(format: format)
                    var output = [UInt8](repeating: 0, count: 10_000)
                    let input = data + [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
                    var position = 0
                    while true {
                        let end = min(input.count, position + size)
                        var target = output.mutableSpan
                        let progress = try inflater.inflate(input.span.extracting(position..<end), into: &target)
                        position += progress.consumed
                        if progress.status == .finished { break }
                    }
                    #expect(position == data.count)
                    #expect(inflater.consumedByteCount == UInt64(data.count))
                    #expect(throws: DeflateError.trailingData) { try inflater.update([1]) }
                    inflater.reset()
                    _ = try inflater.update(data)
                    #expect(inflater.isComplete)
                }
            }
        }
    }

    @Test("A fault is thrown again, and an unfinished end is one")
    func stickyFault() throws {
        var inflater = Inflater(format: .zlib)
        #expect(throws: DeflateError.truncated) { try inflater.finish() }
        #expect(throws: DeflateError.invalidZlibHeader) { try inflater.update([1, 2]) }
        #expect(throws: DeflateError.invalidZlibHeader) { try inflater.update([0x78, 0x9C]) }
        #expect(throws: DeflateError.invalidZlibHeader) { try inflater.finish() }
        inflater.reset()
        _ = try inflater.update([0x78, 0x9C, 3, 0, 0, 0, 0, 1])
        try inflater.finish()
    }
}
