import WaxBigNum
import WaxCore

extension PrivateKeyParts {
    /// RSADP and RSASP1 (RFC 8017 sections 5.1.2 and 5.2.1): the number to the power of d, modulo n.
    ///
    /// The number is multiplied by r^e for a random r before anything is done to it with the private key, and the
    /// result by 1/r at the end (Kocher's base blinding), so that even a timing difference that escaped us says
    /// nothing about numbers an attacker knows. The result is raised to the power of e and compared with the number
    /// before it is released: a single wrong half would give away a prime (Boneh, DeMillo, Lipton).
    ///
    /// - Returns: The result in as many limbs as the modulus has, or nil if the number is not below the modulus.
    /// - Throws: ``RSAError/computationFault``, ``RSAError/randomSourceFailed``.
    func privateOperation(
        _ representative: borrowing Natural, using random: inout some RandomSource
    ) throws(RSAError) -> Natural? {
        // What the arithmetic leaves on the stack.
        defer { wipeStack(kibibytes: 4) }
        return try maskedOperation(representative, using: &random)
    }

    @inline(never)
    private func maskedOperation(
        _ representative: borrowing Natural, using random: inout some RandomSource
    ) throws(RSAError) -> Natural? {
        let n = publicKey.modulusContext
        guard representative.isLess(than: n.value).declassified else { return nil }
        let message = Natural(truncating: representative, limbCount: n.limbCount)

        // A random number without an inverse would be a multiple of a prime, which does not happen; or zero.
        guard let mask = n.randomNumber(using: &random), let unmask = n.inverse(of: mask) else {
            throw .randomSourceFailed
        }
        let masked = n.product(message, n.power(mask, publicExponent: publicKey.exponent))
        let result = n.product(chineseRemainderPower(masked), unmask)

        guard n.power(result, publicExponent: publicKey.exponent).isEqual(to: message).declassified else {
            throw .computationFault
        }
        return result
    }

    /// The number to the power of d modulo n, from its powers modulo p and q (RFC 8017 section 5.1.2, 2.b).
    func chineseRemainderPower(_ number: borrowing Natural) -> Natural {
        var half1 = p.power(p.reduce(number), exponent1, exponentBitCount: p.bitCount)
        let half2 = q.power(q.reduce(number), exponent2, exponentBitCount: q.bitCount)
        p.subtract(p.reduce(half2), from: &half1)
        let multiple = p.product(half1, coefficient).multiplied(by: q.value)
        // half2 + q · multiple is below p · q.
        var result = Natural(truncating: multiple, limbCount: publicKey.modulusContext.limbCount)
        result.add(half2)
        return result
    }
}
