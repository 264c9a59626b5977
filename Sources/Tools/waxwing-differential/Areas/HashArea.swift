import WaxCore
import WaxSHA

/// Digests: at once, and in pieces.
enum HashArea: Area {
    static let name = "hash"
    static let operations = ["digest"]

    static func draw(_ operation: String, _ random: inout Chance) -> Case {
        Case(
            operation,
            [
                "hash": .word(random.pick(Hashes.names)), "data": .bytes(random.bytes(upTo: 100_000)),
                "cuts": .number(random.pick(0...1_000_000)),
            ])
    }

    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome] {
        let data = example.bytes("data")
        return Hashes.with(example.word("hash")) { type in
            func ways<H: HashFunction>(_: H.Type) -> [Outcome] {
                [
                    Outcome("at once") { [UInt8](copying: H.hash(data: data).bytes) },
                    Outcome("in pieces") {
                        var chance = Chance(seed: UInt64(example.number("cuts")))
                        var hash = H()
                        for piece in chance.cut(data) { hash.update(data: piece) }
                        return [UInt8](copying: hash.finalize().bytes)
                    },
                ]
            }
            return ways(type)
        }
    }
}
