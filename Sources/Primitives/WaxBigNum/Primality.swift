public import WaxCore

/// The test of Miller and Rabin with random bases (FIPS 186-5 appendix B.3.1).
public enum Primality {
    /// The number of rounds for a prime candidate that was drawn at random, with an error below 2^-112 (FIPS 186-5
    /// table B.1 asks for five rounds at 1024 bits and fewer for longer primes).
    public static var roundsForRandomCandidate: Int { 5 }

    /// The number of rounds for a number from elsewhere, which may have been made to deceive: each round catches
    /// at least three composite numbers of four, whatever they are, so the error is at most 2^-40.
    public static var roundsForForeignNumber: Int { 20 }

    /// True if the number is prime, up to the error that goes with the number of rounds.
    ///
    /// The answer is public, and so is the size. For a prime the time depends on the size only; for a composite
    /// number, on when it is found out.
    ///
    /// - Parameters:
    ///   - candidate: Any number.
    ///   - rounds: How many bases are tried, at least one.
    ///   - random: Where the bases come from.
    public static func isProbablyPrime(
        _ candidate: borrowing Natural, rounds: Int, using random: inout some RandomSource
    ) -> Bool {
        precondition(rounds > 0, "no round says nothing")
        let bitCount = candidate.bitCount
        if bitCount <= 2 { return candidate.limbs[0] == 2 || candidate.limbs[0] == 3 }
        guard let modulus = OddModulus(candidate) else { return false }
        for _ in 0..<rounds {
            guard passesRound(modulus, using: &random) else { return false }
        }
        return true
    }

    /// One round with a random base between 2 and modulus − 2.
    ///
    /// - Parameters:
    ///   - modulus: An odd number, five at least.
    ///   - random: Where the base comes from.
    public static func passesRound(_ modulus: OddModulus, using random: inout some RandomSource) -> Bool {
        // modulus - 1 = 2^twos · odd. How many twos there are is a secret of the prime.
        var odd = modulus.value.copy()
        odd.subtract(1)
        let twos = odd.trailingZeroBitCount
        odd.shiftRight(secret: twos)
        var minusOne = modulus.value.copy()
        minusOne.subtract(modulus.one)

        // The base is drawn in Montgomery form: it is as random in one form as in the other.
        guard let base = base(modulus, minusOne, using: &random) else { return false }
        let workspace = MontgomeryWorkspace(limbCount: modulus.limbCount)
        var power = modulus.montgomeryPower(base, odd, exponentBitCount: modulus.bitCount, workspace)
        var passes = power.isEqual(to: modulus.one) | power.isEqual(to: minusOne)

        // Only the first twos - 1 of the squarings that follow count, but there are always 63 of them, so that
        // their number does not tell how many twos there are. That a prime less one is divisible by 2^64, which
        // happens once in 2^63 times, is given away.
        let count = Choice.isLess(twos, UInt64(64)).declassified ? 64 : twos
        var index: UInt64 = 1
        while index < count {
            let isOver = !Choice.isLess(index, twos)
            // A composite number, then, and no secret.
            if (isOver & !passes).declassified { return false }
            workspace.square(&power, modulus.value, modulus.inverse)
            passes = passes | (power.isEqual(to: minusOne) & !isOver)
            index = index &+ 1
        }
        return passes.declassified
    }

    /// Neither 0 nor 1 nor −1, in Montgomery form.
    private static func base(
        _ modulus: OddModulus, _ minusOne: borrowing Natural, using random: inout some RandomSource
    ) -> Natural? {
        for _ in 0..<128 {
            guard let base = modulus.randomNumber(using: &random) else { return nil }
            let isTrivial = base.isZero | base.isEqual(to: modulus.one) | base.isEqual(to: minusOne)
            if !isTrivial.declassified { return base }
        }
        return nil
    }
}
