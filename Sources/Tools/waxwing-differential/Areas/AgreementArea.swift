import WaxCore
import WaxX25519

/// X25519: public keys, and agreements with points of every kind.
enum AgreementArea: Area {
    static let name = "x25519"
    static let operations = ["x25519-public", "x25519-agree"]

    /// Points of small order, and numbers beside the prime (RFC 7748, section 7).
    private static let oddPoints: [[UInt8]] = {
        func point(_ first: UInt8, _ middle: UInt8, _ last: UInt8) -> [UInt8] {
            [first] + [UInt8](repeating: middle, count: 30) + [last]
        }
        return [
            point(0, 0, 0), point(1, 0, 0), point(0xEC, 0xFF, 0x7F), point(0xED, 0xFF, 0x7F), point(0xEE, 0xFF, 0x7F),
            point(0xFF, 0xFF, 0x7F), point(0xFF, 0xFF, 0xFF), point(0xDA, 0xFF, 0xFF), point(9, 0, 0x80),
        ]
    }()

    static func draw(_ operation: String, _ random: inout Chance) -> Case {
        var fields: [String: Case.Field] = ["private": .block(random.bytes(32))]
        if operation == "x25519-agree" {
            fields["public"] = .block(random.pick(0...4) == 0 ? random.pick(oddPoints) : random.bytes(32))
        }
        return Case(operation, fields)
    }

    static func results(_ example: Case, _ oracle: Oracle) throws -> [Outcome] {
        let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: example.bytes("private"))
        if example.operation == "x25519-public" { return [Outcome("ours") { key.publicKey.rawRepresentation }] }
        let peer = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: example.bytes("public"))
        return [
            Outcome("ours") {
                let secret = try key.sharedSecretFromKeyAgreement(with: peer)
                return [UInt8](copying: secret.bytes)
            }
        ]
    }
}
