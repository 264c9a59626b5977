import WaxCore

extension RSA.Encryption {
    /// How a plaintext is made into a number to encrypt.
    public struct Padding: Sendable {
        enum Kind: Sendable {
            case oaep(OAEPEncoding)
            case pkcs1v1_5
        }

        let kind: Kind

        /// RSAES-OAEP (RFC 8017 section 7.1) with SHA-256, MGF1 with SHA-256 and no label.
        public static var oaep: Padding { .oaep(hash: .sha256) }

        /// RSAES-OAEP (RFC 8017 section 7.1).
        ///
        /// - Parameters:
        ///   - hash: The hash function of the label, which also decides how much fits: with SHA-256 66 bytes less than
        ///     the modulus has.
        ///   - mgf1Hash: The hash function of MGF1, the same if it is left out. Some programs leave it at SHA-1.
        ///   - label: Bytes that the other side has to know, which bind the ciphertext to its use. They are not
        ///     encrypted and not sent.
        public static func oaep(
            hash: RSA.HashAlgorithm, mgf1Hash: RSA.HashAlgorithm? = nil, label: [UInt8] = []
        ) -> Padding {
            Padding(kind: .oaep(OAEPEncoding(hash: hash, mgf1Hash: mgf1Hash ?? hash, label: label)))
        }

        /// RSAES-PKCS1-v1_5 (RFC 8017 section 7.2), to read what others have written and for protocols that know
        /// nothing else. Use ``oaep`` for everything new.
        ///
        /// Nothing in such a ciphertext says whether it is genuine. Where wrong padding is an error, an attacker
        /// decrypts any ciphertext by asking for the errors of others (Bleichenbacher, CRYPTO 1998). So there is no
        /// error here: a ciphertext with wrong padding gives a message of random bytes and random length, the same each
        /// time, derived from the private key and the ciphertext (implicit rejection, draft-irtf-cfrg-rsa-guidance,
        /// the same message that OpenSSL gives since version 3.2). The caller treats it like any other: compare its
        /// length with the expected one in no other way than its contents, and let authentication of what was encrypted
        /// with it fail.
        public static var insecurePKCS1v1_5: Padding { Padding(kind: .pkcs1v1_5) }
    }
}

extension RSA.Encryption.Padding {
    /// The number of bytes of the longest plaintext; negative if there is none.
    func maximumPlaintextByteCount(modulusByteCount: Int) -> Int {
        switch kind {
        case .oaep(let encoding): encoding.maximumMessageByteCount(byteCount: modulusByteCount)
        case .pkcs1v1_5: modulusByteCount &- PKCS1EncryptionEncoding.overheadByteCount
        }
    }

    /// Encodes a plaintext that fits.
    func encode(
        _ plaintext: Span<UInt8>, modulusByteCount: Int, using random: inout some RandomSource
    ) throws(RSAError) -> SecretBytes {
        switch kind {
        case .oaep(let encoding):
            let seed = SecretBytes.random(count: encoding.seedByteCount, using: &random)
            guard let encoded = encoding.encode(plaintext, seed: seed.bytes, byteCount: modulusByteCount) else {
                throw .modulusTooShortForPadding
            }
            return encoded
        case .pkcs1v1_5:
            let padding = SecretBuffer<UInt8>(repeating: 0, count: modulusByteCount &- plaintext.count &- 3)
            try Self.fillWithoutZeros(padding, using: &random)
            return PKCS1EncryptionEncoding.encode(plaintext, padding: padding.span)
        }
    }

    /// Draws bytes that are not zero. Which ones had to be drawn again tells nothing about those that are kept.
    private static func fillWithoutZeros(
        _ bytes: SecretBuffer<UInt8>, using random: inout some RandomSource
    ) throws(RSAError) {
        bytes.withMutableSpan { bytes in random.fill(&bytes) }
        let spare = SecretBuffer<UInt8>(repeating: 0, count: 16)
        for index in 0..<bytes.count {
            var attempts = 0
            while Choice.isZero(bytes.span[index]).declassified {
                guard attempts < 16 else { throw .randomSourceFailed }
                attempts = attempts &+ 1
                spare.withMutableSpan { spare in random.fill(&spare) }
                for position in 0..<spare.count {
                    let value = spare.span[position]
                    bytes.withMutableSpan { bytes in
                        bytes[index] = Choice.isZero(bytes[index]).select(value, bytes[index])
                    }
                }
            }
        }
    }
}
