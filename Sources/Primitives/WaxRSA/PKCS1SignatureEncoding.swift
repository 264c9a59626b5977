import WaxCore

/// EMSA-PKCS1-v1_5, the encoding of a digest for signatures (RFC 8017 section 9.2).
enum PKCS1SignatureEncoding {
    /// The encoded message: 00 01, bytes of all ones, 00, and a DigestInfo with the digest.
    ///
    /// - Parameter byteCount: The number of bytes of the result, as many as the modulus has.
    /// - Returns: Nil if there is no room for eight bytes of all ones.
    static func encode(_ digest: Span<UInt8>, hash: RSA.HashAlgorithm, byteCount: Int) -> [UInt8]? {
        let prefix = hash.digestInfoPrefix
        let fillCount = byteCount &- 3 &- prefix.count &- digest.count
        guard digest.count == hash.digestByteCount, fillCount >= 8 else { return nil }
        var encoded = [UInt8](repeating: 0xFF, count: byteCount &- prefix.count &- digest.count)
        encoded[0] = 0
        encoded[1] = 1
        encoded[encoded.count &- 1] = 0
        encoded += prefix
        encoded.append(copying: digest)
        return encoded
    }
}

extension RSA.HashAlgorithm {
    /// What stands before the digest in the DER of its DigestInfo (RFC 8017 section 9.2, note 1).
    fileprivate var digestInfoPrefix: [UInt8] {
        let identifier = objectIdentifier
        let digestCount = UInt8(truncatingIfNeeded: digestByteCount)
        let identifierCount = UInt8(truncatingIfNeeded: identifier.count)
        // SEQUENCE { SEQUENCE { OBJECT IDENTIFIER, NULL }, OCTET STRING }
        return [0x30, identifierCount &+ 8 &+ digestCount, 0x30, identifierCount &+ 4, 0x06, identifierCount]
            + identifier + [0x05, 0x00, 0x04, digestCount]
    }

    /// The contents of the object identifier in DER (RFC 8017 appendix B.1).
    private var objectIdentifier: [UInt8] {
        // 2.16.840.1.101.3.4.2.x
        func sha2(_ last: UInt8) -> [UInt8] { [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, last] }
        return switch kind {
        // 1.3.14.3.2.26
        case .sha1: [0x2B, 0x0E, 0x03, 0x02, 0x1A]
        case .sha256: sha2(1)
        case .sha384: sha2(2)
        case .sha512: sha2(3)
        case .sha224: sha2(4)
        case .sha512_224: sha2(5)
        case .sha512_256: sha2(6)
        }
    }
}
