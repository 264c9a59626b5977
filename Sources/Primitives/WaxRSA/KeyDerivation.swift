import WaxBigNum
import WaxCore

extension PrivateKeyParts {
    /// Computes all parts from the primes (FIPS 186-5 appendix A.1.1, RFC 8017 section 3.2).
    ///
    /// - Parameter privateExponent: d, where it is given; otherwise it is 1/e modulo the least common multiple of
    ///   p − 1 and q − 1.
    /// - Throws: ``RSAError/privateKeyInvalid(_:)`` for numbers that cannot be the primes of a key with this public
    ///   exponent.
    convenience init(
        publicKey: RSA.PublicKey, p: borrowing Natural, q: borrowing Natural,
        privateExponent: consuming Natural? = nil
    ) throws(RSAError) {
        guard let pModulus = OddModulus(p), let qModulus = OddModulus(q) else {
            throw .privateKeyInvalid(.primeSizeNotAccepted)
        }
        var pOrder = p.copy(), qOrder = q.copy()
        pOrder.subtract(1)
        qOrder.subtract(1)
        let exponent: Natural
        if let given = privateExponent {
            exponent = given
        } else {
            let order = Self.leastCommonMultiple(pOrder, qOrder)
            guard let inverse = Natural.inverse(ofOdd: publicKey.exponent, modulo: order) else {
                throw .privateKeyInvalid(.exponentsDoNotMatch)
            }
            exponent = Natural(truncating: inverse, limbCount: publicKey.modulusContext.limbCount)
        }
        // 1/e modulo p - 1 is the same as d modulo p - 1.
        guard let exponent1 = Natural.inverse(ofOdd: publicKey.exponent, modulo: pOrder),
            let exponent2 = Natural.inverse(ofOdd: publicKey.exponent, modulo: qOrder)
        else { throw .privateKeyInvalid(.exponentsDoNotMatch) }
        guard let coefficient = pModulus.inverse(of: pModulus.reduce(q)) else {
            throw .privateKeyInvalid(.primesTooClose)
        }
        self.init(
            publicKey: publicKey, privateExponent: exponent, p: pModulus, q: qModulus, exponent1: exponent1,
            exponent2: exponent2, coefficient: coefficient)
    }

    /// The least common multiple of two even numbers.
    static func leastCommonMultiple(_ a: borrowing Natural, _ b: borrowing Natural) -> Natural {
        // With a = 2^s · u and b = 2^t · v, u and v odd, their greatest common divisor is 2^min(s, t) times that of
        // u and b. The numbers of twos are secret, so the shifts are of the kind that does not show the distance.
        let aTwos = a.trailingZeroBitCount, bTwos = b.trailingZeroBitCount
        var odd = Natural(truncating: a, limbCount: max(a.limbCount, b.limbCount))
        odd.shiftRight(secret: aTwos)
        let oddDivisor = odd.greatestCommonDivisor(with: b)
        var shifted = b.copy()
        shifted.shiftRight(secret: Choice.isLess(aTwos, bTwos).select(aTwos, bTwos))
        return a.multiplied(by: shifted.divided(by: oddDivisor).takeQuotient())
    }
}
