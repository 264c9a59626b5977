import Testing
import WaxDeflate
import WaxTestSupport

/// Data of the kinds that compression meets, made from a seed.
enum Samples {
    struct Sample: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        var testDescription: String { "\(name), \(bytes.count) bytes" }
    }

    static let all: [Sample] = [
        Sample(name: "nothing", bytes: []),
        Sample(name: "a byte", bytes: [0x61]),
        Sample(name: "two bytes", bytes: [0, 0xFF]),
        Sample(name: "four alike", bytes: [7, 7, 7, 7]),
        Sample(name: "a sentence", bytes: [UInt8]("the cat sat on the mat, and the dog sat on the cat".utf8)),
        Sample(name: "zeros", bytes: [UInt8](repeating: 0, count: 100_000)),
        Sample(name: "noise", bytes: noise(70_000)),
        Sample(name: "words", bytes: words(60_000)),
        Sample(name: "few symbols", bytes: noise(30_000).map { $0 & 3 }),
        Sample(name: "records", bytes: records(20_000)),
        Sample(name: "a repetition at the reach of a match", bytes: noise(32_768) + noise(32_768)),
        Sample(name: "a repetition beyond it", bytes: noise(32_769) + noise(32_769)),
        Sample(name: "all kinds", bytes: words(20_000) + noise(9_000) + ones + records(9000)),
    ]

    private static let ones = [UInt8](repeating: 1, count: 5000)

    static func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    /// Words of which some are much more frequent than others.
    static func words(_ count: Int, seed: UInt64 = 2) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        let vocabulary = (0..<2000).map { _ in
            (0..<Int.random(in: 1...9, using: &random)).map { _ in UInt8.random(in: 0x61...0x7A, using: &random) }
        }
        var bytes: [UInt8] = []
        while bytes.count < count {
            let rank = Int.random(in: 0..<2000, using: &random) * Int.random(in: 0..<2000, using: &random) / 2000
            bytes += vocabulary[rank] + [0x20]
        }
        return [UInt8](bytes[..<count])
    }

    /// Rows of numbers that change little.
    static func records(_ count: Int) -> [UInt8] {
        var random = SeededRandom(seed: 3)
        var value: UInt32 = 1000
        var bytes: [UInt8] = []
        while bytes.count < count {
            value &+= UInt32.random(in: 0...20, using: &random)
            for shift in 0..<4 as Range<UInt32> { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * shift))) }
            bytes += [0, 0, 1, UInt8.random(in: 0...3, using: &random)]
        }
        return [UInt8](bytes[..<count])
    }

    static let levels = (0...9).compactMap { Deflate.Level($0) }
    static let formats: [Deflate.Format] = [.raw, .zlib, .gzip]
}

/// Sizes of pieces: mostly small, some large, with a few of none.
struct PieceSizes {
    private var random: SeededRandom
    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func next() -> Int {
        switch Int.random(in: 0..<10, using: &random) {
        case 0: 0
        case 1...4: Int.random(in: 1...20, using: &random)
        case 5...7: Int.random(in: 1...3000, using: &random)
        default: Int.random(in: 1...70_000, using: &random)
        }
    }
}
