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
        let hashes: [RSA.HashAlgorithm] = [.sha256, .sha384, .sha512]
        for hash in hashes {
            for maskHash in hashes {
                for count in [0, 1, 32, 64, 257 - hash.digestByteCount - 2] {
                    let padding = RSA.Signing.Padding.pss(saltByteCount: count, maskHash: maskHash)
                    let signature = try key.signature(forMessage: [7], hash: hash, padding: padding)
                    #expect(key.publicKey.isValidSignature(signature, forMessage: [7], hash: hash, padding: padding))
                    let others: [(RSA.HashAlgorithm, RSA.HashAlgorithm, Int)] = [
                        (hash, maskHash, count + 1), (hash, maskHash, count - 1), (hash, maskHash, .max),
                        (hash, maskHash == .sha256 ? .sha384 : .sha256, count),
                        (hash == .sha256 ? .sha512 : .sha256, maskHash, count),
                    ]
                    for other in others {
                        let padding = RSA.Signing.Padding.pss(saltByteCount: other.2, maskHash: other.1)
                        let isValid = key.publicKey.isValidSignature(
                            signature, forMessage: [7], hash: other.0, padding: padding)
                        #expect(!isValid)
                    }
                }
            }
        }
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
