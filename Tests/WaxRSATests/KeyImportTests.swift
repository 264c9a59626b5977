import Testing
import WaxBigNum
import WaxCore
import WaxTestSupport

@testable import WaxRSA

@Suite("RSA: import and validation of keys")
struct KeyImportTests {
    @Test("A good key comes out as it went in", arguments: KeyNumbers.all.indices)
    func roundTrip(_ index: Int) throws {
        let numbers = KeyNumbers.all[index]
        let key = try numbers.signingKey().key
        let parts = [
            Hex.encode(key.publicKey.modulus), Hex.encode(key.publicKey.publicExponent), key.privateExponent.hex,
            key.prime1.hex, key.prime2.hex, key.exponent1.hex, key.exponent2.hex, key.coefficient.hex,
        ]
        #expect(
            parts == [
                numbers.n, numbers.e, numbers.d, numbers.p, numbers.q, numbers.dP, numbers.dQ, numbers.qInv,
            ])
        #expect(key.modulusBitCount == numbers.bits)
        let publicKey = try numbers.publicKey()
        #expect(key.publicKey == publicKey && key.publicKey.hashValue == publicKey.hashValue)
    }

    @Test("Leading zeros make no difference")
    func leadingZeros() throws {
        var numbers = try KeyNumbers.first(bits: 2048)
        let key = try numbers.publicKey()
        numbers.n = "0000" + numbers.n
        numbers.e = String(repeating: "00", count: 300) + numbers.e
        #expect(try numbers.publicKey() == key)
        #expect(try numbers.publicKey().publicExponent == [1, 0, 1])
        for path in [\KeyNumbers.d, \.p, \.q, \.dP, \.dQ, \.qInv] {
            numbers[keyPath: path] = String(repeating: "00", count: 400) + numbers[keyPath: path]
        }
        #expect(throws: Never.self) { try numbers.privateKey() }
    }

    @Test("The primes are found where only the exponents are given", arguments: [2048, 2050, 3072])
    func factorRecovery(bits: Int) throws {
        let numbers = try KeyNumbers.first(bits: bits)
        let key = try numbers.privateKeyWithoutPrimes()
        #expect(Set([key.prime1.hex, key.prime2.hex]) == [numbers.p, numbers.q])
        #expect(key.privateExponent.hex == numbers.d)
        #expect(Set([key.exponent1.hex, key.exponent2.hex]) == [numbers.dP, numbers.dQ])
        let signer = RSA.Signing.PrivateKey(key)
        #expect(signer.publicKey.isValidSignature(try signer.signature(forMessage: [1]), forMessage: [1]))

        var wrong = numbers
        wrong.d = changed(numbers.d, at: 5)
        #expect(throws: RSAError.privateKeyInvalid(.factorsNotFound)) { try wrong.privateKeyWithoutPrimes() }
        wrong.d = "00"
        #expect(throws: RSAError.privateKeyInvalid(.factorsNotFound)) { try wrong.privateKeyWithoutPrimes() }
        wrong.d = numbers.n + "00"
        #expect(throws: RSAError.privateKeyInvalid(.privateExponentTooLarge)) { try wrong.privateKeyWithoutPrimes() }
    }

    @Test("Larger private exponents that undo the public one are accepted as well")
    func largeExponent() throws {
        var numbers = try KeyNumbers.first(bits: 2048)
        var pOrder = try natural(numbers.p), qOrder = try natural(numbers.q)
        pOrder.subtract(1)
        qOrder.subtract(1)
        let order = PrivateKeyParts.leastCommonMultiple(pOrder, qOrder)
        let inverse = Natural.inverse(ofOdd: 65537, modulo: order)
        guard var exponent = inverse else {
            Issue.record("65537 has no inverse")
            return
        }
        for _ in 0..<2 {
            numbers.d = exponent.secretBytes(count: 256).hex
            #expect(throws: Never.self) { try numbers.privateKey() }
            exponent.add(order)
        }
    }

    // MARK: Keys that are refused

    @Test("Public keys that are refused")
    func publicKeys() throws {
        let good = try KeyNumbers.first(bits: 2048)
        func error(n: String? = nil, e: String? = nil) throws -> RSAError? {
            var numbers = good
            numbers.n = n ?? good.n
            numbers.e = e ?? good.e
            do throws(any Error) {
                _ = try numbers.publicKey()
                return nil
            } catch { return error as? RSAError }
        }
        #expect(try error() == nil)
        #expect(try error(n: "") == .modulusSizeNotAccepted(bitCount: 0))
        #expect(try error(n: "0000") == .modulusSizeNotAccepted(bitCount: 0))
        #expect(try error(n: "7f" + good.n.dropFirst(2)) == .modulusSizeNotAccepted(bitCount: 2047))
        #expect(try error(n: String(good.n.dropFirst(256))) == .modulusSizeNotAccepted(bitCount: bits(good.n.dropFirst(256))))
        #expect(try error(n: "01" + String(repeating: "00", count: 1023) + "01") == .modulusSizeNotAccepted(bitCount: 8193))
        #expect(try error(n: "ff" + String(repeating: "00", count: 1022) + "01") == nil)
        #expect(try error(n: changed(good.n, at: 255)) == .modulusIsEven)
        for exponent in ["", "00", "01", "02", "010000", "0100000001", "ffffffffff", "fffffffe"] {
            #expect(try error(e: exponent) == .publicExponentNotAccepted, "\(exponent)")
        }
        for exponent in ["03", "010001", "ffffffff"] { #expect(try error(e: exponent) == nil) }
    }

    struct Mutation: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let expected: RSAError.PrivateKeyDefect
        let change: @Sendable (inout KeyNumbers) throws -> Void

        init(
            _ testDescription: String, _ expected: RSAError.PrivateKeyDefect,
            _ change: @escaping @Sendable (inout KeyNumbers) throws -> Void
        ) {
            self.testDescription = testDescription
            self.expected = expected
            self.change = change
        }
    }

    static let mutations: [Mutation] = [
        Mutation("another modulus", .modulusMismatch) { $0.n = changed($0.n, at: 100) },
        Mutation("another p", .modulusMismatch) { $0.p = changed($0.p, at: 60) },
        Mutation("an even p", .modulusMismatch) { $0.p = changed($0.p, at: 127) },
        Mutation("another q", .modulusMismatch) { $0.q = changed($0.q, at: 60) },
        Mutation("q instead of p", .primesTooClose) { $0.p = $0.q },
        Mutation("p = 0", .primeSizeNotAccepted) { $0.p = "" },
        Mutation("q = 1", .primeSizeNotAccepted) { $0.q = "01" },
        Mutation("p = n, q = 1", .primeSizeNotAccepted) { ($0.p, $0.q) = ($0.n, "01") },
        Mutation("p longer than n", .primeSizeNotAccepted) { $0.p = "01" + $0.n },
        Mutation("p one bit shorter than half", .modulusMismatch) { $0.p = "7f" + $0.p.dropFirst(2) },
        Mutation("p far shorter than q", .primesUnbalanced) { $0.p = String($0.p.dropFirst(20)) },
        Mutation("p and q exchanged, the rest not", .exponent1Mismatch) { ($0.p, $0.q) = ($0.q, $0.p) },
        Mutation("d + 2", .exponentsDoNotMatch) { $0.d = changed($0.d, at: 255, by: 2) },
        Mutation("d = 0", .privateExponentTooSmall) { $0.d = "" },
        Mutation("d of 1024 bits", .privateExponentTooSmall) { $0.d = String(repeating: "ff", count: 128) },
        Mutation("d = n", .privateExponentTooLarge) { $0.d = $0.n },
        Mutation("d longer than n", .privateExponentTooLarge) { $0.d = "01" + $0.n },
        Mutation("another dP", .exponent1Mismatch) { $0.dP = changed($0.dP, at: 40) },
        Mutation("dP = 0", .exponent1Mismatch) { $0.dP = "" },
        Mutation("dP longer than n", .exponent1Mismatch) { $0.dP = "01" + $0.n },
        Mutation("dP + (p − 1)", .exponent1Mismatch) { $0.dP = try sum($0.dP, $0.p, minus: 1) },
        Mutation("another dQ", .exponent2Mismatch) { $0.dQ = changed($0.dQ, at: 40) },
        Mutation("dQ longer than n", .exponent2Mismatch) { $0.dQ = "01" + $0.n },
        Mutation("another qInv", .coefficientMismatch) { $0.qInv = changed($0.qInv, at: 40) },
        Mutation("qInv + p", .coefficientMismatch) { $0.qInv = try sum($0.qInv, $0.p, minus: 0) },
        Mutation("qInv = 0", .coefficientMismatch) { $0.qInv = "" },
        Mutation("qInv longer than n", .coefficientMismatch) { $0.qInv = "01" + $0.n },
        Mutation("another e", .exponentsDoNotMatch) { $0.e = "03" },
    ]

    @Test("Private keys that are refused", arguments: mutations)
    func privateKeys(_ mutation: Mutation) throws {
        var numbers = try KeyNumbers.first(bits: 2048)
        try mutation.change(&numbers)
        #expect(throws: RSAError.privateKeyInvalid(mutation.expected)) { try numbers.privateKey() }
    }

    @Test("A key that is consistent but of composite numbers is refused")
    func compositePrimes() throws {
        // p is a product of two primes here; e still has an inverse modulo (p − 1), which is all the other checks see.
        let key = try TestVectors.json("waxwing/rsa_composite_key.json", as: KeyNumbers.self)
        #expect(throws: RSAError.privateKeyInvalid(.primeIsComposite)) { try key.privateKey() }
    }

    @Test("Random parts of all lengths are refused without a trap")
    func garbage() throws {
        var random = SeededRandom(seed: 3)
        let good = try KeyNumbers.first(bits: 2048)
        for _ in 0..<150 {
            var numbers = good
            for path in [\KeyNumbers.d, \.p, \.q, \.dP, \.dQ, \.qInv] where random.next() % 3 == 0 {
                numbers[keyPath: path] = Hex.encode(random.bytes(count: Int(random.next() % 300)))
            }
            do {
                let key = try numbers.privateKey()
                #expect(key.privateExponent.hex == good.d)
            } catch {
                #expect(error is RSAError)
            }
        }
    }

    @Test("A key is redacted wherever it is printed")
    func redaction() throws {
        let key = try KeyNumbers.first(bits: 2048).privateKey()
        var dumped = ""
        dump(RSA.Signing.PrivateKey(key), to: &dumped)
        for text in ["\(key)", String(reflecting: key), "\(RSA.Signing.PrivateKey(key))", dumped] {
            #expect(text.contains("redacted") && text.count < 200)
        }
    }
}

// MARK: - Numbers as texts

/// The same number with one byte changed.
private func changed(_ hex: String, at index: Int, by mask: UInt8 = 1) -> String {
    guard var bytes = try? Hex.decode(hex), index < bytes.count else { return hex }
    bytes[index] ^= mask
    return Hex.encode(bytes)
}

private func natural(_ hex: String) throws -> Natural {
    let bytes = try Hex.decode(hex)
    return Natural(bigEndian: bytes.span)
}

private func sum(_ left: String, _ right: String, minus value: UInt64) throws -> String {
    var sum = Natural(truncating: try natural(left), limbCount: 40)
    sum.add(try natural(right))
    sum.subtract(value)
    return Hex.encode(sum.bytes(count: 200))
}

private func bits(_ hex: Substring) -> Int {
    guard let first = (try? Hex.decode(String(hex.prefix(2))))?.first else { return 0 }
    return hex.count * 4 - first.leadingZeroBitCount
}
