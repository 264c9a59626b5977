import Testing
import WaxAES
import WaxCore
import WaxTestSupport

/// AES in all modes that take a text at once, on every backend.
enum CipherSpans {
    static let all: [SpanCase] = AES.Backend.allCases.flatMap { [gcm($0), cbc($0), ctr($0), wrap($0)] } + [nonce]

    private static func gcm(_ backend: AES.Backend) -> SpanCase {
        SpanCase(
            "WaxAES",
            [
                "AES.GCM.Context.seal(_:nonce:authenticating:tag:)",
                "AES.GCM.Context.open(_:nonce:authenticating:tag:)",
                "AES.GCM.Context.seal(_:into:nonce:authenticating:tag:)",
                "AES.GCM.Context.open(_:into:nonce:authenticating:tag:)",
            ]
        ) {
            let context = try AES.GCM.Context(key: SymmetricKey(data: pattern(32)), backend: backend)
            for count in lengths {
                for dataCount in [count % 50, lengths[(count + 5) % lengths.count]] {
                    let (text, data) = (pattern(count), pattern(dataCount))
                    let nonce = pattern(count % 3 == 0 ? 12 : 1 + count % 40)
                    let sealed = try guarded(
                        text, data, nonce, outputs: [zeros(count), zeros(16), text, zeros(13)]
                    ) { input, output in
                        try output.write(0) { box in
                            try output.write(1) { tag in
                                try context.seal(
                                    input[0], into: &box, nonce: input[2], authenticating: input[1], tag: &tag)
                            }
                        }
                        try output.write(2) { text in
                            try output.write(3) { tag in
                                try context.seal(&text, nonce: input[2], authenticating: input[1], tag: &tag)
                            }
                        }
                        return []
                    }
                    let ciphertext = sealed.piece(0, count), tag = sealed.piece(count, 16)
                    #expect(sealed == ciphertext + tag + ciphertext + tag.prefix(13))
                    let opened = try guarded(
                        ciphertext, data, nonce, tag, outputs: [zeros(count), ciphertext, zeros(count)]
                    ) { input, output in
                        try output.write(0) {
                            try context.open(
                                input[0], into: &$0, nonce: input[2], authenticating: input[1], tag: input[3])
                        }
                        try output.write(1) {
                            try context.open(&$0, nonce: input[2], authenticating: input[1], tag: input[3])
                        }
                        // And what is not authentic.
                        let isRefused = output.write(2) { text in
                            (try? context.open(
                                input[0], into: &text, nonce: input[2], authenticating: input[1],
                                tag: input[2])) == nil
                        }
                        return [isRefused ? 1 : 0]
                    }
                    #expect(opened == [1] + text + text + zeros(count))
                }
            }
        }
    }

    private static func cbc(_ backend: AES.Backend) -> SpanCase {
        SpanCase(
            "WaxAES",
            [
                "AES.CBC.Context.encrypt(_:iv:)", "AES.CBC.Context.decrypt(_:iv:)",
                "AES.CBC.Context.encrypt(_:into:iv:padding:)", "AES.CBC.Context.decrypt(_:into:iv:padding:)",
            ]
        ) {
            let context = try AES.CBC.Context(key: SymmetricKey(data: pattern(24)), backend: backend)
            for count in lengths {
                let (text, iv) = (pattern(count), pattern(16, 3))
                let padded = AES.CBC.ciphertextByteCount(forTextOf: count)
                let ciphertext = try guarded(text, iv, outputs: [zeros(padded)]) { input, output in
                    try output.write { try context.encrypt(input[0], into: &$0, iv: input[1]) }
                    return []
                }
                let decrypted = try guarded(ciphertext, iv, outputs: [zeros(padded)]) { input, output in
                    let found = try output.write { try context.decrypt(input[0], into: &$0, iv: input[1]) }
                    return found == count ? [1] : [0]
                }
                #expect(Array(decrypted.prefix(count + 1)) == [1] + text)
                // Without padding, in place and beside.
                let whole = count / 16 * 16
                let blocks = try guarded(
                    text.piece(0, whole), iv, outputs: [text.piece(0, whole), zeros(whole), zeros(whole)]
                ) { input, output in
                    try output.write(0) { try context.encrypt(&$0, iv: input[1]) }
                    try output.write(1) { try context.encrypt(input[0], into: &$0, iv: input[1], padding: .none) }
                    return []
                }
                #expect(blocks.piece(0, whole) == blocks.piece(whole, whole))
                let plain = try guarded(
                    blocks.piece(0, whole), iv, outputs: [blocks.piece(0, whole), zeros(whole)]
                ) { input, output in
                    try output.write(0) { try context.decrypt(&$0, iv: input[1]) }
                    _ = try output.write(1) {
                        try context.decrypt(input[0], into: &$0, iv: input[1], padding: .none)
                    }
                    return []
                }
                #expect(plain == text.piece(0, whole) + text.piece(0, whole))
            }
        }
    }

