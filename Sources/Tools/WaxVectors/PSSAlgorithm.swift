import WaxRSA

extension HashAlgorithm {
    /// The same function, as RSA names it.
    var forRSA: RSA.HashAlgorithm {
        get throws(Unsupported) {
            switch self {
            case .sha256: .sha256
            case .sha384: .sha384
            case .sha512: .sha512
            default: throw Unsupported("the hash function \(rawValue) is not supported")
            }
        }
    }
}
