import WaxAES
import WaxCore

/// AES in all modes, on every backend.
enum AESOperations {
    static let all: [Operation] = AES.Backend.known.flatMap { backend in
        [128, 192, 256].flatMap { bits in
            gcm(backend, bits, "\(bits)/\(backend)") + AESModeOperations.all(backend, bits, "\(bits)/\(backend)")
        }
    }

    /// Lengths with and without rests of blocks, batches, and the hash's groups of four.
    private static let lengths = [0, 1, 16, 31, 64, 300, 600]

    private static func gcm(_ backend: AES.Backend, _ bits: Int, _ suffix: String) -> [Operation] {
        [
            Operation("aes/gcm-seal/\(suffix)", secret: "key and text", result: .bytes("ciphertext and tag are sent"),
                isAvailable: backend.isAvailable
            ) { material in
                let key = SymmetricKey(material.secret(bits / 8))
                let texts = lengths.map { material.text($0) }
                return {
                    let context = try AES.GCM.Context(key: key, backend: backend)
                    // A nonce of 12 bytes, and one that makes GHASH compute the initial block.
                    return try texts.flatMap { text in
                        try seal(text.bytes, nonceCount: 12, context) + seal(text.bytes, nonceCount: 17, context)
                    }
                }
            },
            Operation(
                "aes/gcm-open/\(suffix)", secret: "key and text", result: .bytes("the text belongs to the caller"),
                isAvailable: backend.isAvailable
            ) { material in
                let key = SymmetricKey(material.secret(bits / 8))
                let context = try AES.GCM.Context(key: key, backend: backend)
                let boxes = try lengths.map { length in
                    let text = material.text(length)
                    return material.reveal(try seal(text.bytes, nonceCount: 12, context))
                }
                return {
                    let context = try AES.GCM.Context(key: key, backend: backend)
                    return try boxes.flatMap { try open($0, context) }
                }
            },
            Operation(
                "aes/gcm-open-forged/\(suffix)", secret: "key and text",
                result: .verdict("whether a tag is right is told to everyone"), isAvailable: backend.isAvailable
            ) { material in
                let key = SymmetricKey(material.secret(bits / 8))
                let context = try AES.GCM.Context(key: key, backend: backend)
                let text = material.text(100)
                var box = material.reveal(try seal(text.bytes, nonceCount: 12, context))
                box[box.count - 1] ^= 0x80
                let forged = box
                return {
                    do {
                        return try open(forged, context)
                    } catch AESError.authenticationFailure {
                        return [0]
                    }
                }
            },
        ]
    }

    /// The ciphertext with the tag behind it.
    private static func seal(
        _ text: Span<UInt8>, nonceCount: Int, _ context: AES.GCM.Context
    ) throws -> [UInt8] {
        let nonce = [UInt8](repeating: 7, count: nonceCount)
        let associatedData: [UInt8] = Array(0..<20)
        var output = [UInt8](repeating: 0, count: text.count)
        var tag = [UInt8](repeating: 0, count: 16)
        var outputSpan = output.mutableSpan
        var tagSpan = tag.mutableSpan
        try context.seal(
            text, into: &outputSpan, nonce: nonce.span, authenticating: associatedData.span, tag: &tagSpan)
        return output + tag
    }

    private static func open(_ box: [UInt8], _ context: AES.GCM.Context) throws -> [UInt8] {
        let nonce = [UInt8](repeating: 7, count: 12)
        let associatedData: [UInt8] = Array(0..<20)
        var text = Array(box.dropLast(16))
        let tag = Array(box.suffix(16))
        var span = text.mutableSpan
        try context.open(&span, nonce: nonce.span, authenticating: associatedData.span, tag: tag.span)
        return text
    }
}
