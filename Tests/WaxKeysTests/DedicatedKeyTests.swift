import Testing
import WaxCore
import WaxKeys
import WaxRSA

@Suite("Keys for signing and keys for encryption are read and written like the keys that they wrap")
struct DedicatedKeyTests {
    private func checkPublic<Key: RSA.DedicatedPublicKey>(as _: Key.Type) throws {
        let key = Key(try Sample.publicKey())
        #expect(key.pemRepresentation == key.key.pemRepresentation)
        #expect(key.derRepresentation == key.key.derRepresentation)
        #expect(try Key(pemRepresentation: key.pemRepresentation) == key)
        #expect(try Key(derRepresentation: key.key.pkcs1DERRepresentation) == key)
        #expect(try Key(modulus: key.key.modulus, publicExponent: key.key.publicExponent) == key)

        let short = try Sample.text("public/PKCS1/rsa.pub.pem")
        let refusal = KeyError.keyNotAccepted(.modulusSizeNotAccepted(bitCount: 1024))
        #expect(throws: refusal) { try Key(pemRepresentation: short) }
        let old = try Key(pemRepresentation: short, sizePolicy: .insecureLegacy)
        #expect(old.key.modulusBitCount == 1024)
        #expect(throws: refusal) { try Key(derRepresentation: old.derRepresentation) }
        #expect(try Key(derRepresentation: old.derRepresentation, sizePolicy: .insecureLegacy) == old)
        let (modulus, exponent) = (old.key.modulus, old.key.publicExponent)
        #expect(throws: RSAError.modulusSizeNotAccepted(bitCount: 1024)) {
            try Key(modulus: modulus, publicExponent: exponent)
        }
        #expect(try Key(modulus: modulus, publicExponent: exponent, sizePolicy: .insecureLegacy) == old)
    }

    private func checkPrivate<Key: RSA.DedicatedPrivateKey>(as _: Key.Type) throws {
        let key = Key(try Sample.privateKey())
        #expect(key.pemRepresentation == key.key.pemRepresentation)
        #expect(key.derRepresentation == key.key.derRepresentation)
        #expect(try Key(pemRepresentation: key.pemRepresentation).derRepresentation == key.derRepresentation)
        let again = try Key(derRepresentation: key.key.pkcs1DERRepresentation)
        #expect(again.derRepresentation == key.derRepresentation)

        let short = try Sample.bytes("DER_Serialization/unenc-rsa-pkcs8.der")
        let refusal = KeyError.keyNotAccepted(.modulusSizeNotAccepted(bitCount: 1024))
        #expect(throws: refusal) { try Key(derRepresentation: SecretBytes(short)) }
        let old = try Key(derRepresentation: SecretBytes(short), sizePolicy: .insecureLegacy)
        #expect(old.key.modulusBitCount == 1024 && old.derRepresentation.array == short)
        #expect(throws: refusal) { try Key(pemRepresentation: old.pemRepresentation) }
        let fromText = try Key(pemRepresentation: old.pemRepresentation, sizePolicy: .insecureLegacy)
        #expect(fromText.derRepresentation == old.derRepresentation)
    }

    private func checkEncrypted<Key: RSA.DedicatedPrivateKey>(as _: Key.Type) throws {
        let short = try Sample.bytes("PKCS8/enc2-rsa-pkcs8.pem")
        let passphrase = SecretBytes(Array("baz".utf8))
        #expect(throws: KeyError.keyNotAccepted(.modulusSizeNotAccepted(bitCount: 1024))) {
            try Key(pemRepresentation: short.span, passphrase: passphrase)
        }
        let old = try Key(pemRepresentation: short.span, passphrase: passphrase, sizePolicy: .insecureLegacy)
        let file = Array(try old.encryptedPEMRepresentation(passphrase: passphrase).utf8)
        let again = try Key(pemRepresentation: file.span, passphrase: passphrase, sizePolicy: .insecureLegacy)
        #expect(again.derRepresentation == old.derRepresentation)
        #expect(throws: KeyError.passphraseNeeded) { try Key(pemRepresentation: file.span, passphrase: nil) }
        var limits = KeyDecryptionLimits()
        limits.pbkdf2Rounds = 599_999
        #expect(throws: KeyError.encryptionTooExpensive) {
            try Key(
                pemRepresentation: file.span, passphrase: passphrase, sizePolicy: .insecureLegacy, limits: limits)
        }
    }

    @Test("Public keys: PEM, DER and numbers, short ones by name only")
    func publicKeys() throws {
        try checkPublic(as: RSA.Signing.PublicKey.self)
        try checkPublic(as: RSA.Encryption.PublicKey.self)
    }

    @Test("Private keys: PEM and DER, short ones by name only")
    func privateKeys() throws {
        try checkPrivate(as: RSA.Signing.PrivateKey.self)
        try checkPrivate(as: RSA.Encryption.PrivateKey.self)
    }

    @Test("Private keys with a passphrase, short ones by name only, within limits")
    func encryptedKeys() throws {
        try checkEncrypted(as: RSA.Signing.PrivateKey.self)
        try checkEncrypted(as: RSA.Encryption.PrivateKey.self)
    }

    @Test("What a key that was read does")
    func use() throws {
        let text = try Sample.privateKey().pemRepresentation
        let decryptor = try RSA.Encryption.PrivateKey(pemRepresentation: text)
        let ciphertext = try decryptor.publicKey.encrypt([1, 2], padding: .oaep)
        #expect(try decryptor.decrypt(ciphertext, padding: .oaep) == [1, 2])
        let signer = try RSA.Signing.PrivateKey(pemRepresentation: text)
        let signature = try signer.signature(forMessage: [1, 2])
        #expect(signer.publicKey.isValidSignature(signature, forMessage: [1, 2]))
        #expect(!signer.publicKey.isValidSignature(signature, forMessage: [1]))
    }
}
