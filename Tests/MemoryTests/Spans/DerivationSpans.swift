import Testing
import WaxCore
import WaxSHA

/// Keys from other keys and from passwords.
enum DerivationSpans {
    static let all: [SpanCase] =
        functions("SHA256", SHA256.self) + functions("SHA384", SHA384.self) + functions("SHA512", SHA512.self)
        + functions("SHA224", SHA224.self) + functions("SHA512_256", SHA512_256.self)
        + functions("SHA512_224", SHA512_224.self) + functions("SHA1", Insecure.SHA1.self) + [scrypt]

    private static func functions<H: HashFunction>(_ name: String, _: H.Type) -> [SpanCase] {
        [
            SpanCase(
                "WaxSHA",
                [
                    "HKDF.extract(inputKeyMaterial:salt:)", "HKDF.extract(inputKeyMaterial:salt:into:)",
                    "HKDF.expand(pseudoRandomKey:info:into:)", "HKDF.expand(pseudoRandomKey:info:outputByteCount:)",
                    "HKDF.deriveKey(inputKeyMaterial:salt:info:outputByteCount:)",
                ]
            ) {
                for count in fewLengths {
                    let size = H.Digest.byteCount
                    let result = try guarded(
                        pattern(count), pattern(count, 2), pattern(count, 3), outputs: [zeros(size), zeros(count)]
                    ) { input, output in
                        output.write(0) { HKDF<H>.extract(inputKeyMaterial: input[0], salt: input[1], into: &$0) }
                        let key = HKDF<H>.extract(inputKeyMaterial: input[0], salt: input[1])
                        try output.write(1) {
                            try HKDF<H>.expand(pseudoRandomKey: key.bytes, info: input[2], into: &$0)
                        }
                        let expanded = try HKDF<H>.expand(pseudoRandomKey: key, info: input[2], outputByteCount: count)
                        let derived = try HKDF<H>.deriveKey(
                            inputKeyMaterial: input[0], salt: input[1], info: input[2], outputByteCount: count)
                        return [UInt8](copying: key.bytes) + [UInt8](copying: expanded.bytes)
                            + [UInt8](copying: derived.bytes)
                    }
                    let key = result.piece(0, size), text = result.piece(size, count)
                    #expect(result == key + text + text + key + text)
                    let direct = try guarded(key, pattern(count, 3), outputs: [zeros(count)]) { input, output in
                        try output.write { try HKDF<H>.expand(pseudoRandomKey: input[0], info: input[1], into: &$0) }
                        return []
                    }
                    #expect(direct == text)
                }
            },
            SpanCase(
                "WaxSHA",
                ["PBKDF2.deriveKey(from:salt:rounds:into:)", "PBKDF2.deriveKey(from:salt:outputByteCount:rounds:)"]
            ) {
                for count in fewLengths where count > 0 {
                    let rounds = try PBKDF2Rounds(existing: 2)
                    let result = try guarded(
                        pattern(count - 1), pattern(count % 70, 2), outputs: [zeros(count)]
                    ) { input, output in
                        try output.write {
                            try PBKDF2<H>.deriveKey(from: input[0], salt: input[1], rounds: rounds, into: &$0)
                        }
                        return []
                    }
                    let same = try guarded(pattern(count - 1), pattern(count % 70, 2)) { input, _ in
                        let key = try PBKDF2<H>.deriveKey(
                            from: input[0], salt: input[1], outputByteCount: count, rounds: rounds)
                        return [UInt8](copying: key.bytes)
                    }
                    #expect(same == result)
                }
            },
        ]
    }

    private static let scrypt = SpanCase(
        "WaxSHA",
        [
            "Scrypt.deriveKey(from:salt:parameters:memoryLimit:into:)",
            "Scrypt.deriveKey(from:salt:outputByteCount:parameters:memoryLimit:)",
        ]
    ) {
        for count in fewLengths where count > 0 {
            let parameters = try Scrypt.Parameters(cost: 4, blockSize: 1 + count % 3)
            let result = try guarded(pattern(count - 1), pattern(count, 2), outputs: [zeros(count)]) { input, output in
                try output.write {
                    try Scrypt.deriveKey(from: input[0], salt: input[1], parameters: parameters, into: &$0)
                }
                let key = try Scrypt.deriveKey(
                    from: input[0], salt: input[1], outputByteCount: count, parameters: parameters)
                return [UInt8](copying: key.bytes)
            }
            #expect(result.prefix(count) == result.suffix(count))
        }
    }
}
