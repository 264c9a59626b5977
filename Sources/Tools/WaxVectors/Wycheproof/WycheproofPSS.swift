import WaxRSA

/// RSASSA-PSS signatures to be verified.
struct WycheproofPSS: WycheproofRunner {
    let groupType: String

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        let hash = try HashAlgorithm(named: try group.string("sha"))
        let mask = try group.string("mgf")
        guard mask == "MGF1" else { throw Unsupported("the mask generation function \(mask) is not supported") }
        let mgf1Hash = try HashAlgorithm(named: try group.string("mgfSha"))
        let saltByteCount = try group.integer("sLen")
        guard let numbers = group["publicKey"] else { throw Unsupported("malformed group: no public key") }
        let key = RSA.Signing.PublicKey(
            try RSAKeys.publicKey(
                modulus: try numbers.bytes("modulus"), exponent: try numbers.bytes("publicExponent")))
        return WycheproofCheck(algorithm: "RSASSA-PSS") { test, _ in
            let signature = try test.fields.bytes("sig"), message = try test.fields.bytes("msg")
            func isValid(_ salt: RSA.Signing.SaltLength) -> Bool {
                key.isValidSignature(
                    signature, forMessage: message, hash: hash.forRSA,
                    padding: .pss(salt: salt, mgf1Hash: mgf1Hash.forRSA))
            }
            let isAccepted = isValid(.bytes(saltByteCount))
            // What is valid with a given length of salt is valid with any.
            if isAccepted, !isValid(.any) { throw Mismatch("valid, but not with a salt of any length") }
            return isAccepted
        }
    }
}
