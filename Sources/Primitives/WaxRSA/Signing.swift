public import WaxCore
import WaxSHA
import WaxBigNum

extension RSA {
    /// Signatures with RSA.
    public enum Signing {
        /// A public key that checks signatures.
        public struct PublicKey: RSA.DedicatedPublicKey {
            /// The key itself.
            public let key: RSA.PublicKey

            /// Wraps a public key.
            public init(_ key: RSA.PublicKey) { self.key = key }

            /// True if the signature was made for this digest with the private half and this padding.
            ///
            /// Strict: a signature has exactly as many bytes as the modulus and stands for a number below it.
            public func isValidSignature<D: SignableDigest>(
                _ signature: Span<UInt8>, for digest: D, padding: Padding = .pss()
            ) -> Bool {
                isValid(signature, digest.bytes, hash: D.hashAlgorithm, padding)
            }

            /// True if the signature was made for this message with the private half and this padding.
            public func isValidSignature(
                _ signature: Span<UInt8>, forMessage message: Span<UInt8>, hash: HashAlgorithm = .sha256,
                padding: Padding = .pss()
            ) -> Bool {
                isValid(signature, hash.hash(message).span, hash: hash, padding)
            }

            private func isValid(
                _ signature: Span<UInt8>, _ digest: Span<UInt8>, hash: HashAlgorithm, _ padding: Padding
            ) -> Bool {
                guard signature.count == key.modulusByteCount else { return false }
                let representative = Natural(bigEndian: signature, limbCount: key.modulusContext.limbCount)
                guard let number = key.publicOperation(representative) else { return false }
                return padding.isConsistent(number, with: digest, hash: hash, key)
            }
        }

        /// A private key that makes signatures.
        public struct PrivateKey: RSA.DedicatedPrivateKey {
            /// The key itself.
            public let key: RSA.PrivateKey

            /// Wraps a private key.
            public init(_ key: RSA.PrivateKey) { self.key = key }

            /// The public half.
            public var publicKey: PublicKey { PublicKey(key.publicKey) }

            /// Signs a digest.
            ///
            /// - Parameters:
            ///   - digest: A digest by one of the functions of ``HashAlgorithm``.
            ///   - padding: RSASSA-PSS with a salt as long as the digest if it is left out.
            ///   - random: Where the salt and the blinding come from.
            /// - Returns: As many bytes as the modulus has.
            /// - Throws: ``RSAError/modulusTooShortForPadding``, ``RSAError/saltByteCountNotAccepted``,
            ///   ``RSAError/computationFault``, ``RSAError/randomSourceFailed``; and
            ///   ``RSAError/modulusSizeNotAccepted(bitCount:accepted:)`` for a key of less than 2048 bits.
            public func signature<D: SignableDigest>(
                for digest: D, padding: Padding = .pss(), using random: inout some RandomSource
            ) throws(RSAError) -> [UInt8] {
                try sign(digest.bytes, hash: D.hashAlgorithm, padding, using: &random)
            }

            /// Signs a digest, with the system's generator.
            ///
            /// - Throws: What ``signature(for:padding:using:)`` does.
            public func signature(
                for digest: some SignableDigest, padding: Padding = .pss()
            ) throws(RSAError) -> [UInt8] {
                var random = SystemRandom()
                return try signature(for: digest, padding: padding, using: &random)
            }

            /// Hashes a message and signs the digest.
            ///
            /// - Throws: What ``signature(for:padding:using:)`` does.
            public func signature(
                forMessage message: Span<UInt8>, hash: HashAlgorithm = .sha256, padding: Padding = .pss(),
                using random: inout some RandomSource
            ) throws(RSAError) -> [UInt8] {
                try sign(hash.hash(message).span, hash: hash, padding, using: &random)
            }

            /// Hashes a message and signs the digest, with the system's generator.
            ///
            /// - Throws: What ``signature(for:padding:using:)`` does.
            public func signature(
                forMessage message: Span<UInt8>, hash: HashAlgorithm = .sha256, padding: Padding = .pss()
            ) throws(RSAError) -> [UInt8] {
                var random = SystemRandom()
                return try signature(forMessage: message, hash: hash, padding: padding, using: &random)
            }

            private func sign(
                _ digest: Span<UInt8>, hash: HashAlgorithm, _ padding: Padding, using random: inout some RandomSource
            ) throws(RSAError) -> [UInt8] {
                try key.publicKey.requireStandardSize()
                let encoded = try padding.encode(digest, hash: hash, key.publicKey, using: &random)
                // The encoded message has fewer bits than the modulus, so it is below it.
                let representative = Natural(bigEndian: encoded.span)
                guard let result = try key.parts.privateOperation(representative, using: &random) else {
                    throw .computationFault
                }
                return result.bytes(count: key.publicKey.modulusByteCount)
            }
        }
    }
}

extension RSA.Signing.Padding {
    /// Encodes a digest.
    fileprivate func encode(
        _ digest: Span<UInt8>, hash: RSA.HashAlgorithm, _ key: RSA.PublicKey, using random: inout some RandomSource
    ) throws(RSAError) -> [UInt8] {
        let encoded: [UInt8]?
        switch kind {
        case .pkcs1v1_5:
            encoded = PKCS1SignatureEncoding.encode(digest, hash: hash, byteCount: key.modulusByteCount)
        case .pss(let length, let mgf1Hash):
            let encoding = PSSEncoding(hash: hash, mgf1Hash: mgf1Hash ?? hash, salt: length)
            let bitCount = key.modulusBitCount &- 1
            let saltByteCount = encoding.saltByteCount(bitCount: bitCount)
            guard saltByteCount >= 0 else { throw .saltByteCountNotAccepted }
            guard saltByteCount <= key.modulusByteCount else { throw .modulusTooShortForPadding }
            let salt = random.bytes(count: saltByteCount)
            encoded = encoding.encode(digest, salt: salt.span, bitCount: bitCount)
        }
        guard let encoded else { throw .modulusTooShortForPadding }
        return encoded
    }

    /// True if the number, which is below the modulus, is an encoding of the digest.
    fileprivate func isConsistent(
        _ number: borrowing Natural, with digest: Span<UInt8>, hash: RSA.HashAlgorithm, _ key: RSA.PublicKey
    ) -> Bool {
        switch kind {
        case .pkcs1v1_5:
            let count = key.modulusByteCount
            guard let expected = PKCS1SignatureEncoding.encode(digest, hash: hash, byteCount: count) else {
                return false
            }
            let encoded = number.bytes(count: count)
            return constantTimeEqual(encoded.span, expected.span).declassified
        case .pss(let length, let mgf1Hash):
            let bitCount = key.modulusBitCount &- 1
            guard number.bitCount <= bitCount else { return false }
            let encoded = number.bytes(count: (bitCount &+ 7) / 8)
            return PSSEncoding(hash: hash, mgf1Hash: mgf1Hash ?? hash, salt: length)
                .isConsistent(encoded.span, with: digest, bitCount: bitCount)
        }
    }
}
