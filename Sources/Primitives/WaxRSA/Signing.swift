public import WaxCore
import WaxSHA
import WaxBigNum

extension RSA {
    /// Signatures with RSA.
    public enum Signing {
        /// How a digest is made into a number to sign.
        public struct Padding: Sendable, Equatable {
            let maskHash: HashAlgorithm?
            let saltByteCount: Int?

            /// RSASSA-PSS (RFC 8017 section 8.1).
            ///
            /// - Parameters:
            ///   - saltByteCount: The number of random bytes in a signature, as many as the digest has if it is left
            ///     out. A signature is valid only with the number it was made with.
            ///   - maskHash: The hash function of MGF1, the one of the digest if it is left out.
            public static func pss(saltByteCount: Int? = nil, maskHash: HashAlgorithm? = nil) -> Padding {
                Padding(maskHash: maskHash, saltByteCount: saltByteCount)
            }

            func encoding(_ hash: HashAlgorithm) -> PSSEncoding {
                PSSEncoding(
                    hash: hash, maskHash: maskHash ?? hash, saltByteCount: saltByteCount ?? hash.digestByteCount)
            }
        }

        /// A public key that checks signatures.
        public struct PublicKey: Sendable, Hashable {
            /// The key itself.
            public let key: RSA.PublicKey

            /// Wraps a public key.
            public init(_ key: RSA.PublicKey) { self.key = key }

            /// True if the signature was made for this digest with the private half and this padding.
            ///
            /// Strict: a signature has exactly as many bytes as the modulus and stands for a number below it.
            public func isValidSignature(
                _ signature: Span<UInt8>, for digest: some SignableDigest, padding: Padding = .pss()
            ) -> Bool {
                isValid(signature, digest.bytes, hash: type(of: digest).hashAlgorithm, padding)
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
                let bitCount = key.modulusBitCount &- 1
                guard number.bitCount <= bitCount else { return false }
                let encoded = number.bytes(count: (bitCount &+ 7) / 8)
                return padding.encoding(hash).isConsistent(encoded.span, with: digest, bitCount: bitCount)
            }
        }

        /// A private key that makes signatures.
        public struct PrivateKey: Sendable {
            /// The key itself.
            public let key: RSA.PrivateKey

            /// Wraps a private key.
            public init(_ key: RSA.PrivateKey) { self.key = key }

            /// The public half.
            public var publicKey: PublicKey { PublicKey(key.publicKey) }

            /// Signs a digest.
            ///
            /// - Parameters:
            ///   - digest: A digest by SHA-256, SHA-384 or SHA-512.
            ///   - padding: RSASSA-PSS with a salt as long as the digest if it is left out.
            ///   - random: Where the salt and the blinding come from.
            /// - Returns: As many bytes as the modulus has.
            /// - Throws: ``RSAError/modulusTooShortForPadding``, ``RSAError/saltByteCountNotAccepted``,
            ///   ``RSAError/computationFault``, ``RSAError/randomSourceFailed``.
            public func signature(
                for digest: some SignableDigest, padding: Padding = .pss(), using random: inout some RandomSource
            ) throws(RSAError) -> [UInt8] {
                try sign(digest.bytes, hash: type(of: digest).hashAlgorithm, padding, using: &random)
            }

            /// Signs a digest, with the system's generator.
            public func signature(
                for digest: some SignableDigest, padding: Padding = .pss()
            ) throws(RSAError) -> [UInt8] {
                var random = SystemRandom()
                return try signature(for: digest, padding: padding, using: &random)
            }

            /// Hashes a message and signs the digest.
            public func signature(
                forMessage message: Span<UInt8>, hash: HashAlgorithm = .sha256, padding: Padding = .pss(),
                using random: inout some RandomSource
            ) throws(RSAError) -> [UInt8] {
                try sign(hash.hash(message).span, hash: hash, padding, using: &random)
            }

            /// Hashes a message and signs the digest, with the system's generator.
            public func signature(
                forMessage message: Span<UInt8>, hash: HashAlgorithm = .sha256, padding: Padding = .pss()
            ) throws(RSAError) -> [UInt8] {
                var random = SystemRandom()
                return try signature(forMessage: message, hash: hash, padding: padding, using: &random)
            }

            private func sign(
                _ digest: Span<UInt8>, hash: HashAlgorithm, _ padding: Padding, using random: inout some RandomSource
            ) throws(RSAError) -> [UInt8] {
                let encoding = padding.encoding(hash)
                let bitCount = key.modulusBitCount &- 1
                guard encoding.saltByteCount >= 0 else { throw .saltByteCountNotAccepted }
                guard encoding.saltByteCount <= key.publicKey.modulusByteCount else { throw .modulusTooShortForPadding }
                let salt = random.bytes(count: encoding.saltByteCount)
                guard let encoded = encoding.encode(digest, salt: salt.span, bitCount: bitCount) else {
                    throw .modulusTooShortForPadding
                }
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
