import WaxBigNum
import WaxCore

extension RSA {
    /// The two primes of a key.
    struct Factors: ~Copyable {
        let p: Natural
        let q: Natural
    }

    /// Finds the primes from the two exponents (SP 800-56B revision 2 appendix C.1).
    ///
    /// With e · d − 1 = 2^t · r, a random g to the power of r, squared again and again, becomes 1 after at most t
    /// squarings; in half of all cases or more the number before that is neither 1 nor −1, and then it minus 1 shares
    /// one prime with the modulus. A number that does not become 1 shows that the exponents do not belong together, and
    /// forty that give nothing show that the modulus is no product of two primes: one chance in 2^40 that they err.
    ///
    /// - Throws: ``RSAError/privateKeyInvalid(_:)`` if the exponents do not belong together.
    static func factors(
        of key: PublicKey, privateExponent: borrowing Natural, using random: inout some RandomSource
    ) throws(RSAError) -> Factors {
        let n = key.modulusContext
        var odd = privateExponent.multiplied(by: Natural(key.exponent))
        odd.subtract(1)
        guard !odd.isZero.declassified else { throw .privateKeyInvalid(.factorsNotFound) }
        // Public, as the number of squarings below shows it.
        let twos = declassified(odd.trailingZeroBitCount)
        odd.shiftRight(secret: twos)
        guard twos > 0 else { throw .privateKeyInvalid(.factorsNotFound) }
        let one = Natural(1, limbCount: n.limbCount)
        var minusOne = n.value.copy()
        minusOne.subtract(1)

        for _ in 0..<40 {
            guard let base = n.randomNumber(using: &random) else { throw .randomSourceFailed }
            var power = n.power(base, odd, exponentBitCount: 64 &* odd.limbCount)
            var index: UInt64 = 0
            while !(power.isEqual(to: one) | power.isEqual(to: minusOne)).declassified {
                guard index < twos else { throw .privateKeyInvalid(.factorsNotFound) }
                let square = n.product(power, power)
                if square.isEqual(to: one).declassified {
                    power.subtract(1)
                    let p = n.value.greatestCommonDivisor(with: power)
                    let q = n.value.divided(by: p).takeQuotient()
                    return Factors(p: p, q: q)
                }
                power = square.copy()
                index = index &+ 1
            }
        }
        throw .privateKeyInvalid(.factorsNotFound)
    }
}
