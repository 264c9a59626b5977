import WaxRSA

/// RSAES-OAEP ciphertexts.
struct WycheproofOAEP: WycheproofRunner {
    let groupType = "RsaesOaepDecrypt"

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        let hash = try HashAlgorithm(named: try group.string("sha"))
        let mask = try group.string("mgf")
        guard mask == "MGF1" else { throw Unsupported("the mask generation function \(mask) is not supported") }
        let mgf1Hash = try HashAlgorithm(named: try group.string("mgfSha"))
        let key = RSA.Encryption.PrivateKey(try RSAKeys.privateKey(of: group))
        return WycheproofCheck(algorithm: "RSAES-OAEP") { test, _ in
            let padding = RSA.Encryption.Padding.oaep(
                hash: hash.forRSA, mgf1Hash: mgf1Hash.forRSA, label: try test.fields.bytes("label"))
            let ciphertext = try test.fields.bytes("ct"), message = try test.fields.bytes("msg")
            do {
                let plaintext = try key.decrypt(ciphertext, padding: padding)
                guard plaintext == message else { throw Mismatch("another plaintext") }
                return true
            } catch RSAError.decryptionFailed {
                return false
            }
        }
    }
}

/// RSAES-PKCS1-v1_5 ciphertexts.
struct WycheproofPKCS1Decryption: WycheproofRunner {
    let groupType = "RsaesPkcs1Decrypt"

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        let key = RSA.Encryption.PrivateKey(try RSAKeys.privateKey(of: group))
        return WycheproofCheck(algorithm: "RSAES-PKCS1-v1_5") { test, _ in
            let message = try test.fields.bytes("msg")
            let ciphertext = try test.fields.bytes("ct")
            do {
                // Wrong padding is no error: a message comes that nobody has sent, the same each time.
                let plaintext = try key.decrypt(ciphertext, padding: .insecurePKCS1v1_5)
                guard plaintext != message else { return true }
                let again = try key.decrypt(ciphertext, padding: .insecurePKCS1v1_5)
                guard again == plaintext else { throw Mismatch("another message the second time") }
                return false
            } catch RSAError.decryptionFailed {
                return false
            }
        }
    }
}
