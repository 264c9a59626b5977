import WaxSHA

/// How a private key is encrypted with a passphrase in a file: PBES2 (RFC 8018 section 6.2), with AES in CBC mode.
///
/// ```swift
/// let file = try key.encryptedPEMRepresentation(passphrase: passphrase)                      // what to use
/// let other = try key.encryptedPEMRepresentation(passphrase: passphrase, encryption: .scrypt)
/// ```
///
/// The passphrase is all that protects the key: CBC does not notice a change, and whoever has the file can guess as
/// fast as the derivation lets him. A passphrase of six random words is worth more than any parameter here.
public struct KeyEncryption: Sendable, Hashable {
    /// The cipher, always in CBC mode with the padding of PKCS#7.
    public enum Cipher: Sendable, Hashable, CaseIterable {
        /// AES with a key of 128 bits.
        case aes128
        /// AES with a key of 192 bits.
        case aes192
        /// AES with a key of 256 bits.
        case aes256

        /// The size of the key in bytes.
        var keyByteCount: Int {
            switch self {
            case .aes128: 16
            case .aes192: 24
            case .aes256: 32
            }
        }
    }

    /// The hash function under the HMAC of PBKDF2.
    public enum Hash: Sendable, Hashable, CaseIterable {
        /// SHA-1: what a file means that names none. For reading.
        case sha1
        /// SHA-224.
        case sha224
        /// SHA-256.
        case sha256
        /// SHA-384.
        case sha384
        /// SHA-512.
        case sha512
        /// SHA-512/224.
        case sha512_224
        /// SHA-512/256.
        case sha512_256
    }

    /// How a key of the cipher is made from a passphrase.
    public enum Derivation: Sendable, Hashable {
        /// PBKDF2 with HMAC: slow.
        case pbkdf2(Hash, rounds: PBKDF2Rounds)
        /// scrypt: slow, and takes memory.
        case scrypt(Scrypt.Parameters)
    }

    /// The cipher.
    public let cipher: Cipher
    /// How its key is made.
    public let derivation: Derivation

    /// Chooses cipher and derivation.
    ///
    /// - Parameters:
    ///   - cipher: The cipher, AES-256 unless there is a reason.
    ///   - derivation: How its key is made.
    public init(cipher: Cipher = .aes256, derivation: Derivation) {
        self.cipher = cipher
        self.derivation = derivation
    }

    /// PBKDF2 with HMAC-SHA-256 and 600 000 rounds, which is what OWASP's Password Storage Cheat Sheet (2023) asks for,
    /// and AES-256. Every program that reads encrypted PKCS#8 reads it; a third of a second.
    public static var pbkdf2: KeyEncryption { KeyEncryption(derivation: .pbkdf2(.sha256, rounds: .recommendedForSHA256)) }

    /// scrypt with 2^14 blocks of 1 KiB, five times over, which OWASP counts equal to 128 MiB once, and AES-256.
    /// Harder to guess than ``pbkdf2``, and read by OpenSSL (which takes no more than 32 MiB) and Python, but not by
    /// Java and other programs that know PBKDF2 only.
    public static var scrypt: KeyEncryption {
        // Checked parameters that the type would accept; there is nothing else that a failure could mean.
        guard let parameters = try? Scrypt.Parameters(cost: 1 << 14, blockSize: 8, parallelization: 5) else {
            return .pbkdf2
        }
        return KeyEncryption(derivation: .scrypt(parameters))
    }
}

/// How much work a file may ask for before anybody knows whether the passphrase is right.
public struct KeyDecryptionLimits: Sendable, Hashable {
    /// The most rounds of PBKDF2, 10 000 000 unless set: some seconds.
    public var pbkdf2Rounds = 10_000_000

    /// The most memory for scrypt in bytes, 256 MiB unless set.
    public var scryptMemory = 256 << 20

    /// The most work for scrypt: cost × block size × parallelisation, 2^23 unless set: some seconds. (What OWASP asks
    /// for is 2^20.)
    public var scryptWork = 1 << 23

    /// The limits that hold unless others are given.
    public init() {}
}
