import WaxCore
import WaxEncoding
import WaxRSA

extension RSA.PrivateKey {
    /// The key, encrypted with a passphrase, as a PKCS#8 EncryptedPrivateKeyInfo in DER (RFC 5958 section 3).
    ///
    /// - Parameters:
    ///   - passphrase: The bytes of the passphrase, most often UTF-8.
    ///   - encryption: How it is encrypted.
    ///   - random: Where the salt and the initialisation vector come from.
    /// - Throws: ``/WaxKeys/KeyError/encryptionTooExpensive`` if scrypt would need more memory than there can be.
    public func encryptedDERRepresentation(
        passphrase: SecretBytes, encryption: KeyEncryption = .pbkdf2, using random: inout some RandomSource
    ) throws(KeyError) -> [UInt8] {
        let scheme = PBES2(encryption, using: &random)
        let key = pkcs8DERRepresentation
        let ciphertext = try scheme.encrypt(key.bytes, passphrase: passphrase.bytes)
        var writer = DERWriter(reservingCapacity: ciphertext.count + 160)
        writer.writeSequence { info in
            scheme.write(to: &info)
            info.writeOctetString(ciphertext.span)
        }
        return writer.bytes
    }

    /// The key, encrypted with a passphrase, as a PKCS#8 EncryptedPrivateKeyInfo in DER (RFC 5958 section 3), with
    /// randomness from the system's generator.
    ///
    /// - Parameters:
    ///   - passphrase: The bytes of the passphrase, most often UTF-8.
    ///   - encryption: How it is encrypted.
    /// - Throws: ``/WaxKeys/KeyError/encryptionTooExpensive`` if scrypt would need more memory than there can be.
    public func encryptedDERRepresentation(
        passphrase: SecretBytes, encryption: KeyEncryption = .pbkdf2
    ) throws(KeyError) -> [UInt8] {
        var random = SystemRandom()
        return try encryptedDERRepresentation(passphrase: passphrase, encryption: encryption, using: &random)
    }

    /// The key, encrypted with a passphrase, as PKCS#8 in PEM, labelled `ENCRYPTED PRIVATE KEY`.
    ///
    /// - Parameters:
    ///   - passphrase: The bytes of the passphrase, most often UTF-8.
    ///   - encryption: How it is encrypted.
    /// - Throws: ``/WaxKeys/KeyError/encryptionTooExpensive`` if scrypt would need more memory than there can be.
    public func encryptedPEMRepresentation(
        passphrase: SecretBytes, encryption: KeyEncryption = .pbkdf2
    ) throws(KeyError) -> String {
        let contents = try encryptedDERRepresentation(passphrase: passphrase, encryption: encryption)
        return PEMDocument(label: PEMLabel.encryptedPrivateKey, contents: contents).pemRepresentation
    }
}
