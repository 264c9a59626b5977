import WaxRSA
import WaxSHA

/// What is to be done with a hash function that a record chooses.
protocol HashUse {
    func callAsFunction<H: HashFunction>(_ hash: H) -> Bool
}

/// The numbers are those of `records/format.py`.
func with(hash number: UInt8, _ use: some HashUse) -> Bool {
    switch number {
    case 0: use(Insecure.SHA1())
    case 1: use(SHA224())
    case 2: use(SHA256())
    case 3: use(SHA384())
    case 4: use(SHA512())
    case 5: use(SHA512_224())
    case 6: use(SHA512_256())
    default: false
    }
}

extension RSA.HashAlgorithm {
    init?(number: UInt8) {
        switch number {
        case 0: self = .insecureSHA1
        case 1: self = .sha224
        case 2: self = .sha256
        case 3: self = .sha384
        case 4: self = .sha512
        case 5: self = .sha512_224
        case 6: self = .sha512_256
        default: return nil
        }
    }
}
