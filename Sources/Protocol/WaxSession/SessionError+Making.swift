import WaxCore
import WaxIdentity
import WaxNoise
import WaxWire

extension SessionError {
    /// The peer did something that the protocol does not allow.
    static func violation(_ reason: String) -> SessionError {
        SessionError(.peerMisbehaved, reason, wireCode: .protocolViolation)
    }

    /// The peer passed a limit.
    static func exceeded(_ reason: String) -> SessionError {
        SessionError(.limit, reason, wireCode: .limitExceeded)
    }

    /// The caller made a mistake; nothing has changed.
    static func misuse(_ reason: String) -> SessionError { SessionError(.localMisuse, reason) }

    /// Bytes of the peer were not in the form of the wire format.
    init(_ error: WireError) {
        let code: Code =
            switch error.code {
            case .limitExceeded: .limit
            case .unsupportedVersion, .unsupportedSuite, .unsupportedExtension, .unsupportedType: .peerIncompatible
            default: .peerMisbehaved
            }
        self.init(code, "the peer's bytes are not of this protocol (\(error.reason))", wireCode: error.code)
    }

    /// A message of the handshake could not be read or written. Whatever the reason, the peer is told only that
    /// authentication failed.
    init(handshake error: NoiseError) {
        self.init(
            .peerMisbehaved,
            "the handshake failed (\(error)): the peer has other keys, or somebody changed it on the way",
            wireCode: .authenticationFailed)
    }

    /// The peer's identity was not accepted. Whatever the reason, the peer is told only that authentication failed.
    init(_ error: IdentityError) {
        let code: Code =
            switch error.fault {
            case .peerMisbehaved: .peerMisbehaved
            case .peerIncompatible: .peerIncompatible
            case .notTrusted: .notTrusted
            case .clock: .clock
            case .thisSide: .localMisuse
            }
        self.init(code, "\(error)", wireCode: .authenticationFailed)
    }

    /// What this side makes of a reason that the peer gave for turning it away.
    ///
    /// - Parameter text: Of the peer.
    init(refusedWith code: ErrorCode, text: String = "", authentic: Bool) {
        let words = text.isEmpty ? code.words : "\(code.words): “\(escaped(text))”"
        let reason = authentic ? "the peer says \(words)" : "the peer, or somebody on the way, says \(words)"
        switch code {
        case .unsupportedVersion, .unsupportedSuite, .unsupportedExtension: self.init(.peerIncompatible, reason)
        case .authenticationFailed: self.init(.notAuthorised, reason)
        default: self.init(.refused(code), reason)
        }
    }
}

/// Runs a parser of the wire format, with the session's error.
func parsing<Value>(_ body: () throws(WireError) -> Value) throws(SessionError) -> Value {
    do throws(WireError) { return try body() } catch { throw SessionError(error) }
}

/// What a reject says.
func rejection(_ body: Span<UInt8>) throws(SessionError) -> SessionError {
    do throws(WireError) {
        return SessionError(refusedWith: try Reject(parsing: body).code, authentic: false)
    } catch {
        throw SessionError(error)
    }
}
