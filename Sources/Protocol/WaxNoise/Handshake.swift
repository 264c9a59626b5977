public import WaxCore
public import WaxX25519

/// One side of a handshake: writes and reads its messages in turn, and ends as a pair of ciphers (Noise section 5.3).
///
/// ```swift
/// var handshake = try Handshake(
///     NoiseProtocol(name: "Noise_XX_25519_AESGCM_SHA256"), role: .initiator, prologue: prologue,
///     keys: HandshakeKeys(localStatic: key))
/// send(try handshake.writeMessage(payload: [], using: &random))
/// let payload = try handshake.readMessage(receive())
/// // ... look at handshake.remoteStatic before going on
/// send(try handshake.writeMessage(payload: mine, using: &random))
/// let transport = try handshake.finish()
/// ```
///
/// It cannot be copied, so no state is ever used twice. When reading fails it is dead: nothing of the message is given
/// out, its secrets are dropped, and every further step throws ``NoiseError/handshakeFailed``. A caller's mistake that
/// is found before anything is done, such as writing out of turn, changes nothing.
public struct Handshake: ~Copyable {
    /// The largest message in bytes (Noise section 3).
    public static var largestMessage: Int { 65535 }

    /// What is to be done next.
    public enum Turn: Sendable, Equatable {
        /// This side writes a message.
        case write
        /// The peer's message is to be read.
        case read
        /// All messages are through: ``Handshake/finish()``.
        case finish
        /// Nothing: a step failed.
        case failed
    }

    /// The protocol.
    public let `protocol`: NoiseProtocol
    /// The side.
    public let role: HandshakeRole

    // The rest belongs to the steps, in the other files.
    var symmetric: SymmetricState
    var keys: HandshakeKeys
    var messageIndex = 0
    var hasFailed = false
    private var presharedIndex = 0

    /// Begins a handshake.
    ///
    /// - Parameters:
    ///   - protocol: The protocol; both sides must mean the same.
    ///   - role: The side.
    ///   - prologue: What happened before, of which both sides must have the same idea; not secret.
    ///   - keys: The keys that the pattern uses.
    /// - Throws: ``NoiseError/missingKey``, ``NoiseError/superfluousKey`` or ``NoiseError/wrongKeySize``.
    public init(
        _ protocol: NoiseProtocol, role: HandshakeRole, prologue: Span<UInt8>, keys: HandshakeKeys
    ) throws(NoiseError) {
        let pattern = `protocol`.pattern
        try keys.check(for: pattern, role: role)
        var symmetric = SymmetricState(
            protocolName: `protocol`.name, hasPresharedKeys: pattern.presharedKeyCount > 0)
        symmetric.mixHash(prologue)
        for side in [HandshakeRole.initiator, .responder] {
            for token in pattern.premessage(of: side) {
                let local = token == .e ? keys.localEphemeral?.publicKey : keys.localStatic?.publicKey
                let remote = token == .e ? keys.remoteEphemeral : keys.remoteStatic
                guard let key = side == role ? local : remote else { throw .missingKey }
                if token == .e { try symmetric.mixEphemeral(key.bytes) } else { symmetric.mixHash(key.bytes) }
            }
        }
        self.protocol = `protocol`
        self.role = role
        self.keys = keys
        self.symmetric = symmetric
    }

    /// Begins a handshake.
    public init(
        _ protocol: NoiseProtocol, role: HandshakeRole, prologue: [UInt8] = [], keys: HandshakeKeys
    ) throws(NoiseError) {
        try self.init(`protocol`, role: role, prologue: prologue.span, keys: keys)
    }

    /// What is to be done next.
    public var turn: Turn {
        if hasFailed { return .failed }
        let pattern = self.protocol.pattern
        guard messageIndex < pattern.messages.count else { return .finish }
        return pattern.sender(ofMessage: messageIndex) == role ? .write : .read
    }

    /// The peer's static key, as soon as it is known. Whether the peer has the private half is certain only after the
    /// message that mixes its secret in, and whose it is, Noise does not say.
    public var remoteStatic: Curve25519.KeyAgreement.PublicKey? { keys.remoteStatic }

    /// The hash of all that happened so far.
    public var hash: [UInt8] { symmetric.hash }

    /// Gives the next pre-shared key, where it could not be known at the beginning.
    ///
    /// - Throws: ``NoiseError/superfluousKey`` if all are there, ``NoiseError/wrongKeySize`` if it has not 32 bytes.
    public mutating func addPresharedKey(_ key: SymmetricKey) throws(NoiseError) {
        guard key.bitCount == 256 else { throw .wrongKeySize }
        guard keys.preshared.count < self.protocol.pattern.presharedKeyCount else { throw .superfluousKey }
        keys.preshared.append(key)
    }

    /// Ends the handshake.
    ///
    /// - Throws: ``NoiseError/wrongTurn`` if there are messages to come, ``NoiseError/handshakeFailed``.
    public consuming func finish() throws(NoiseError) -> NoiseTransport {
        try check(.finish)
        let (first, second, exporter) = symmetric.split()
        let isOneWay = self.protocol.pattern.isOneWay
        // The first key is for what the initiator sends. In a one-way protocol nobody may use the second.
        let forward = try CipherState(key: first)
        let backward = isOneWay ? nil : try CipherState(key: second)
        return NoiseTransport(
            sending: role == .initiator ? forward : backward,
            receiving: role == .initiator ? backward : forward,
            exporter: Exporter(channelBinding: symmetric.hash, secret: exporter),
            remoteStatic: keys.remoteStatic)
    }

    func check(_ expected: Turn) throws(NoiseError) {
        guard !hasFailed else { throw .handshakeFailed }
        guard turn == expected else { throw .wrongTurn }
    }

    /// Ends it all, and lets go of the secrets.
    mutating func fail() {
        hasFailed = true
        keys = HandshakeKeys()
        symmetric = SymmetricState(protocolName: [], hasPresharedKeys: false)
    }

    // MARK: Tokens that both directions share

    mutating func mixPresharedKey() throws(NoiseError) {
        guard presharedIndex < keys.preshared.count else { throw .missingKey }
        let key = keys.preshared[presharedIndex]
        try symmetric.mixKeyAndHash(key.bytes)
        presharedIndex += 1
    }

    /// Mixes the secret of two keys in, of which the token says whose they are.
    mutating func mixSecret(_ token: Token) throws(NoiseError) {
        // The first letter is the initiator's key, the second the responder's.
        let initiatorsIsEphemeral = token == .ee || token == .es
        let respondersIsEphemeral = token == .ee || token == .se
        let localIsEphemeral = role == .initiator ? initiatorsIsEphemeral : respondersIsEphemeral
        let remoteIsEphemeral = role == .initiator ? respondersIsEphemeral : initiatorsIsEphemeral
        guard let local = localIsEphemeral ? keys.localEphemeral : keys.localStatic,
            let remote = remoteIsEphemeral ? keys.remoteEphemeral : keys.remoteStatic
        else { throw .missingKey }
        let secret: SharedSecret
        do throws(X25519Error) {
            secret = try local.sharedSecretFromKeyAgreement(with: remote)
        } catch {
            throw .invalidPublicKey
        }
        try symmetric.mixKey(secret.bytes)
    }

    /// Whether the pre-shared keys for the next message are there.
    func checkPresharedKeys() throws(NoiseError) {
        var needed = presharedIndex
        for token in self.protocol.pattern.messages[messageIndex] where token == .psk { needed += 1 }
        guard needed <= keys.preshared.count else { throw .missingKey }
    }
}
