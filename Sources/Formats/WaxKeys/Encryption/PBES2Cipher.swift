import WaxAES
import WaxCore
import WaxSHA

extension PBES2 {
    /// Encrypts the DER of a key.
    func encrypt(_ key: Span<UInt8>, passphrase: Span<UInt8>) throws(KeyError) -> [UInt8] {
        let cipherKey = try derivedKey(passphrase, KeyDecryptionLimits.none)
        do throws(AESError) {
            let context = try AES.CBC.Context(key: cipherKey)
            var ciphertext = [UInt8](repeating: 0, count: AES.CBC.ciphertextByteCount(forTextOf: key.count))
            var span = ciphertext.mutableSpan
            try context.encrypt(key, into: &span, iv: iv.span)
            return ciphertext
        } catch {
            // Key and vector have their sizes by construction.
            throw .encryptionParametersInvalid
        }
    }

    /// Decrypts the DER of a key, and lends it.
    ///
    /// - Parameter body: Reads it. A key that was decrypted with another passphrase, and had valid padding by chance, is
    ///   no DER: those of its errors that say so become ``KeyError/decryptionFailed``, as invalid padding does.
    func decrypt<Result>(
        _ ciphertext: Span<UInt8>, passphrase: Span<UInt8>, limits: KeyDecryptionLimits,
        _ body: (Span<UInt8>) throws(KeyError) -> Result
    ) throws(KeyError) -> Result {
        let cipherKey = try derivedKey(passphrase, limits)
        var count = 0
        let text: SecretBytes
        do throws(AESError) {
            let context = try AES.CBC.Context(key: cipherKey)
            text = try SecretBytes.make(count: ciphertext.count) { (output: inout MutableSpan<UInt8>) throws(AESError) in
                count = try context.decrypt(ciphertext, into: &output, iv: iv.span)
            }
        } catch {
            throw .decryptionFailed
        }
        do throws(KeyError) {
            return try body(text.bytes.extracting(first: count))
        } catch {
            switch error {
            case .invalidDER, .versionNotSupported, .algorithmParametersNotNull: throw .decryptionFailed
            default: throw error
            }
        }
    }

    private func derivedKey(
        _ passphrase: Span<UInt8>, _ limits: KeyDecryptionLimits
    ) throws(KeyError) -> SymmetricKey {
        let byteCount = encryption.cipher.keyByteCount
        switch encryption.derivation {
        case .pbkdf2(let hash, let rounds):
            guard UInt64(rounds.count) <= UInt64(max(limits.pbkdf2Rounds, 0)) else { throw .encryptionTooExpensive }
            do throws(PBKDF2Error) {
                return try hash.deriveKey(passphrase, salt.span, byteCount, rounds)
            } catch {
                throw .encryptionParametersInvalid
            }
        case .scrypt(let cost):
            let (once, overflow) = cost.cost.multipliedReportingOverflow(by: cost.blockSize)
            let (work, overflowAgain) = once.multipliedReportingOverflow(by: cost.parallelization)
            guard !overflow, !overflowAgain, work <= limits.scryptWork else { throw .encryptionTooExpensive }
            do throws(ScryptError) {
                return try Scrypt.deriveKey(
                    from: passphrase, salt: salt.span, outputByteCount: byteCount, parameters: cost,
                    memoryLimit: limits.scryptMemory)
            } catch {
                throw error == .memoryLimitExceeded ? .encryptionTooExpensive : .encryptionParametersInvalid
            }
        }
    }
}

extension KeyDecryptionLimits {
    /// For what the caller has chosen.
    fileprivate static var none: KeyDecryptionLimits {
        var limits = KeyDecryptionLimits()
        limits.pbkdf2Rounds = .max
        limits.scryptMemory = .max
        limits.scryptWork = .max
        return limits
    }
}

extension KeyEncryption.Hash {
    fileprivate func deriveKey(
        _ passphrase: Span<UInt8>, _ salt: Span<UInt8>, _ count: Int, _ rounds: PBKDF2Rounds
    ) throws(PBKDF2Error) -> SymmetricKey {
        switch self {
        case .sha1:
            try PBKDF2<Insecure.SHA1>.deriveKey(from: passphrase, salt: salt, outputByteCount: count, rounds: rounds)
        case .sha224: try PBKDF2<SHA224>.deriveKey(from: passphrase, salt: salt, outputByteCount: count, rounds: rounds)
        case .sha256: try PBKDF2<SHA256>.deriveKey(from: passphrase, salt: salt, outputByteCount: count, rounds: rounds)
        case .sha384: try PBKDF2<SHA384>.deriveKey(from: passphrase, salt: salt, outputByteCount: count, rounds: rounds)
        case .sha512: try PBKDF2<SHA512>.deriveKey(from: passphrase, salt: salt, outputByteCount: count, rounds: rounds)
        case .sha512_224:
            try PBKDF2<SHA512_224>.deriveKey(from: passphrase, salt: salt, outputByteCount: count, rounds: rounds)
        case .sha512_256:
            try PBKDF2<SHA512_256>.deriveKey(from: passphrase, salt: salt, outputByteCount: count, rounds: rounds)
        }
    }
}
