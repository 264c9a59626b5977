import Foundation
import Synchronization
import Testing
import WaxCore
import WaxTestSupport

@testable import WaxRSA

/// The numbers of a key, as hexadecimal texts that a test can change.
struct KeyNumbers: Decodable, Sendable {
    var bits: Int
    var n, e, d, p, q, dP, dQ, qInv: String

    static let all: [KeyNumbers] = {
        do { return try TestVectors.json("waxwing/rsa_keys.json") } catch { preconditionFailure("\(error)") }
    }()

    /// The first key of a size.
    static func first(bits: Int) throws -> KeyNumbers { try #require(all.first { $0.bits == bits }) }

    func publicKey() throws -> RSA.PublicKey {
        try RSA.PublicKey(modulus: try Hex.decode(n), publicExponent: try Hex.decode(e))
    }

    /// Imports the key with all checks.
    func privateKey() throws -> RSA.PrivateKey {
        try RSA.PrivateKey(
            modulus: try Hex.decode(n), publicExponent: try Hex.decode(e), privateExponent: try Hex.decode(d),
            prime1: try Hex.decode(p), prime2: try Hex.decode(q), exponent1: try Hex.decode(dP),
            exponent2: try Hex.decode(dQ), coefficient: try Hex.decode(qInv))
    }

    /// Imports modulus and exponents, so that the primes have to be found.
    func privateKeyWithoutPrimes() throws -> RSA.PrivateKey {
        try RSA.PrivateKey(
            modulus: try Hex.decode(n), publicExponent: try Hex.decode(e), privateExponent: try Hex.decode(d))
    }

    /// The key to sign with, imported once for all tests.
    func signingKey() throws -> RSA.Signing.PrivateKey {
        RSA.Signing.PrivateKey(try Self.imported.key(for: n) { try privateKey() })
    }

    private static let imported = KeyCache()
}

/// Keys that have been imported, by name: the checks of a large key take a while.
final class KeyCache: Sendable {
    private let keys = Mutex<[String: RSA.PrivateKey]>([:])

    func key(for name: String, make: () throws -> RSA.PrivateKey) throws -> RSA.PrivateKey {
        if let key = keys.withLock({ $0[name] }) { return key }
        let key = try make()
        keys.withLock { $0[name] = key }
        return key
    }
}

extension SecretBytes {
    /// Hexadecimal digits, for tests only.
    var hex: String { Hex.encode(bytes) }
}

/// All hash functions.
let hashAlgorithms: [RSA.HashAlgorithm] = hashNames.compactMap(hashAlgorithm)

/// The names of the hash functions, as Python's cryptography has them.
let hashNames = ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512", "SHA512_224", "SHA512_256"]

/// The hash functions by their names in vector files.
func hashAlgorithm(_ name: String) -> RSA.HashAlgorithm? {
    switch name {
    case "SHA-1", "SHA1": .insecureSHA1
    case "SHA-224", "SHA224": .sha224
    case "SHA-256", "SHA256": .sha256
    case "SHA-384", "SHA384": .sha384
    case "SHA-512", "SHA512": .sha512
    case "SHA-512/224", "SHA512_224": .sha512_224
    case "SHA-512/256", "SHA512_256": .sha512_256
    default: nil
    }
}
