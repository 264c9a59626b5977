import WaxBigNum
import WaxRSA

/// Runs the examples of RSA Laboratories.
final class RSALaboratoriesRunner {
    private let scheme: RSALaboratoriesFile.Scheme
    /// The last key, which the next example probably has too: to find the primes takes a while.
    private var last: (modulus: [UInt8], key: RSA.Encryption.PrivateKey)?

    init(scheme: RSALaboratoriesFile.Scheme) { self.scheme = scheme }

    func check(_ example: RSALaboratoriesFile.Example) throws {
        switch scheme {
        case .pss:
            guard let salt = example.random else { throw Unsupported("malformed vector: no salt") }
            try checkSignature(example, .pss(saltByteCount: salt.count))
        case .pkcs1Signature:
            try checkSignature(example, .pkcs1v1_5)
        case .oaep:
            let hash = try self.hash(example.hash), mgf1Hash = try self.hash(example.mgf1Hash ?? example.hash)
            try checkDecryption(example, .oaep(hash: hash.forRSA, mgf1Hash: mgf1Hash.forRSA))
            guard let seed = example.random else { return }
            let encoding = OAEPEncoding(hash: hash.forRSA, mgf1Hash: mgf1Hash.forRSA, label: [])
            let count = try publicKey(example).modulusByteCount
            guard let encoded = encoding.encode(example.message.span, seed: seed.span, byteCount: count) else {
                throw Mismatch("the message does not fit")
            }
            try checkEncryption(example, Natural(bigEndian: encoded.bytes))
        case .pkcs1Encryption:
            try checkDecryption(example, .insecurePKCS1v1_5)
            guard let padding = example.random else { return }
            let encoded = PKCS1EncryptionEncoding.encode(example.message.span, padding: padding.span)
            try checkEncryption(example, Natural(bigEndian: encoded.bytes))
        }
    }

    /// SHA-1, where no other function is named.
    private func hash(_ name: String?) throws(Unsupported) -> HashAlgorithm {
        try HashAlgorithm(named: name ?? "SHA-1")
    }

    private func checkSignature(_ example: RSALaboratoriesFile.Example, _ padding: RSA.Signing.Padding) throws {
        let hash = try self.hash(example.hash)
        let key = RSA.Signing.PublicKey(try publicKey(example))
        let isValid = key.isValidSignature(
            example.result, forMessage: example.message, hash: hash.forRSA, padding: padding)
        guard isValid else { throw Mismatch("refused what is valid") }
    }

    private func checkDecryption(_ example: RSALaboratoriesFile.Example, _ padding: RSA.Encryption.Padding) throws {
        let key = try privateKey(example)
        // A ciphertext is written without its leading zeros.
        let padded = [UInt8](repeating: 0, count: max(0, key.key.publicKey.modulusByteCount - example.result.count))
            + example.result
        guard try key.decrypt(padded, padding: padding) == example.message else { throw Mismatch("another plaintext") }
    }

    private func checkEncryption(_ example: RSALaboratoriesFile.Example, _ encoded: borrowing Natural) throws {
        guard let ciphertext = try publicKey(example).publicOperation(encoded) else {
            throw Mismatch("the encoded message is not below the modulus")
        }
        guard ciphertext.bytes(count: example.result.count) == example.result else {
            throw Mismatch("another ciphertext")
        }
    }

    private func privateKey(_ example: RSALaboratoriesFile.Example) throws(Unsupported) -> RSA.Encryption.PrivateKey {
        let modulus = try number("n", example)
        if let last, last.modulus == modulus { return last.key }
        let key = RSA.Encryption.PrivateKey(
            try RSAKeys.privateKey(
                modulus: modulus, exponent: try number("e", example), privateExponent: try number("d", example)))
        last = (modulus, key)
        return key
    }

    private func publicKey(_ example: RSALaboratoriesFile.Example) throws(Unsupported) -> RSA.PublicKey {
        try RSAKeys.publicKey(modulus: try number("n", example), exponent: try number("e", example))
    }

    private func number(_ name: String, _ example: RSALaboratoriesFile.Example) throws(Unsupported) -> [UInt8] {
        guard let number = example.key[name] else { throw Unsupported("malformed vector: no figure for \(name)") }
        return number
    }
}
