import WaxCore
public import WaxSHA

extension RSA {
    /// A hash function for signatures, OAEP and MGF1.
    public struct HashAlgorithm: Sendable, Equatable {
        enum Kind: Sendable { case sha256, sha384, sha512 }

        let kind: Kind

        /// SHA-256.
        public static var sha256: HashAlgorithm { HashAlgorithm(kind: .sha256) }
        /// SHA-384.
        public static var sha384: HashAlgorithm { HashAlgorithm(kind: .sha384) }
        /// SHA-512.
        public static var sha512: HashAlgorithm { HashAlgorithm(kind: .sha512) }

        /// The number of bytes of a digest.
        public var digestByteCount: Int {
            switch kind {
            case .sha256: SHA256.byteCount
            case .sha384: SHA384.byteCount
            case .sha512: SHA512.byteCount
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
