public import WaxCore
import WaxBigNum

extension RSA.PrivateKey {
    /// Takes a private key apart from its encoding and checks that its parts make a sound key.
    ///
    /// Checked are: the public key; the sizes of the primes, their distance and their product; that both pass
    /// Miller–Rabin (``/WaxBigNum/Primality/roundsForForeignNumber`` rounds); that d is below n, long enough, and undoes e;
    /// and that the three numbers for the Chinese remainder theorem belong to them. All numbers are given with the
    /// most significant byte first, and may have leading zeros. What may leak: the sizes, and which check failed.
    ///
    /// - Parameters:
    ///   - modulus: n.
    ///   - publicExponent: e.
    ///   - privateExponent: d, below n.
    ///   - prime1: p.
    ///   - prime2: q.
    ///   - exponent1: d mod (p − 1).
    ///   - exponent2: d mod (q − 1).
    ///   - coefficient: The inverse of q modulo p.
    ///   - sizePolicy: The sizes of a modulus that are accepted.
    ///   - random: Where the bases of the primality test come from.
    /// - Throws: ``RSAError``; for the private parts, ``RSAError/privateKeyInvalid(_:)``.
    public init(
        modulus: Span<UInt8>, publicExponent: Span<UInt8>, privateExponent: Span<UInt8>, prime1: Span<UInt8>,
        prime2: Span<UInt8>, exponent1: Span<UInt8>, exponent2: Span<UInt8>, coefficient: Span<UInt8>,
        sizePolicy: RSA.KeySizePolicy = .standard, using random: inout some RandomSource
    ) throws(RSAError) {
        let publicKey = try RSA.PublicKey(
            modulus: modulus, publicExponent: publicExponent, sizePolicy: sizePolicy)
        try self.init(
            publicKey: publicKey,
            privateExponent: try Self.number(privateExponent, publicKey, else: .privateExponentTooLarge),
            p: try Self.number(prime1, publicKey, else: .primeSizeNotAccepted),
            q: try Self.number(prime2, publicKey, else: .primeSizeNotAccepted),
            exponent1: try Self.number(exponent1, publicKey, else: .exponent1Mismatch),
            exponent2: try Self.number(exponent2, publicKey, else: .exponent2Mismatch),
            coefficient: try Self.number(coefficient, publicKey, else: .coefficientMismatch), using: &random)
    }

