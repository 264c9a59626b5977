import WaxCore
import WaxNoise
import WaxX25519

/// Handshakes and the transport behind them.
enum NoiseOperations {
    static let all: [Operation] = [
        handshake("XX"), handshake("NX"), handshake("XXpsk3"), handshake("NXpsk2"), handshake("KK"), transport, rekey,
    ]

    private static func handshake(_ pattern: String) -> Operation {
        Operation(
            "noise/handshake-\(pattern)", secret: "static, ephemeral and pre-shared keys, payloads",
            result: .bytes("payloads and exported secrets belong to the caller; messages on the wire are public")
        ) { material in
            let pair = try Pair(pattern, material)
            let payload = material.text(40)
            return { try pair.run(payload: payload, material).output }
        }
    }

    private static let transport = Operation(
        "noise/transport", secret: "the keys and the texts",
        result: .bytes("the texts belong to the caller; messages on the wire are public")
    ) { material in
        let (initiator, responder, _) = try Pair("XX", material).run(payload: material.text(1), material)
        guard let sending = initiator.sending, let receiving = responder.receiving else {
            throw OperationFailure("no cipher")
        }
        let text = material.text(500)
        return {
            let message = material.reveal(try sending.encrypt(text.array, authenticating: [3, 1, 4]))
            return try receiving.decrypt(message, authenticating: [3, 1, 4])
        }
    }

    private static let rekey = Operation(
        "noise/rekey", secret: "the keys and the texts", result: .bytes("the text is sent encrypted")
    ) { material in
        let cipher = try CipherState(key: SymmetricKey(material.secret(32)))
        let text = material.text(100)
        return {
            try cipher.rekey()
            return try cipher.encrypt(text.array)
        }
    }

    /// The keys of two sides.
    private struct Pair {
        let noise: NoiseProtocol
        let initiator: HandshakeKeys
        let responder: HandshakeKeys

        init(_ pattern: String, _ material: Material) throws {
            noise = try NoiseProtocol(name: "Noise_\(pattern)_25519_AESGCM_SHA256")
            let first = try Self.key(material), second = try Self.key(material)
            let shared = pattern.contains("psk") ? [SymmetricKey(material.secret(32))] : []
            let isKnown = pattern.hasPrefix("KK")
            initiator = HandshakeKeys(
                localStatic: pattern.hasPrefix("NX") ? nil : first, remoteStatic: isKnown ? second.publicKey : nil,
                preshared: shared)
            responder = HandshakeKeys(
                localStatic: second, remoteStatic: isKnown ? first.publicKey : nil, preshared: shared)
        }

        private static func key(_ material: Material) throws -> Curve25519.KeyAgreement.PrivateKey {
            try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: material.secret(32))
        }

        /// All messages of a handshake, each with a payload.
        func run(
            payload: SecretBytes, _ material: Material
        ) throws -> (initiator: NoiseTransport, responder: NoiseTransport, output: [UInt8]) {
            var one = try Handshake(noise, role: .initiator, keys: initiator)
            var other = try Handshake(noise, role: .responder, keys: responder)
            var output: [UInt8] = []
            while one.turn != .finish {
                if one.turn == .write {
                    let message = try one.writeMessage(payload: payload.bytes, using: &material.random)
                    output += try other.readMessage(material.reveal(message))
                } else {
                    let message = try other.writeMessage(payload: payload.bytes, using: &material.random)
                    output += try one.readMessage(material.reveal(message))
                }
            }
            let first = try one.finish(), second = try other.finish()
            let exported = try first.exporter.export(label: [1], byteCount: 50)
            return (first, second, output + [UInt8](copying: exported.bytes))
        }
    }
}
