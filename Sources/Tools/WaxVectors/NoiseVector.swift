import WaxCore
import WaxNoise
import WaxX25519

/// One Noise handshake and what is sent after it, played with both sides.
struct NoiseVector {
    private let suite: NoiseProtocol
    private let fields: JSON
    private let messages: [JSON]

    init(name: String, fields: JSON) throws(Unsupported) {
        guard let suite = try? NoiseProtocol(name: name) else { throw Unsupported("\(name) is not supported") }
        guard let messages = fields["messages"]?.array, messages.count >= suite.pattern.messages.count else {
            throw Unsupported("malformed vector: fewer messages than the handshake has")
        }
        self.suite = suite
        self.fields = fields
        self.messages = messages
    }

    func check() throws {
        var initiator = try side("init", .initiator)
        var responder = try side("resp", .responder)
        var random = (try ephemeral("init"), try ephemeral("resp"))
        let handshakeCount = suite.pattern.messages.count

        for (index, message) in messages.prefix(handshakeCount).enumerated() {
            let payload = try message.bytes("payload")
            let expected = try message.bytes("ciphertext")
            let written: [UInt8], read: [UInt8]
            if initiator.turn == .write {
                written = try initiator.writeMessage(payload: payload, using: &random.0)
                read = try responder.readMessage(written)
            } else {
                written = try responder.writeMessage(payload: payload, using: &random.1)
                read = try initiator.readMessage(written)
            }
            guard written == expected else { throw Mismatch("another handshake message \(index)") }
            guard read == payload else { throw Mismatch("another payload of handshake message \(index)") }
        }
        let hash = try fields.bytes("handshake_hash")
        guard initiator.hash == hash, responder.hash == hash else { throw Mismatch("another handshake hash") }
        try checkTransport(initiator.finish(), responder.finish(), from: handshakeCount)
    }

    private func checkTransport(_ initiator: NoiseTransport, _ responder: NoiseTransport, from start: Int) throws {
        for (index, message) in messages.enumerated().dropFirst(start) {
            // The sides take turns, through the handshake and on; in a one-way protocol only one speaks.
            let fromInitiator = suite.pattern.isOneWay || index % 2 == 0
            let sender = fromInitiator ? initiator.sending : responder.sending
            let receiver = fromInitiator ? responder.receiving : initiator.receiving
            guard let sender, let receiver else { throw Mismatch("no cipher for message \(index)") }
            let payload = try message.bytes("payload")
            let written = try sender.encrypt(payload)
            guard written == (try message.bytes("ciphertext")) else { throw Mismatch("another message \(index)") }
            guard try receiver.decrypt(written) == payload else {
                throw Mismatch("another payload of message \(index)")
            }
        }
    }

    private func side(_ prefix: String, _ role: HandshakeRole) throws -> Handshake {
        var keys = HandshakeKeys()
        if fields["\(prefix)_static"] != nil {
            keys.localStatic = try .init(rawRepresentation: try fields.bytes("\(prefix)_static"))
        }
        if fields["\(prefix)_remote_static"] != nil {
            keys.remoteStatic = try .init(rawRepresentation: try fields.bytes("\(prefix)_remote_static"))
        }
        for secret in fields["\(prefix)_psks"]?.array ?? [] {
            guard let digits = secret.string, let bytes = try? Hex.decode(digits) else {
                throw Unsupported("malformed vector: a pre-shared key is not hexadecimal")
            }
            keys.preshared.append(SymmetricKey(data: bytes))
        }
        let prologue = try fields.bytes("\(prefix)_prologue")
        return try Handshake(suite, role: role, prologue: prologue.span, keys: keys)
    }

    /// The source of the one ephemeral key of a side; a side that needs none has none.
    private func ephemeral(_ prefix: String) throws(Unsupported) -> FixedBytes {
        FixedBytes(bytes: fields["\(prefix)_ephemeral"] == nil ? [] : try fields.bytes("\(prefix)_ephemeral"))
    }
}

/// Gives out bytes that are known beforehand, and zeros when they are used up.
private struct FixedBytes: RandomSource {
    var bytes: [UInt8]

    mutating func fill(_ target: inout MutableSpan<UInt8>) {
        let count = min(bytes.count, target.count)
        for index in 0..<target.count { target[index] = index < count ? bytes[index] : 0 }
        bytes.removeFirst(count)
    }
}
