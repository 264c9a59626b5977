import WaxCore
import WaxBigNum

extension RSA {
    /// An RSA public key: a modulus n, of 2048 to 8192 bits unless a ``KeySizePolicy`` says otherwise, and an exponent
    /// e.
    public struct PublicKey: Sendable {
        let modulusContext: OddModulus
        let exponent: UInt64

        /// The modulus n, the most significant byte first, without leading zeros.
        public let modulus: [UInt8]

        /// Takes a public key apart from its encoding.
        ///
        /// - Parameters:
        ///   - modulus: The most significant byte first; leading zeros are skipped.
        ///   - publicExponent: The most significant byte first; leading zeros are skipped.
        ///   - sizePolicy: The sizes that are accepted.
        /// - Throws: ``RSAError/modulusSizeNotAccepted(bitCount:accepted:)``, ``RSAError/modulusIsEven``,
        ///   ``RSAError/publicExponentNotAccepted``.
        public init(
            modulus: Span<UInt8>, publicExponent: Span<UInt8>, sizePolicy: KeySizePolicy = .standard
        ) throws(RSAError) {
            let modulus = Self.withoutLeadingZeros(modulus)
            let exponentBytes = Self.withoutLeadingZeros(publicExponent)
            var bitCount = 8 &* modulus.count
            if modulus.count > 0 { bitCount = bitCount &- modulus[0].leadingZeroBitCount }
            guard sizePolicy.bitCounts.contains(bitCount) else {
                throw .modulusSizeNotAccepted(bitCount: bitCount, accepted: sizePolicy.bitCounts)
            }
            guard modulus[modulus.count &- 1] & 1 == 1 else { throw .modulusIsEven }

            guard exponentBytes.count <= 4 else { throw .publicExponentNotAccepted }
            var exponent: UInt64 = 0
            for index in 0..<exponentBytes.count { exponent = (exponent &<< 8) | UInt64(exponentBytes[index]) }
            guard exponent >= 3, exponent & 1 == 1 else { throw .publicExponentNotAccepted }

            guard let context = OddModulus(Natural(bigEndian: modulus)) else { throw .modulusIsEven }
            self.modulusContext = context
            self.exponent = exponent
            self.modulus = [UInt8](copying: modulus)
        }

        /// The public exponent e, the most significant byte first, without leading zeros.
        public var publicExponent: [UInt8] {
            Natural(exponent).bytes(count: (71 &- exponent.leadingZeroBitCount) / 8)
        }

        /// The number of bits of the modulus.
        public var modulusBitCount: Int { modulusContext.bitCount }

        /// The number of bytes of the modulus, and so of a signature and of a ciphertext.
        public var modulusByteCount: Int { modulus.count }

        /// RSAEP and RSAVP1 (RFC 8017 sections 5.1.1 and 5.2.2): the number to the power of e, or nil if it is
        /// not below the modulus.
        package func publicOperation(_ representative: borrowing Natural) -> Natural? {
            guard representative.isLess(than: modulusContext.value).declassified else { return nil }
            let base = Natural(truncating: representative, limbCount: modulusContext.limbCount)
            return modulusContext.power(base, publicExponent: exponent)
        }

        /// Refuses a key that is there for old signatures and ciphertexts only.
        func requireStandardSize() throws(RSAError) {
            guard KeySizePolicy.standard.bitCounts.contains(modulusBitCount) else {
                throw .modulusSizeNotAccepted(bitCount: modulusBitCount)
            }
        }

        @_lifetime(copy bytes)
        private static func withoutLeadingZeros(_ bytes: Span<UInt8>) -> Span<UInt8> {
            var start = 0
            while start < bytes.count, bytes[start] == 0 { start = start &+ 1 }
            return bytes.extracting(start..<bytes.count)
        }
    }
}

extension RSA.PublicKey: Hashable {
    /// True for the same modulus and exponent.
    public static func == (left: RSA.PublicKey, right: RSA.PublicKey) -> Bool {
        left.exponent == right.exponent && left.modulus == right.modulus
    }

    /// Feeds modulus and exponent to a hasher of the standard library.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(exponent)
        hasher.combine(modulus)
    }
}
