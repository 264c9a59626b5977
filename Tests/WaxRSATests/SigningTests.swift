import Testing
import WaxBigNum
import WaxCore
import WaxSHA
import WaxTestSupport

@testable import WaxRSA

@Suite("RSASSA-PSS: signing and verifying")
struct SigningTests {
    @Test("What is signed is valid, with keys of all sizes", arguments: KeyNumbers.all.indices)
    func sizes(_ index: Int) throws {
        let key = try KeyNumbers.all[index].signingKey()
        #expect(key.key.modulusBitCount == KeyNumbers.all[index].bits)
        let signature = try key.signature(forMessage: [1, 2, 3])
        #expect(signature.count == (key.key.modulusBitCount + 7) / 8)
        #expect(key.publicKey.isValidSignature(signature, forMessage: [1, 2, 3]))
        #expect(!key.publicKey.isValidSignature(signature, forMessage: [1, 2, 4]))
    }

    @Test("Hash functions, mask hash functions and lengths of salt, each valid only for itself")
    func parameters() throws {
        let key = try KeyNumbers.first(bits: 2050).signingKey()
        for hash in hashAlgorithms {
            for mgf1Hash in hashAlgorithms {
                for count in [0, 32, 257 - hash.digestByteCount - 2] {
                    let padding = RSA.Signing.Padding.pss(saltByteCount: count, mgf1Hash: mgf1Hash)
                    let signature = try key.signature(forMessage: [7], hash: hash, padding: padding)
                    #expect(key.publicKey.isValidSignature(signature, forMessage: [7], hash: hash, padding: padding))
                    let others: [(RSA.HashAlgorithm, RSA.HashAlgorithm, Int)] = [
                        (hash, mgf1Hash, count + 1), (hash, mgf1Hash, count - 1), (hash, mgf1Hash, .max),
                        (hash, mgf1Hash == .sha256 ? .sha384 : .sha256, count),
                        (hash == .sha256 ? .sha512 : .sha256, mgf1Hash, count),
                    ]
                    for other in others {
                        let padding = RSA.Signing.Padding.pss(saltByteCount: other.2, mgf1Hash: other.1)
                        let isValid = key.publicKey.isValidSignature(
                            signature, forMessage: [7], hash: other.0, padding: padding)
                        #expect(!isValid)
                    }
                }
            }
        }
    }

