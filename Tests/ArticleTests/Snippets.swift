import WaxAES
import WaxCore
import WaxEncoding
import WaxKeys
import WaxRSA
import WaxSHA
import WaxX25519

// What stands between "begin" and "end" stands in the article, too, in the same words.

func hashing(_ message: [UInt8], _ parts: [[UInt8]]) -> (text: String, isSame: Bool) {
    // begin
    let digest = SHA256.hash(data: message)
    let text = Hex.encode(digest.bytes)

    var hash = SHA256()
    for part in parts { hash.update(data: part) }
    let isSame = hash.finalize() == digest
    // end
    return (text, isSame)
}

func authenticating(_ message: [UInt8]) -> Bool {
    // begin
    let key = SymmetricKey(size: .bits256)
    let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
    let isValid = HMAC<SHA256>.isValidAuthenticationCode(Array(code), authenticating: message, using: key)
    // end
    return isValid
}

func deriving(_ secret: SymmetricKey, _ salt: [UInt8]) throws -> SymmetricKey {
    // begin
    let key = try HKDF<SHA256>.deriveKey(
        inputKeyMaterial: secret, salt: salt, info: Array("encryption".utf8), outputByteCount: 32)
    // end
    return key
}

func derivingFromPassword(_ password: [UInt8], _ salt: [UInt8]) throws -> (SymmetricKey, SymmetricKey) {
    // begin
    let rounds = try PBKDF2Rounds(600_000)
    let first = try PBKDF2<SHA256>.deriveKey(from: password, salt: salt, outputByteCount: 32, rounds: rounds)
    let second = try Scrypt.deriveKey(from: password, salt: salt, outputByteCount: 32)
    // end
    return (first, second)
}

func sealing(_ message: [UInt8], _ header: [UInt8]) throws -> [UInt8] {
    // begin
    let key = SymmetricKey(size: .bits256)
    let box = try AES.GCM.seal(message, using: key, authenticating: header)
    let sent = box.combined  // nonce, ciphertext and tag; nil for nonces of other sizes

    let received = try AES.GCM.SealedBox(combined: sent ?? [])
    let opened = try AES.GCM.open(received, using: key, authenticating: header)
    // end
    return opened
}

func encryptingWithCBC(_ message: [UInt8], _ key: SymmetricKey) throws -> [UInt8] {
    // begin
    let iv = AES.CBC.IV()
    let ciphertext = try AES.CBC.encrypt(message, using: key, iv: iv)
    let plaintext = try AES.CBC.decrypt(ciphertext, using: key, iv: iv)
    // end
    return plaintext
}

func wrapping(_ key: SymmetricKey, _ wrappingKey: SymmetricKey) throws -> Bool {
    // begin
    let wrapped = try AES.KeyWrap.wrap(key, using: wrappingKey)
    let unwrapped = try AES.KeyWrap.unwrap(wrapped, using: wrappingKey)
    // end
    return unwrapped == key
}

func agreeing() throws -> Bool {
    // begin
    let alice = Curve25519.KeyAgreement.PrivateKey(), bob = Curve25519.KeyAgreement.PrivateKey()
    let sent = alice.publicKey.rawRepresentation

    let received = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: sent)
    let secret = try bob.sharedSecretFromKeyAgreement(with: received)
    let key = try HKDF<SHA256>.deriveKey(
        inputKeyMaterial: SymmetricKey(data: secret.bytes), info: Array("session".utf8), outputByteCount: 32)
    // end
    let other = try alice.sharedSecretFromKeyAgreement(with: bob.publicKey)
    return try deriveSession(other) == key
}

private func deriveSession(_ secret: SharedSecret) throws -> SymmetricKey {
    try HKDF<SHA256>.deriveKey(
        inputKeyMaterial: SymmetricKey(data: secret.bytes), info: Array("session".utf8), outputByteCount: 32)
}

func signing(_ message: [UInt8], _ key: RSA.Signing.PrivateKey) throws -> [Bool] {
    // begin
    let digest = SHA256.hash(data: message)
    let signature = try key.signature(for: digest)  // RSASSA-PSS, as .PSS there
    let isValid = key.publicKey.isValidSignature(signature, for: digest)

    let legacy = try key.signature(for: digest, padding: .pkcs1v1_5)
    let isLegacyValid = key.publicKey.isValidSignature(legacy, for: digest, padding: .pkcs1v1_5)
    // end
    return [isValid, isLegacyValid]
}

func encryptingWithRSA(_ key: SymmetricKey, _ privateKey: RSA.Encryption.PrivateKey) throws -> Bool {
    // begin
    let ciphertext = try privateKey.publicKey.encrypt(key.bytes, padding: .oaep)
    let secret = try privateKey.decrypt(ciphertext.span, padding: .oaep)
    let same = SymmetricKey(secret)
    // end
    return same == key
}

func encoding(_ key: RSA.Signing.PrivateKey) throws -> Bool {
    // begin
    let privateText = key.pemRepresentation  // PKCS#8
    let publicText = key.publicKey.pemRepresentation  // SubjectPublicKeyInfo
    let privateKey = try RSA.Signing.PrivateKey(pemRepresentation: privateText)
    let publicKey = try RSA.Signing.PublicKey(pemRepresentation: publicText)
    let isPair = privateKey.publicKey == publicKey
    // end
    return isPair
}

func readingOldKey(_ text: String, _ old: [UInt8], _ message: [UInt8]) throws -> Bool {
    // begin
    let key = RSA.Signing.PublicKey(try RSA.PublicKey(pemRepresentation: text, sizePolicy: .insecureLegacy))
    let digest = Insecure.SHA1.hash(data: message)
    let isValid = key.isValidSignature(old, for: digest, padding: .pkcs1v1_5)
    // end
    return isValid
}
