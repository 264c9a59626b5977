import WaxCore
import WaxEncoding
import WaxKeys
import WaxRSA

/// Private keys on their way out of files and into them.
enum FormatOperations {
    static let all: [Operation] = [
        Operation("formats/base64-encode", secret: "the bytes", result: .bytes("the text belongs to the caller")) {
            material in
            let texts = (30...32).map { material.secret($0) }
            return {
                texts.flatMap { bytes in
                    var text = [UInt8](repeating: 0, count: Base64.encodedCount(forByteCount: bytes.count))
                    var span = text.mutableSpan
                    Base64.encode(bytes.bytes, into: &span)
                    return text
                }
            }
        },
        Operation(
            "formats/base64-decode", secret: "the text, but for the padding",
            result: .bytes("the bytes belong to the caller")
        ) { material in
            let texts = (30...32).map { count in
                let bytes = material.text(count)
                let text = SecretBytes(count: Base64.encodedCount(forByteCount: count)) {
                    Base64.encode(bytes.bytes, into: &$0)
                }
                let secret = material.secret(text, "the characters")
                material.reveal(secret.bytes, at: text.count - 2..<text.count)
                return secret
            }
            return { try texts.flatMap { try Base64.decodeSecret($0.bytes).array } }
        },
        Operation(
            "formats/pem-private-key", secret: "the characters that stand for the private numbers",
            result: .bytes("the key belongs to the caller")
        ) { material in
            let text = try material.key.secretPEMRepresentation
            let secret = SecretBytes(copying: text.bytes)
            // The first three lines have the algorithm and the modulus in them; the last has the padding.
            var (line, start) = (0, 0)
            let lastLine = text.bytes.count - "-----END PRIVATE KEY-----\n".utf8.count
            for index in 0..<lastLine where text.bytes[index] == 0x0A {
                // 64 characters a line; the numbers behind the modulus begin in the seventh.
                if line > 7, index < lastLine - 66 { material.conceal(secret.bytes, at: start..<index) }
                line += 1
                start = index + 1
            }
            return {
                let document = try PEMDocument(pemRepresentation: secret.bytes)
                return document.contents.array
            }
        },
        Operation(
            "formats/der-private-key", secret: "all numbers but the modulus, and the bases of the primality test",
            result: .bytes("the key belongs to the caller")
        ) { material in
            let der = try material.key.pkcs1DERRepresentation
            let secret = SecretBytes(copying: der.bytes)
            for range in try privateNumbers(in: der.bytes) { material.conceal(secret.bytes, at: range) }
            return {
                let key = try RSA.PrivateKey(derRepresentation: secret.bytes)
                return key.prime2.array
            }
        },
        Operation(
            "formats/der-write-private-key", secret: "all numbers but the modulus",
            result: .bytes("the text belongs to the caller")
        ) { material in
            let key = try material.secretKey
            return { key.secretPEMRepresentation.array }
        },
    ]

    /// Where the contents of the integers behind the public exponent are.
    private static func privateNumbers(in der: Span<UInt8>) throws -> [Range<Int>] {
        var reader = DERReader(der)
        var key = try reader.readSequence()
        _ = try key.readInteger()
        _ = try key.readInteger()
        _ = try key.readInteger()
        var ranges: [Range<Int>] = []
        while !key.isAtEnd {
            let number = try key.readInteger()
            ranges.append(key.offset - number.count..<key.offset)
        }
        return ranges
    }
}
