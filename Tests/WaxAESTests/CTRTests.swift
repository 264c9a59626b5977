import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("AES-CTR")
struct CTRTests {
    static let key = SymmetricKey(data: pattern(32, 11))
    static let nonce = pattern(16, 91)

    /// NIST SP 800-38A, appendices F.5.1, F.5.3 and F.5.5.
    static let examples = [
        (
            "2b7e151628aed2a6abf7158809cf4f3c",
            "874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"
                + "5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee"
        ),
        (
            "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
            "1abc932417521ca24f2b0459fe7e6e0b090339ec0aa6faefd5ccc2c6f4ce8e94"
                + "1e36b26bd1ebc670d1bd1d665620abf74f78a7f6d29809585a97daec58c6b050"
        ),
        (
            "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
            "601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
                + "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6"
        ),
    ]

    @Test("The examples of SP 800-38A", arguments: AES.Backend.allCases)
    func specification(_ backend: AES.Backend) throws {
        let nonce = try AES.CTR.Nonce(data: Hex.decode("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"))
        for (key, ciphertext) in Self.examples {
            let context = try AES.CTR.Context(key: SymmetricKey(data: Hex.decode(key)), backend: backend)
            let text = try Hex.decode(CBCTests.exampleText)
            #expect(Hex.encode(context.encrypt(text, nonce: nonce)) == ciphertext)
            #expect(try context.encrypt(Hex.decode(ciphertext), nonce: nonce) == text)
        }
    }

    /// The keystream from the definition: one block at a time.
    private static func keystream(_ cipher: AES.BlockCipher, from first: [UInt8], count: Int) throws -> [UInt8] {
        var counter = first, result: [UInt8] = []
        while result.count < count {
            result += try cipher.encrypted(counter)
            for place in (0..<16).reversed() {
                counter[place] &+= 1
                if counter[place] != 0 { break }
            }
        }
        return Array(result[..<count])
    }

    @Test("The counter has 128 bits and wraps around", arguments: AES.Backend.allCases)
    func counters(_ backend: AES.Backend) throws {
        let cipher = try AES.BlockCipher(key: Self.key, backend: backend)
        let context = try AES.CTR.Context(key: Self.key, backend: backend)
        let ones = [UInt8](repeating: 0xFF, count: 16)
        var starts = [ones, [UInt8](repeating: 0, count: 16), pattern(16)]
        for carried in 1...15 {
            for before in [1, 2, 3, 15, 16, 17, 31] {
                var start = Array(repeating: 0x5A, count: 16 - carried) + ones[..<carried]
                start[15] = UInt8(256 - before)
                starts.append(start)
            }
        }
        for start in starts {
            let expected = try Self.keystream(cipher, from: start, count: 700)
            let text = context.encrypt([UInt8](repeating: 0, count: 700), nonce: try AES.CTR.Nonce(data: start))
            #expect(text == expected, "\(Hex.encode(start))")
        }
    }

    @Test("Every length, within guarded memory", arguments: AES.Backend.allCases)
    func lengths(_ backend: AES.Backend) throws {
        let context = try AES.CTR.Context(key: Self.key, backend: backend)
        let cipher = try AES.BlockCipher(key: Self.key, backend: backend)
        let keystream = try Self.keystream(cipher, from: Self.nonce, count: 1000)
        for length in Array(0...70) + Array(250...275) + [511, 512, 513, 1000] {
            let text = pattern(length)
            let expected = zip(text, keystream).map { $0 ^ $1 }
            for edge in GuardedBuffer.Edge.allCases {
                let place = GuardedBuffer(text, touching: edge), nonce = GuardedBuffer(Self.nonce, touching: edge)
                try place.withMutableSpan { place throws(AESError) in
                    try context.encrypt(&place, nonce: nonce.span)
                }
                #expect(place.bytes == expected)
                var stream = try AES.CTR.Stream(using: context, nonce: nonce.span)
                place.withMutableSpan { stream.update(&$0) }
                #expect(place.bytes == text)
            }
        }
    }

    @Test("However a text is split, the result is that of the whole", arguments: AES.Backend.allCases)
    func splits(_ backend: AES.Backend) throws {
        let context = try AES.CTR.Context(key: Self.key, backend: backend)
        var random = SeededRandom(seed: 38)
        let text = pattern(2000)
        // Begins just before the lower half of the counter overflows.
        var first = Self.nonce
        first.replaceSubrange(8..., with: [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xF0])
        let whole = context.encrypt(text, nonce: try AES.CTR.Nonce(data: first))
        for round in 0..<60 {
            var stream = try AES.CTR.Stream(using: context, nonce: first.span)
            var result: [UInt8] = []
            let largest = [1, 7, 16, 40, 300, 1000][round % 6]
            while result.count < text.count {
                let count = min(Int(random.nextUInt64() % UInt64(largest + 1)), text.count - result.count)
                result += stream.update(Array(text[result.count..<(result.count + count)]))
            }
            #expect(result == whole)
        }
    }

    @Test("A nonce has 12 or 16 bytes; the functions without a context")
    func convenience() throws {
        for count in 0...20 where count != 12 && count != 16 {
            #expect(throws: AESError.incorrectNonceSize) { try AES.CTR.Nonce(data: pattern(count)) }
        }
        #expect(try AES.CTR.Nonce(data: pattern(12)).byteArray == pattern(12) + [0, 0, 0, 0])
        let nonce = AES.CTR.Nonce()
        #expect(nonce != AES.CTR.Nonce() && Array(nonce.byteArray[12...]) == [0, 0, 0, 0])
        let ciphertext = try AES.CTR.encrypt(pattern(33), using: Self.key, nonce: nonce)
        #expect(try AES.CTR.decrypt(ciphertext, using: Self.key, nonce: nonce) == pattern(33))
        var stream = try AES.CTR.Stream(key: Self.key, nonce: nonce)
        let streamed = stream.update(pattern(33))
        #expect(streamed == ciphertext)
        let context = try AES.CTR.Context(key: Self.key)
        var text = pattern(5)
        #expect(throws: AESError.incorrectNonceSize) {
            var span = text.mutableSpan
            try context.encrypt(&span, nonce: pattern(12).span)
        }
        #expect(throws: AESError.incorrectNonceSize) {
            let stream = try AES.CTR.Stream(using: context, nonce: pattern(12).span)
            _ = consume stream
        }
        #expect(text == pattern(5))
        #expect(throws: AESError.incorrectKeySize) {
            try AES.CTR.encrypt([], using: SymmetricKey(data: pattern(20)), nonce: nonce)
        }
    }
}
