/// A Noise protocol by its full name, such as `Noise_XXpsk3_25519_AESGCM_SHA256` (Noise section 8).
///
/// The suite is always 25519, AESGCM, SHA256. All patterns of revision 34 are known: one-way, interactive and deferred
/// ones, with any number of `psk` modifiers and with `fallback`.
public struct NoiseProtocol: Sendable, Equatable {
    /// The full name, in ASCII.
    public let name: [UInt8]
    /// The pattern with all modifiers applied.
    public let pattern: HandshakePattern

    /// Takes a full name apart.
    ///
    /// - Throws: ``NoiseError/unknownProtocol`` if there is no such protocol.
    public init(name: String) throws(NoiseError) { try self.init(name: [UInt8](name.utf8)) }

    /// Takes a full name apart.
    ///
    /// - Throws: ``NoiseError/unknownProtocol`` if there is no such protocol.
    public init(name: [UInt8]) throws(NoiseError) {
        let start = [UInt8]("Noise_".utf8), end = [UInt8]("_25519_AESGCM_SHA256".utf8)
        guard name.count > start.count + end.count, name.count <= 255, name.starts(with: start),
            name[(name.count - end.count)...].elementsEqual(end)
        else { throw .unknownProtocol }
        self.name = name
        self.pattern = try HandshakePattern(parsing: [UInt8](name[start.count..<(name.count - end.count)]))
    }
}

extension HandshakePattern {
    /// Takes the name of a pattern apart: capital letters and ones, then modifiers in small letters, joined by `+` and
    /// in alphabetical order.
    init(parsing name: [UInt8]) throws(NoiseError) {
        var end = 0
        while end < name.count, (0x41...0x5A).contains(name[end]) || name[end] == 0x31 { end += 1 }
        guard var pattern = HandshakePattern.named([UInt8](name[..<end])) else { throw .unknownProtocol }
        if end < name.count {
            var last: [UInt8] = []
            for part in name[end...].split(separator: 0x2B, omittingEmptySubsequences: false) {
                let modifier = [UInt8](part)
                // The order is part of the name, so that two names never mean one protocol (section 8).
                guard last.lexicographicallyPrecedes(modifier) else { throw .unknownProtocol }
                try pattern.apply(modifier)
                last = modifier
            }
        }
        self = pattern
    }

    private mutating func apply(_ modifier: [UInt8]) throws(NoiseError) {
        let psk = [UInt8]("psk".utf8)
        if modifier == [UInt8]("fallback".utf8) {
            try applyFallback()
        } else if modifier.count == 4, modifier.starts(with: psk), (0x30...0x39).contains(modifier[3]) {
            try applyPSK(Int(modifier[3] &- 0x30))
        } else {
            throw .unknownProtocol
        }
    }

    /// `psk0` begins the first message with the token, `psk1` ends the first with it, `psk2` the second, and so on
    /// (section 9.4).
    private mutating func applyPSK(_ number: Int) throws(NoiseError) {
        guard number <= messages.count else { throw .unknownProtocol }
        if number == 0 {
            messages[0].insert(.psk, at: 0)
        } else {
            messages[number - 1].append(.psk)
        }
    }

    /// Turns the initiator's first message into something that the responder knows already, so that the responder
    /// speaks first (section 10.2). That message can only be bare keys.
    private mutating func applyFallback() throws(NoiseError) {
        guard messages.count > 1, let first = messages.first, initiatorPremessage.isEmpty, firstSender == .initiator
        else {
            throw .unknownProtocol
        }
        for token in first where token != .e && token != .s { throw .unknownProtocol }
        initiatorPremessage = first
        messages.removeFirst()
        firstSender = .responder
    }
}
