import Testing
import WaxCore
import WaxTestSupport
import WaxX25519

/// X25519 as the RFC states it, through the public face.
func x25519(_ scalar: [UInt8], _ point: [UInt8]) throws -> [UInt8] {
    let key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: scalar)
    let peer = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: point)
    let secret = try key.sharedSecretFromKeyAgreement(with: peer)
    return [UInt8](copying: secret.bytes)
}

@Suite("X25519: RFC 7748")
struct RFC7748Tests {
    @Test("Known answers of section 5.2")
    func knownAnswers() throws {
        let records = try ResponseFile("rfc/rfc7748.txt").records
        #expect(records.count == 3)
        for record in records {
            let result = try x25519(record.bytes("INPUT_SCALAR"), record.bytes("INPUT_U"))
            #expect(try result == record.bytes("OUTPUT_U"), "COUNT \(record.fields["COUNT"] ?? "?")")
        }
    }

    @Test("Iteration of section 5.2: after one turn and after a thousand")
    func iteration() throws {
        let answers = [
            1: "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079",
            1000: "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51",
        ]
        var scalar = [UInt8](repeating: 0, count: 32)
        scalar[0] = 9
        var point = scalar
        for turn in 1...1000 {
            (scalar, point) = (try x25519(scalar, point), scalar)
            if let answer = answers[turn] { #expect(Hex.encode(scalar) == answer, "turn \(turn)") }
        }
    }

    @Test("Diffie-Hellman of section 6.1: both public keys, and one secret from either side")
    func agreement() throws {
        let alice = try Curve25519.KeyAgreement.PrivateKey(
            rawRepresentation: Hex.decode("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"))
        let bob = try Curve25519.KeyAgreement.PrivateKey(
            rawRepresentation: Hex.decode("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"))
        #expect(
            Hex.encode(alice.publicKey.rawRepresentation)
                == "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a")
        #expect(
            Hex.encode(bob.publicKey.rawRepresentation)
                == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")
        let fromAlice = try alice.sharedSecretFromKeyAgreement(with: bob.publicKey)
        let fromBob = try bob.sharedSecretFromKeyAgreement(with: alice.publicKey)
        let hex = Hex.encode(fromAlice.bytes)
        #expect(hex == "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742")
        #expect(fromAlice == fromBob)
    }
}
