import WaxCore
public import WaxSHA

extension RSA {
    /// A hash function for signatures, OAEP and MGF1.
    public struct HashAlgorithm: Sendable, Equatable {
        enum Kind: Sendable { case sha1, sha224, sha256, sha384, sha512, sha512_224, sha512_256 }

        let kind: Kind

        /// SHA-224.
        public static var sha224: HashAlgorithm { HashAlgorithm(kind: .sha224) }
        /// SHA-256.
        public static var sha256: HashAlgorithm { HashAlgorithm(kind: .sha256) }
        /// SHA-384.
        public static var sha384: HashAlgorithm { HashAlgorithm(kind: .sha384) }
        /// SHA-512.
        public static var sha512: HashAlgorithm { HashAlgorithm(kind: .sha512) }
        /// SHA-512/224.
        public static var sha512_224: HashAlgorithm { HashAlgorithm(kind: .sha512_224) }
        /// SHA-512/256.
        public static var sha512_256: HashAlgorithm { HashAlgorithm(kind: .sha512_256) }

        /// SHA-1, for what exists already.
        ///
        /// A signature over it says nothing about who wrote the message: two messages with one digest can be made.
        /// In OAEP, where many programs use it unless told otherwise, and in MGF1 no weakness is known.
        public static var insecureSHA1: HashAlgorithm { HashAlgorithm(kind: .sha1) }

        /// The number of bytes of a digest.
        public var digestByteCount: Int {
            switch kind {
            case .sha1: Insecure.SHA1.byteCount
            case .sha224: SHA224.byteCount
            case .sha256: SHA256.byteCount
            case .sha384: SHA384.byteCount
            case .sha512: SHA512.byteCount
            case .sha512_224: SHA512_224.byteCount
            case .sha512_256: SHA512_256.byteCount
            }
        }

        /// The digest of one piece of data.
        func hash(_ data: Span<UInt8>) -> [UInt8] {
            var digest = [UInt8](repeating: 0, count: digestByteCount)
            var span = digest.mutableSpan
            hash(data, into: &span)
            return digest
        }

        /// Writes the digest of one piece of data to the front of a span.
        func hash(_ data: Span<UInt8>, into target: inout MutableSpan<UInt8>) {
            switch kind {
            case .sha256:
                let digest = SHA256.hash(data)
                target.replace(with: digest.bytes)
            case .sha384:
                let digest = SHA384.hash(data)
                target.replace(with: digest.bytes)
            case .sha512:
                let digest = SHA512.hash(data)
                target.replace(with: digest.bytes)
            case .sha512_224:
                let digest = SHA512_224.hash(data)
                target.replace(with: digest.bytes)
            case .sha512_256:
                let digest = SHA512_256.hash(data)
                target.replace(with: digest.bytes)
            case .sha1:
                let digest = Insecure.SHA1.hash(data)
                target.replace(with: digest.bytes)
            case .sha224:
                let digest = SHA224.hash(data)
                target.replace(with: digest.bytes)
            }
        }
    }

    /// A digest that can be signed: it knows which function it comes from.
    public protocol SignableDigest: Digest {
        /// The function it comes from.
        static var hashAlgorithm: HashAlgorithm { get }
    }
}

extension SHA256Digest: RSA.SignableDigest {
    /// SHA-256.
    public static var hashAlgorithm: RSA.HashAlgorithm { .sha256 }
}

extension SHA384Digest: RSA.SignableDigest {
    /// SHA-384.
    public static var hashAlgorithm: RSA.HashAlgorithm { .sha384 }
}

extension SHA512Digest: RSA.SignableDigest {
    /// SHA-512.
    public static var hashAlgorithm: RSA.HashAlgorithm { .sha512 }
}

extension SHA224Digest: RSA.SignableDigest {
    /// SHA-224.
    public static var hashAlgorithm: RSA.HashAlgorithm { .sha224 }
}

extension SHA512_224Digest: RSA.SignableDigest {
    /// SHA-512/224.
    public static var hashAlgorithm: RSA.HashAlgorithm { .sha512_224 }
}

extension SHA512_256Digest: RSA.SignableDigest {
    /// SHA-512/256.
    public static var hashAlgorithm: RSA.HashAlgorithm { .sha512_256 }
}

extension Insecure.SHA1Digest: RSA.SignableDigest {
    /// SHA-1.
    public static var hashAlgorithm: RSA.HashAlgorithm { .insecureSHA1 }
}