    private static func ctr(_ backend: AES.Backend) -> SpanCase {
        SpanCase(
            "WaxAES",
            ["AES.CTR.Context.encrypt(_:nonce:)", "AES.CTR.Stream.init(using:nonce:)", "AES.CTR.Stream.update(_:)"]
        ) {
            let context = try AES.CTR.Context(key: SymmetricKey(data: pattern(16)), backend: backend)
            for count in lengths {
                for split in [0, 1, count / 2, count] where split <= count {
                    let text = pattern(count)
                    let result = try guarded(
                        pattern(16, 200), outputs: [text, text.piece(0, split), text.piece(split, count - split)]
                    ) { input, output in
                        try output.write(0) { try context.encrypt(&$0, nonce: input[0]) }
                        var stream = try AES.CTR.Stream(using: context, nonce: input[0])
                        output.write(1) { stream.update(&$0) }
                        output.write(2) { stream.update(&$0) }
                        return []
                    }
                    #expect(result.prefix(count) == result.suffix(count))
                }
            }
        }
    }

    private static func wrap(_ backend: AES.Backend) -> SpanCase {
        SpanCase(
            "WaxAES",
            [
                "AES.KeyWrap.Context.wrap(_:into:)", "AES.KeyWrap.Context.unwrap(_:into:)",
                "AES.KeyWrap.Context.wrapPadded(_:into:)", "AES.KeyWrap.Context.unwrapPadded(_:into:)",
            ]
        ) {
            let context = try AES.KeyWrap.Context(key: SymmetricKey(data: pattern(16)), backend: backend)
            for count in lengths where count > 0 && count < 1000 {
                let key = pattern(count)
                let wrappedCount = AES.KeyWrap.paddedByteCount(forKeyOf: count)
                let wrapped = try guarded(key, outputs: [zeros(wrappedCount)]) { input, output in
                    try output.write { try context.wrapPadded(input[0], into: &$0) }
                    return []
                }
                let unwrapped = try guarded(wrapped, outputs: [zeros(wrappedCount - 8)]) { input, output in
                    let found = try output.write { try context.unwrapPadded(input[0], into: &$0) }
                    return found == count ? [1] : [0]
                }
                #expect(Array(unwrapped.prefix(count + 1)) == [1] + key)
                guard count % 8 == 0, count >= 16 else { continue }
                let exact = try guarded(key, outputs: [zeros(count + 8)]) { input, output in
                    try output.write { try context.wrap(input[0], into: &$0) }
                    return []
                }
                let same = try guarded(exact, outputs: [zeros(count)]) { input, output in
                    try output.write { try context.unwrap(input[0], into: &$0) }
                    return []
                }
                #expect(same == key)
            }
        }
    }

    private static let nonce = SpanCase("WaxAES", ["AES.GCM.Nonce.init(data:)"]) {
        for count in lengths {
            let result = try guarded(pattern(count)) { input, _ in
                (try? AES.GCM.Nonce(data: input[0]))?.byteArray ?? []
            }
            #expect(result == pattern(count))
        }
    }
}
