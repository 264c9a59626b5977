import WaxCore
import WaxX25519

/// X25519 with keys as bare numbers.
struct WycheproofX25519: WycheproofRunner {
    let groupType = "XdhComp"

    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck {
        let curve = try group.string("curve")
        guard curve == "curve25519" else { throw Unsupported("key agreement on \(curve) is not supported") }
        return WycheproofCheck(algorithm: "X25519", expected: { test in
            // The publisher leaves it open what becomes of public keys on the twist, of low order or of a size beyond
            // the field. RFC 7748 (sections 5 and 6.1) and this package do not: a shared secret of zeros is refused,
            // everything else accepted.
            switch try test.expectation() {
            case .acceptable: test.flags.contains("ZeroSharedSecret") ? .invalid : .valid
            case let expectation: expectation
            }
        }, accepts: { test, _ in
            let publicKey = try test.fields.bytes("public")
            let privateKey = try test.fields.bytes("private")
            let expected = try test.fields.bytes("shared")
            let shared: [UInt8]
            do throws(X25519Error) {
                shared = try X25519Agreement.sharedSecret(privateKey: privateKey, publicKey: publicKey)
            } catch {
                return false
            }
            guard shared == expected else { throw Mismatch("another shared secret") }
            return true
        })
    }
}

/// The one way in which all X25519 vectors are computed.
enum X25519Agreement {
    static func sharedSecret(privateKey: [UInt8], publicKey: [UInt8]) throws(X25519Error) -> [UInt8] {
        let mine = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: privateKey)
        let theirs = try Curve25519.KeyAgreement.PublicKey(rawRepresentation: publicKey)
        let shared = try mine.sharedSecretFromKeyAgreement(with: theirs)
        return [UInt8](copying: shared.bytes)
    }
}
