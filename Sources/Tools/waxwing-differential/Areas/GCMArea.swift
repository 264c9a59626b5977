import WaxAES
import WaxCore

/// AES-GCM on every backend: in place, into another buffer, and opening what may have been changed.
enum GCMArea: Area {
    static let name = "gcm"
    static let operations = ["gcm-seal", "gcm-open"]

    static func draw(_ operation: String, _ random: inout Chance) -> Case {
        let key = random.bytes(random.pick([16, 24, 32]))
        let nonce = random.bytes(random.pick(0...3) == 0 ? random.pick(8...100) : 12)
        let aad = random.bytes(upTo: 2_000)
        let text = random.bytes(upTo: 70_000)
        var fields: [String: Case.Field] = [
            "key": .block(key), "nonce": .bytes(nonce, atLeast: 8), "aad": .bytes(aad),
        ]
        if operation == "gcm-seal" {
            fields["text"] = .bytes(text)
        } else {
            var sealed = (try? AES.GCM.Context(key: SymmetricKey(data: key)).sealed(text, nonce, aad)) ?? []
            if random.pick(0...2) == 0 { sealed[random.pick(0...(sealed.count - 1))] ^= 1 << UInt8(random.pick(0...7)) }
            if random.pick(0...9) == 0 { sealed.removeLast(random.pick(1...16)) }
            fields["sealed"] = .bytes(sealed, atLeast: 16)
        }
        return Case(operation, fields)
    }

    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome] {
        let (nonce, aad) = (example.bytes("nonce"), example.bytes("aad"))
        return try AES.Backend.allCases.flatMap { backend in
            let context = try AES.GCM.Context(key: SymmetricKey(data: example.bytes("key")), backend: backend)
            if example.operation == "gcm-seal" {
                let text = example.bytes("text")
                return [
                    Outcome("\(backend), in place") { try context.sealed(text, nonce, aad) },
                    Outcome("\(backend), into another buffer") {
                        var output = [UInt8](repeating: 0xA5, count: text.count)
                        var tag = [UInt8](repeating: 0, count: 16)
                        do {
                            var span = output.mutableSpan
                            var tagSpan = tag.mutableSpan
                            try context.seal(
                                text.span, into: &span, nonce: nonce.span, authenticating: aad.span, tag: &tagSpan)
                        }
                        return output + tag
                    },
                    Outcome("\(backend), in parts") {
                        var chance = Chance(seed: UInt64(text.count))
                        var sealer = try AES.GCM.Sealer(using: context, nonce: nonce.span)
                        for part in chance.cut(aad) { try sealer.authenticate(part.span) }
                        var output: [UInt8] = []
                        for part in chance.cut(text) {
                            var part = part
                            var span = part.mutableSpan
                            try sealer.seal(&span)
                            output += part
                        }
                        var tag = [UInt8](repeating: 0, count: 16)
                        var span = tag.mutableSpan
                        try sealer.finalize(tag: &span)
                        return output + tag
                    },
                ]
            }
            let sealed = example.bytes("sealed")
            guard sealed.count >= 16 else { return [Outcome("\(backend)", Outcome.refused)] }
            let (text, tag) = (Array(sealed.dropLast(16)), Array(sealed.suffix(16)))
            return [
                Outcome("\(backend), in place") {
                    var output = text
                    var span = output.mutableSpan
                    try context.open(&span, nonce: nonce.span, authenticating: aad.span, tag: tag.span)
                    return output
                },
                Outcome("\(backend), into another buffer") {
                    var output = [UInt8](repeating: 0xA5, count: text.count)
                    var span = output.mutableSpan
                    try context.open(
                        text.span, into: &span, nonce: nonce.span, authenticating: aad.span, tag: tag.span)
                    return output
                },
            ]
        }
    }
}

extension AES.GCM.Context {
    /// Ciphertext and tag, sealed in place.
    fileprivate func sealed(_ text: [UInt8], _ nonce: [UInt8], _ aad: [UInt8]) throws -> [UInt8] {
        var output = text
        var tag = [UInt8](repeating: 0, count: 16)
        do {
            var span = output.mutableSpan
            var tagSpan = tag.mutableSpan
            try seal(&span, nonce: nonce.span, authenticating: aad.span, tag: &tagSpan)
        }
        return output + tag
    }
}
