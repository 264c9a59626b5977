import WaxCore
import WaxEncoding

/// CBOR values of every kind: ours encoded by us, read and written again by the other, the same bytes.
///
/// The keys of a map have one length here: the oracle sorts them as RFC 7049 wants it, by length first.
enum CBORArea: Area {
    static let name = "cbor"
    static let operations = ["cbor-again"]

    static func draw(_ operation: String, _ random: inout Chance) -> Case {
        let bytes = (try? value(&random, depth: 0).encoded()) ?? [0xF6]
        return Case(operation, ["data": .bytes(bytes, atLeast: 1)])
    }

    private static func value(_ random: inout Chance, depth: Int) -> CBORValue {
        switch random.pick(0...(depth < 5 ? 14 : 11)) {
        case 0: return .unsigned(random.next() >> UInt64(random.pick(0...63)))
        case 1: return .negative(random.next() >> UInt64(random.pick(0...63)))
        case 2: return .bytes(random.bytes(upTo: 400))
        case 3, 4: return .text(text(&random, count: random.pick(0...40)))
        case 5: return .float(Double(bitPattern: random.next()))
        case 6: return .float(Double(random.pick(-2_000...2_000)) / Double(1 << random.pick(0...12)))
        case 7: return .float(Double(Float(bitPattern: UInt32(truncatingIfNeeded: random.next()))))
        case 8: return .bool(random.pick(0...1) == 0)
        case 9: return .null
        case 10: return .undefined
        case 11: return CBORSimpleValue(rawValue: UInt8(random.pick(32...255))).map(CBORValue.simple) ?? .null
        case 12: return .array((0..<random.pick(0...8)).map { _ in value(&random, depth: depth + 1) })
        case 13: return .tagged(UInt64(random.pick(60_000...1_000_000)), value(&random, depth: depth + 1))
        default:
            var keys: Set<String> = []
            for _ in 0..<random.pick(0...8) { keys.insert(String((0..<4).map { _ in random.pick(Array("abcxyz01")) })) }
            let entries = keys.sorted().map { CBORMap.Entry(key: .text($0), value: value(&random, depth: depth + 1)) }
            return CBORMap(entries: entries).map(CBORValue.map) ?? .null
        }
    }

    private static func text(_ random: inout Chance, count: Int) -> String {
        let scalars: [ClosedRange<Int>] = [0x20...0x7E, 0xA0...0x7FF, 0x800...0xD7FF, 0x1_0000...0x1_FFFF]
        var text = ""
        for _ in 0..<count {
            let number = random.pick(random.pick(scalars))
            if let scalar = Unicode.Scalar(UInt32(number)) { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome] {
        let data = example.bytes("data")
        return [Outcome("decoded and encoded") { try CBORValue(decoding: data.span).encoded() }]
    }
}
