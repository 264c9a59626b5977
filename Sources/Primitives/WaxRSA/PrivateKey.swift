public import WaxCore
import WaxBigNum

extension RSA {
    /// An RSA private key with two primes, in the form of the Chinese remainder theorem (RFC 8017 section 3.2).
    ///
    /// Every key has been checked as a whole, wherever it came from. Copies share the same secrets, which are wiped
    /// with the last of them, and never printed.
    public struct PrivateKey: Sendable {
        let parts: PrivateKeyParts

        /// The public half.
        public var publicKey: PublicKey { parts.publicKey }

        /// The number of bits of the modulus.
        public var modulusBitCount: Int { parts.publicKey.modulusBitCount }

        /// The private exponent d, the most significant byte first, without leading zeros; so are the others.
        public var privateExponent: SecretBytes { Self.minimalBytes(parts.privateExponent) }
        /// The prime p.
        public var prime1: SecretBytes { Self.minimalBytes(parts.p.value) }
        /// The prime q.
        public var prime2: SecretBytes { Self.minimalBytes(parts.q.value) }
        /// d mod (p − 1).
        public var exponent1: SecretBytes { Self.minimalBytes(parts.exponent1) }
        /// d mod (q − 1).
        public var exponent2: SecretBytes { Self.minimalBytes(parts.exponent2) }
        /// The inverse of q modulo p.
        public var coefficient: SecretBytes { Self.minimalBytes(parts.coefficient) }

        private static func minimalBytes(_ number: borrowing Natural) -> SecretBytes {
            number.secretBytes(count: (number.bitCount &+ 7) / 8)
        }
    }
}

/// The numbers of a private key. They never change, so the object can be shared.
final class PrivateKeyParts: Sendable {
    let publicKey: RSA.PublicKey
    let privateExponent: Natural
    let p: OddModulus
    let q: OddModulus
    /// In as many limbs as the prime, as are the others.
    let exponent1: Natural
    let exponent2: Natural
    let coefficient: Natural

    /// Takes the numbers as they are: whoever calls this has checked them. (The tests of the fault check have not.)
    init(
        publicKey: RSA.PublicKey, privateExponent: consuming Natural, p: OddModulus, q: OddModulus,
        exponent1: borrowing Natural, exponent2: borrowing Natural, coefficient: borrowing Natural
    ) {
        self.publicKey = publicKey
        self.privateExponent = privateExponent
        self.p = p
        self.q = q
        self.exponent1 = Natural(truncating: exponent1, limbCount: p.limbCount)
        self.exponent2 = Natural(truncating: exponent2, limbCount: q.limbCount)
        self.coefficient = Natural(truncating: coefficient, limbCount: p.limbCount)
    }
}

#if !hasFeature(Embedded)
extension RSA.PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The size only, never the key.
    public var description: String { "RSA.PrivateKey(\(modulusBitCount) bits, redacted)" }

    /// The size only, never the key.
    public var debugDescription: String { description }

    /// Nothing: `dump` and debuggers that go through reflection see no contents.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
#endif
