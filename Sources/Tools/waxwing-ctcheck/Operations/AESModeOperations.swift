import WaxAES
import WaxCore

/// AES without authentication, GMAC, GCM in parts, and key wrap.
enum AESModeOperations {
    static func all(_ backend: AES.Backend, _ bits: Int, _ suffix: String) -> [Operation] {
        cbc(backend, bits, suffix) + counters(backend, bits, suffix) + keyWrap(backend, bits, suffix)
    }

    private static let lengths = [0, 1, 15, 16, 100, 400]
    private static let iv = [UInt8](repeating: 9, count: 16)
    private static let nonce = [UInt8](repeating: 7, count: 12)

    private static func cbc(_ backend: AES.Backend, _ bits: Int, _ suffix: String) -> [Operation] {
        [
            Operation(
                "aes/cbc-encrypt/\(suffix)", secret: "key and text", result: .bytes("the ciphertext is sent"),
                isAvailable: backend.isAvailable
            ) { material in
                let key = SymmetricKey(material.secret(bits / 8))
                let texts = lengths.map { material.text($0) }
                return {
                    let context = try AES.CBC.Context(key: key, backend: backend)
                    return try texts.flatMap { try encrypt($0, context) }
                }
            },
            Operation(
                "aes/cbc-decrypt/\(suffix)", secret: "key, text and padding",
                result: .bytes("the text, and so its length, belongs to the caller"), isAvailable: backend.isAvailable
            ) { material in
                let key = SymmetricKey(material.secret(bits / 8))
                let context = try AES.CBC.Context(key: key, backend: backend)
                let boxes = try lengths.map { material.reveal(try encrypt(material.text($0), context)) }
                return {
                    let context = try AES.CBC.Context(key: key, backend: backend)
                    return try boxes.flatMap { try decrypt($0, context) }
                }
            },
            Operation(
                "aes/cbc-decrypt-garbled/\(suffix)", secret: "key, text and padding",
                result: .verdict("that the padding is wrong is told to the caller, and nothing else"),
                isAvailable: backend.isAvailable
            ) { material in
                let key = SymmetricKey(material.secret(bits / 8))
                let context = try AES.CBC.Context(key: key, backend: backend)
                var box = material.reveal(try encrypt(material.text(33), context))
                // The last byte of the text before the last block goes into the last byte of the padding.
                box[box.count - 17] ^= 0x55
                let garbled = box
                return {
                    do {
                        return try decrypt(garbled, context)
                    } catch AESError.decryptionFailure {
                        return [0]
                    }
                }
            },
        ]
    }

    private static func counters(_ backend: AES.Backend, _ bits: Int, _ suffix: String) -> [Operation] {
        [
            Operation(
                "aes/ctr/\(suffix)", secret: "key and text", result: .bytes("the ciphertext is sent"),
                isAvailable: backend.isAvailable
            ) { material in
                let key = SymmetricKey(material.secret(bits / 8))
                let text = material.text(300)
                return {
                    let context = try AES.CTR.Context(key: key, backend: backend)
                    var output = text.array
                    var span = output.mutableSpan
                    try context.encrypt(&span, nonce: iv.span)
                    return output
                }
            },
            Operation(
                "aes/gmac/\(suffix)", secret: "key and data", result: .bytes("the code is sent along"),
                isAvailable: backend.isAvailable
            ) { material in
                let key = SymmetricKey(material.secret(bits / 8))
                let data = material.text(100)
                return {
                    var code = [UInt8](repeating: 0, count: 16)
                    var mac = try AES.GMAC(using: AES.GCM.Context(key: key, backend: backend), nonce: nonce.span)
                    try mac.update(data.bytes)
                    var span = code.mutableSpan
                    try mac.finalize(into: &span)
                    return code
                }
            },
            Operation(
                "aes/gcm-seal-in-parts/\(suffix)", secret: "key and text", result: .bytes("ciphertext and tag are sent"),
                isAvailable: backend.isAvailable
            ) { material in
                let key = SymmetricKey(material.secret(bits / 8))
                let text = material.text(300)
                return {
                    var sealer = try AES.GCM.Sealer(
                        using: AES.GCM.Context(key: key, backend: backend), nonce: nonce.span)
                    try sealer.authenticate(nonce.span)
                    var output = text.array
                    var tag = [UInt8](repeating: 0, count: 16)
                    var all = output.mutableSpan
                    var first = all._mutatingExtracting(0..<17)
                    try sealer.seal(&first)
                    var second = all._mutatingExtracting(17..<300)
                    try sealer.seal(&second)
                    var span = tag.mutableSpan
                    try sealer.finalize(tag: &span)
                    return output + tag
                }
            },
        ]
    }

    private static func keyWrap(_ backend: AES.Backend, _ bits: Int, _ suffix: String) -> [Operation] {
        [
            Operation(
                "aes/key-wrap/\(suffix)", secret: "both keys", result: .bytes("the wrapped key is sent"),
                isAvailable: backend.isAvailable
            ) { material in
                let key = SymmetricKey(material.secret(bits / 8))
                let inner = material.secret(32)
                return {
                    let context = try AES.KeyWrap.Context(key: key, backend: backend)
                    return try wrap(inner.bytes, context) + wrapPadded(inner.bytes.extracting(..<21), context)
                }
            },
            Operation(
                "aes/key-unwrap/\(suffix)", secret: "both keys", result: .bytes("the key belongs to the caller"),
                isAvailable: backend.isAvailable
            ) { material in
                let key = SymmetricKey(material.secret(bits / 8))
                let inner = material.secret(32)
                let context = try AES.KeyWrap.Context(key: key, backend: backend)
                let wrapped = material.reveal(try wrap(inner.bytes, context))
                let padded = material.reveal(try wrapPadded(inner.bytes.extracting(..<21), context))
                return {
                    var output = [UInt8](repeating: 0, count: 32 + 24)
                    var all = output.mutableSpan
                    var first = all._mutatingExtracting(0..<32)
                    try context.unwrap(wrapped.span, into: &first)
                    var second = all._mutatingExtracting(32..<56)
                    guard try context.unwrapPadded(padded.span, into: &second) == 21 else {
                        throw OperationFailure("the key has another length")
                    }
                    return output
                }
            },
        ]
    }

    private static func encrypt(_ text: SecretBytes, _ context: AES.CBC.Context) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: AES.CBC.ciphertextByteCount(forTextOf: text.count))
        var span = output.mutableSpan
        try context.encrypt(text.bytes, into: &span, iv: iv.span)
        return output
    }

    private static func decrypt(_ box: [UInt8], _ context: AES.CBC.Context) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: box.count)
        var span = output.mutableSpan
        let count = try context.decrypt(box.span, into: &span, iv: iv.span)
        return Array(output.prefix(count))
    }

    private static func wrap(_ key: Span<UInt8>, _ context: AES.KeyWrap.Context) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: key.count + 8)
        var span = output.mutableSpan
        try context.wrap(key, into: &span)
        return output
    }

    private static func wrapPadded(_ key: Span<UInt8>, _ context: AES.KeyWrap.Context) throws -> [UInt8] {
        var output = [UInt8](repeating: 0, count: AES.KeyWrap.paddedByteCount(forKeyOf: key.count))
        var span = output.mutableSpan
        try context.wrapPadded(key, into: &span)
        return output
    }
}
