public import WaxCore
public import WaxIdentity
public import WaxWire

/// How often made-up extensions and frames are sent that every peer must ignore, so that peers stay tolerant of
/// what comes after version 1 (as in RFC 8701).
public enum Grease: Hashable, Sendable {
    /// Never.
    case never
    /// In one hello of four, and in one flush of thirty-two, but not more often than ten times a second.
    case sometimes
    /// Whenever possible: for tests.
    case always
}

extension Grease {
    /// Whether this is one of the times at which something made up is to be sent.
    func isDue(oneIn count: UInt64, random: inout any RandomSource & Sendable) -> Bool {
        switch self {
        case .never: false
        case .always: true
        case .sometimes: random.nextUInt64().isMultiple(of: count)
        }
    }
}

/// A secret that both sides were given before, as a second proof beside the keys.
///
/// It is 32 random bytes, never a password: a password can be guessed offline from a recorded handshake.
public struct PreSharedKey: Sendable {
    /// By what name the client tells the server which key it means, in clear: 1 to 64 bytes.
    public let identifier: [UInt8]
    /// The secret.
    public let key: SymmetricKey

    /// Names a secret.
    ///
    /// - Precondition: The identifier has 1 to 64 bytes and the key 256 bits.
    public init(identifier: [UInt8], key: SymmetricKey) {
        precondition((1...64).contains(identifier.count), "a psk identifier has 1 to 64 bytes")
        precondition(key.bitCount == 256, "a pre-shared key has 256 bits")
        self.identifier = identifier
        self.key = key
    }
}

/// Everything that a client decides about a session before it begins.
public struct ClientParameters: Sendable {
    /// Who this side is; nil to stay anonymous, which the server may refuse.
    public var identity: LocalIdentity?
    /// Which servers are trusted.
    public var trust: any PeerTrust
    /// How long delegations may be valid, and how far clocks may differ.
    public var delegationLimits = DelegationLimits()
    /// A secret shared with the server, if both are to prove that they know it.
    public var preSharedKey: PreSharedKey?
    /// The versions of the protocol offered, preferred first.
    public var versions: [UInt16] = [1]
    /// By what name this side shows itself once the session stands: at most 255 bytes of UTF-8.
    public var name: String?
    /// What the session may cost this side.
    public var limits = Limits()
    /// Whether lengths are hidden.
    public var padding = Padding.none
    /// How often things are sent that the peer must ignore.
    public var grease = Grease.sometimes

    /// The parameters that have no default.
    public init(identity: LocalIdentity?, trust: any PeerTrust) {
        self.identity = identity
        self.trust = trust
    }
}

/// Everything that a server decides about a session before it begins.
public struct ServerParameters: Sendable {
    /// Who this side is.
    public var identity: LocalIdentity
    /// Which clients are trusted.
    public var trust: any PeerTrust
    /// How long delegations may be valid, and how far clocks may differ.
    public var delegationLimits = DelegationLimits()
    /// Whether a client without an identity may connect. If so, `trust` is not asked about it.
    public var allowsAnonymousClients = false
    /// The secret that belongs to an identifier, or nil for one that is not known. If this is set at all, every
    /// client must prove a pre-shared key. It is called with bytes that a stranger chose. A key
    /// that has not 256 bits ends the session with `localMisuse`.
    public var preSharedKey: (@Sendable (_ identifier: [UInt8]) -> SymmetricKey?)?
    /// The last word on a client that has proven who it is: nil to accept, or a code and a text (at most 256 bytes
    /// of UTF-8) with which it is refused.
    ///
    /// A client without an identity is asked about before it has proven anything. That it knows its pre-shared key
    /// is certain only with ``Event/established(_:)``, so count nothing for or against the owner of
    /// ``Peer/preSharedKeyIdentifier`` here.
    public var admission: @Sendable (Peer) -> Refusal? = { _ in nil }
    /// The versions of the protocol that are spoken.
    public var versions: [UInt16] = [1]
    /// By what name this side shows itself once the session stands: at most 255 bytes of UTF-8.
    public var name: String?
    /// What the session may cost this side.
    public var limits = Limits()
    /// Whether lengths are hidden.
    public var padding = Padding.none
    /// How often things are sent that the peer must ignore.
    public var grease = Grease.sometimes

    /// The parameters that have no default.
    public init(identity: LocalIdentity, trust: any PeerTrust) {
        self.identity = identity
        self.trust = trust
    }
}

/// Why a server does not want a client that it has authenticated.
public struct Refusal: Hashable, Sendable {
    /// What the client is told, such as ``/WaxWire/ErrorCode/busy`` or ``/WaxWire/ErrorCode/refused``.
    public var code: ErrorCode
    /// For the person on the other side: at most 256 bytes of UTF-8.
    public var text: String

    /// A refusal.
    public init(code: ErrorCode, text: String = "") {
        self.code = code
        self.text = text
    }
}
