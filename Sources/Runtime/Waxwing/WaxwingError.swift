internal import WaxSession
public import WaxTransport
public import WaxWire

/// Why something in Waxwing did not succeed.
///
/// Compare ``code``; show ``description`` to a person: it is one line, says what to do where that is known, and text
/// of the peer in it is escaped.
public struct WaxwingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, and whose fault it is.
    public enum Code: Hashable, Sendable {
        /// The peer's identity is not one that this side trusts, or it could not prove it.
        case notTrusted
        /// The peer does not accept this side's identity.
        case notAuthorised
        /// Content is not what its hash says.
        case integrity
        /// The peer refused the session, a request or a file, for the reason given.
        case refused(ErrorCode)
        /// The other machine could not be reached, or the listening address not be used.
        case network(SystemError.Code)
        /// A file or a directory of this side could not be used.
        case file(SystemError.Code)
        /// A file of this side may be read or changed by others than its owner, and so is not used.
        case laxPermissions
        /// A key or a file with keys is malformed.
        case badKey
        /// The key of this side is encrypted, and no passphrase was given.
        case passphraseNeeded
        /// The passphrase is not that of the key, or the file with the key was damaged.
        case wrongPassphrase
        /// The peer broke a rule of the protocol, or what it sent was changed on the way.
        case peerMisbehaved
        /// The peer speaks no version or suite that this side speaks.
        case peerIncompatible
        /// One of the two clocks is wrong.
        case clock
        /// A limit was passed.
        case limit
        /// The connection ended before the session did: what was not complete is void.
        case truncated
        /// It took too long.
        case timedOut
        /// The session is over.
        case closed
        /// The task that waited was cancelled.
        case cancelled
        /// The caller asked for something that is not possible.
        case misuse
    }

    /// What went wrong, and whose fault it is.
    public let code: Code

    /// The reason in one line.
    public let reason: String

    /// The reason in one line.
    public var description: String { reason }

    init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// Two errors are equal if their codes are; the reason is for people.
    public static func == (left: WaxwingError, right: WaxwingError) -> Bool { left.code == right.code }

    /// With what status a command that failed with this error ends: 3 where one side does not trust the other, 4 where
    /// content was damaged, 1 for everything else.
    public var exitStatus: Int32 {
        switch code {
        case .notTrusted, .notAuthorised, .refused(.authenticationFailed): 3
        case .integrity, .refused(.integrity): 4
        default: 1
        }
    }
}

extension WaxwingError {
    init(_ error: SessionError) {
        let code: Code =
            switch error.code {
            case .peerMisbehaved: .peerMisbehaved
            case .peerIncompatible: .peerIncompatible
            case .notTrusted: .notTrusted
            case .notAuthorised: .notAuthorised
            case .refused(let code): .refused(code)
            case .clock: .clock
            case .limit: .limit
            case .truncated: .truncated
            case .timedOut: .timedOut
            case .integrity: .integrity
            case .localMisuse, .outputFull: .misuse
            case .closed: .closed
            }
        self.init(code, error.reason)
    }

    init(network error: SystemError) {
        switch error.code {
        case .timedOut: self.init(.timedOut, "\(error)")
        case .cancelled: self.init(.cancelled, "\(error)")
        default: self.init(.network(error.code), "\(error)")
        }
    }

    init(file error: SystemError) { self.init(.file(error.code), "\(error)") }

    /// The peer would not take a file.
    init(fileRefused code: ErrorCode, name: String) {
        let name = name.escapedForDisplay
        switch code {
        case .integrity: self.init(.integrity, "\(name) arrived damaged, and the peer has thrown it away")
        case .alreadyExists: self.init(.refused(code), "the peer has a file of the name \(name) already")
        case .noSpace: self.init(.refused(code), "the peer has no room for \(name)")
        case .noSuchService, .refused: self.init(.refused(code), "the peer does not take \(name)")
        case .limitExceeded: self.init(.refused(code), "\(name) is larger than what the peer takes")
        case .storageFailed: self.init(.refused(code), "the peer could not store \(name)")
        default: self.init(.refused(code), "the peer did not store \(name); it says \(code.words)")
        }
    }

    static let cancelled = WaxwingError(.cancelled, "given up by this side")
    static let closed = WaxwingError(.closed, "the session is over")
}
