/// Why a step of a Noise protocol was not taken.
public enum NoiseError: Error, Equatable, Sendable {
    // MARK: The peer is at fault, or somebody on the way.

    /// A ciphertext is not what was sent, or the two sides do not have the same keys, prologue or protocol.
    case authenticationFailure
    /// A message ends before the keys and tags that it must have.
    case messageTooShort
    /// The peer's public key is one of the few with which every shared secret is zero (RFC 7748 section 6.1).
    case invalidPublicKey

    // MARK: The caller is at fault.

    /// A message, or what it would become, is longer than 65535 bytes. When reading, the peer's fault.
    case messageTooLong
    /// The name is not that of a Noise protocol with this suite, or of a pattern that does not exist.
    case unknownProtocol
    /// A key that the protocol needs was not given.
    case missingKey
    /// A key was given that the protocol does not use; whoever gave it may believe that it authenticates something.
    case superfluousKey
    /// A symmetric key does not have 32 bytes.
    case wrongKeySize
    /// It is not this step's turn: writing when a message is to be read, finishing too early, or the like.
    case wrongTurn
    /// An earlier step failed; nothing can be done with this handshake any more.
    case handshakeFailed
    /// A label has more than 255 bytes or a context more than 65535, or more bytes are to be exported than 8160.
    case exportTooLong
    /// The cipher has been used 2^64 − 1 times (Noise section 5.1).
    case nonceExhausted
}
