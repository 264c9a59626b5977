import Testing
import WaxTestSupport

@testable import WaxDeflate

@Suite("Limits")
struct LimitsTests {
    static let bomb = Deflate.compress([UInt8](repeating: 0, count: 5 << 20), format: .raw, level: 9)

    @Test("Output up to the limit is allowed, and not a byte more", arguments: Samples.formats)
    func maxOutput(format: Deflate.Format) {
        let input = Samples.words(5000)
        let small = Deflate.compress(input, format: format)
        for limit in [0, 1, 4999, 5000, 5001] as [UInt64] {
            let limits = DeflateLimits(maxOutput: limit)
            let result = whole(small, format, limits: limits)
            #expect(result == (limit < 5000 ? .failure(.outputLimitExceeded) : .success(input)))
            for size in [1, 100, 100_000] {
                let pieces = inPieces(small, format, limits: limits, input: size, output: 77)
                #expect(pieces.error == (limit < 5000 ? .outputLimitExceeded : nil))
                #expect(pieces.output == [UInt8](input[..<min(5000, Int(limit))]))
            }
        }
    }

    @Test("The caller's memory is a limit, too")
    func memory() throws {
        let input = Samples.words(5000)
        let small = Deflate.compress(input, format: .raw)
        for size in [0, 1, 4999, 5000, 5400] {
            var output = [UInt8](repeating: 0, count: size)
            var target = output.mutableSpan
            do {
                let count = try Deflate.decompress(small.span, format: .raw, into: &target)
                #expect(count == 5000 && size >= 5000)
                #expect([UInt8](output[..<count]) == input)
            } catch {
                #expect(error == .outputLimitExceeded && size < 5000)
                #expect(error.isLimit)
            }
        }
    }

    @Test("64 MiB are the limit of one call unless another is named")
    func standard() {
        let small = Deflate.compress([UInt8](repeating: 0, count: 64 << 20 + 1), format: .raw, level: 1)
        #expect(whole(small, .raw) == .failure(.outputLimitExceeded))
        if case .failure(let error) = whole(small, .raw, limits: .unlimited) { Issue.record(error) }
    }

    @Test("The ratio counts what was used and made, from a floor on, wherever the data is cut")
    func ratio() {
        let limits = DeflateLimits(maxOutput: .max, maxRatio: 100)
        #expect(whole(Self.bomb, .raw, limits: limits) == .failure(.ratioLimitExceeded))
        var counts: Set<Int> = []
        for size in [1, 3, 64, 100_000] {
            let pieces = inPieces(Self.bomb, .raw, limits: limits, input: size, output: 50_000)
            #expect(pieces.error == .ratioLimitExceeded)
            counts.insert(pieces.output.count)
        }
        #expect(counts == [1 << 20])
        #expect(whole(Self.bomb, .raw, limits: DeflateLimits(maxRatio: 1100)).map(\.count) == .success(5 << 20))

        let modest = [UInt8](repeating: 0, count: 1 << 20)
        let small = Deflate.compress(modest, format: .raw)
        #expect(whole(small, .raw, limits: DeflateLimits(maxRatio: 1)) == .success(modest))

        // What was used before counts.
        let mixed = Deflate.compress(Samples.noise(100_000) + modest, format: .gzip)
        #expect(whole(mixed, .gzip, limits: DeflateLimits(maxRatio: 12)).map(\.count) == .success(1 << 20 + 100_000))
        #expect(whole(mixed, .gzip, limits: DeflateLimits(maxRatio: 5)) == .failure(.ratioLimitExceeded))
    }

    @Test("Headers and members are counted")
    func gzip() {
        var header = Gzip.Header()
        header.name = [UInt8](repeating: 0x61, count: 89)
        let file = Gzip.compress([1], header: header)
        #expect(whole(file, .gzip, limits: DeflateLimits(maxHeader: 100)) == .success([1]))
        for limit in [0, 9, 99] {
            let limits = DeflateLimits(maxHeader: limit)
            #expect(whole(file, .gzip, limits: limits) == .failure(.headerLimitExceeded))
            #expect(inPieces(file, .gzip, limits: limits, input: 1, output: 1).error == .headerLimitExceeded)
        }
        let endless: [UInt8] = [0x1F, 0x8B, 8, 8, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0x61, count: 200_000)
        #expect(whole(endless, .gzip) == .failure(.headerLimitExceeded))
        #expect(whole(file + file, .gzip, limits: DeflateLimits(maxMembers: 2)) == .success([1, 1]))
        #expect(whole(file + file, .gzip, limits: DeflateLimits(maxMembers: 1)) == .failure(.memberLimitExceeded))
        #expect(whole(file, .gzip, limits: DeflateLimits(maxMembers: 0)) == .failure(.memberLimitExceeded))
    }

    @Test("A flood of empty blocks comes to its end", arguments: Samples.formats)
    func emptyBlocks(format: Deflate.Format) {
        // Stored blocks of nothing, fixed blocks of nothing, then the end.
        let flood = (0..<100_000).flatMap { _ in [0, 0, 0, 0xFF, 0xFF] as [UInt8] }
            + BitString.build { bits in
                for _ in 0..<100_000 { bits.append(0b010, 10) }
                bits.append(0b011, 10)
            }
        let data: [UInt8] =
            format == .raw ? flood
            : format == .zlib ? [0x78, 0x9C] + flood + [0, 0, 0, 1]
            : [UInt8](InflateTests.emptyMember[..<10]) + flood + InflateTests.zeros(8)
        #expect(whole(data, format, limits: DeflateLimits(maxOutput: 0)) == .success([]))
        let pieces = inPieces(data, format, input: 1000, output: 1)
        #expect(pieces.output == [] && pieces.error == nil)
        #expect(whole([UInt8](data[..<400_000]), format) == .failure(.truncated))
    }
}
