import Testing
import WaxBigNum
import WaxCore
import WaxTestSupport

@testable import WaxRSA

@Suite("RSAES-PKCS1-v1_5 with implicit rejection")
struct PKCS1EncryptionTests {
    private func key(bits: Int = 2048) throws -> RSA.Encryption.PrivateKey {
        RSA.Encryption.PrivateKey(try KeyNumbers.first(bits: bits).signingKey().key)
    }

    /// The ciphertext of a block of our choice.
    private func ciphertext(_ block: [UInt8], _ key: RSA.Encryption.PrivateKey) throws -> [UInt8] {
        let result = key.key.publicKey.publicOperation(Natural(bigEndian: block.span))
        let bytes = result?.bytes(count: key.key.publicKey.modulusByteCount)
        return try #require(bytes)
    }

    private func block(
        _ first: UInt8 = 0, _ second: UInt8 = 2, padding: [UInt8], separator: UInt8 = 0, message: [UInt8]
    ) -> [UInt8] {
        [first, second] + padding + [separator] + message
    }

    @Test("What is encrypted comes out again", arguments: [2048, 2050, 3072])
    func roundTrip(bits: Int) throws {
        let key = try key(bits: bits)
        let count = key.publicKey.maximumPlaintextByteCount(padding: .insecurePKCS1v1_5)
        #expect(count == (bits + 7) / 8 - 11)
        for message in [[], [0], [1, 2, 3], [UInt8](repeating: 0, count: count)] {
            let ciphertext = try key.publicKey.encrypt(message, padding: .insecurePKCS1v1_5)
            #expect(try key.decrypt(ciphertext, padding: .insecurePKCS1v1_5) == message)
        }
        #expect(throws: RSAError.plaintextTooLong(maximumByteCount: count)) {
            try key.publicKey.encrypt([UInt8](repeating: 1, count: count + 1), padding: .insecurePKCS1v1_5)
        }
    }

    @Test("Padding has eight bytes or more, none of them zero")
    func padding() throws {
        let key = try key()
        for count in [8, 9, 100, 253] {
            let zeros = [UInt8](repeating: 0, count: 253 - count)
            let block = block(padding: [UInt8](repeating: 1, count: count), message: zeros)
            let plaintext = try key.decrypt(try ciphertext(block, key), padding: .insecurePKCS1v1_5)
            #expect(plaintext == zeros)
        }
        var random = SeededRandom(seed: 4)
        for _ in 0..<20 {
            let encoded = try RSA.Encryption.Padding.insecurePKCS1v1_5.encode(
                [1, 2].span, modulusByteCount: 1024, using: &random)
            let bytes = [UInt8](copying: encoded.bytes)
            #expect(bytes.prefix(2) == [0, 2] && bytes.suffix(3) == [0, 1, 2])
            #expect(!bytes.dropFirst(2).dropLast(3).contains(0))
        }
    }

    @Test("Wrong padding gives the substitute, the same each time, another for each ciphertext and key")
    func implicitRejection() throws {
        let key = try key(), other = try self.key(bits: 2050)
        let long = [UInt8](repeating: 7, count: 250)
        let wrong: [[UInt8]] = [
            block(1, padding: long, message: [1, 2, 3]),
            block(0, 1, padding: long, message: [1, 2, 3]),
            block(0, 0, padding: long, message: [1, 2, 3]),
            block(0, 3, padding: long, message: [1, 2, 3]),
            block(padding: [UInt8](repeating: 7, count: 7), message: [UInt8](repeating: 1, count: 246)),
            block(padding: [], message: [UInt8](repeating: 1, count: 253)),
            block(padding: long, separator: 9, message: [1, 2, 3]),
            [0, 2] + [UInt8](repeating: 1, count: 254),
            [UInt8](repeating: 0, count: 256),
            [UInt8](repeating: 0, count: 255) + [1],
        ]
        var messages: Set<[UInt8]> = []
        for block in wrong {
            let ciphertext = try ciphertext(block, key)
            let message = try key.decrypt(ciphertext, padding: .insecurePKCS1v1_5)
            #expect(try key.decrypt(ciphertext, padding: .insecurePKCS1v1_5) == message)
            #expect(message != [1, 2, 3] && message.count <= 245)
            #expect(message == (try substitute(ciphertext, key)))
            messages.insert(message)
            let longer = [0] + ciphertext
            #expect(try substitute(longer, other) == (try other.decrypt(longer, padding: .insecurePKCS1v1_5)))
            #expect(try other.decrypt(longer, padding: .insecurePKCS1v1_5) != message)
        }
        #expect(messages.count == wrong.count)
    }

    private func substitute(_ ciphertext: [UInt8], _ key: RSA.Encryption.PrivateKey) throws -> [UInt8] {
        let exponent = key.key.parts.privateExponent.secretBytes(count: ciphertext.count)
        let substitute = SubstituteMessage(ciphertext: ciphertext.span, privateExponent: exponent.bytes)
        return [UInt8](copying: substitute.block.span.extracting(Int(substitute.start)..<ciphertext.count))
    }

    @Test("Substitutes have all lengths, from zero to the longest message")
    func lengths() {
        let exponent = [UInt8](repeating: 5, count: 64)
        var counts = [Int](repeating: 0, count: 55)
        for index in 0..<5400 {
            let ciphertext = [UInt8(index & 0xFF), UInt8(index >> 8)] + [UInt8](repeating: 9, count: 62)
            let substitute = SubstituteMessage(ciphertext: ciphertext.span, privateExponent: exponent.span)
            let length = 64 - Int(substitute.start)
            if length < 55 { counts[length] += 1 }
        }
        // 0 to 53 bytes, a hundred times each but for chance: six standard deviations.
        #expect(counts.reduce(0, +) == 5400 && counts[54] == 0)
        #expect(counts.dropLast().allSatisfy { (40...160).contains($0) })
    }

    @Test("Ciphertexts of another length and of numbers above the modulus are errors: everybody can see them")
    func strictness() throws {
        let key = try key()
        let ciphertext = try key.publicKey.encrypt([1], padding: .insecurePKCS1v1_5)
        for wrong in [
            [], [0] + ciphertext, ciphertext + [0], Array(ciphertext.dropLast()), key.key.publicKey.modulus,
            [UInt8](repeating: 0xFF, count: 256),
        ] as [[UInt8]] {
            #expect(throws: RSAError.decryptionFailed) { try key.decrypt(wrong, padding: .insecurePKCS1v1_5) }
        }
    }
}
