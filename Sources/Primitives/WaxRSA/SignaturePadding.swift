extension RSA.Signing {
    /// How a digest is made into a number to sign.
    public struct Padding: Sendable, Equatable {
        enum Kind: Sendable, Equatable {
            case pss(SaltLength, mgf1Hash: RSA.HashAlgorithm?)
            case pkcs1v1_5
        }

        let kind: Kind

        /// RSASSA-PSS (RFC 8017 section 8.1).
        ///
        /// - Parameters:
        ///   - saltByteCount: The number of random bytes in a signature, as many as the digest has if it is left
        ///     out; zero makes the signature the same each time. A signature is valid only with the number it was
        ///     made with.
        ///   - mgf1Hash: The hash function of MGF1, the one of the digest if it is left out.
        public static func pss(saltByteCount: Int? = nil, mgf1Hash: RSA.HashAlgorithm? = nil) -> Padding {
            let salt = saltByteCount.map { SaltLength.bytes($0) } ?? .asDigest
            return Padding(kind: .pss(salt, mgf1Hash: mgf1Hash))
        }

        /// RSASSA-PSS (RFC 8017 section 8.1) with a salt whose length follows a rule.
        ///
        /// - Parameters:
        ///   - salt: How long the salt is, or, to verify, that any length is right.
        ///   - mgf1Hash: The hash function of MGF1, the one of the digest if it is left out.
        public static func pss(salt: SaltLength, mgf1Hash: RSA.HashAlgorithm? = nil) -> Padding {
            Padding(kind: .pss(salt, mgf1Hash: mgf1Hash))
        }

        /// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2), for peers that know nothing newer: no attack on it is known,
        /// but unlike PSS it has no proof.
        ///
        /// Signatures are deterministic. A signature is verified by making the one encoding that is right and
        /// comparing, so nothing else passes, not even the encoding without the NULL of the hash function's
        /// parameters that some old programs made.
        public static var pkcs1v1_5: Padding { Padding(kind: .pkcs1v1_5) }
    }

    /// The number of random bytes in a PSS signature.
    public struct SaltLength: Sendable, Equatable {
        enum Kind: Sendable, Equatable { case asDigest, bytes(Int), maximum, any }

        let kind: Kind

        /// As many as the digest has, which is what most standards ask for.
        public static var asDigest: SaltLength { SaltLength(kind: .asDigest) }

        /// None: the signature is the same each time.
        public static var zero: SaltLength { SaltLength(kind: .bytes(0)) }

        /// A fixed number of bytes.
        public static func bytes(_ count: Int) -> SaltLength { SaltLength(kind: .bytes(count)) }

        /// As many as the modulus has room for.
        public static var maximum: SaltLength { SaltLength(kind: .maximum) }

        /// To verify: whatever number the signature was made with. To sign: as many as the digest has.
        ///
        /// Prefer a fixed length where the protocol names one.
        public static var any: SaltLength { SaltLength(kind: .any) }
    }
}
