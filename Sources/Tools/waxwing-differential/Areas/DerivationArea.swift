import WaxCore
import WaxSHA

/// HKDF: in one step, and as extract and expand.
enum DerivationArea: Area {
    static let name = "kdf"
    static let operations = ["hkdf"]

    static func draw(_ operation: String, _ random: inout Chance) -> Case {
        Case(
            operation,
            [
                "hash": .word(random.pick(Hashes.names)), "secret": .bytes(random.bytes(upTo: 300)),
                "salt": .bytes(random.bytes(upTo: 300)), "info": .bytes(random.bytes(upTo: 300)),
                "count": .number(random.pick(1...(random.pick(0...9) == 0 ? 8_160 : 100)), atLeast: 1),
            ])
    }

    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome] {
        let (secret, salt, info) = (example.bytes("secret"), example.bytes("salt"), example.bytes("info"))
        let count = example.number("count")
        return Hashes.with(example.word("hash")) { type in
            func ways<H: HashFunction>(_: H.Type) -> [Outcome] {
                [
                    Outcome("in one step") {
                        let key = try HKDF<H>.deriveKey(
                            inputKeyMaterial: SymmetricKey(data: secret), salt: salt, info: info,
                            outputByteCount: count)
                        return [UInt8](copying: key.bytes)
                    },
                    Outcome("extract and expand") {
                        let middle = HKDF<H>.extract(inputKeyMaterial: secret.span, salt: salt.span)
                        let key = try HKDF<H>.expand(
                            pseudoRandomKey: middle, info: info.span, outputByteCount: count)
                        return [UInt8](copying: key.bytes)
                    },
                ]
            }
            return ways(type)
        }
    }
}
