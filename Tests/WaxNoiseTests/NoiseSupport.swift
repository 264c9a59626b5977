import Testing
import WaxCore
import WaxNoise
import WaxTestSupport
import WaxX25519

typealias PrivateKey = Curve25519.KeyAgreement.PrivateKey
typealias PublicKey = Curve25519.KeyAgreement.PublicKey

/// Gives out bytes that were fixed before: the ephemeral keys of published vectors.
struct FixedRandom: RandomSource {
    var bytes: [UInt8]

    mutating func fill(_ target: inout MutableSpan<UInt8>) {
        precondition(target.count <= bytes.count, "more randomness was drawn than the vector has")
        for index in 0..<target.count { target[index] = bytes.removeFirst() }
    }
}

/// Both sides of a handshake, driven to its end.
struct Conversation {
    var initiator: NoiseTransport
    var responder: NoiseTransport
    var messages: [[UInt8]]
}

/// The keys that each side of a pattern needs, drawn from a seed.
struct KeySet {
    var initiator = HandshakeKeys()
    var responder = HandshakeKeys()

    init(_ name: NoiseProtocol, _ random: inout SeededRandom) {
        let pattern = name.pattern
        let initiatorStatic = PrivateKey(using: &random), responderStatic = PrivateKey(using: &random)
        let initiatorEphemeral = PrivateKey(using: &random)
        func sends(_ token: Token, first: Bool) -> Bool {
            pattern.messages.enumerated().contains { index, tokens in
                (index % 2 == 0) == first && tokens.contains(token)
            }
        }
        let initiatorIsFirst = pattern.firstSender == .initiator
        if pattern.initiatorPremessage.contains(.s) || sends(.s, first: initiatorIsFirst) {
            initiator.localStatic = initiatorStatic
        }
        if pattern.responderPremessage.contains(.s) || sends(.s, first: !initiatorIsFirst) {
            responder.localStatic = responderStatic
        }
        if pattern.initiatorPremessage.contains(.s) { responder.remoteStatic = initiatorStatic.publicKey }
        if pattern.responderPremessage.contains(.s) { initiator.remoteStatic = responderStatic.publicKey }
        if pattern.initiatorPremessage.contains(.e) {
            initiator.localEphemeral = initiatorEphemeral
            responder.remoteEphemeral = initiatorEphemeral.publicKey
        }
        for _ in 0..<pattern.presharedKeyCount {
            let key = SymmetricKey(size: .bits256, using: &random)
            initiator.preshared.append(key)
            responder.preshared.append(key)
        }
    }
}

/// Runs a handshake with random payloads; `tamper` may change a message on its way.
func converse(
    _ name: NoiseProtocol, _ keys: KeySet, prologues: ([UInt8], [UInt8]) = ([1, 2], [1, 2]),
    _ random: inout SeededRandom, tamper: (Int, inout [UInt8]) -> Void = { _, _ in }
) throws(NoiseError) -> Conversation {
    var initiator = try Handshake(name, role: .initiator, prologue: prologues.0, keys: keys.initiator)
    var responder = try Handshake(name, role: .responder, prologue: prologues.1, keys: keys.responder)
    var messages: [[UInt8]] = []
    func tampered(_ index: Int, _ message: [UInt8]) -> [UInt8] {
        var message = message
        tamper(index, &message)
        return message
    }
    while initiator.turn != .finish {
        let payload = random.bytes(count: Int.random(in: 0...40, using: &random))
        let message: [UInt8], arrived: [UInt8], received: [UInt8]
        if initiator.turn == .write {
            message = try initiator.writeMessage(payload: payload, using: &random)
            arrived = tampered(messages.count, message)
            received = try responder.readMessage(arrived)
        } else {
            message = try responder.writeMessage(payload: payload, using: &random)
            arrived = tampered(messages.count, message)
            received = try initiator.readMessage(arrived)
        }
        messages.append(message)
        // What is not encrypted yet may be changed on its way; that comes out later.
        #expect(arrived != message || received == payload)
    }
    let turn = responder.turn
    #expect(turn == .finish)
    return Conversation(initiator: try initiator.finish(), responder: try responder.finish(), messages: messages)
}

/// The error with which something fails.
func error<Value>(_ body: () throws(NoiseError) -> Value) -> NoiseError? {
    do throws(NoiseError) {
        _ = try body()
        return nil
    } catch { return error }
}
