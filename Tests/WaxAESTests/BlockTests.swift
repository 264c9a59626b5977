import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("AES: blocks in both directions")
struct BlockTests {
    @Test("The blocks of FIPS 197, appendices B and C, there and back", arguments: AES.Backend.allCases)
    func standard(_ backend: AES.Backend) throws {
        let plain = try Hex.decode("00112233445566778899aabbccddeeff")
        let expected = [
            (16, "69c4e0d86a7b0430d8cdb78070b4c55a"), (24, "dda97ca4864cdfe06eaf70a0ec0d7191"),
            (32, "8ea2b7ca516745bfeafc49904b496089"),
        ]
        for (count, ciphertext) in expected {
            let key = SymmetricKey(data: (0..<count).map { UInt8($0) })
            let cipher = try AES.BlockCipher(key: key, backend: backend)
            #expect(try Hex.encode(cipher.encrypted(plain)) == ciphertext)
            #expect(try cipher.decrypted(Hex.decode(ciphertext)) == plain)
        }
    }

    @Test("Each of many blocks is that which it is alone, both directions", arguments: AES.Backend.allCases)
    func independence(_ backend: AES.Backend) throws {
        var random = SeededRandom(seed: 199)
        for keySize in [16, 24, 32] {
            let cipher = try AES.BlockCipher(key: SymmetricKey(data: random.bytes(count: keySize)), backend: backend)
            for blockCount in Array(0...35) + [64, 100] {
                let text = random.bytes(count: 16 * blockCount)
                let ciphertext = try cipher.encrypted(text), other = try cipher.decrypted(text)
                #expect(try cipher.decrypted(ciphertext) == text && cipher.encrypted(other) == text)
                for start in stride(from: 0, to: text.count, by: 16) {
                    let range = start..<(start + 16)
                    #expect(try cipher.encrypted(Array(text[range])) == Array(ciphertext[range]))
                    #expect(try cipher.decrypted(Array(text[range])) == Array(other[range]))
                }
            }
        }
    }

    @Test("All backends agree in both directions")
    func agreement() throws {
        var random = SeededRandom(seed: 200)
        for round in 0..<30 {
            let key = SymmetricKey(data: random.bytes(count: [16, 24, 32][round % 3]))
            let text = random.bytes(count: 16 * (1 + round % 20))
            let ciphers = try AES.Backend.allCases.map { try AES.BlockCipher(key: key, backend: $0) }
            let encrypted = try ciphers.map { try $0.encrypted(text) }
            let decrypted = try ciphers.map { try $0.decrypted(text) }
            #expect(encrypted.allSatisfy { $0 == encrypted[0] } && decrypted.allSatisfy { $0 == decrypted[0] })
        }
    }

    @Test("Blocks that are not whole are refused and left as they were")
    func sizes() throws {
        let cipher = try AES.BlockCipher(key: SymmetricKey(size: .bits128))
        for count in 1...15 {
            #expect(throws: AESError.incorrectTextSize) { try cipher.encrypted(pattern(32 + count)) }
            #expect(throws: AESError.incorrectTextSize) { try cipher.decrypted(pattern(count)) }
        }
    }
}

extension AES.BlockCipher {
    func encrypted(_ blocks: [UInt8]) throws(AESError) -> [UInt8] {
        var buffer = blocks
        var span = buffer.mutableSpan
        try encrypt(&span)
        return buffer
    }

    func decrypted(_ blocks: [UInt8]) throws(AESError) -> [UInt8] {
        var buffer = blocks
        var span = buffer.mutableSpan
        try decrypt(&span)
        return buffer
    }
}
