import WaxCore
import WaxDeflate

/// DEFLATE: what we compress, zlib decompresses, and what zlib compresses with any of its settings, we do; at once, and
/// with input and output in pieces.
enum DeflateArea: Area {
    static let name = "deflate"
    static let operations = ["deflate-round", "inflate-theirs", "inflate"]

    static func draw(_ operation: String, _ random: inout Chance) -> Case {
        let format = random.pick(["raw", "zlib", "gzip"])
        let data = content(&random, count: random.count(upTo: 300_000))
        var fields: [String: Case.Field] = [
            "format": .word(format), "cuts": .number(random.pick(0...1_000_000)), "data": .bytes(data),
        ]
        switch operation {
        case "deflate-round": fields["level"] = .number(random.pick(0...9))
        case "inflate-theirs":
            fields["level"] = .number(random.pick(0...9))
            fields["strategy"] = .number(random.pick(0...4))
            fields["memory"] = .number(random.pick(1...9), atLeast: 1)
        default:
            // Something compressed that was changed a little: mostly refused, by both.
            var packed = Deflate.compress(data.span, format: DeflateArea.format(format), level: level(random.pick(0...9)))
            for _ in 0..<random.pick(1...3) {
                packed[random.pick(0...(packed.count - 1))] = UInt8(truncatingIfNeeded: random.next())
            }
            if random.pick(0...3) == 0 { packed.removeLast(random.pick(0...(packed.count - 1))) }
            fields["data"] = .bytes(packed)
        }
        return Case(operation, fields)
    }

    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome] {
        let data = example.bytes("data")
        let format = format(example.word("format"))
        switch example.operation {
        case "deflate-round":
            let level = level(example.number("level"))
            // What the other makes of our compressed form has to be the data.
            let packed = Deflate.compress(data.span, format: format, level: level)
            var chance = Chance(seed: UInt64(example.number("cuts")))
            var deflater = Deflater(format: format, level: level)
            var pieces: [UInt8] = []
            for piece in chance.cut(data) {
                pieces += deflater.update(piece, flush: chance.pick([.none, .none, .none, .sync, .full]))
            }
            pieces += deflater.finish()
            return [
                Outcome("at once", try theirs(packed, example, oracle)),
                Outcome("in pieces, flushed", try theirs(pieces, example, oracle)),
            ]
        case "inflate-theirs":
            let packed = try Hex.decode(
                try oracle.result("deflate", example.fields.filter { $0.key != "cuts" }))
            return inflated(packed, format, seed: example.number("cuts"))
        default: return inflated(data, format, seed: example.number("cuts"))
        }
    }

    static func expected(_ example: Case, _ oracle: Oracle) throws -> String {
        guard example.operation == "inflate" else { return Hex.encode(example.bytes("data")) }
        return try theirs(example.bytes("data"), example, oracle)
    }

    private static func theirs(_ packed: [UInt8], _ example: Case, _ oracle: Oracle) throws -> String {
        try oracle.result("inflate", ["format": .word(example.word("format")), "data": .bytes(packed)])
    }

    private static func inflated(_ packed: [UInt8], _ format: Deflate.Format, seed: Int) -> [Outcome] {
        [
            Outcome("at once") { try Deflate.decompress(packed.span, format: format) },
            Outcome("in pieces") {
                var chance = Chance(seed: UInt64(seed))
                var inflater = Inflater(format: format)
                var output: [UInt8] = []
                for piece in chance.cut(packed) { output += try inflater.update(piece) }
                try inflater.finish()
                return output
            },
        ]
    }

    private static func level(_ number: Int) -> Deflate.Level { Deflate.Level(number) ?? .standard }

    private static func format(_ name: String) -> Deflate.Format {
        switch name {
        case "raw": .raw
        case "zlib": .zlib
        default: .gzip
        }
    }

    /// Something to compress: noise, repetitions near and far, or words.
    private static func content(_ random: inout Chance, count: Int) -> [UInt8] {
        let words = (0..<random.pick(1...60)).map { _ in random.bytes(random.pick(1...12)) }
        var content: [UInt8] = []
        while content.count < count {
            switch random.pick(0...9) {
            case 0: content += random.bytes(random.pick(1...500))
            case 1: content += [UInt8](repeating: UInt8(random.pick(0...255)), count: random.pick(1...2_000))
            case 2:
                let start = max(0, content.count - random.pick(1...40_000))
                content += content[start..<min(content.count, start + random.pick(3...600))]
            default: for _ in 0..<random.pick(1...40) { content += random.pick(words) }
            }
        }
        return Array(content.prefix(count))
    }
}
