import WaxCore
import WaxRSA

/// RSA encryption and signatures with PKCS#1 v1.5: each side reads what the other has written, changed or not.
enum EncryptionArea: Area {
    static let name = "rsa-encryption"
    static let operations = ["oaep-encrypt", "oaep-decrypt", "pkcs1-sign"]

    static func draw(_ operation: String, _ random: inout Chance) -> Case {
        var fields: [String: Case.Field] = ["hash": .word(random.pick(SignatureArea.hashes))]
        if operation == "pkcs1-sign" {
            fields["message"] = .bytes(random.bytes(upTo: 500))
        } else {
            fields["mask"] = .word(random.pick(SignatureArea.hashes))
            fields["label"] = .bytes(random.bytes(upTo: 60))
            fields["message"] = .bytes(random.bytes(random.pick(0...126)))
            fields["flip"] = .number(operation == "oaep-decrypt" && random.pick(0...2) == 0 ? random.pick(1...2_040) : 0)
        }
        return Case(operation, fields)
    }

    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome] {
        let (der, key) = try oracle.privateKey()
        let hash = SignatureArea.algorithm(example.word("hash"))
        var fields = example.fields
        fields["flip"] = nil
        fields["key"] = .block(der)
        let message = example.bytes("message")
        if example.operation == "pkcs1-sign" {
            return [
                Outcome("ours, the same bytes as the other's") {
                    try RSA.Signing.PrivateKey(key).signature(
                        forMessage: message.span, hash: hash, padding: .pkcs1v1_5)
                }
            ]
        }
        let padding = RSA.Encryption.Padding.oaep(
            hash: hash, mgf1Hash: SignatureArea.algorithm(example.word("mask")), label: example.bytes("label"))
        if example.operation == "oaep-encrypt" {
            let sealed = try RSA.Encryption.PublicKey(key.publicKey).encrypt(message.span, padding: padding)
            fields["message"] = .block(sealed)
            return [Outcome("ours, decrypted by the other", try oracle.result("oaep-decrypt", fields))]
        }
        var sealed = try Hex.decode(try oracle.result("oaep-encrypt", fields))
        let flip = example.number("flip")
        // Not in the first byte: the number has to stay below the modulus for the other to look at it at all.
        if flip > 0 { sealed[1 + (flip - 1) / 8] ^= 1 << UInt8((flip - 1) % 8) }
        return [
            Outcome("the other's, decrypted by us") {
                let text = try RSA.Encryption.PrivateKey(key).decrypt(sealed.span, padding: padding)
                return [UInt8](copying: text.bytes)
            }
        ]
    }

    static func expected(_ example: Case, _ oracle: Oracle) throws -> String {
        if example.operation == "pkcs1-sign" {
            var fields = example.fields
            fields["key"] = .block(try oracle.privateKey().der)
            return try oracle.result("pkcs1-sign", fields)
        }
        return example.number("flip") == 0 ? Hex.encode(example.bytes("message")) : Outcome.refused
    }
}
