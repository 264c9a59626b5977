/// What a side makes of an identity.
public enum TrustDecision: Equatable, Sendable {
    /// It is trusted.
    case trusted
    /// It is not, for a reason that this side's user or log is told, such as "its key has changed". The peer is told
    /// nothing of it.
    case notTrusted(reason: String)
}

/// Decides which identities a side trusts.
///
/// It is asked while a handshake runs, on the thread that the connection belongs to, so it answers at once and from
/// memory.
public protocol PeerTrust: Sendable {
    /// Whether an identity may turn out to be trusted: asked before anything about it is proven, with what a stranger
    /// claims. What it refuses costs no arithmetic with large numbers, so a server that is shouted at by strangers
    /// stays cheap.
    func preliminaryDecision(about claim: IdentityClaim) -> TrustDecision

    /// Whether an identity that has been proven is trusted.
    func decision(about identity: PeerIdentity) -> TrustDecision
}
