import FuzzSupport
import WaxCore
import WaxNoise
import WaxX25519

// A handshake between two honest sides, in which one message is changed on the way as the input says: no trap, no
// undeclared error, and never two sides that believe to share a session whose transcripts differ.

/// Patterns with every kind of token and of pre-message, and which static keys the initiator begins with.
private let protocols: [(name: String, initiatorHasKey: Bool, knowsResponder: Bool)] = [
    ("XX", true, false), ("NX", false, false), ("XXpsk3", true, false), ("NXpsk2", false, false), ("N", false, true),
    ("IK", true, true),
]

/// Byte 0 chooses the protocol, byte 1 the message that is changed, byte 2 how; the rest is the change.
private func play(_ plan: [UInt8]) {
    guard plan.count > 3 else { return }
    let (name, initiatorHasKey, knowsResponder) = protocols[Int(plan[0]) % protocols.count]
    guard let noise = try? NoiseProtocol(name: "Noise_\(name)_25519_AESGCM_SHA256") else {
        require(false, "a protocol is not known")
        return
    }
    var random = Counter(value: 1)
    let statics = (Curve25519.KeyAgreement.PrivateKey(using: &random), Curve25519.KeyAgreement.PrivateKey(using: &random))
    let psk = (0..<noise.pattern.presharedKeyCount).map { _ in SymmetricKey(size: .bits256, using: &random) }
    guard
        var initiator = try? Handshake(
            noise, role: .initiator,
            keys: HandshakeKeys(
                localStatic: initiatorHasKey ? statics.0 : nil,
                remoteStatic: knowsResponder ? statics.1.publicKey : nil, preshared: psk)),
        var responder = try? Handshake(
            noise, role: .responder, keys: HandshakeKeys(localStatic: statics.1, preshared: psk))
    else {
        require(false, "honest sides cannot begin")
        return
    }
    let change = Array(plan[3...])
    var isChanged = false
    for index in 0..<noise.pattern.messages.count {
        let payload = [UInt8](repeating: 7, count: index * 11)
        let fromInitiator = initiator.turn == .write
        let sent = fromInitiator
            ? try? initiator.writeMessage(payload: payload, using: &random)
            : try? responder.writeMessage(payload: payload, using: &random)
        guard var message = sent else {
            require(isChanged, "an honest message cannot be written")
            return
        }
        if index == Int(plan[1]) % noise.pattern.messages.count {
            let original = message
            switch plan[2] % 3 {
            case 0: for (position, byte) in change.enumerated() where position < message.count { message[position] ^= byte }
            case 1: message = change
            default: message = Array(message.prefix(Int(change[0])))
            }
            isChanged = message != original
        }
        let received = fromInitiator ? try? responder.readMessage(message) : try? initiator.readMessage(message)
        guard let received else {
            require(isChanged, "an honest message is refused")
            return
        }
        if !isChanged { require(received == payload, "another payload") }
    }
    require(initiator.turn == .finish && responder.turn == .finish, "not at the end")
    let (left, right) = (initiator.hash, responder.hash)
    require((left == right) == !isChanged, "the transcripts agree, but the messages did not")
}

@_cdecl("FuzzHandshake_main")
public func start(_ count: CInt, _ arguments: CommandLineArguments) -> CInt {
    runFuzzer(count, arguments) { start, count in
        let bytes = input(start, count)
        play(bytes)
        _ = try? NoiseProtocol(name: bytes)
        return 0
    }
}
