import Foundation
import Testing
import WaxBigNum
import WaxCore
import WaxTestSupport

@testable import WaxRSA

@Suite("RSA: key generation")
struct KeyGenerationTests {
    /// Checks a key with Python's integers against FIPS 186-5 appendix A.1.
    static let script = """
        import json, math, sys
        k = {name: int(value, 16) for name, value in json.load(sys.stdin).items()}
        n, e, d, p, q, bits = k['n'], k['e'], k['d'], k['p'], k['q'], k['bits']
        def is_prime(c):
            if any(c % s == 0 for s in (2, 3, 5, 7, 11, 13)): return False
            m, a = c - 1, 0
            while m % 2 == 0: m, a = m // 2, a + 1
            for base in range(2, 42):
                z = pow(base, m, c)
                if z in (1, c - 1): continue
                for _ in range(a - 1):
                    z = z * z % c
                    if z == c - 1: break
                else: return False
            return True
        half = bits // 2
        checks = {
            'modulus': n == p * q and n.bit_length() == bits,
            'size of p': p.bit_length() == half and p * p >= 1 << (bits - 1),
            'size of q': q.bit_length() == half and q * q >= 1 << (bits - 1),
            'distance': abs(p - q) > 1 << (half - 100),
            'primes': is_prime(p) and is_prime(q),
            'private exponent': d == pow(e, -1, math.lcm(p - 1, q - 1)) and d > 1 << half,
            'exponents': k['dP'] == d % (p - 1) and k['dQ'] == d % (q - 1),
            'coefficient': k['qInv'] == pow(q, -1, p),
        }
        print(' '.join(sorted(name for name, holds in checks.items() if not holds)))
        """

    private func check(_ key: RSA.PrivateKey) throws {
        let numbers = [
            "n": Hex.encode(key.publicKey.modulus), "e": Hex.encode(key.publicKey.publicExponent),
            "d": key.privateExponent.hex, "p": key.prime1.hex, "q": key.prime2.hex, "dP": key.exponent1.hex,
            "dQ": key.exponent2.hex, "qInv": key.coefficient.hex, "bits": String(key.modulusBitCount, radix: 16),
        ]
        let output = try Peer.python(Self.script, input: [UInt8](try JSONEncoder().encode(numbers)))
        #expect(String(decoding: output, as: UTF8.self) == "\n")
    }

    @Test("Keys of 2048 bits satisfy FIPS 186-5", .enabled(if: Peer.isAvailable("python3"), "python3 is not installed"))
    func generated() throws {
        var random = SeededRandom(seed: 2048)
        let key = try RSA.PrivateKey(bitCount: 2048, using: &random)
        try check(key)
        #expect(key.publicKey.publicExponent == [1, 0, 1])
        // With exponent 3, two thirds of all primes do not suit.
        try check(try RSA.PrivateKey(bitCount: 2050, publicExponent: 3))
        try check(try RSA.PrivateKey(bitCount: 2048, publicExponent: 0xFFFF_FFFF))

        let signer = RSA.Signing.PrivateKey(key)
        #expect(signer.publicKey.isValidSignature(try signer.signature(forMessage: [1]), forMessage: [1]))
    }

    @Test("The same seed gives the same key, another one another")
    func determinism() throws {
        func modulus(seed: UInt64) throws -> [UInt8] {
            var random = SeededRandom(seed: seed)
            return try RSA.PrivateKey(bitCount: 2048, using: &random).publicKey.modulus
        }
        let first = try modulus(seed: 5)
        #expect(try modulus(seed: 5) == first)
        #expect(try modulus(seed: 6) != first)
    }

    @Test("Sizes and exponents that are not accepted")
    func refused() {
        for bitCount in [0, -2, 1024, 2046, 2049, 8194, Int.max, Int.min] {
            #expect(throws: RSAError.modulusSizeNotAccepted(bitCount: bitCount)) {
                try RSA.PrivateKey(bitCount: bitCount)
            }
        }
        for exponent in [0, 1, 2, 65536] as [UInt32] {
            #expect(throws: RSAError.publicExponentNotAccepted) {
                try RSA.PrivateKey(bitCount: 2048, publicExponent: exponent)
            }
        }
    }

    @Test("A source of randomness that is stuck ends in an error", arguments: [0x00, 0x5A, 0xFF] as [UInt8])
    func stuckRandomSource(_ byte: UInt8) {
        struct Constant: RandomSource {
            let byte: UInt8
            mutating func fill(_ bytes: inout MutableSpan<UInt8>) { bytes.update(repeating: byte) }
        }
        var random = Constant(byte: byte)
        #expect(throws: RSAError.randomSourceFailed) { try RSA.PrivateKey(bitCount: 2048, using: &random) }
    }

    @Test("Primes that are close together are told apart from those that are not")
    func distance() {
        func areFarApart(_ low: UInt64, shift: Int) -> Bool {
            var p = Natural(limbCount: 16), q = Natural(limbCount: 16)
            for number in 0..<2 {
                var value = Natural(number == 0 ? 0 : low, limbCount: 16)
                for _ in 0..<shift { value.shiftLeftByOne() }
                value.setBit(at: 1023)
                if number == 0 { p = value.copy() } else { q = value.copy() }
            }
            let both = [
                RSA.areFarApart(p, q, modulusBitCount: 2048), RSA.areFarApart(q, p, modulusBitCount: 2048),
            ]
            #expect(both[0] == both[1])
            return both[0]
        }
        #expect(!areFarApart(0, shift: 0))
        #expect(!areFarApart(1, shift: 923))
        #expect(areFarApart(1, shift: 924))
        #expect(areFarApart(3, shift: 1000))
    }
}
