public import WaxCore
public import WaxX25519

/// The keys with which one side goes into a handshake: exactly those that its pattern uses.
public struct HandshakeKeys: Sendable {
    /// This side's static key, if the pattern shows it or the peer knows it before.
    public var localStatic: Curve25519.KeyAgreement.PrivateKey?
    /// The peer's static key, if the pattern has this side know it before.
    public var remoteStatic: Curve25519.KeyAgreement.PublicKey?
    /// The pre-shared keys, 32 random bytes each, in the order in which the pattern uses them. Fewer may be given at
    /// first, if the others are to be chosen by what the peer shows: see ``Handshake/addPresharedKey(_:)``.
    public var preshared: [SymmetricKey]
    /// For a fallback pattern as the initiator: the ephemeral key that the failed attempt sent.
    public var localEphemeral: Curve25519.KeyAgreement.PrivateKey?
    /// For a fallback pattern as the responder: the ephemeral key that the failed attempt received.
    public var remoteEphemeral: Curve25519.KeyAgreement.PublicKey?

    /// Collects keys.
    public init(
        localStatic: Curve25519.KeyAgreement.PrivateKey? = nil,
        remoteStatic: Curve25519.KeyAgreement.PublicKey? = nil,
        preshared: [SymmetricKey] = [],
        localEphemeral: Curve25519.KeyAgreement.PrivateKey? = nil,
        remoteEphemeral: Curve25519.KeyAgreement.PublicKey? = nil
    ) {
        self.localStatic = localStatic
        self.remoteStatic = remoteStatic
        self.preshared = preshared
        self.localEphemeral = localEphemeral
        self.remoteEphemeral = remoteEphemeral
    }

    /// Checks that all keys are there which a side of a pattern needs from the beginning, and no others.
    func check(for pattern: HandshakePattern, role: HandshakeRole) throws(NoiseError) {
        try HandshakeKeys.check(localStatic != nil, isNeeded: pattern.needsStaticKey(role))
        try HandshakeKeys.check(remoteStatic != nil, isNeeded: pattern.premessage(of: role.other).contains(.s))
        try HandshakeKeys.check(localEphemeral != nil, isNeeded: pattern.premessage(of: role).contains(.e))
        try HandshakeKeys.check(remoteEphemeral != nil, isNeeded: pattern.premessage(of: role.other).contains(.e))
        guard preshared.count <= pattern.presharedKeyCount else { throw .superfluousKey }
        for key in preshared where key.bitCount != 256 { throw .wrongKeySize }
    }

    private static func check(_ isThere: Bool, isNeeded: Bool) throws(NoiseError) {
        if isNeeded && !isThere { throw .missingKey }
        if isThere && !isNeeded { throw .superfluousKey }
    }
}
