import WaxAES
import WaxCore
import WaxDeflate
import WaxEncoding
import WaxKeys
import WaxRSA
import WaxSHA
import WaxX25519

// What stands between "begin" and "end" stands in the article, too, in the same words.

func hashing(_ message: [UInt8], _ parts: [[UInt8]]) -> (text: String, isSame: Bool, others: [[UInt8]]) {
    // begin
    let digest = SHA256.hash(data: message)
    let text = Hex.encode(digest.bytes)

    var hash = SHA256()
    for part in parts { hash.update(data: part) }
    let isSame = hash.finalize() == digest

    let others = [
        Array(SHA224.hash(data: message)), Array(SHA384.hash(data: message)), Array(SHA512.hash(data: message)),
        Array(SHA512_256.hash(data: message)), Array(Insecure.SHA1.hash(data: message)),
    ]
    // end
    return (text, isSame, others)
}

func summing(_ bytes: [UInt8]) throws -> (UInt32, [UInt8]) {
    // begin
    let sum = CRC32.checksum(bytes)
    let same = try Hex.decode(Hex.encode(bytes))
    // end
    return (sum, same)
}

func authenticating(_ message: [UInt8], _ parts: [[UInt8]]) -> [Bool] {
    // begin
    let key = SymmetricKey(size: .bits256)
    let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
    let isValid = HMAC<SHA256>.isValidAuthenticationCode(Array(code), authenticating: message, using: key)

    var hmac = HMAC<SHA256>(key: key)
    for part in parts { hmac.update(data: part) }
    let isSame = hmac.finalize() == code
    // end
    return [isValid, isSame]
}

func deriving(_ secret: SymmetricKey, _ salt: [UInt8]) throws -> [SymmetricKey] {
    // begin
    let info = Array("encryption".utf8)
    let key = try HKDF<SHA256>.deriveKey(
        inputKeyMaterial: secret, salt: salt, info: info, outputByteCount: 32)

    let pseudoRandomKey = HKDF<SHA256>.extract(inputKeyMaterial: secret.bytes, salt: salt.span)
    let same = try HKDF<SHA256>.expand(pseudoRandomKey: pseudoRandomKey, info: info.span, outputByteCount: 32)
    // end
    return [key, same]
}

func derivingFromPassword(_ password: [UInt8], _ salt: [UInt8]) throws -> [SymmetricKey] {
    // begin
    let rounds = try PBKDF2Rounds(600_000)
    let first = try PBKDF2<SHA256>.deriveKey(from: password, salt: salt, outputByteCount: 32, rounds: rounds)

    let fewer = try PBKDF2Rounds(existing: 4096)  // that others have chosen
    let second = try PBKDF2<SHA256>.deriveKey(from: password, salt: salt, outputByteCount: 32, rounds: fewer)

    let parameters = try Scrypt.Parameters(cost: 1 << 14, blockSize: 8, parallelization: 1)
    let third = try Scrypt.deriveKey(from: password, salt: salt, outputByteCount: 32, parameters: parameters)
    // end
    return [first, second, third]
}

func sealing(_ message: [UInt8], _ header: [UInt8]) throws -> [[UInt8]] {
    // begin
    let key = SymmetricKey(size: .bits256)
    let box = try AES.GCM.seal(message, using: key, authenticating: header)
    let sent = box.combined  // nonce, ciphertext and tag; nil for nonces of other sizes

    let received = try AES.GCM.SealedBox(combined: sent ?? [])
    let opened = try AES.GCM.open(received, using: key, authenticating: header)

    let nonce = try AES.GCM.Nonce(data: box.nonce.byteArray)
    let same = try AES.GCM.SealedBox(nonce: nonce, ciphertext: box.ciphertext, tag: box.tag)
    let again = try AES.GCM.open(same, using: key, authenticating: header)
    // end
    return [opened, again]
}

