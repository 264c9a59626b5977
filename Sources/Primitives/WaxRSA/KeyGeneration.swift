public import WaxCore
import WaxBigNum

extension RSA.PrivateKey {
    /// Makes a key with two random probable primes (FIPS 186-5 appendix A.1.3).
    ///
    /// Every candidate is drawn anew, so all primes of the right size are equally probable.
    ///
    /// - Parameters:
    ///   - bitCount: The size of the modulus: an even number of bits, 2048 to 8192.
    ///   - publicExponent: An odd number, three at least; 65537 if it is left out.
    ///   - random: A source of cryptographic quality: whoever can predict it knows the key.
    /// - Throws: ``RSAError/modulusSizeNotAccepted(bitCount:accepted:)``, ``RSAError/publicExponentNotAccepted``,
    ///   ``RSAError/randomSourceFailed``, ``RSAError/computationFault``.
    public init(
        bitCount: Int, publicExponent: UInt32 = RSA.usualPublicExponent, using random: inout some RandomSource
    ) throws(RSAError) {
        guard RSA.acceptedBitCounts.contains(bitCount), bitCount % 2 == 0 else {
            throw .modulusSizeNotAccepted(bitCount: bitCount)
        }
        guard publicExponent >= 3, publicExponent & 1 == 1, let exponent = OddModulus(Natural(UInt64(publicExponent)))
        else { throw .publicExponentNotAccepted }

        defer { wipeStack(kibibytes: 4) }
        let search = RSA.PrimeSearch(modulusBitCount: bitCount, exponent: exponent)
        // The private exponent is too short once in 2^(bitCount/2) keys.
        for _ in 0..<8 {
            // Four times as many as FIPS 186-5 allows: an exponent with many small divisors suits few primes, and then
            // a source that is sound would now and then be called broken.
            let p = try search.prime(attempts: 20 &* bitCount, using: &random) { _ in true }
            let q = try search.prime(attempts: 40 &* bitCount, using: &random) { q in
                RSA.areFarApart(p, q, modulusBitCount: bitCount)
            }
            let modulus = declassified(p.multiplied(by: q).bytes(count: bitCount / 8 &+ 1))
            let publicKey = try RSA.PublicKey(
                modulus: modulus, publicExponent: Natural(UInt64(publicExponent)).bytes(count: 4))
            let parts = try PrivateKeyParts(publicKey: publicKey, p: p, q: q)
            guard parts.privateExponent.bitCount > bitCount / 2 else { continue }
            try parts.checkConsistency(using: &random)
            self.parts = parts
            return
        }
        throw .randomSourceFailed
    }

    /// Makes a key with the system's generator.
    ///
    /// - Throws: What ``init(bitCount:publicExponent:using:)`` does.
    public init(bitCount: Int, publicExponent: UInt32 = RSA.usualPublicExponent) throws(RSAError) {
        var random = SystemRandom()
        try self.init(bitCount: bitCount, publicExponent: publicExponent, using: &random)
    }
}

extension PrivateKeyParts {
    /// Does something with the private half and undoes it with the public one (the pairwise consistency test of
    /// FIPS 140-3): the private operation checks itself.
    fileprivate func checkConsistency(using random: inout some RandomSource) throws(RSAError) {
        guard let number = publicKey.modulusContext.randomNumber(using: &random) else {
            throw .randomSourceFailed
        }
        guard try privateOperation(number, using: &random) != nil else { throw .computationFault }
    }
}

extension RSA {
    /// The search for the primes of one key.
    struct PrimeSearch: ~Copyable {
        private let bitCount: Int
        private let exponent: OddModulus
        private let smallPrimes = SmallPrimes(below: 1 &<< 16)

        init(modulusBitCount: Int, exponent: OddModulus) {
            self.bitCount = modulusBitCount / 2
            self.exponent = exponent
        }

        /// Draws numbers until one is a prime that suits the exponent and the condition (steps 4 and 5).
        ///
        /// What may leak: how many were drawn and why they were dropped, which says nothing about the one kept.
        func prime(
            attempts: Int, using random: inout some RandomSource, where condition: (borrowing Natural) -> Bool
        ) throws(RSAError) -> Natural {
            for _ in 0..<attempts {
                let candidate = try candidate(using: &random)
                guard condition(candidate), !smallPrimes.divide(candidate), suitsExponent(candidate) else { continue }
                if Primality.isProbablyPrime(
                    candidate, rounds: Primality.roundsForRandomCandidate, using: &random)
                {
                    return candidate
                }
            }
            throw .randomSourceFailed
        }

        /// An odd number of `bitCount` bits, √2 · 2^(bitCount − 1) at least, so that the product of two of them
        /// has twice as many bits.
        private func candidate(using random: inout some RandomSource) throws(RSAError) -> Natural {
            // The first 64 bits of √2, rounded up.
            let bound = Natural(0xB504_F333_F9DE_6485)
            for _ in 0..<1024 {
                var candidate = Natural.random(bitCount: bitCount, limbCount: (bitCount &+ 63) / 64, using: &random)
                candidate.setBit(at: 0)
                var top = candidate.copy()
                top.shiftRight(bitCount &- 64)
                if !top.isLess(than: bound).declassified { return candidate }
            }
            throw .randomSourceFailed
        }

        /// True if p − 1 has no divisor in common with the exponent.
        private func suitsExponent(_ prime: borrowing Natural) -> Bool {
            var order = prime.copy()
            order.subtract(1)
            return exponent.inverse(of: exponent.reduce(order)) != nil
        }
    }
}
