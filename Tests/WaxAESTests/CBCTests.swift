import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("AES-CBC")
struct CBCTests {
    static let key = SymmetricKey(data: pattern(32, 11))
    static let iv = pattern(16, 91)

    /// NIST SP 800-38A, appendices F.2.1, F.2.3 and F.2.5.
    static let examples = [
        (
            "2b7e151628aed2a6abf7158809cf4f3c",
            "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
                + "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7"
        ),
        (
            "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
            "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a"
                + "571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd"
        ),
        (
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
                + "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b"
        ),
    ]
    static let exampleText =
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
        + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"

    @Test("The examples of SP 800-38A", arguments: AES.Backend.allCases)
    func specification(_ backend: AES.Backend) throws {
        let iv = try AES.CBC.IV(data: (0..<16).map { UInt8($0) })
        for (key, ciphertext) in Self.examples {
            let context = try AES.CBC.Context(key: SymmetricKey(data: Hex.decode(key)), backend: backend)
            let text = try Hex.decode(Self.exampleText)
            #expect(try Hex.encode(context.encrypt(text, iv: iv, padding: .none)) == ciphertext)
            #expect(try context.decrypt(Hex.decode(ciphertext), iv: iv, padding: .none) == text)
            // The padding does not change what comes before it.
            #expect(try Hex.encode(context.encrypt(text, iv: iv)).hasPrefix(ciphertext))
        }
    }

    @Test("Every length, there and back, within guarded memory", arguments: AES.Backend.allCases)
    func lengths(_ backend: AES.Backend) throws {
        let context = try AES.CBC.Context(key: Self.key, backend: backend)
        for length in Array(0...50) + [255, 256, 257, 272, 511, 512, 513, 1000] {
            let text = pattern(length)
            let size = AES.CBC.ciphertextByteCount(forTextOf: length)
            #expect(size == (length / 16 + 1) * 16)
            for edge in GuardedBuffer.Edge.allCases {
                let input = GuardedBuffer(text, touching: edge), vector = GuardedBuffer(Self.iv, touching: edge)
                let output = GuardedBuffer(count: size, touching: edge)
                let back = GuardedBuffer(count: size, touching: edge)
                try output.withMutableSpan { output throws(AESError) in
                    try context.encrypt(input.span, into: &output, iv: vector.span)
                }
                let count = try back.withMutableSpan { back throws(AESError) in
                    try context.decrypt(output.span, into: &back, iv: vector.span)
                }
                #expect(count == length && Array(back.bytes[..<count]) == text)
                #expect(back.bytes[count...].allSatisfy { $0 == 0 } && input.bytes == text)
                if length % 16 == 0 {
                    let place = GuardedBuffer(text, touching: edge)
                    try place.withMutableSpan { place throws(AESError) in
                        try context.encrypt(&place, iv: vector.span)
                    }
                    #expect(place.bytes == Array(output.bytes[..<length]))
                    try place.withMutableSpan { place throws(AESError) in
                        try context.decrypt(&place, iv: vector.span)
                    }
                    #expect(place.bytes == text)
                }
            }
        }
    }

    @Test("Blocks in parts, the last one of ciphertext as the next vector", arguments: AES.Backend.allCases)
    func parts(_ backend: AES.Backend) throws {
        let context = try AES.CBC.Context(key: Self.key, backend: backend)
        let text = pattern(16 * 40)
        let vector = try AES.CBC.IV(data: Self.iv)
        let whole = try context.encrypt(text, iv: vector, padding: .none)
        for cut in [0, 16, 240, 256, 272, 624, 640] {
            var first = Array(text[..<cut]), second = Array(text[cut...])
            var firstSpan = first.mutableSpan
            try context.encrypt(&firstSpan, iv: Self.iv.span)
            let next = cut == 0 ? Self.iv : Array(first.suffix(16))
            var secondSpan = second.mutableSpan
            try context.encrypt(&secondSpan, iv: next.span)
            #expect(first + second == whole)
            var back = second
            var backSpan = back.mutableSpan
            try context.decrypt(&backSpan, iv: next.span)
            #expect(back == Array(text[cut...]))
        }
    }

    @Test("The padding of a block: exactly that of its last byte", arguments: 0...255)
    func padding(_ last: UInt8) {
        // A block that is right for this byte, and with each place in turn changed.
        var block = pattern(16, 77).map { $0 == last ? $0 ^ 0x80 : $0 }
        for place in 0..<16 where 16 - place <= Int(last) { block[place] = last }
        block[15] = last
        let padding = PKCS7(lastBlock: block.span)
        #expect(padding.isValid.declassified == (1...16).contains(last) && padding.byteCount == last)
        for place in 0..<15 {
            var changed = block
            changed[place] ^= 0x40
            let isText = 16 - place > Int(last)
            let isValid = PKCS7(lastBlock: changed.span).isValid.declassified
            #expect(isValid == ((1...16).contains(last) && isText), "place \(place)")
        }
    }

