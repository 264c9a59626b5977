import WaxRSA

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
