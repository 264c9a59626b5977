import Testing
import WaxTestSupport

@testable import WaxDeflate

@Suite("Deflating")
struct DeflateTests {
    @Test("What is compressed comes back, at every level and in every format", arguments: Samples.all)
    func roundTrip(sample: Samples.Sample) {
        for level in Samples.levels {
            for format in Samples.formats {
                let small = Deflate.compress(sample.bytes, format: format, level: level)
                #expect(whole(small, format) == .success(sample.bytes), "level \(level.value), \(format)")
                #expect(small.count <= Deflate.maximumCompressedByteCount(for: sample.bytes.count, format: format))
            }
        }
    }

    @Test("No more bytes come out than announced, with a dictionary too", arguments: Samples.formats)
    func bound(format: Deflate.Format) {
        for count in 0...9 {
            let bytes = Samples.noise(count)
            for level in Samples.levels {
                let small = Deflate.compress(bytes, format: format, level: level, dictionary: [1, 2, 3])
                #expect(small.count <= Deflate.maximumCompressedByteCount(for: count, format: format))
            }
        }
    }

    @Test("However input and output are cut, the bytes are the same as in one go", arguments: Samples.all)
    func pieces(sample: Samples.Sample) {
        for level in Samples.levels {
            var sizes = PieceSizes(seed: UInt64(level.value))
            let format = Samples.formats[level.value % 3]
            let expected = Deflate.compress(sample.bytes, format: format, level: level)
            var deflater = Deflater(format: format, level: level)
            for _ in 0..<2 {
                let output = Self.deflate(sample.bytes, &deflater, sizes: &sizes)
                #expect(output == expected, "level \(level.value), \(format)")
                #expect(deflater.consumedByteCount == UInt64(sample.bytes.count))
                deflater.reset()
            }
        }
    }

    /// Input much longer than the window, once: cut where the window moves and where it does not.
    @Test("Long input in pieces gives the same as in one go", arguments: [1, 4, 6] as [Deflate.Level])
    func longInput(level: Deflate.Level) {
        let input = Samples.words(700_000) + Samples.noise(200_000) + [UInt8](repeating: 9, count: 600_000)
            + Samples.records(300_000)
        let expected = Deflate.compress(input, format: .zlib, level: level)
        for seed in 0..<2 as Range<UInt64> {
            var deflater = Deflater(format: .zlib, level: level)
            var sizes = PieceSizes(seed: seed)
            #expect(Self.deflate(input, &deflater, sizes: &sizes) == expected)
        }
        #expect(whole(expected, .zlib) == .success(input))
        var inputSizes = PieceSizes(seed: 5)
        var outputSizes = PieceSizes(seed: 6)
        let pieces = inPieces(expected, .zlib, input: inputSizes.next(), output: outputSizes.next())
        #expect(pieces.output == input && pieces.error == nil)
    }

    static func deflate(_ input: [UInt8], _ deflater: inout Deflater, sizes: inout PieceSizes) -> [UInt8] {
        var output: [UInt8] = []
        var position = 0
        while true {
            let end = min(input.count, position + sizes.next())
            var piece = [UInt8](repeating: 0, count: sizes.next())
            var target = piece.mutableSpan
            let progress = deflater.deflate(
                input.span.extracting(position..<end), into: &target, flush: end == input.count ? .finish : .none)
            output += piece[..<progress.produced]
            position += progress.consumed
            if progress.status == .finished { return output }
        }
    }

    @Test("Higher levels are denser, and even the fastest compresses")
    func density() {
        let bytes = Samples.words(60_000)
        let sizes = Samples.levels.map { Deflate.compress(bytes, format: .raw, level: $0).count }
        #expect(sizes[0] == bytes.count + 5)
        #expect(sizes[1] < bytes.count * 6 / 10)
        #expect(sizes[6] < sizes[1] && sizes[9] <= sizes[6])
    }