    @Test("Lengths of salt by rule: none, as the digest, the longest, and any to verify")
    func saltLengths() throws {
        for bits in [2048, 2050, 2560] {
            let key = try KeyNumbers.first(bits: bits).signingKey()
            let longest = (bits + 6) / 8 - 34
            let rules: [(RSA.Signing.SaltLength, Int)] = [
                (.zero, 0), (.asDigest, 32), (.bytes(7), 7), (.maximum, longest), (.any, 32),
            ]
            for (salt, count) in rules {
                let signature = try key.signature(forMessage: [3], padding: .pss(salt: salt))
                func isValid(_ other: RSA.Signing.SaltLength, _ message: [UInt8] = [3]) -> Bool {
                    key.publicKey.isValidSignature(signature, forMessage: message, padding: .pss(salt: other))
                }
                #expect(isValid(salt) && isValid(.any) && isValid(.bytes(count)))
                #expect(!isValid(.any, [4]))
                for (other, otherCount) in rules where otherCount != count && other != .any { #expect(!isValid(other)) }
            }
            let fixed = try key.signature(forMessage: [3], padding: .pss(salt: .zero))
            #expect(try key.signature(forMessage: [3], padding: .pss(saltByteCount: 0)) == fixed)
        }
    }

    @Test("Where any length of salt is right, zeros and a one still have to stand before it")
    func anySalt() throws {
        let any = PSSEncoding(hash: .sha256, mgf1Hash: .sha256, salt: .any)
        let digest = [UInt8](repeating: 7, count: 32)
        let bitCount = 2047
        /// Encodes a block of our choice.
        func isConsistent(_ block: [UInt8], salt: [UInt8]) -> Bool {
            var masked = block
            let fingerprint = RSA.HashAlgorithm.sha256.hash(([UInt8](repeating: 0, count: 8) + digest + salt).span)
            var span = masked.mutableSpan
            MaskGeneration.applyMGF1(.sha256, seed: fingerprint.span, to: &span)
            masked[0] &= 0x7F
            let encoded = masked + fingerprint + [0xBC]
            return any.isConsistent(encoded.span, with: digest.span, bitCount: bitCount)
        }
        let zeros = [UInt8](repeating: 0, count: 223)
        #expect(isConsistent(zeros.dropLast(1) + [1], salt: []))
        #expect(isConsistent(zeros.dropLast(3) + [1, 8, 9], salt: [8, 9]))
        #expect(isConsistent([1] + zeros.dropLast(), salt: Array(zeros.dropLast())))
        #expect(!isConsistent(zeros, salt: []))
        #expect(!isConsistent(zeros.dropLast(3) + [2, 8, 9], salt: [8, 9]))
        #expect(!isConsistent(zeros.dropLast(4) + [3, 1, 8, 9], salt: [8, 9]))
    }

    @Test("A digest is signed as its message is")
    func digests() throws {
        let key = try KeyNumbers.first(bits: 2048).signingKey()
        func check(_ digest: some RSA.SignableDigest, _ hash: RSA.HashAlgorithm) throws {
            let fromDigest = try key.signature(for: digest)
            #expect(key.publicKey.isValidSignature(fromDigest, forMessage: [5, 6], hash: hash))
            let fromMessage = try key.signature(forMessage: [5, 6], hash: hash)
            #expect(key.publicKey.isValidSignature(fromMessage, for: digest))
        }
        try check(Insecure.SHA1.hash(data: [5, 6]), .insecureSHA1)
        try check(SHA224.hash(data: [5, 6]), .sha224)
        try check(SHA512_224.hash(data: [5, 6]), .sha512_224)
        try check(SHA512_256.hash(data: [5, 6]), .sha512_256)
        try check(SHA256.hash(data: [5, 6]), .sha256)
        try check(SHA384.hash(data: [5, 6]), .sha384)
        try check(SHA512.hash(data: [5, 6]), .sha512)
    }

    @Test("The same seed gives the same signature, another one another")
    func determinism() throws {
        let key = try KeyNumbers.first(bits: 2048).signingKey()
        let digest = SHA256.hash(data: [9])
        func sign(seed: UInt64) throws -> [UInt8] {
            var random = SeededRandom(seed: seed)
            return try key.signature(for: digest, using: &random)
        }
        #expect(try sign(seed: 1) == sign(seed: 1))
        #expect(try sign(seed: 1) != sign(seed: 2))
    }

    @Test("A salt that does not fit is refused")
    func saltTooLong() throws {
        let key = try KeyNumbers.first(bits: 2048).signingKey()
        #expect(throws: Never.self) { try key.signature(forMessage: [], padding: .pss(saltByteCount: 222)) }
        for count in [223, 256, 257, Int.max] {
            #expect(throws: RSAError.modulusTooShortForPadding) {
                try key.signature(forMessage: [], padding: .pss(saltByteCount: count))
            }
        }
        for count in [-1, Int.min] {
            #expect(throws: RSAError.saltByteCountNotAccepted) {
                try key.signature(forMessage: [], padding: .pss(saltByteCount: count))
            }
            #expect(!key.publicKey.isValidSignature(
                [UInt8](repeating: 1, count: 256), forMessage: [], padding: .pss(saltByteCount: count)))
        }
    }

    @Test("Only the exact signature is valid: other lengths, other forms of the number, any changed byte are not")
    func strictness() throws {
        let numbers = try KeyNumbers.first(bits: 2048)
        let key = try numbers.signingKey()
        let signature = try key.signature(forMessage: [1])
        func isValid(_ signature: [UInt8]) -> Bool { key.publicKey.isValidSignature(signature, forMessage: [1]) }
        #expect(isValid(signature))
        #expect(!isValid([0] + signature))
        #expect(!isValid(signature + [0]))
        #expect(!isValid(Array(signature.dropLast())))
        #expect(!isValid(Array(signature.dropFirst())))
        #expect(!isValid([]))
        #expect(!isValid([UInt8](repeating: 0, count: 256)))
        #expect(!isValid([UInt8](repeating: 0xFF, count: 256)))
        let modulus = try Hex.decode(numbers.n)
        #expect(!isValid(modulus))
        // The signature plus the modulus stands for the same residue.
        var shifted = Natural(bigEndian: signature.span, limbCount: 33)
        shifted.add(Natural(bigEndian: modulus.span))
        #expect(!isValid(shifted.bytes(count: 257)))
        for index in stride(from: 0, to: 256, by: 5) {
            var changed = signature
            changed[index] ^= 0x10
            #expect(!isValid(changed))
        }
    }

    @Test("A fault in any part of the private key or half of the computation releases nothing")
    func faults() throws {
        let parts = try KeyNumbers.first(bits: 2048).privateKey().parts
        func changed(_ number: borrowing Natural) -> Natural {
            var copy = number.copy()
            copy.withMutableLimbs { limbs in limbs[3] ^= 1 << 17 }
            return copy
        }
        func make(
            exponent1: borrowing Natural, exponent2: borrowing Natural, coefficient: borrowing Natural
        ) -> RSA.Signing.PrivateKey {
            RSA.Signing.PrivateKey(
                RSA.PrivateKey(
                    parts: PrivateKeyParts(
                        publicKey: parts.publicKey, privateExponent: parts.privateExponent.copy(), p: parts.p,
                        q: parts.q, exponent1: exponent1, exponent2: exponent2, coefficient: coefficient)))
        }
        let good = make(exponent1: parts.exponent1, exponent2: parts.exponent2, coefficient: parts.coefficient)
        #expect(throws: Never.self) { try good.signature(forMessage: [1]) }
        let faulty = [
            make(exponent1: changed(parts.exponent1), exponent2: parts.exponent2, coefficient: parts.coefficient),
            make(exponent1: parts.exponent1, exponent2: changed(parts.exponent2), coefficient: parts.coefficient),
            make(exponent1: parts.exponent1, exponent2: parts.exponent2, coefficient: changed(parts.coefficient)),
        ]
        for key in faulty {
            #expect(throws: RSAError.computationFault) { try key.signature(forMessage: [1]) }
        }
    }

    @Test("A source of randomness that is stuck is an error, not a signature without blinding")
    func stuckRandomSource() throws {
        struct Constant: RandomSource {
            let byte: UInt8
            mutating func fill(_ bytes: inout MutableSpan<UInt8>) { bytes.update(repeating: byte) }
        }
        let key = try KeyNumbers.first(bits: 2048).signingKey()
        let digest = SHA256.hash(data: [])
        for byte in [0x00, 0xFF] as [UInt8] {
            var random = Constant(byte: byte)
            #expect(throws: RSAError.randomSourceFailed) { try key.signature(for: digest, using: &random) }
        }
    }
}
