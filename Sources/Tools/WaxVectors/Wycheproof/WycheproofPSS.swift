import WaxRSA

/// RSASSA-PSS signatures to be verified.
struct WycheproofPSS: WycheproofRunner {
    let groupType: String

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        let hash = try HashAlgorithm(named: try group.string("sha"))
        let mask = try group.string("mgf")
        guard mask == "MGF1" else { throw Unsupported("the mask generation function \(mask) is not supported") }
        let maskHash = try HashAlgorithm(named: try group.string("mgfSha"))
        let padding = RSA.Signing.Padding.pss(saltByteCount: try group.integer("sLen"), maskHash: maskHash.forRSA)
        guard let numbers = group["publicKey"] else { throw Unsupported("malformed group: no public key") }
        let key = try PSSAlgorithm.key(
            modulus: try numbers.bytes("modulus"), exponent: try numbers.bytes("publicExponent"))
        return WycheproofCheck(algorithm: "RSASSA-PSS") { test, _ in
            key.isValidSignature(
                try test.fields.bytes("sig"), forMessage: try test.fields.bytes("msg"), hash: hash.forRSA,
                padding: padding)
        }
    }
}
