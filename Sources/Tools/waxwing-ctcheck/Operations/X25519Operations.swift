import WaxCore
import WaxX25519

/// The key agreement X25519.
enum X25519Operations {
    private typealias PrivateKey = Curve25519.KeyAgreement.PrivateKey
    private typealias PublicKey = Curve25519.KeyAgreement.PublicKey

    static let all: [Operation] = [
        Operation("x25519/public-key", secret: "the private key", result: .bytes("the public key is sent")) { material in
            let key = material.secret(32)
            return { try PrivateKey(rawRepresentation: key).publicKey.rawRepresentation }
        },
        Operation(
            "x25519/agreement", secret: "the private key", result: .bytes("the secret belongs to the caller")
        ) { material in
            let key = try PrivateKey(rawRepresentation: material.secret(32))
            let peer = try PublicKey(rawRepresentation: [UInt8](1...32))
            return { try key.sharedSecretFromKeyAgreement(with: peer).secretBytes.array }
        },
        Operation(
            "x25519/agreement-low-order", secret: "the private key",
            result: .verdict("that the result is zero depends on the peer's key only")
        ) { material in
            let key = try PrivateKey(rawRepresentation: material.secret(32))
            let peer = try PublicKey(rawRepresentation: [UInt8](repeating: 0, count: 32))
            return {
                do {
                    return try key.sharedSecretFromKeyAgreement(with: peer).secretBytes.array
                } catch X25519Error.peerKeyOfLowOrder {
                    return [0]
                }
            }
        },
    ]
}