    /// The same with the system's generator.
    ///
    /// - Throws: ``RSAError``; for the private parts, ``RSAError/privateKeyInvalid(_:)``.
    public init(
        modulus: Span<UInt8>, publicExponent: Span<UInt8>, privateExponent: Span<UInt8>, prime1: Span<UInt8>,
        prime2: Span<UInt8>, exponent1: Span<UInt8>, exponent2: Span<UInt8>, coefficient: Span<UInt8>,
        sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(RSAError) {
        var random = SystemRandom()
        try self.init(
            modulus: modulus, publicExponent: publicExponent, privateExponent: privateExponent, prime1: prime1,
            prime2: prime2, exponent1: exponent1, exponent2: exponent2, coefficient: coefficient,
            sizePolicy: sizePolicy, using: &random)
    }

    /// Takes a private key that comes as modulus and exponents only, and finds the primes.
    ///
    /// The key is checked as by the longer form. What may leak besides: how often 2 divides e · d − 1.
    ///
    /// - Throws: ``RSAError``, with ``RSAError/PrivateKeyDefect/factorsNotFound`` if the exponents do not belong
    ///   together.
    public init(
        modulus: Span<UInt8>, publicExponent: Span<UInt8>, privateExponent: Span<UInt8>,
        sizePolicy: RSA.KeySizePolicy = .standard, using random: inout some RandomSource
    ) throws(RSAError) {
        let publicKey = try RSA.PublicKey(
            modulus: modulus, publicExponent: publicExponent, sizePolicy: sizePolicy)
        let exponent = try Self.number(privateExponent, publicKey, else: .privateExponentTooLarge)
        let factors = try RSA.factors(of: publicKey, privateExponent: exponent, using: &random)
        let derived = try PrivateKeyParts(
            publicKey: publicKey, p: factors.p, q: factors.q, privateExponent: exponent.copy())
        let limbCount = publicKey.modulusContext.limbCount
        try self.init(
            publicKey: publicKey, privateExponent: derived.privateExponent.copy(),
            p: Natural(truncating: derived.p.value, limbCount: limbCount),
            q: Natural(truncating: derived.q.value, limbCount: limbCount), exponent1: derived.exponent1.copy(),
            exponent2: derived.exponent2.copy(), coefficient: derived.coefficient.copy(), using: &random)
    }

    /// The same with the system's generator.
    ///
    /// - Throws: ``RSAError``, with ``RSAError/PrivateKeyDefect/factorsNotFound`` if the exponents do not belong
    ///   together.
    public init(
        modulus: Span<UInt8>, publicExponent: Span<UInt8>, privateExponent: Span<UInt8>,
        sizePolicy: RSA.KeySizePolicy = .standard
    ) throws(RSAError) {
        var random = SystemRandom()
        try self.init(
            modulus: modulus, publicExponent: publicExponent, privateExponent: privateExponent,
            sizePolicy: sizePolicy, using: &random)
    }

    /// A part of a private key, in as many limbs as the modulus has; no part can be longer.
    private static func number(
        _ bytes: Span<UInt8>, _ key: RSA.PublicKey, else defect: RSAError.PrivateKeyDefect
    ) throws(RSAError) -> Natural {
        let surplus = max(0, bytes.count &- key.modulusByteCount)
        for index in 0..<surplus where bytes[index] != 0 { throw .privateKeyInvalid(defect) }
        return Natural(bigEndian: bytes.extracting(surplus..<bytes.count), limbCount: key.modulusContext.limbCount)
    }

    /// Checks all parts, each in as many limbs as the modulus has.
    private init(
        publicKey: RSA.PublicKey, privateExponent: consuming Natural, p: consuming Natural, q: consuming Natural,
        exponent1: consuming Natural, exponent2: consuming Natural, coefficient: consuming Natural,
        using random: inout some RandomSource
    ) throws(RSAError) {
        defer { wipeStack(kibibytes: 4) }
        try Self.checkSizes(p, q, publicKey)
        guard p.multiplied(by: q).isEqual(to: publicKey.modulusContext.value).declassified else {
            throw .privateKeyInvalid(.modulusMismatch)
        }
        guard privateExponent.isLess(than: publicKey.modulusContext.value).declassified else {
            throw .privateKeyInvalid(.privateExponentTooLarge)
        }
        guard privateExponent.bitCount > publicKey.modulusBitCount / 2 else {
            throw .privateKeyInvalid(.privateExponentTooSmall)
        }
        try Self.checkExponent(exponent1, of: privateExponent, p, publicKey, else: .exponent1Mismatch)
        try Self.checkExponent(exponent2, of: privateExponent, q, publicKey, else: .exponent2Mismatch)

        // Their product is odd, so they are.
        guard let pModulus = OddModulus(p), let qModulus = OddModulus(q) else {
            throw .privateKeyInvalid(.primeSizeNotAccepted)
        }
        guard coefficient.isLess(than: p).declassified else { throw .privateKeyInvalid(.coefficientMismatch) }
        let product = pModulus.product(
            pModulus.reduce(q), Natural(truncating: coefficient, limbCount: pModulus.limbCount))
        guard product.isEqual(to: Natural(1)).declassified else { throw .privateKeyInvalid(.coefficientMismatch) }

        // The costly check comes last.
        try Self.checkPrimes(pModulus, qModulus, using: &random)
        self.parts = PrivateKeyParts(
            publicKey: publicKey, privateExponent: privateExponent, p: pModulus, q: qModulus, exponent1: exponent1,
            exponent2: exponent2, coefficient: coefficient)
    }

    private static func checkPrimes(
        _ p: OddModulus, _ q: OddModulus, using random: inout some RandomSource
    ) throws(RSAError) {
        for prime in [p, q] {
            for _ in 0..<Primality.roundsForForeignNumber {
                guard Primality.passesRound(prime, using: &random) else { throw .privateKeyInvalid(.primeIsComposite) }
            }
        }
    }

    private static func checkSizes(
        _ p: borrowing Natural, _ q: borrowing Natural, _ key: RSA.PublicKey
    ) throws(RSAError) {
        let pBitCount = p.bitCount, qBitCount = q.bitCount
        for bitCount in [pBitCount, qBitCount] {
            guard bitCount > 1, bitCount < key.modulusBitCount else { throw .privateKeyInvalid(.primeSizeNotAccepted) }
        }
        guard abs(pBitCount &- qBitCount) <= 64 else { throw .privateKeyInvalid(.primesUnbalanced) }
        guard RSA.areFarApart(p, q, modulusBitCount: key.modulusBitCount) else {
            throw .privateKeyInvalid(.primesTooClose)
        }
    }

    /// Checks that e · d ≡ 1 modulo prime − 1 and that `exponent` is d modulo prime − 1.
    private static func checkExponent(
        _ exponent: borrowing Natural, of privateExponent: borrowing Natural, _ prime: borrowing Natural,
        _ key: RSA.PublicKey, else defect: RSAError.PrivateKeyDefect
    ) throws(RSAError) {
        var order = Natural(truncating: prime, limbCount: (prime.bitCount &+ 63) / 64)
        order.subtract(1)
        let remainder = privateExponent.remainder(dividingBy: order)
        let one = remainder.multiplied(by: Natural(key.exponent)).remainder(dividingBy: order)
        guard one.isEqual(to: Natural(1)).declassified else { throw .privateKeyInvalid(.exponentsDoNotMatch) }
        guard remainder.isEqual(to: exponent).declassified else { throw .privateKeyInvalid(defect) }
    }
}

extension RSA {
    /// True if |p − q| > 2^(nlen/2 − 100) (FIPS 186-5 appendix A.1.3 step 5.4).
    static func areFarApart(_ p: borrowing Natural, _ q: borrowing Natural, modulusBitCount: Int) -> Bool {
        let isLess = p.isLess(than: q)
        var difference = p.copy()
        difference.assign(q, if: isLess)
        var smaller = q.copy()
        smaller.assign(p, if: isLess)
        difference.subtract(smaller)
        difference.shiftRight(modulusBitCount / 2 &- 100)
        return !difference.isZero.declassified
    }
}
