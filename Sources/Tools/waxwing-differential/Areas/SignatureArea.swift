import WaxCore
import WaxRSA

/// RSASSA-PSS: the other verifies what we sign, and we what it signs, changed or not.
enum SignatureArea: Area {
    static let name = "rsa"
    static let operations = ["pss-sign", "pss-verify"]

    static func draw(_ operation: String, _ random: inout Chance) -> Case {
        let hash = random.pick(hashes)
        let longest = 256 - 2 - hashByteCount(hash)
        return Case(
            operation,
            [
                "hash": .word(hash), "message": .bytes(random.bytes(upTo: 500)),
                "saltcount": .number(random.pick([0, hashByteCount(hash), longest, random.pick(0...longest)])),
                "flip": .number(operation == "pss-verify" && random.pick(0...2) == 0 ? random.pick(1...2_048) : 0),
            ])
    }

    /// Those that the key can sign with at any length of the salt, and encrypt with.
    static let hashes = ["sha256", "sha384", "sha512"]

    private static func hashByteCount(_ name: String) -> Int { ["sha384": 48, "sha512": 64][name] ?? 32 }

    static func algorithm(_ name: String) -> RSA.HashAlgorithm {
        switch name {
        case "sha384": .sha384
        case "sha512": .sha512
        default: .sha256
        }
    }

    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome] {
        let (der, key) = try oracle.privateKey()
        let (hash, message, salt) = (example.word("hash"), example.bytes("message"), example.number("saltcount"))
        var fields: [String: Case.Field] = [
            "key": .block(der), "hash": .word(hash), "message": .bytes(message), "saltcount": .number(salt),
        ]
        let padding = RSA.Signing.Padding.pss(saltByteCount: salt)
        if example.operation == "pss-sign" {
            let signature = try RSA.Signing.PrivateKey(key).signature(
                forMessage: message.span, hash: algorithm(hash), padding: padding)
            fields["signature"] = .block(signature)
            return [Outcome("ours, verified by the other", try oracle.result("pss-verify", fields))]
        }
        var signature = try Hex.decode(try oracle.result("pss-sign", fields))
        let flip = example.number("flip")
        if flip > 0 { signature[(flip - 1) / 8] ^= 1 << UInt8((flip - 1) % 8) }
        let isValid = RSA.Signing.PublicKey(key.publicKey).isValidSignature(
            signature.span, forMessage: message.span, hash: algorithm(hash), padding: padding)
        return [Outcome("the other's, verified by us", isValid ? "01" : "00")]
    }

    static func expected(_ example: Case, _ oracle: Oracle) throws -> String {
        example.number("flip") == 0 ? "01" : "00"
    }
}
