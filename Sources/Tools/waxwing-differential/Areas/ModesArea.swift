import WaxAES
import WaxCore

/// CBC, CTR, GMAC and key wrap, on every backend; at once and in parts.
enum ModesArea: Area {
    static let name = "aes"
    static let operations = [
        "cbc-encrypt", "cbc-decrypt", "cbc-encrypt-bare", "ctr", "gmac", "wrap", "unwrap", "wrap-padded",
    ]

    static func draw(_ operation: String, _ random: inout Chance) -> Case {
        let key = random.bytes(random.pick([16, 24, 32]))
        var fields: [String: Case.Field] = ["key": .block(key)]
        switch operation {
        case "cbc-encrypt", "ctr":
            fields["iv"] = .block(random.bytes(16))
            fields["data"] = .bytes(random.bytes(upTo: 20_000))
            if operation == "ctr" { fields["cuts"] = .number(random.pick(0...1_000_000)) }
        case "cbc-encrypt-bare":
            fields["iv"] = .block(random.bytes(16))
            fields["data"] = .block(random.bytes(random.pick(0...80) * 16))
        case "cbc-decrypt":
            // As often as not it is what somebody encrypted; else the padding is almost always wrong.
            let iv = random.bytes(16)
            let text = random.bytes(upTo: 2_000)
            let isGenuine = random.pick(0...1) == 0
            let sealed = isGenuine
                ? try? AES.CBC.encrypt(text, using: SymmetricKey(data: key), iv: AES.CBC.IV(data: iv)) : nil
            fields["iv"] = .block(iv)
            fields["data"] = .block(sealed ?? random.bytes(random.pick(0...60) * 16 + random.pick([0, 0, 0, 1, 15])))
        case "gmac":
            fields["nonce"] = .bytes(random.bytes(random.pick(8...20)), atLeast: 8)
            fields["data"] = .bytes(random.bytes(upTo: 5_000))
            fields["cuts"] = .number(random.pick(0...1_000_000))
        case "unwrap":
            let secret = SymmetricKey(data: random.bytes(random.pick(2...8) * 8))
            var wrapped = (try? AES.KeyWrap.wrap(secret, using: SymmetricKey(data: key))) ?? []
            if random.pick(0...1) == 0 { wrapped[random.pick(0...(wrapped.count - 1))] ^= 1 << UInt8(random.pick(0...7)) }
            fields["data"] = .block(wrapped)
        default:
            let count = operation == "wrap" ? random.pick(2...10) * 8 : random.pick(1...100)
            fields["data"] = .block(random.bytes(count))
        }
        return Case(operation, fields)
    }

    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome] {
        AES.Backend.allCases.flatMap { results(example, $0) }
    }

    private static func results(_ example: Case, _ backend: AES.Backend) -> [Outcome] {
        let key = SymmetricKey(data: example.bytes("key"))
        let (iv, data) = (example.bytes("iv"), example.bytes("data"))
        switch example.operation {
        case "cbc-encrypt", "cbc-encrypt-bare":
            return [
                Outcome("\(backend)") {
                    try AES.CBC.Context(key: key, backend: backend).encrypt(
                        data, iv: AES.CBC.IV(data: iv), padding: example.operation == "cbc-encrypt" ? .pkcs7 : .none)
                }
            ]
        case "cbc-decrypt":
            return [
                Outcome("\(backend)") {
                    try AES.CBC.Context(key: key, backend: backend).decrypt(data, iv: AES.CBC.IV(data: iv))
                }
            ]
        case "ctr":
            return [
                Outcome("\(backend), at once") {
                    try AES.CTR.Context(key: key, backend: backend).encrypt(data, nonce: AES.CTR.Nonce(data: iv))
                },
                Outcome("\(backend), in parts") {
                    var chance = Chance(seed: UInt64(example.number("cuts")))
                    let context = try AES.CTR.Context(key: key, backend: backend)
                    var stream = try AES.CTR.Stream(using: context, nonce: iv.span)
                    return chance.cut(data).flatMap { stream.update($0) }
                },
            ]
        case "gmac":
            return [
                Outcome("\(backend)") {
                    var chance = Chance(seed: UInt64(example.number("cuts")))
                    let context = try AES.GCM.Context(key: key, backend: backend)
                    let nonce = example.bytes("nonce")
                    var code = try AES.GMAC(using: context, nonce: nonce.span)
                    for piece in chance.cut(data) { try code.update(piece.span) }
                    var result = [UInt8](repeating: 0, count: 16)
                    var span = result.mutableSpan
                    try code.finalize(into: &span)
                    return result
                }
            ]
        case "wrap", "unwrap", "wrap-padded":
            return [
                Outcome("\(backend)") {
                    let context = try AES.KeyWrap.Context(key: key, backend: backend)
                    switch example.operation {
                    case "wrap":
                        var output = [UInt8](repeating: 0, count: data.count + 8)
                        var span = output.mutableSpan
                        try context.wrap(data.span, into: &span)
                        return output
                    case "unwrap":
                        var output = [UInt8](repeating: 0, count: max(data.count - 8, 0))
                        var span = output.mutableSpan
                        try context.unwrap(data.span, into: &span)
                        return output
                    default:
                        let count = AES.KeyWrap.paddedByteCount(forKeyOf: data.count)
                        var output = [UInt8](repeating: 0, count: count)
                        var span = output.mutableSpan
                        try context.wrapPadded(data.span, into: &span)
                        return output
                    }
                }
            ]
        default: return []
        }
    }
}
