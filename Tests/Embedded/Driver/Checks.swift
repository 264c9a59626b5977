import WaxAES
import WaxCore
import WaxRSA
import WaxSHA
import WaxX25519

/// Whether a vector gives what its publisher says. Each kind has a number and a name here and in `records.py`.
func passes(_ record: Record) -> Bool {
    let fields = record.fields
    switch record.kind {
    case 1 where fields.count == 2: return hash(record)
    case 2 where fields.count == 3: return authenticate(record)
    case 3 where fields.count == 4: return derive(record)
    case 4 where fields.count == 6: return seal(record)
    case 5 where fields.count == 3: return agree(record)
    case 6 where fields.count == 5: return verify(record)
    case 7 where fields.count == 8: return sign(record)
    default: return false
    }
}

private func hash(_ record: Record) -> Bool {
    let data = record.fields[0]
    switch record.parameter {
    case 0: return [UInt8](SHA256.hash(data: data)) == record.fields[1] && inPieces(SHA256(), data) == record.fields[1]
    case 1: return [UInt8](SHA384.hash(data: data)) == record.fields[1] && inPieces(SHA384(), data) == record.fields[1]
    case 2: return [UInt8](SHA512.hash(data: data)) == record.fields[1] && inPieces(SHA512(), data) == record.fields[1]
    default: return false
    }
}

/// The same digest from pieces of 37 bytes.
private func inPieces<H: HashFunction>(_ empty: H, _ data: [UInt8]) -> [UInt8] {
    var hash = empty
    var position = 0
    while position < data.count {
        let end = min(data.count, position + 37)
        hash.update(data.span.extracting(position..<end))
        position = end
    }
    return [UInt8](hash.finalize())
}

private func authenticate(_ record: Record) -> Bool {
    let (message, tag) = (record.fields[1], record.fields[2])
    func code<H: HashFunction>(_ empty: HMAC<H>) -> Bool {
        var hmac = empty
        hmac.update(message.span)
        var bytes = [UInt8](repeating: 0, count: 64)
        var span = bytes.mutableSpan
        hmac.finalize(into: &span)
        // Some publishers cut codes short.
        return (!tag.isEmpty && tag.count <= 64 && [UInt8](bytes[..<tag.count]) == tag) == record.isValid
    }
    let key = SymmetricKey(data: record.fields[0])
    switch record.parameter {
    case 0: return code(HMAC<SHA256>(key: key))
    case 1: return code(HMAC<SHA384>(key: key))
    case 2: return code(HMAC<SHA512>(key: key))
    default: return false
    }
}

private func derive(_ record: Record) -> Bool {
    let (secret, salt, info) = (record.fields[0], record.fields[1], record.fields[2])
    let expected = record.fields[3]
    do throws(HKDFError) {
        let key: SymmetricKey
        let input = SymmetricKey(data: secret)
        switch record.parameter {
        case 0:
            key = try HKDF<SHA256>.deriveKey(
                inputKeyMaterial: input, salt: salt, info: info, outputByteCount: expected.count)
        case 1:
            key = try HKDF<SHA384>.deriveKey(
                inputKeyMaterial: input, salt: salt, info: info, outputByteCount: expected.count)
        case 2:
            key = try HKDF<SHA512>.deriveKey(
                inputKeyMaterial: input, salt: salt, info: info, outputByteCount: expected.count)
        default: return false
        }
        return isEqual(key, expected) == record.isValid
    } catch {
        return !record.isValid
    }
}

private func isEqual(_ key: SymmetricKey, _ bytes: [UInt8]) -> Bool {
    constantTimeEqual(key.bytes, bytes.span).declassified
}

private func seal(_ record: Record) -> Bool {
    let fields = record.fields
    let (nonce, associated, text, sealed, tag) = (fields[1], fields[2], fields[3], fields[4], fields[5])
    do throws(AESError) {
        let context = try AES.GCM.Context(key: SymmetricKey(data: fields[0]))
        if record.isValid {
            var buffer = text
            var made = [UInt8](repeating: 0, count: tag.count)
            var bufferSpan = buffer.mutableSpan
            var madeSpan = made.mutableSpan
            try context.seal(&bufferSpan, nonce: nonce.span, authenticating: associated.span, tag: &madeSpan)
            guard buffer == sealed, made == tag else { return false }
        }
        var opened = sealed
        var span = opened.mutableSpan
        try context.open(&span, nonce: nonce.span, authenticating: associated.span, tag: tag.span)
        return record.isValid && opened == text
    } catch {
        return !record.isValid
    }
}

private func agree(_ record: Record) -> Bool {
    do throws(X25519Error) {
        let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: record.fields[0])
        let peer = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: record.fields[1])
        let expected = record.fields[2]
        let secret = try key.sharedSecretFromKeyAgreement(with: peer)
        return record.isValid && constantTimeEqual(secret.bytes, expected.span).declassified
    } catch {
        return !record.isValid
    }
}

private func verify(_ record: Record) -> Bool {
    let fields = record.fields
    let (modulus, exponent) = (fields[0], fields[1])
    guard let saltByteCount = fields[4].first else { return false }
    let padding = RSA.Signing.Padding.pss(saltByteCount: Int(saltByteCount))
    do throws(RSAError) {
        let key = RSA.Signing.PublicKey(
            try RSA.PublicKey(modulus: modulus.span, publicExponent: exponent.span))
        let isValid: Bool
        switch record.parameter {
        case 0: isValid = key.isValidSignature(fields[3], for: SHA256.hash(data: fields[2]), padding: padding)
        case 1: isValid = key.isValidSignature(fields[3], for: SHA384.hash(data: fields[2]), padding: padding)
        case 2: isValid = key.isValidSignature(fields[3], for: SHA512.hash(data: fields[2]), padding: padding)
        default: return false
        }
        return isValid == record.isValid
    } catch {
        return !record.isValid
    }
}

/// Imports a private key, signs, and verifies.
private func sign(_ record: Record) -> Bool {
    let fields = record.fields
    let (modulus, publicExponent, privateExponent) = (fields[0], fields[1], fields[2])
    let (prime1, prime2, exponent1, exponent2, coefficient) = (fields[3], fields[4], fields[5], fields[6], fields[7])
    do throws(RSAError) {
        let key = RSA.Signing.PrivateKey(
            try RSA.PrivateKey(
                modulus: modulus.span, publicExponent: publicExponent.span, privateExponent: privateExponent.span,
                prime1: prime1.span, prime2: prime2.span, exponent1: exponent1.span,
                exponent2: exponent2.span, coefficient: coefficient.span))
        let digest = SHA256.hash(data: [1, 2, 3])
        let signature = try key.signature(for: digest)
        return key.publicKey.isValidSignature(signature, for: digest)
            && !key.publicKey.isValidSignature(signature, for: SHA256.hash(data: [1, 2]))
    } catch {
        return false
    }
}
