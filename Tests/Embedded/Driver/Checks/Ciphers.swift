import WaxAES
import WaxCore

let cipherAlgorithms: [Algorithm] = [
    ("AES-GCM", seal), ("AES-GMAC", authenticate), ("AES", encryptBlocks), ("AES-CBC", encryptChain),
    ("AES-CBC with padding", encryptPadded), ("AES-CBC Monte Carlo", encryptAgainAndAgain), ("AES-CTR", count),
    ("AES-KW", wrap), ("AES-KWP", wrapPadded),
]

private func seal(_ record: Record) -> Bool {
    let fields = record.fields
    guard fields.count == 6 else { return false }
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

private func authenticate(_ record: Record) -> Bool {
    let fields = record.fields
    guard fields.count == 4 else { return false }
    do throws(AESError) {
        let context = try AES.GCM.Context(key: SymmetricKey(data: fields[0]))
        let (nonce, message, code) = (fields[1], fields[2], fields[3])
        var mac = try AES.GMAC(using: context, nonce: nonce.span)
        // In two parts.
        try mac.update(message.span.extracting(first: message.count / 2))
        try mac.update(message.span.extracting(droppingFirst: message.count / 2))
        return try mac.isValid(code.span) == record.isValid
    } catch {
        return !record.isValid
    }
}

/// Both directions of something that works in place.
private func isPair(
    _ text: [UInt8], _ ciphertext: [UInt8],
    _ encrypt: (inout MutableSpan<UInt8>) throws(AESError) -> Void,
    _ decrypt: (inout MutableSpan<UInt8>) throws(AESError) -> Void
) throws(AESError) -> Bool {
    var encrypted = text
    var encryptedSpan = encrypted.mutableSpan
    try encrypt(&encryptedSpan)
    var decrypted = ciphertext
    var decryptedSpan = decrypted.mutableSpan
    try decrypt(&decryptedSpan)
    return encrypted == ciphertext && decrypted == text
}

private func encryptBlocks(_ record: Record) -> Bool {
    let fields = record.fields
    guard fields.count == 3 else { return false }
    do throws(AESError) {
        let cipher = try AES.BlockCipher(key: SymmetricKey(data: fields[0]), backend: .preferred)
        return try isPair(fields[1], fields[2], cipher.encrypt, cipher.decrypt)
    } catch {
        return false
    }
}

private func encryptChain(_ record: Record) -> Bool {
    let fields = record.fields
    guard fields.count == 4 else { return false }
    let iv = fields[1]
    do throws(AESError) {
        let context = try AES.CBC.Context(key: SymmetricKey(data: fields[0]))
        return try isPair(
            fields[2], fields[3],
            { (text: inout MutableSpan<UInt8>) throws(AESError) in try context.encrypt(&text, iv: iv.span) },
            { (text: inout MutableSpan<UInt8>) throws(AESError) in try context.decrypt(&text, iv: iv.span) })
    } catch {
        return false
    }
}

private func encryptPadded(_ record: Record) -> Bool {
    let fields = record.fields
    guard fields.count == 4 else { return false }
    do throws(AESError) {
        let context = try AES.CBC.Context(key: SymmetricKey(data: fields[0]))
        let iv = try AES.CBC.IV(data: fields[1])
        if record.isValid {
            guard try context.encrypt(fields[2], iv: iv) == fields[3] else { return false }
        }
        return try context.decrypt(fields[3], iv: iv) == fields[2] && record.isValid
    } catch {
        return !record.isValid
    }
}

/// A thousand blocks, each the ciphertext before the last; the first is followed by the vector (AESAVS, section 6.4).
private func encryptAgainAndAgain(_ record: Record) -> Bool {
    guard record.fields.count == 4 else { return false }
    do throws(AESError) {
        let context = try AES.CBC.Context(key: SymmetricKey(data: record.fields[0]))
        var (before, last, input) = (record.fields[1], record.fields[1], record.fields[2])
        for _ in 0..<1000 {
            let output = try context.encrypt(input, iv: AES.CBC.IV(data: last), padding: .none)
            (input, before, last) = (before, output, output)
        }
        return last == record.fields[3]
    } catch {
        return false
    }
}

/// At once, and in two parts.
private func count(_ record: Record) -> Bool {
    let fields = record.fields
    guard fields.count == 4 else { return false }
    do throws(AESError) {
        let context = try AES.CTR.Context(key: SymmetricKey(data: fields[0]))
        let nonce = try AES.CTR.Nonce(data: fields[1])
        var stream = try AES.CTR.Stream(using: context, nonce: nonce.bytes)
        let first = stream.update(Array(fields[3].prefix(5)))
        let rest = stream.update(Array(fields[3].dropFirst(5)))
        return context.encrypt(fields[2], nonce: nonce) == fields[3] && first + rest == fields[2]
    } catch {
        return false
    }
}

private func wrap(_ record: Record) -> Bool {
    let fields = record.fields
    guard fields.count == 3 else { return false }
    do throws(AESError) {
        let kek = SymmetricKey(data: fields[0])
        if record.isValid {
            guard try AES.KeyWrap.wrap(SymmetricKey(data: fields[1]), using: kek) == fields[2] else { return false }
        }
        return isEqual(try AES.KeyWrap.unwrap(fields[2], using: kek), fields[1]) && record.isValid
    } catch {
        return !record.isValid
    }
}

private func wrapPadded(_ record: Record) -> Bool {
    let fields = record.fields
    guard fields.count == 3 else { return false }
    do throws(AESError) {
        let kek = SymmetricKey(data: fields[0])
        if record.isValid {
            let key = SymmetricKey(data: fields[1])
            guard try AES.KeyWrap.wrapPadded(key, using: kek) == fields[2] else { return false }
        }
        return isEqual(try AES.KeyWrap.unwrapPadded(fields[2], using: kek), fields[1]) && record.isValid
    } catch {
        return !record.isValid
    }
}
