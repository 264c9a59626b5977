import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("AES-GCM in parts, and GMAC")
struct SealerTests {
    static let key = pattern(32, 11)

    @Test(
        "However text and associated data are split, the result is that of the whole",
        arguments: AES.Backend.allCases)
    func splits(_ backend: AES.Backend) throws {
        let context = try AES.GCM.Context(Self.key, backend)
        var random = SeededRandom(seed: 39)
        func parts(_ bytes: [UInt8], upTo largest: Int) -> [[UInt8]] {
            var parts: [[UInt8]] = [], rest = bytes[...]
            while !rest.isEmpty {
                let count = min(rest.count, Int(random.nextUInt64() % UInt64(largest + 1)))
                parts.append(Array(rest.prefix(count)))
                rest = rest.dropFirst(count)
            }
            return parts
        }
        for round in 0..<150 {
            let largest = [1, 7, 16, 40, 300, 9000][round % 6]
            let text = pattern([0, 1, 15, 16, 17, 240, 241, 256, 500, 1000][round % 10] + (largest == 9000 ? 9000 : 0))
            let data = pattern([0, 3, 16, 33, 64, 200][round / 6 % 6], 13)
            let nonce = pattern([12, 12, 1, 16, 60][round % 5], 91)
            let expected = try context.sealed(text, nonce: nonce, data: data)
            var sealer = try AES.GCM.Sealer(using: context, nonce: nonce.span)
            for part in parts(data, upTo: largest) { try sealer.authenticate(part) }
            var ciphertext: [UInt8] = []
            for part in parts(text, upTo: largest) { ciphertext += try sealer.seal(part) }
            let tag = sealer.finalize()
            #expect(ciphertext == expected.text && tag == expected.tag, "round \(round)")
        }
    }

    @Test("Tags of 12 to 16 bytes; others are refused, as are nonces without a byte", arguments: AES.Backend.allCases)
    func sizes(_ backend: AES.Backend) throws {
        let context = try AES.GCM.Context(Self.key, backend)
        let nonce = pattern(12)
        for count in 0...20 {
            var tag = [UInt8](repeating: 0, count: count)
            var sealer = try AES.GCM.Sealer(using: context, nonce: nonce.span)
            _ = try sealer.seal(pattern(20))
            var failure: AESError?
            do throws(AESError) {
                var span = tag.mutableSpan
                try sealer.finalize(tag: &span)
            } catch { failure = error }
            if (12...16).contains(count) {
                #expect(try failure == nil && tag == context.sealed(pattern(20), nonce: nonce, tagCount: count).tag)
            } else {
                #expect(failure == .incorrectTagSize)
            }
        }
        #expect(throws: AESError.incorrectNonceSize) {
            let sealer = try AES.GCM.Sealer(using: context, nonce: [UInt8]().span)
            _ = consume sealer
        }
    }

    @Test("Associated data after text is refused, and the message goes on")
    func order() throws {
        var sealer = try AES.GCM.Sealer(key: SymmetricKey(data: Self.key), nonce: AES.GCM.Nonce(data: pattern(12)))
        try sealer.authenticate([1, 2])
        let first = try sealer.seal([3])
        var refused = false
        do throws(AESError) { try sealer.authenticate([4]) } catch { refused = error == .associatedDataAfterText }
        #expect(refused)
        let second = try sealer.seal([5])
        let tag = sealer.finalize()
        let box = try AES.GCM.SealedBox(nonce: .init(data: pattern(12)), ciphertext: first + second, tag: tag)
        #expect(try AES.GCM.open(box, using: SymmetricKey(data: Self.key), authenticating: [1, 2]) == [3, 5])
    }

    @Test("An empty part of the text is none: associated data may follow it", arguments: AES.Backend.allCases)
    func emptyPart(_ backend: AES.Backend) throws {
        let context = try AES.GCM.Context(Self.key, backend)
        let expected = try context.sealed([4, 5], nonce: pattern(12), data: [1, 2, 3])
        let nonce = pattern(12)
        var sealer = try AES.GCM.Sealer(using: context, nonce: nonce.span)
        try sealer.authenticate([1, 2])
        _ = try sealer.seal([])
        try sealer.authenticate([3])
        let text = try sealer.seal([4, 5])
        let tag = sealer.finalize()
        #expect(text == expected.text && tag == expected.tag)
    }

    @Test("GMAC is the tag of an empty text, in any parts", arguments: AES.Backend.allCases)
    func gmac(_ backend: AES.Backend) throws {
        let context = try AES.GCM.Context(Self.key, backend)
        for length in Array(0...40) + [100, 1000] {
            let message = pattern(length), nonce = pattern(1 + length % 20, 7)
            let expected = try context.sealed([], nonce: nonce, data: message).tag
            for size in [1, 5, 16, 100] {
                var mac = try AES.GMAC(using: context, nonce: nonce.span)
                for start in stride(from: 0, to: length, by: size) {
                    try mac.update(Array(message[start..<min(start + size, length)]).span)
                }
                var code = [UInt8](repeating: 0, count: 16)
                var span = code.mutableSpan
                try mac.finalize(into: &span)
                #expect(code == expected)
            }
        }
    }

    @Test("A code is verified bit by bit")
    func verification() throws {
        let key = SymmetricKey(data: Self.key), nonce = try AES.GCM.Nonce(data: pattern(12)), message = pattern(50)
        let code = try AES.GMAC.authenticationCode(for: message, using: key, nonce: nonce)
        func isValid(_ code: [UInt8], _ message: [UInt8]) throws -> Bool {
            try AES.GMAC.isValidAuthenticationCode(code, authenticating: message, using: key, nonce: nonce)
        }
        for count in 0...20 {
            let isRight = try isValid(Array((code + code)[..<count]), message)
            #expect(isRight == (12...16).contains(count))
        }
        for bit in 0..<128 {
            var forged = code
            forged[bit / 8] ^= 1 << (bit % 8)
            #expect(try !isValid(forged, message))
        }
        for bit in 0..<(50 * 8) {
            var forged = message
            forged[bit / 8] ^= 1 << (bit % 8)
            #expect(try !isValid(code, forged))
        }
        #expect(try !isValid(code, message + [0]) && !isValid(code, message.dropLast()))
    }
}
