/// Random numbers that a seed repeats (SplitMix64), with a liking for edges.
struct Chance {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func pick(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[pick(0...(choices.count - 1))] }

    /// A number of bytes: often none or few, often beside a multiple of a block, seldom many.
    mutating func count(upTo limit: Int) -> Int {
        let count =
            switch pick(0...9) {
            case 0: 0
            case 1, 2: pick(1...16)
            case 3, 4, 5: pick(1...20) * pick([16, 64, 128, 136]) + pick(-1...1)
            case 6, 7, 8: pick(0...1_500)
            default: pick(0...limit)
            }
        return min(max(count, 0), limit)
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        switch pick(0...7) {
        case 0: return [UInt8](repeating: 0, count: count)
        case 1: return [UInt8](repeating: 0xFF, count: count)
        default: return (0..<count).map { _ in UInt8(truncatingIfNeeded: next() >> 24) }
        }
    }

    mutating func bytes(upTo limit: Int) -> [UInt8] { bytes(count(upTo: limit)) }

    /// Cuts bytes into pieces of random sizes, empty ones among them.
    mutating func cut(_ bytes: [UInt8]) -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var position = 0
        while position < bytes.count {
            let count = min(count(upTo: 3_000), bytes.count - position)
            pieces.append(Array(bytes[position..<(position + count)]))
            position += count
        }
        return pieces
    }
}
