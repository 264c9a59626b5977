import WaxRSA

extension HashAlgorithm {
    /// The same function, as RSA names it.
    var forRSA: RSA.HashAlgorithm {
        switch self {
        case .sha1: .insecureSHA1
        case .sha224: .sha224
        case .sha256: .sha256
        case .sha384: .sha384
        case .sha512: .sha512
        case .sha512_224: .sha512_224
        case .sha512_256: .sha512_256
        }
    }
}
