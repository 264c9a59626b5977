public import WaxIdentity

/// Who is at the other end.
public struct Peer: Sendable {
    /// The proven identity; nil for a client that has none (anonymous).
    public let identity: PeerIdentity?
    /// The version of the protocol spoken.
    public let version: UInt16
    /// The full name of the Noise protocol spoken.
    public let suite: String
    /// Whether both sides proved knowledge of a pre-shared key, and its identifier.
    public let preSharedKeyIdentifier: [UInt8]?
}
