import WaxRSA

let encryptionAlgorithms: [Algorithm] = [("RSAES-OAEP", decryptOAEP), ("RSAES-PKCS1-v1_5", decryptPKCS1)]

// A vector has the key's modulus and exponents, the label, the ciphertext and the plaintext.

private func decryptOAEP(_ record: Record) -> Bool {
    guard record.fields.count == 6, let hash = RSA.HashAlgorithm(number: record.parameters.0),
        let mgf1Hash = RSA.HashAlgorithm(number: record.parameters.1)
    else { return false }
    do throws(RSAError) {
        let padding = RSA.Encryption.Padding.oaep(hash: hash, mgf1Hash: mgf1Hash, label: record.fields[3])
        return try isPlaintext(record, padding) && record.isValid
    } catch {
        return !record.isValid && error == .decryptionFailed
    }
}

/// Wrong padding is no error: a message comes that nobody has sent.
private func decryptPKCS1(_ record: Record) -> Bool {
    guard record.fields.count == 6 else { return false }
    do throws(RSAError) {
        return try isPlaintext(record, .insecurePKCS1v1_5) == record.isValid
    } catch {
        return !record.isValid && error == .decryptionFailed
    }
}

private func isPlaintext(_ record: Record, _ padding: RSA.Encryption.Padding) throws(RSAError) -> Bool {
    let key = RSA.Encryption.PrivateKey(try privateKey(record.fields))
    return try key.decrypt(record.fields[4], padding: padding) == record.fields[5]
}
