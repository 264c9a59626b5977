import WaxEncoding
import WaxTestSupport

extension CBORValue {
    /// A random value of any kind, nested to the depth given.
    static func random(depth: Int, using random: inout SeededRandom) -> CBORValue {
        switch random.next() % (depth > 0 ? 12 : 9) {
        case 0, 1: return randomKey(depth: 0, using: &random)
        case 2: return .negative(randomNumber(using: &random))
        case 3: return .bytes(random.bytes(count: Int(random.next() % 40)))
        case 4: return .text(randomText(using: &random))
        case 5: return .float(randomFloat(using: &random))
        case 6: return .bool(random.next() % 2 == 0)
        case 7: return [.null, .undefined][Int(random.next() % 2)]
        case 8: return CBORSimpleValue(rawValue: UInt8(truncatingIfNeeded: random.next())).map { .simple($0) } ?? .null
        case 9: return .array((0..<random.next() % 6).map { _ in Self.random(depth: depth - 1, using: &random) })
        case 10:
            // Numbers that nobody gave a meaning to, so that a peer does not interpret them.
            return .tagged(70_000 + random.next() % 1000, Self.random(depth: depth - 1, using: &random))
        default:
            var map = CBORMap()
            for _ in 0..<random.next() % 8 {
                map[randomKey(depth: depth - 1, using: &random)] = Self.random(depth: depth - 1, using: &random)
            }
            return .map(map)
        }
    }

    /// A key that Python can tell from every other: no floats and truth values, which equal integers there.
    private static func randomKey(depth: Int, using random: inout SeededRandom) -> CBORValue {
        switch random.next() % (depth > 0 ? 5 : 4) {
        case 0: .unsigned(randomNumber(using: &random))
        case 1: .negative(randomNumber(using: &random))
        case 2: .text(randomText(using: &random))
        case 3: .bytes(random.bytes(count: Int(random.next() % 5)))
        default: .array((0..<random.next() % 3).map { _ in randomKey(depth: depth - 1, using: &random) })
        }
    }

    private static func randomNumber(using random: inout SeededRandom) -> UInt64 {
        let edges: [UInt64] = [0, 23, 24, 255, 256, 65535, 65536, 1 << 32 - 1, 1 << 32, .max]
        let number = random.next()
        return number % 2 == 0 ? edges[Int(number / 2 % 10)] : random.next() >> (random.next() % 64)
    }

    private static func randomText(using random: inout SeededRandom) -> String {
        let letters: [Character] = ["a", "B", "0", "\"", "\\", "\n", "é", "e\u{301}", "水", "𐅑", "\u{202E}", "\u{0}"]
        return String((0..<random.next() % 30).map { _ in letters[Int(random.next() % UInt64(letters.count))] })
    }

    private static func randomFloat(using random: inout SeededRandom) -> Double {
        let bits = random.next()
        switch random.next() % 5 {
        case 0: return Double(bitPattern: bits)
        case 1: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
        case 2: return Double(Int8(truncatingIfNeeded: bits)) * 0x1p-24
        case 3: return Double(Int16(truncatingIfNeeded: bits))
        default: return [0, -0.0, .infinity, -.infinity, .nan, 65504, 65536, 0x1p-25, 0x1p-149][Int(bits % 9)]
        }
    }
}