func encryptingWithCBC(_ message: [UInt8], _ key: SymmetricKey, _ received: [UInt8]) throws -> [[UInt8]] {
    // begin
    let iv = AES.CBC.IV()
    let ciphertext = try AES.CBC.encrypt(message, using: key, iv: iv)
    let plaintext = try AES.CBC.decrypt(ciphertext, using: key, iv: iv)

    let known = try AES.CBC.IV(data: received)
    let blocks = try AES.CBC.encrypt(Array(message.prefix(16)), using: key, iv: known, padding: .none)
    // end
    return [plaintext, blocks]
}

func encryptingWithCTR(_ message: [UInt8], _ key: SymmetricKey, _ received: [UInt8]) throws -> [[UInt8]] {
    // begin
    let nonce = AES.CTR.Nonce()
    let ciphertext = try AES.CTR.encrypt(message, using: key, nonce: nonce)
    let plaintext = try AES.CTR.decrypt(ciphertext, using: key, nonce: nonce)

    let known = try AES.CTR.Nonce(data: received)  // 12 or 16 bytes
    let other = try AES.CTR.encrypt(message, using: key, nonce: known)
    // end
    return [plaintext, other]
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
    let key = try secret.hkdfDerivedSymmetricKey(
        using: SHA256.self, salt: [], sharedInfo: Array("session".utf8), outputByteCount: 32)
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

    let other = try key.signature(forMessage: message)  // hashed with SHA-256
    let isOtherValid = key.publicKey.isValidSignature(other, forMessage: message, padding: .pss())
    // end
    return [isValid, isLegacyValid, isOtherValid]
}

func encryptingWithRSA(_ key: SymmetricKey, _ privateKey: RSA.Encryption.PrivateKey) throws -> Bool {
    // begin
    let ciphertext = try privateKey.publicKey.encrypt(key.bytes, padding: .oaep)
    let secret = try privateKey.decrypt(ciphertext.span, padding: .oaep)
    let same = SymmetricKey(secret)

    let most = privateKey.publicKey.maximumPlaintextByteCount(padding: .oaep(hash: .insecureSHA1))
    let old = try privateKey.publicKey.encrypt(key.bytes, padding: .insecurePKCS1v1_5)
    // end
    return same == key && most == old.count - 42
}

func makingKeys() throws -> [Int] {
    // begin
    let signer = try RSA.Signing.PrivateKey(bitCount: 2048)
    let bitCount = signer.publicKey.key.modulusBitCount

    let modulus = signer.publicKey.key.modulus
    let publicExponent = signer.publicKey.key.publicExponent
    let publicKey = try RSA.Signing.PublicKey(modulus: modulus, publicExponent: publicExponent)
    // end
    return [bitCount, publicKey.key.modulusBitCount]
}

func encoding(_ key: RSA.Signing.PrivateKey) throws -> [Bool] {
    // begin
    let privateText = key.pemRepresentation  // PKCS#8
    let publicText = key.publicKey.pemRepresentation  // SubjectPublicKeyInfo
    let privateKey = try RSA.Signing.PrivateKey(pemRepresentation: privateText)
    let publicKey = try RSA.Signing.PublicKey(pemRepresentation: publicText)
    let isPair = privateKey.publicKey == publicKey

    let same = try RSA.Signing.PrivateKey(derRepresentation: key.derRepresentation)
    let isSame = same.publicKey == publicKey
    let isPKCS1 = key.key.pkcs1PEMRepresentation.hasPrefix("-----BEGIN RSA PRIVATE KEY-----")
    // end
    return [isPair, isSame, isPKCS1]
}

func encryptingKey(_ key: RSA.Signing.PrivateKey, _ passphrase: SecretBytes) throws -> Bool {
    // begin
    let file = try key.encryptedPEMRepresentation(passphrase: passphrase)
    let again = try RSA.Signing.PrivateKey(pemRepresentation: file.utf8.span, passphrase: passphrase)
    // end
    return again.publicKey == key.publicKey
}

func readingOldKey(_ text: String, _ old: [UInt8], _ message: [UInt8]) throws -> Bool {
    // begin
    let key = try RSA.Signing.PublicKey(pemRepresentation: text, sizePolicy: .insecureLegacy)
    let digest = Insecure.SHA1.hash(data: message)
    let isValid = key.isValidSignature(old, for: digest, padding: .pkcs1v1_5)
    // end
    return isValid
}