    @Test("Whatever is wrong with a padded ciphertext, the error is one, and nothing is left of the text")
    func oneError() throws {
        let context = try AES.CBC.Context(key: Self.key)
        func error(_ ciphertext: [UInt8]) -> (error: AESError?, output: [UInt8]) {
            var output = [UInt8](repeating: 0xA5, count: ciphertext.count)
            var span = output.mutableSpan
            do throws(AESError) {
                _ = try context.decrypt(ciphertext.span, into: &span, iv: Self.iv.span)
                return (nil, output)
            } catch {
                return (error, output)
            }
        }
        let vector = try AES.CBC.IV(data: Self.iv)
        var trials = 0
        // Blocks whose padding is wrong in each way there is.
        for last in 0...255 {
            for place in 0..<15 {
                var block = [UInt8](repeating: UInt8(last), count: 16)
                let isPadding = 16 - place <= last && last <= 16
                guard isPadding || !(1...16).contains(last) else { continue }
                block[place] ^= 1
                let result = error(try context.encrypt(pattern(16) + block, iv: vector, padding: .none))
                #expect(result.error == .decryptionFailure && result.output.allSatisfy { $0 == 0 })
                trials += 1
            }
        }
        #expect(trials == 240 * 15 + (1...16).reduce(0) { $0 + $1 - 1 })
        for count in [0, 1, 15, 17, 31, 33] {
            let result = error(pattern(count))
            #expect(result.error == .decryptionFailure && result.output.allSatisfy { $0 == 0 })
            #expect(throws: AESError.decryptionFailure) { try context.decrypt(pattern(count), iv: vector) }
        }
    }

    @Test("Wrong sizes are refused before anything is written")
    func sizes() throws {
        let context = try AES.CBC.Context(key: Self.key)
        let vector = try AES.CBC.IV(data: Self.iv)
        for count in [1, 15, 17] {
            #expect(throws: AESError.incorrectTextSize) {
                try context.encrypt(pattern(count), iv: vector, padding: .none)
            }
            #expect(throws: AESError.incorrectTextSize) {
                try context.decrypt(pattern(count), iv: vector, padding: .none)
            }
        }
        #expect(try context.encrypt([], iv: vector, padding: .none) == [])
        #expect(try context.decrypt([], iv: vector, padding: .none) == [])
        for count in [0, 12, 15, 17, 32] {
            #expect(throws: AESError.incorrectIVSize) { try AES.CBC.IV(data: pattern(count)) }
            var text = pattern(32)
            #expect(throws: AESError.incorrectIVSize) {
                var span = text.mutableSpan
                try context.encrypt(&span, iv: pattern(count).span)
            }
            #expect(throws: AESError.incorrectIVSize) {
                var span = text.mutableSpan
                try context.decrypt(&span, iv: pattern(count).span)
            }
            #expect(text == pattern(32))
        }
        for count in [0, 16, 31, 33, 48] {
            var output = [UInt8](repeating: 0xA5, count: count)
            #expect(throws: AESError.incorrectOutputSize) {
                var span = output.mutableSpan
                try context.encrypt(pattern(20).span, into: &span, iv: Self.iv.span)
            }
            #expect(throws: AESError.incorrectOutputSize) {
                var span = output.mutableSpan
                return try context.decrypt(pattern(32).span, into: &span, iv: Self.iv.span)
            }
            #expect(output.allSatisfy { $0 == 0xA5 })
        }
        let short = SymmetricKey(data: pattern(20))
        #expect(throws: AESError.incorrectKeySize) { try AES.CBC.encrypt([], using: short, iv: vector) }
    }

    @Test("The functions without a context; vectors are drawn anew")
    func convenience() throws {
        let vector = AES.CBC.IV()
        #expect(vector != AES.CBC.IV() && vector.byteArray.count == 16)
        let ciphertext = try AES.CBC.encrypt(pattern(100), using: Self.key, iv: vector)
        #expect(ciphertext.count == 112)
        #expect(try AES.CBC.decrypt(ciphertext, using: Self.key, iv: vector) == pattern(100))
        #expect(try AES.CBC.Context(key: Self.key).encrypt(pattern(100), iv: vector) == ciphertext)
        var random = SeededRandom(seed: 3), same = SeededRandom(seed: 3)
        #expect(AES.CBC.IV(using: &random).byteArray == same.bytes(count: 16))
    }
}
