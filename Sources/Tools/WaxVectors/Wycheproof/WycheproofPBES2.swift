/// Encryption with a password: PBES2 of RFC 8018, that is PBKDF2 with HMAC and AES-CBC.
struct WycheproofPBES2: WycheproofRunner {
    let groupType = "PbeTest"
    let backends = AESBackends.all

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        guard let match = algorithm.wholeMatch(of: /PbeWithHmac(Sha[0-9]+)AndAes_(128|192|256)/),
            let bits = Int(match.output.2)
        else { throw Unsupported("\(algorithm) is not supported") }
        let hash = try HashAlgorithm(named: String(match.output.1))
        return WycheproofCheck(algorithm: "PBES2-HMAC-\(hash.rawValue)-AES-\(bits)-CBC") { test, backend in
            let key = try hash.derive(
                fromPassword: try test.fields.bytes("password"), salt: try test.fields.bytes("salt"),
                limitedRounds: try test.fields.integer("iterationCount"), count: bits / 8)
            let cbc = try CBCAlgorithm(key: key, backend: backend)
            let iv = try test.fields.bytes("iv")
            let text = try test.fields.bytes("msg")
            let ciphertext = try test.fields.bytes("ct")
            guard let opened = try cbc.decrypt(ciphertext, iv: iv, padding: .pkcs7) else { return false }
            guard opened == text else { throw Mismatch("another text") }
            guard try cbc.encrypt(text, iv: iv, padding: .pkcs7) == ciphertext else {
                throw Mismatch("another ciphertext")
            }
            return true
        }
    }
}
