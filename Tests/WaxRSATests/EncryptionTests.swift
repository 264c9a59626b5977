import Testing
import WaxBigNum
import WaxCore
import WaxTestSupport

@testable import WaxRSA

@Suite("RSAES-OAEP: encrypting and decrypting")
struct EncryptionTests {
    private func key(bits: Int = 2048) throws -> RSA.Encryption.PrivateKey {
        RSA.Encryption.PrivateKey(try KeyNumbers.first(bits: bits).signingKey().key)
    }

    @Test("What is encrypted comes out again, with keys of all sizes", arguments: KeyNumbers.all.indices)
    func sizes(_ index: Int) throws {
        let key = RSA.Encryption.PrivateKey(try KeyNumbers.all[index].signingKey().key)
        let count = key.publicKey.maximumPlaintextByteCount(padding: .oaep)
        #expect(count == (KeyNumbers.all[index].bits + 7) / 8 - 66)
        for message in [[], [0], [1, 2, 3], [UInt8](repeating: 0, count: count), [UInt8](repeating: 1, count: count)] {
            let ciphertext = try key.publicKey.encrypt(message, padding: .oaep)
            #expect(ciphertext.count == key.key.publicKey.modulusByteCount)
            #expect(try key.decrypt(ciphertext, padding: .oaep) == message)
        }
        let tooLong = [UInt8](repeating: 7, count: count + 1)
        #expect(throws: RSAError.plaintextTooLong(maximumByteCount: count)) {
            try key.publicKey.encrypt(tooLong, padding: .oaep)
        }
    }

    @Test("Hash functions, mask hash functions and labels, each of use only for itself")
    func parameters() throws {
        let key = try key(bits: 2050)
        for hash in hashAlgorithms {
            for mgf1Hash in hashAlgorithms {
                for label in [[], [UInt8](repeating: 9, count: 500)] as [[UInt8]] {
                    let padding = RSA.Encryption.Padding.oaep(hash: hash, mgf1Hash: mgf1Hash, label: label)
                    let ciphertext = try key.publicKey.encrypt([5, 0, 1], padding: padding)
                    #expect(try key.decrypt(ciphertext, padding: padding) == [5, 0, 1])
                    let others: [RSA.Encryption.Padding] = [
                        .oaep(hash: hash, mgf1Hash: mgf1Hash, label: label + [0]),
                        .oaep(hash: hash, mgf1Hash: mgf1Hash == .sha256 ? .sha384 : .sha256, label: label),
                        .oaep(hash: hash == .sha256 ? .sha512 : .sha256, mgf1Hash: mgf1Hash, label: label),
                    ]
                    for other in others {
                        #expect(throws: RSAError.decryptionFailed) { try key.decrypt(ciphertext, padding: other) }
                    }
                }
            }
        }
    }

    @Test("Ciphertexts of another length, of numbers above the modulus, and with a changed byte fail alike")
    func strictness() throws {
        let key = try key()
        let ciphertext = try key.publicKey.encrypt([1, 2, 3], padding: .oaep)
        let modulus = key.key.publicKey.modulus
        var wrong: [[UInt8]] = [
            [], [0], [0] + ciphertext, ciphertext + [0], Array(ciphertext.dropLast()), Array(ciphertext.dropFirst()),
            modulus, [UInt8](repeating: 0xFF, count: 256), [UInt8](repeating: 0, count: 256),
            [UInt8](repeating: 0, count: 255) + [1],
        ]
        for index in stride(from: 0, to: 256, by: 17) {
            var changed = ciphertext
            changed[index] ^= 0x04
            wrong.append(changed)
        }
        for ciphertext in wrong {
            #expect(throws: RSAError.decryptionFailed) { try key.decrypt(ciphertext, padding: .oaep) }
        }
        #expect(try key.decrypt(ciphertext, padding: .oaep) == [1, 2, 3])
    }

    @Test("A changed bit anywhere in the encoded message makes it invalid, unless it is in the message")
    func encodings() throws {
        let encoding = OAEPEncoding(hash: .sha256, mgf1Hash: .sha384, label: [4])
        let message: [UInt8] = [0, 1, 2]
        let seed = [UInt8](repeating: 0xA5, count: 32)
        let secret = encoding.encode(message.span, seed: seed.span, byteCount: 100)
        let encoded = try #require(secret)
        let plain = [UInt8](copying: encoded.bytes)
        func decode(_ bytes: [UInt8]) -> [UInt8]? {
            guard let secret = encoding.decode(bytes.span)?.reveal() else { return nil }
            return [UInt8](copying: secret.bytes)
        }
        #expect(plain[0] == 0 && decode(plain) == message)
        var valid = 0
        for index in 0..<plain.count {
            for bit in 0..<8 {
                var changed = plain
                changed[index] ^= 1 << bit
                // Whatever is changed in the masked block changes the whole seed, and so the label's hash.
                if decode(changed) != nil { valid += 1 }
            }
        }
        #expect(valid == 0)
        #expect(decode(Array(plain.prefix(65))) == nil)
        let isTooShort = encoding.decode([UInt8](repeating: 0, count: 65).span) == nil
        #expect(isTooShort)
    }

    @Test("The zeros before the one are all looked at, and the one has to be there")
    func filling() throws {
        let encoding = OAEPEncoding(hash: .sha256, mgf1Hash: .sha256, label: [])
        let seed = [UInt8](repeating: 1, count: 32)
        /// Encodes a block that is given from behind the label's hash on.
        func decode(_ rest: [UInt8], first: UInt8 = 0) -> [UInt8]? {
            var block = RSA.HashAlgorithm.sha256.hash([UInt8]().span) + rest
            var maskedSeed = seed
            var blockSpan = block.mutableSpan
            MaskGeneration.applyMGF1(.sha256, seed: seed.span, to: &blockSpan)
            var seedSpan = maskedSeed.mutableSpan
            MaskGeneration.applyMGF1(.sha256, seed: block.span, to: &seedSpan)
            let encoded = [first] + maskedSeed + block
            guard let secret = encoding.decode(encoded.span)?.reveal() else { return nil }
            return [UInt8](copying: secret.bytes)
        }
        #expect(decode([0, 0, 1, 5, 6]) == [5, 6])
        #expect(decode([1, 5, 6]) == [5, 6])
        #expect(decode([1]) == [])
        #expect(decode([0, 0, 0, 1]) == [])
        #expect(decode([1, 1, 1]) == [1, 1])
        #expect(decode([0, 0, 1, 5, 6], first: 1) == nil)
        #expect(decode([0, 2, 1, 5, 6]) == nil)
        #expect(decode([2, 0, 1, 5, 6]) == nil)
        #expect(decode([0x80, 1]) == nil)
        #expect(decode([0, 0, 0, 0]) == nil)
        #expect(decode([]) == nil)
    }

    @Test("The same seed gives the same ciphertext, another one another")
    func determinism() throws {
        let key = try key().publicKey
        func encrypt(seed: UInt64, _ padding: RSA.Encryption.Padding) throws -> [UInt8] {
            var random = SeededRandom(seed: seed)
            return try key.encrypt([1].span, padding: padding, using: &random)
        }
        for padding in [.oaep, .insecurePKCS1v1_5] as [RSA.Encryption.Padding] {
            #expect(try encrypt(seed: 1, padding) == encrypt(seed: 1, padding))
            #expect(try encrypt(seed: 1, padding) != encrypt(seed: 2, padding))
        }
    }

    @Test("Keys of less than 2048 bits are let in by name only, and decrypt and verify, but neither encrypt nor sign")
    func smallKeys() throws {
        let numbers = try TestVectors.json("waxwing/rsa_small_keys.json", as: [KeyNumbers].self)
        #expect(numbers.map(\.bits) == [1023, 1024, 1025, 1536, 2047])
        for numbers in numbers {
            #expect(throws: RSAError.modulusSizeNotAccepted(bitCount: numbers.bits)) { try numbers.publicKey() }
            #expect(throws: RSAError.modulusSizeNotAccepted(bitCount: numbers.bits)) { try numbers.privateKey() }
            #expect(throws: RSAError.modulusSizeNotAccepted(bitCount: numbers.bits)) {
                try numbers.privateKeyWithoutPrimes()
            }
            let n = try Hex.decode(numbers.n), e = try Hex.decode(numbers.e), d = try Hex.decode(numbers.d)
            func load() throws(RSAError) -> RSA.PrivateKey {
                try RSA.PrivateKey(modulus: n, publicExponent: e, privateExponent: d, sizePolicy: .insecureLegacy)
            }
            guard numbers.bits >= 1024 else {
                #expect(throws: RSAError.modulusSizeNotAccepted(bitCount: numbers.bits, accepted: 1024...8192)) {
                    try load()
                }
                continue
            }
            let key = try load()
            #expect(Set([key.prime1.hex, key.prime2.hex]) == [numbers.p, numbers.q])
            let again = try RSA.PrivateKey(
                modulus: n, publicExponent: e, privateExponent: d, prime1: try Hex.decode(numbers.p),
                prime2: try Hex.decode(numbers.q), exponent1: try Hex.decode(numbers.dP),
                exponent2: try Hex.decode(numbers.dQ), coefficient: try Hex.decode(numbers.qInv),
                sizePolicy: .insecureLegacy)
            #expect(again.publicKey == key.publicKey)
            let refusal = RSAError.modulusSizeNotAccepted(bitCount: numbers.bits)
            for padding in [.pss(), .pkcs1v1_5] as [RSA.Signing.Padding] {
                #expect(throws: refusal) { try RSA.Signing.PrivateKey(key).signature(forMessage: [], padding: padding) }
            }
            let decryptor = RSA.Encryption.PrivateKey(key)
            for padding in [.oaep, .insecurePKCS1v1_5] as [RSA.Encryption.Padding] {
                #expect(throws: refusal) { try decryptor.publicKey.encrypt([], padding: padding) }
            }

            let count = key.publicKey.modulusByteCount
            let encoding = OAEPEncoding(hash: .sha256, mgf1Hash: .sha256, label: [])
            let seed = [UInt8](repeating: 3, count: 32)
            let secret = encoding.encode([1, 2].span, seed: seed.span, byteCount: count)
            let encoded = try #require(secret)
            let ciphertext = key.publicKey.publicOperation(Natural(bigEndian: encoded.bytes))?.bytes(count: count)
            #expect(try decryptor.decrypt(try #require(ciphertext), padding: .oaep) == [1, 2])
        }
    }

    @Test("A modulus that is too short for the hash function is an error of its own")
    func tooShort() throws {
        let numbers = try TestVectors.json("waxwing/rsa_small_keys.json", as: [KeyNumbers].self)[1]
        let n = try Hex.decode(numbers.n), e = try Hex.decode(numbers.e), d = try Hex.decode(numbers.d)
        let key = RSA.Encryption.PrivateKey(
            try RSA.PrivateKey(modulus: n, publicExponent: e, privateExponent: d, sizePolicy: .insecureLegacy))
        #expect(throws: RSAError.modulusTooShortForPadding) {
            try key.decrypt([UInt8](repeating: 1, count: 128), padding: .oaep(hash: .sha512))
        }
    }

    @Test("A fault in the private operation releases no plaintext")
    func fault() throws {
        let parts = try KeyNumbers.first(bits: 2048).privateKey().parts
        var exponent = parts.exponent1.copy()
        exponent.withMutableLimbs { limbs in limbs[3] ^= 1 << 17 }
        let faulty = RSA.Encryption.PrivateKey(
            RSA.PrivateKey(
                parts: PrivateKeyParts(
                    publicKey: parts.publicKey, privateExponent: parts.privateExponent.copy(), p: parts.p, q: parts.q,
                    exponent1: exponent, exponent2: parts.exponent2, coefficient: parts.coefficient)))
        let ciphertext = try faulty.publicKey.encrypt([1], padding: .oaep)
        for padding in [.oaep, .insecurePKCS1v1_5] as [RSA.Encryption.Padding] {
            #expect(throws: RSAError.computationFault) { try faulty.decrypt(ciphertext, padding: padding) }
        }
    }

    @Test("A source of randomness that gives only zeros is an error, not padding that is too short")
    func stuckRandomSource() throws {
        struct Zeros: RandomSource {
            mutating func fill(_ bytes: inout MutableSpan<UInt8>) { bytes.update(repeating: 0) }
        }
        var random = Zeros()
        let key = try key().publicKey
        #expect(throws: RSAError.randomSourceFailed) {
            try key.encrypt([1].span, padding: .insecurePKCS1v1_5, using: &random)
        }
    }
}