    @Test("Known answers: the same as zlib's where there is only one good one")
    func knownAnswers() {
        #expect(Deflate.compress([], format: .raw) == [3, 0])
        #expect(Deflate.compress([], format: .raw, level: 0) == [1, 0, 0, 0xFF, 0xFF])
        #expect(Deflate.compress([0x61], format: .raw) == [0x4B, 4, 0])
        #expect(Deflate.compress([0x61], format: .zlib) == [0x78, 0x9C, 0x4B, 4, 0, 0, 0x62, 0, 0x62])
        #expect(Deflate.compress([0x61], format: .zlib, level: 1)[1] == 0x01)
        #expect(Deflate.compress([0x61], format: .zlib, level: 5)[1] == 0x5E)
        #expect(Deflate.compress([0x61], format: .zlib, level: 9)[1] == 0xDA)
        #expect(
            Deflate.compress([0x61], format: .gzip) == [
                0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 0x4B, 4, 0, 0x43, 0xBE, 0xB7, 0xE8, 1, 0, 0, 0,
            ])
    }

    @Test("After a sync flush all input so far can be decompressed", arguments: Samples.levels)
    func syncFlush(level: Deflate.Level) throws {
        let input = Samples.words(30_000)
        var deflater = Deflater(format: .raw, level: level)
        var inflater = Inflater(format: .raw)
        var position = 0
        var sizes = PieceSizes(seed: 9)
        while position < input.count {
            let end = min(input.count, position + max(1, sizes.next() % 5000))
            let output = deflater.update([UInt8](input[position..<end]), flush: .sync)
            #expect(output.suffix(4) == [0, 0, 0xFF, 0xFF])
            #expect(try inflater.update(output) == [UInt8](input[position..<end]))
            #expect(deflater.update([], flush: .sync) == [], "nothing new, nothing to flush")
            position = end
        }
        #expect(try inflater.update(deflater.finish()) == [])
        try inflater.finish()
        #expect(inflater.isComplete)
    }

    @Test("After a full flush nothing before it is needed", arguments: Samples.levels)
    func fullFlush(level: Deflate.Level) throws {
        let input = Samples.words(20_000)
        var deflater = Deflater(format: .raw, level: level)
        let first = deflater.update(input, flush: .full)
        let second = deflater.update(input, flush: .finish)
        #expect(try Deflate.decompress(second, format: .raw) == input)
        #expect(try Deflate.decompress(first + second, format: .raw) == input + input)

        var linked = Deflater(format: .raw, level: level)
        _ = linked.update(input, flush: .sync)
        let repeated = linked.update(input, flush: .finish)
        if level > 0 { #expect(repeated.count < second.count / 10) }
    }

    @Test("A dictionary helps, and has to be the right one", arguments: Samples.levels)
    func dictionary(level: Deflate.Level) throws {
        let dictionary = Samples.words(40_000)
        let input = [UInt8](dictionary[20_000..<21_000])
        for format in [Deflate.Format.raw, .zlib] {
            let small = Deflate.compress(input, format: format, level: level, dictionary: dictionary)
            if level > 0 { #expect(small.count < 50, "level \(level.value)") }
            #expect(whole(small, format, dictionary: dictionary) == .success(input))
            let pieces = inPieces(small, format, dictionary: dictionary, input: 1, output: 3)
            #expect(pieces.output == input && pieces.error == nil)
        }
        let small = Deflate.compress(input, format: .zlib, level: level, dictionary: dictionary)
        #expect(whole(small, .zlib) == .failure(.dictionaryNeeded(Adler32.checksum(dictionary))))
        #expect(whole(small, .zlib, dictionary: [1, 2, 3]) == .failure(.dictionaryMismatch))

        var inflater = Inflater(format: .zlib)
        var output = [UInt8](repeating: 0, count: 2000)
        var target = output.mutableSpan
        let first = try inflater.inflate(small.span, into: &target)
        #expect(first.status == .needsDictionary(Adler32.checksum(dictionary)) && first.consumed == 6)
        #expect(throws: DeflateError.dictionaryMismatch) { try inflater.setDictionary([]) }
        try inflater.setDictionary(dictionary)
        #expect(try inflater.update([UInt8](small[first.consumed...])) == input)

        let plain = Deflate.compress(input, format: .gzip, level: level)
        #expect(Deflate.compress(input, format: .gzip, level: level, dictionary: dictionary) == plain)
    }

    @Test("A copy goes its own way")
    func copies() throws {
        let (start, left, right) = (Samples.words(50_000), Samples.noise(100), Samples.records(3000))
        var first = Deflater(format: .gzip)
        var output = first.update(start)
        var second = first
        let leftOutput = output + first.update(left, flush: .finish)
        output += second.update(right, flush: .finish)
        #expect(try Gzip.decompress(leftOutput) == start + left)
        #expect(try Gzip.decompress(output) == start + right)

        var one = Inflater(format: .gzip)
        let begun = try one.update([UInt8](output[..<1000]))
        var other = one
        #expect(try begun + one.update([UInt8](output[1000...])) == start + right)
        #expect(try begun + other.update([UInt8](output[1000...])) == start + right)
    }
}
