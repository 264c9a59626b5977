import Synchronization
import WaxCore
import WaxRSA
import WaxSHA

/// The private half of RSA.
enum RSAOperations {
    static let all: [Operation] = [
        Operation(
            "rsa/import", secret: "all numbers but the modulus, and the bases of the primality test",
            result: .bytes("the key belongs to the caller")
        ) { material in
            let numbers = try PrivateNumbers(material)
            return {
                var random = material.random
                return try numbers.key(using: &random).prime1.array
            }
        },
        Operation(
            "rsa/import-without-primes", secret: "the private exponent",
            result: .bytes("the key belongs to the caller"),
            timing: .varies("how many random bases are tried, and how often 2 divides e · d − 1")
        ) { material in
            let numbers = try PrivateNumbers(material)
            return {
                var random = material.random
                let publicKey = try material.key.publicKey
                let key = try RSA.PrivateKey(
                    modulus: publicKey.modulus.span, publicExponent: publicKey.publicExponent.span,
                    privateExponent: numbers.privateExponent.bytes, using: &random)
                // Which of the two primes comes first depends on the random bases.
                return key.privateExponent.array
            }
        },
        Operation(
            "rsa/generate", secret: "the random numbers and all that comes of them",
            result: .bytes("the key belongs to the caller, its modulus to everyone"),
            timing: .varies("how many candidates are drawn and dropped")
        ) { material in
            {
                var random = material.random
                let key = try RSA.PrivateKey(bitCount: 2048, using: &random)
                return key.prime1.array
            }
        },
        Operation(
            "rsa/sign-pss", secret: "the private key, the salt and the blinding", result: .bytes("the signature is sent"),
            publicRandomness: true
        ) { material in
            let key = RSA.Signing.PrivateKey(try material.secretKey)
            let message: [UInt8] = Array("message".utf8)
            return {
                var random = material.random
                return try key.signature(forMessage: message.span, hash: .sha256, padding: .pss(), using: &random)
            }
        },
        Operation(
            "rsa/sign-pkcs1v1_5", secret: "the private key and the blinding", result: .bytes("the signature is sent")
        ) { material in
            let key = RSA.Signing.PrivateKey(try material.secretKey)
            let message: [UInt8] = Array("message".utf8)
            return {
                var random = material.random
                return try key.signature(
                    forMessage: message.span, hash: .sha256, padding: .pkcs1v1_5, using: &random)
            }
        },
        decryption("oaep", .oaep, plaintextCount: 40),
        decryption("oaep-empty", .oaep(hash: .sha384, mgf1Hash: .sha256, label: [1, 2]), plaintextCount: 0),
        decryption("pkcs1v1_5", .insecurePKCS1v1_5, plaintextCount: 40),
        Operation(
            "rsa/decrypt-oaep-garbled", secret: "the private key, the blinding, and what the ciphertext stands for",
            result: .verdict("that a ciphertext is not valid is told to the caller, and nothing else")
        ) { material in
            let key = RSA.Encryption.PrivateKey(try material.secretKey)
            return {
                var random = material.random
                do {
                    return try key.decrypt(garbled(key).span, padding: .oaep, using: &random).array
                } catch RSAError.decryptionFailed {
                    return [0]
                }
            }
        },
        Operation(
            "rsa/decrypt-pkcs1v1_5-garbled", secret: "the private key, the blinding, and what the ciphertext stands for",
            result: .bytes("a message made of key and ciphertext belongs to the caller, who cannot tell it from another")
        ) { material in
            let key = RSA.Encryption.PrivateKey(try material.secretKey)
            let ciphertext = try garbled(try material.key, substituteCount: 40)
            return {
                var random = material.random
                return try key.decrypt(ciphertext.span, padding: .insecurePKCS1v1_5, using: &random).array
            }
        },
    ]

    /// A number below the modulus that nobody has encrypted.
    private static func garbled(_ key: RSA.Encryption.PrivateKey) -> [UInt8] {
        [UInt8](repeating: 0x42, count: key.publicKey.key.modulusByteCount)
    }

    /// A number like that, which becomes a message of a certain length in place of the one that it does not hold.
    ///
    /// The length follows from key and ciphertext, the caller sees it, and to copy more bytes takes longer. So all
    /// measurements are made with one length; that key and ciphertext make several is no secret.
    private static func garbled(_ key: RSA.PrivateKey, substituteCount: Int) throws -> [UInt8] {
        let count = key.publicKey.modulusByteCount
        if let known = garbledCiphertexts.withLock({ $0[key.publicKey.modulus] }) { return known }
        let exponent = SecretBytes(count: count) { bytes in
            bytes.replace(from: count - key.privateExponent.count, with: key.privateExponent.bytes)
        }
        var ciphertext = [UInt8](repeating: 0x42, count: count)
        for number in UInt64(0)..<100_000 {
            for index in 0..<8 { ciphertext[count - 1 - index] = UInt8(truncatingIfNeeded: number &>> UInt64(8 * index)) }
            let substitute = SubstituteMessage(ciphertext: ciphertext.span, privateExponent: exponent.bytes)
            if count - Int(substitute.start) == substituteCount {
                garbledCiphertexts.withLock { $0[key.publicKey.modulus] = ciphertext }
                return ciphertext
            }
        }
        throw OperationFailure("no ciphertext becomes a message of \(substituteCount) bytes")
    }

    private static let garbledCiphertexts = Mutex<[[UInt8]: [UInt8]]>([:])

    private static func decryption(
        _ name: String, _ padding: RSA.Encryption.Padding, plaintextCount: Int
    ) -> Operation {
        Operation(
            "rsa/decrypt-\(name)", secret: "the private key, the blinding and the text",
            result: plaintextCount > 0
                ? .bytes("the text, and so its length, belongs to the caller")
                : .verdict("that the text is empty is told to the caller")
        ) { material in
            let key = RSA.Encryption.PrivateKey(try material.secretKey)
            let text = material.text(plaintextCount)
            var random = MaterialRandom(seed: 5, conceals: false)
            let ciphertext = material.reveal(
                try key.publicKey.encrypt(text.bytes, padding: padding, using: &random))
            return {
                var random = material.random
                let text = try key.decrypt(ciphertext.span, padding: padding, using: &random)
                return plaintextCount > 0 ? text.array : [UInt8(text.count)]
            }
        }
    }
}

/// The numbers of a private key, as secrets of their own.
///
/// Of each, the first byte is public: a key says how long its numbers are.
struct PrivateNumbers {
    let modulus: [UInt8]
    let publicExponent: [UInt8]
    let privateExponent, prime1, prime2, exponent1, exponent2, coefficient: SecretBytes

    init(_ material: Material) throws {
        let key = try material.key
        modulus = key.publicKey.modulus
        publicExponent = key.publicKey.publicExponent
        privateExponent = material.secret(key.privateExponent, "d")
        prime1 = material.secret(key.prime1, "p")
        prime2 = material.secret(key.prime2, "q")
        exponent1 = material.secret(key.exponent1, "d mod (p − 1)")
        exponent2 = material.secret(key.exponent2, "d mod (q − 1)")
        coefficient = material.secret(key.coefficient, "1/q mod p")
    }

    func key(using random: inout some RandomSource) throws(RSAError) -> RSA.PrivateKey {
        try RSA.PrivateKey(
            modulus: modulus.span, publicExponent: publicExponent.span, privateExponent: privateExponent.bytes,
            prime1: prime1.bytes, prime2: prime2.bytes, exponent1: exponent1.bytes, exponent2: exponent2.bytes,
            coefficient: coefficient.bytes, using: &random)
    }
}
