import WaxRSA

/// RSASSA-PSS: how keys and hash functions of vectors become Waxwing's.
enum PSSAlgorithm {
    /// A key out of a file.
    static func key(modulus: [UInt8], exponent: [UInt8]) throws(Unsupported) -> RSA.Signing.PublicKey {
        do throws(RSAError) {
            return RSA.Signing.PublicKey(try RSA.PublicKey(modulus: modulus, publicExponent: exponent))
        } catch {
            switch error {
            case .modulusSizeNotAccepted(let bits): throw Unsupported("RSA keys of \(bits) bits are not supported")
            case .publicExponentNotAccepted: throw Unsupported("an RSA key with this public exponent is not supported")
            default: throw Unsupported("an RSA key that is not accepted: \(error)")
            }
        }
    }
}

extension HashAlgorithm {
    /// The same function, as RSA names it.
    var forRSA: RSA.HashAlgorithm {
        switch self {
        case .sha256: .sha256
        case .sha384: .sha384
        case .sha512: .sha512
        }
    }
}
