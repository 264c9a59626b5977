import WaxRSA

/// RSASSA-PKCS1-v1_5 signatures to be verified.
struct WycheproofPKCS1Verification: WycheproofRunner {
    let groupType = "RsassaPkcs1Verify"

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        let hash = try HashAlgorithm(named: try group.string("sha"))
        guard let numbers = group["publicKey"] else { throw Unsupported("malformed group: no public key") }
        let key = RSA.Signing.PublicKey(
            try RSAKeys.publicKey(
                modulus: try numbers.bytes("modulus"), exponent: try numbers.bytes("publicExponent")))
        return WycheproofCheck(algorithm: "RSASSA-PKCS1-v1_5", expected: Self.expected) { test, _ in
            key.isValidSignature(
                try test.fields.bytes("sig"), forMessage: try test.fields.bytes("msg"), hash: hash.forRSA,
                padding: .pkcs1v1_5)
        }
    }

    /// An encoding that lacks the NULL is left to the implementation; here it is invalid.
    private static func expected(_ test: WycheproofTest) throws -> WycheproofTest.Expectation {
        test.flags.contains("MissingNull") ? .invalid : try test.expectation()
    }
}

/// RSASSA-PKCS1-v1_5 signatures to be made.
struct WycheproofPKCS1Generation: WycheproofRunner {
    let groupType = "RsassaPkcs1Generate"

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        let hash = try HashAlgorithm(named: try group.string("sha"))
        guard let numbers = group["privateKey"] else { throw Unsupported("malformed group: no private key") }
        let publicKey = RSA.Signing.PublicKey(
            try RSAKeys.publicKey(
                modulus: try numbers.bytes("modulus"), exponent: try numbers.bytes("publicExponent")))
        // Short keys do not sign, and some keys have primes of very different lengths, which are not accepted. There is
        // one valid signature for each message, so to verify it is enough.
        let signer = publicKey.key.modulusBitCount >= RSA.acceptedBitCounts.lowerBound ? try signer(of: group) : nil
        return WycheproofCheck(algorithm: "RSASSA-PKCS1-v1_5") { test, _ in
            let message = try test.fields.bytes("msg"), expected = try test.fields.bytes("sig")
            if let signer {
                let signature = try signer.signature(forMessage: message, hash: hash.forRSA, padding: .pkcs1v1_5)
                guard signature == expected else { throw Mismatch("another signature") }
            }
            return publicKey.isValidSignature(
                expected, forMessage: message, hash: hash.forRSA, padding: .pkcs1v1_5)
        }
    }

    private func signer(of group: JSON) throws(Unsupported) -> RSA.Signing.PrivateKey? {
        do {
            return RSA.Signing.PrivateKey(try RSAKeys.privateKey(of: group))
        } catch {
            guard error.reason.contains("primesUnbalanced") else { throw error }
            return nil
        }
    }
}
