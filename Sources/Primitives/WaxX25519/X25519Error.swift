/// Why a key was not accepted, or two keys did not agree.
public enum X25519Error: Error, Equatable, Sendable {
    /// A key does not have 32 bytes.
    case wrongKeyByteCount
    /// The peer's public key is one of the few points of low order: the result would be the same for every
    /// private key, so nothing would be secret about it (RFC 7748 section 6.1). An honest peer never sends one.
    case peerKeyOfLowOrder
}
