import Testing
import WaxCore
import WaxTestSupport

@testable import WaxBigNum

@Suite("Primality")
struct PrimalityTests {
    private func isPrime(_ number: borrowing Natural, rounds: Int = Primality.roundsForForeignNumber) -> Bool {
        var random = SeededRandom(seed: 77)
        return Primality.isProbablyPrime(number, rounds: rounds, using: &random)
    }

    @Test("All numbers below 2000 are told apart")
    func small() {
        for value in 0..<2000 as Range<UInt64> {
            let expected = value > 1 && !(2..<max(2, value)).contains { $0 * $0 <= value && value % $0 == 0 }
            let answer = isPrime(Natural(value, limbCount: 2))
            #expect(answer == expected, "\(value)")
        }
    }

    @Test(
        "Large primes, among them with many factors of two in p − 1",
        arguments: [
            // 2^61 - 1, 2^127 - 1, 2^521 - 1, and primes of the form k · 2^n + 1 for n = 30, 63, 64, 65, 100, 300.
            "1fffffffffffffff", "7fffffffffffffffffffffffffffffff", "1" + String(repeating: "f", count: 130),
            "c0000001", "48000000000000001", "190000000000000001", "120000000000000001",
            "a50000000000000000000000001", "10b" + String(repeating: "0", count: 74) + "1",
        ])
    func primes(_ hex: String) {
        let answer = isPrime(Natural(hex: hex))
        #expect(answer)
    }

    @Test(
        "Composite numbers that deceive weaker tests",
        arguments: [
            // Carmichael numbers; numbers strong to the first four, nine, twelve and thirteen prime bases (Jaeschke;
            // Jiang and Deng; Sorenson and Webster); the square of a prime; p (2p - 1) with both of them prime.
            "231", "a051", "c97b1", "bfa17dc7", "351591274f9af9fb", "437ae92817f9fc85b7e5", "2be6951adc5b22410a5fd",
            "100000000000000000000000000000054800000000000000000000000000006f91",
            "200000000000000000000055a3000000000000000000394b4b9",
        ])
    func composites(_ hex: String) {
        let answer = isPrime(Natural(hex: hex))
        #expect(!answer)
    }

    struct Vectors: Decodable {
        struct Group: Decodable { let tests: [Vector] }
        let testGroups: [Group]
    }

    struct Vector: Decodable {
        let tcId: Int
        let value, result: String
    }

    @Test("Wycheproof's primes and pseudoprimes")
    func wycheproof() throws {
        let tests = try TestVectors.json("wycheproof/primality_test.json", as: Vectors.self).testGroups.flatMap(\.tests)
        var counts = (valid: 0, invalid: 0, negative: 0)
        for test in tests {
            // The values are in two's complement; a negative number is not a ``Natural``.
            guard let first = test.value.first?.hexDigitValue, first < 8 else {
                #expect(test.result != "valid")
                counts.negative += 1
                continue
            }
            let answer = isPrime(Natural(hex: test.value))
            #expect(answer == (test.result == "valid"), "tcId \(test.tcId)")
            if answer { counts.valid += 1 } else { counts.invalid += 1 }
        }
        #expect(counts == (66, 237, 14))
    }

    @Test("Trial division finds exactly the multiples of the primes")
    func trialDivision() throws {
        let primes = SmallPrimes(below: 300)
        #expect(primes.count == 61)
        #expect(SmallPrimes(below: 1 << 16).count == 6541)
        for value in stride(from: 1 as UInt64, to: 20_001, by: 2) {
            let expected = stride(from: 3, to: 300, by: 2).contains { value % $0 == 0 }
            let answer = primes.divide(Natural(value, limbCount: 16))
            #expect(answer == expected, "\(value)")
        }
        // A prime of many limbs, and its multiples.
        let prime = Natural(hex: "1" + String(repeating: "f", count: 130))
        let all = SmallPrimes(below: 1 << 16)
        let isDivided = all.divide(prime)
        #expect(!isDivided)
        let multiples = ([3, 17, 65_521, 65_537] as [UInt64]).map { factor in
            all.divide(prime.multiplied(by: Natural(factor)))
        }
        #expect(multiples == [true, true, true, false])
    }
}
