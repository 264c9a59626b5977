import WaxCore
import WaxSHA

/// HKDF in one step and as extract and expand; PBKDF2 and scrypt with little work.
enum DerivationArea: Area {
    static let name = "kdf"
    static let operations = ["hkdf", "pbkdf2", "scrypt"]

    static func draw(_ operation: String, _ random: inout Chance) -> Case {
        var fields: [String: Case.Field] = [
            "secret": .bytes(random.bytes(upTo: 300)), "salt": .bytes(random.bytes(upTo: 300)),
            "count": .number(random.pick(1...(random.pick(0...9) == 0 ? 4_000 : 100)), atLeast: 1),
        ]
        switch operation {
        case "pbkdf2":
            fields["hash"] = .word(random.pick(Hashes.names))
            fields["iterations"] = .number(random.pick(1...40), atLeast: 1)
        case "scrypt":
            fields["cost"] = .number(random.pick(1...8), atLeast: 1)
            fields["block"] = .number(random.pick(1...9), atLeast: 1)
            fields["lanes"] = .number(random.pick(1...4), atLeast: 1)
        default:
            fields["hash"] = .word(random.pick(Hashes.names))
            fields["info"] = .bytes(random.bytes(upTo: 300))
        }
        return Case(operation, fields)
    }

    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome] {
        let (secret, salt, count) = (example.bytes("secret"), example.bytes("salt"), example.number("count"))
        if example.operation == "scrypt" {
            return [
                Outcome("ours") {
                    let parameters = try Scrypt.Parameters(
                        cost: 1 << example.number("cost"), blockSize: example.number("block"),
                        parallelization: example.number("lanes"))
                    let key = try Scrypt.deriveKey(
                        from: secret, salt: salt, outputByteCount: count, parameters: parameters)
                    return [UInt8](copying: key.bytes)
                }
            ]
        }
        return Hashes.with(example.word("hash")) { type in
            func ways<H: HashFunction>(_: H.Type) -> [Outcome] {
                if example.operation == "pbkdf2" {
                    return [
                        Outcome("ours") {
                            let key = try PBKDF2<H>.deriveKey(
                                from: secret, salt: salt, outputByteCount: count,
                                rounds: PBKDF2Rounds(existing: example.number("iterations")))
                            return [UInt8](copying: key.bytes)
                        }
                    ]
                }
                let info = example.bytes("info")
                return [
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
