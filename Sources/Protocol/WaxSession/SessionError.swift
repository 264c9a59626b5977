public import WaxWire

/// Why a session ended, or why a command was not carried out.
///
/// Three audiences are told three things. The caller compares ``code``, which says whose fault it is. A log gets
/// ``description``, with a reason in words in which text of the peer is escaped. The peer is told an ``/WaxWire/ErrorCode``,
/// which is chosen apart from both: of a failed authentication, for one, it learns nothing but that it failed.
public struct SessionError: Error, Hashable, Sendable {
    /// Whose fault it is, and of what kind.
    public let code: Code

    /// The reason in words, for a log. Not part of the interface: it may change.
    public let reason: String

    /// What the peer is told, if it is told anything.
    package let wireCode: ErrorCode?

    /// Whose fault it is, and of what kind.
    public enum Code: Hashable, Sendable {
        /// The peer broke a rule of the protocol, or what it sent was changed on the way.
        case peerMisbehaved
        /// The peer follows the protocol but has no version, suite or feature that this side has too.
        case peerIncompatible
        /// The peer's identity is not one that this side trusts, or it could not prove it.
        case notTrusted
        /// The peer does not accept this side's identity.
        case notAuthorised
        /// The peer refused the session, or ended it, for the reason given.
        case refused(ErrorCode)
        /// A validity period does not contain the present: one of the two clocks is wrong, or a delegation is stale.
        case clock
        /// The peer passed a limit of this side.
        case limit
        /// The byte stream ended before the session did: nothing that was not complete may be used.
        case truncated
        /// Something took longer than its deadline.
        case timedOut
        /// The file's content is not what its hash says, or a receipt speaks of another content.
        case integrity
        /// The caller asked for something that is not possible in this state or with these values.
        case localMisuse
        /// There is no room for more output now; ``Event/writable(_:)`` follows. Nothing was sent.
        case outputFull
        /// The session is over or about to be.
        case closed
    }

    /// Makes an error.
    package init(_ code: Code, _ reason: String, wireCode: ErrorCode? = nil) {
        self.code = code
        self.reason = reason
        self.wireCode = wireCode
    }

    /// Errors are equal if their codes are: the reason is for reading only.
    public static func == (left: SessionError, right: SessionError) -> Bool { left.code == right.code }

    /// Hashes the code.
    public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}

extension SessionError: CustomStringConvertible {
    /// One line for a log.
    public var description: String { "\(code): \(reason)" }
}
