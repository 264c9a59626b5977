import WaxAES

/// AES-CBC with the padding of PKCS #7, which Wycheproof calls by its older name.
struct WycheproofCBC: WycheproofRunner {
    let groupType = "IndCpaTest"
    let backends = AESBackends.all

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        guard algorithm == "AES-CBC-PKCS5" else { throw Unsupported("\(algorithm) is not supported") }
        return WycheproofCheck(algorithm: "AES-CBC") { test, backend in
            let iv = try test.fields.bytes("iv")
            let text = try test.fields.bytes("msg")
            let ciphertext = try test.fields.bytes("ct")
            guard let cbc = try? CBCAlgorithm(key: try test.fields.bytes("key"), backend: backend) else { return false }
            guard let opened = try cbc.decrypt(ciphertext, iv: iv, padding: .pkcs7) else { return false }
            guard opened == text else { throw Mismatch("another text") }
            guard try cbc.encrypt(text, iv: iv, padding: .pkcs7) == ciphertext else {
                throw Mismatch("another ciphertext")
            }
            return true
        }
    }
}
