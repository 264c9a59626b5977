/// What a message of a handshake does, step by step (Noise section 7.1).
public enum Token: UInt8, Sendable, Equatable {
    /// Makes an ephemeral key and sends its public half.
    case e
    /// Sends the static public key, encrypted as soon as there is a key.
    case s
    /// Mixes in the secret of both ephemeral keys.
    case ee
    /// Mixes in the secret of the initiator's ephemeral and the responder's static key.
    case es
    /// Mixes in the secret of the initiator's static and the responder's ephemeral key.
    case se
    /// Mixes in the secret of both static keys.
    case ss
    /// Mixes in a secret that both sides were given before.
    case psk
}

/// Which side of a handshake. In the written patterns the initiator is on the left; it speaks first, unless the
/// pattern is a fallback.
public enum HandshakeRole: Sendable, Equatable {
    /// The side on the left.
    case initiator
    /// The side on the right.
    case responder

    /// The opposite side.
    public var other: HandshakeRole { self == .initiator ? .responder : .initiator }
}

/// The order in which two sides exchange keys and mix secrets in (Noise section 7).
public struct HandshakePattern: Sendable, Equatable {
    /// The keys of the initiator that the responder knows before.
    public internal(set) var initiatorPremessage: [Token]
    /// The keys of the responder that the initiator knows before.
    public internal(set) var responderPremessage: [Token]
    /// The messages; the two sides take turns.
    public internal(set) var messages: [[Token]]
    /// Who sends the first message: the initiator, unless the pattern is a fallback.
    public internal(set) var firstSender: HandshakeRole = .initiator

    /// Whether the initiator alone sends, also after the handshake. So it is if the handshake is one message.
    public let isOneWay: Bool

    init(_ initiator: [Token], _ responder: [Token], _ messages: [[Token]]) {
        self.initiatorPremessage = initiator
        self.responderPremessage = responder
        self.messages = messages
        self.isOneWay = messages.count == 1
    }

    /// The number of pre-shared keys.
    public var presharedKeyCount: Int {
        var count = 0
        for message in messages {
            for token in message where token == .psk { count += 1 }
        }
        return count
    }

    /// Who sends a message.
    func sender(ofMessage index: Int) -> HandshakeRole { index % 2 == 0 ? firstSender : firstSender.other }

    /// Whether a side must have a static key: it shows it, or the other side knows it before.
    func needsStaticKey(_ role: HandshakeRole) -> Bool {
        if premessage(of: role).contains(.s) { return true }
        for index in messages.indices where sender(ofMessage: index) == role {
            if messages[index].contains(.s) { return true }
        }
        return false
    }

    func premessage(of role: HandshakeRole) -> [Token] {
        role == .initiator ? initiatorPremessage : responderPremessage
    }
}
