import WaxCore
import WaxRSA
import WaxSHA

let signatureAlgorithms: [Algorithm] = [
    ("RSASSA-PSS", verifyPSS), ("RSASSA-PKCS1-v1_5", verifyPKCS1), ("RSASSA-PKCS1-v1_5 signing", sign),
    ("RSA keys", useKey),
]

private func verifyPSS(_ record: Record) -> Bool {
    guard record.fields.count == 4, let mgf1Hash = RSA.HashAlgorithm(number: record.parameters.1) else { return false }
    return verify(record, .pss(saltByteCount: Int(record.parameters.2), mgf1Hash: mgf1Hash))
}

private func verifyPKCS1(_ record: Record) -> Bool {
    record.fields.count == 4 && verify(record, .pkcs1v1_5)
}

private func verify(_ record: Record, _ padding: RSA.Signing.Padding) -> Bool {
    guard let hash = RSA.HashAlgorithm(number: record.parameters.0) else { return false }
    do throws(RSAError) {
        let key = RSA.Signing.PublicKey(
            try RSA.PublicKey(
                modulus: record.fields[0], publicExponent: record.fields[1], sizePolicy: .insecureLegacy))
        let isValid = key.isValidSignature(
            record.fields[3], forMessage: record.fields[2], hash: hash, padding: padding)
        return isValid == record.isValid
    } catch {
        return !record.isValid
    }
}

/// There is one signature for each message.
private func sign(_ record: Record) -> Bool {
    guard record.fields.count == 5, let hash = RSA.HashAlgorithm(number: record.parameters.0) else { return false }
    do throws(RSAError) {
        let key = RSA.Signing.PrivateKey(try privateKey(record.fields))
        return try key.signature(forMessage: record.fields[3], hash: hash, padding: .pkcs1v1_5) == record.fields[4]
    } catch {
        return false
    }
}

/// Imports a private key with all its parts, signs and verifies, encrypts and decrypts.
private func useKey(_ record: Record) -> Bool {
    let fields = record.fields
    guard fields.count == 8 else { return false }
    do throws(RSAError) {
        let key = try RSA.PrivateKey(
            modulus: fields[0], publicExponent: fields[1], privateExponent: fields[2], prime1: fields[3],
            prime2: fields[4], exponent1: fields[5], exponent2: fields[6], coefficient: fields[7])
        let signer = RSA.Signing.PrivateKey(key)
        let digest = SHA256.hash(data: [1, 2, 3])
        let signature = try signer.signature(for: digest)
        guard signer.publicKey.isValidSignature(signature, for: digest),
            !signer.publicKey.isValidSignature(signature, for: SHA256.hash(data: [1, 2]))
        else { return false }
        let receiver = RSA.Encryption.PrivateKey(key)
        for padding in [RSA.Encryption.Padding.oaep, .insecurePKCS1v1_5] {
            let ciphertext = try receiver.publicKey.encrypt([4, 5, 6], padding: padding)
            guard try receiver.decrypt(ciphertext, padding: padding) == [4, 5, 6] else { return false }
        }
        return true
    } catch {
        return false
    }
}
