import WaxCore
import WaxSHA

/// HMAC: at once, and in pieces.
enum AuthenticationArea: Area {
    static let name = "hmac"
    static let operations = ["hmac"]

    static func draw(_ operation: String, _ random: inout Chance) -> Case {
        Case(
            operation,
            [
                "hash": .word(random.pick(Hashes.names)), "key": .bytes(random.bytes(upTo: 300)),
                "data": .bytes(random.bytes(upTo: 20_000)), "cuts": .number(random.pick(0...1_000_000)),
            ])
    }

    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome] {
        let (key, data) = (SymmetricKey(data: example.bytes("key")), example.bytes("data"))
        return Hashes.with(example.word("hash")) { type in
            func ways<H: HashFunction>(_: H.Type) -> [Outcome] {
                [
                    Outcome("at once") {
                        [UInt8](copying: HMAC<H>.authenticationCode(for: data, using: key).bytes)
                    },
                    Outcome("in pieces") {
                        var chance = Chance(seed: UInt64(example.number("cuts")))
                        var code = HMAC<H>(key: key)
                        for piece in chance.cut(data) { code.update(data: piece) }
                        let result = code.finalize()
                        return [UInt8](copying: result.bytes)
                    },
                ]
            }
            return ways(type)
        }
    }
}
