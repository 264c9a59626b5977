import WaxRSA

/// How RSA keys of vectors become Waxwing's. Old and odd sizes are let in: the vectors are about nothing else.
enum RSAKeys {
    static func publicKey(modulus: [UInt8], exponent: [UInt8]) throws(Unsupported) -> RSA.PublicKey {
        do throws(RSAError) {
            return try RSA.PublicKey(modulus: modulus, publicExponent: exponent, sizePolicy: .insecureLegacy)
        } catch {
            throw unsupported(error)
        }
    }

    /// A key of which the primes are found.
    static func privateKey(
        modulus: [UInt8], exponent: [UInt8], privateExponent: [UInt8]
    ) throws(Unsupported) -> RSA.PrivateKey {
        do throws(RSAError) {
            return try RSA.PrivateKey(
                modulus: modulus, publicExponent: exponent, privateExponent: privateExponent,
                sizePolicy: .insecureLegacy)
        } catch {
            throw unsupported(error)
        }
    }

    /// The private key of a group of Wycheproof's.
    static func privateKey(of group: JSON) throws(Unsupported) -> RSA.PrivateKey {
        guard let numbers = group["privateKey"] else { throw Unsupported("malformed group: no private key") }
        guard numbers["otherPrimeInfos"] == nil else {
            throw Unsupported("RSA keys with more than two primes are not supported")
        }
        let modulus = try numbers.bytes("modulus"), exponent = try numbers.bytes("publicExponent")
        let privateExponent = try numbers.bytes("privateExponent")
        guard numbers["prime1"] != nil else {
            return try privateKey(modulus: modulus, exponent: exponent, privateExponent: privateExponent)
        }
        let prime1 = try numbers.bytes("prime1"), prime2 = try numbers.bytes("prime2")
        let exponent1 = try numbers.bytes("exponent1"), exponent2 = try numbers.bytes("exponent2")
        let coefficient = try numbers.bytes("coefficient")
        do throws(RSAError) {
            return try RSA.PrivateKey(
                modulus: modulus, publicExponent: exponent, privateExponent: privateExponent, prime1: prime1,
                prime2: prime2, exponent1: exponent1, exponent2: exponent2, coefficient: coefficient,
                sizePolicy: .insecureLegacy)
        } catch {
            throw unsupported(error)
        }
    }

    private static func unsupported(_ error: RSAError) -> Unsupported {
        switch error {
        case .modulusSizeNotAccepted(let bits, _): Unsupported("RSA keys of \(bits) bits are not supported")
        case .publicExponentNotAccepted: Unsupported("an RSA key with this public exponent is not supported")
        default: Unsupported("an RSA key that is not accepted: \(error)")
        }
    }
}
