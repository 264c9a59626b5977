internal import WaxIdentity
internal import WaxSession
internal import WaxTransport
internal import WaxWire

/// Answers requests of a peer. An error that it throws is answered with ``/WaxWire/ErrorCode/internalError``, a
/// ``RequestRefused`` with its code.
public typealias RequestHandler = @Sendable (Session, Request) async throws -> Response

/// Thrown by a ``RequestHandler`` that does not answer a request: the peer is told the code.
public struct RequestRefused: Error, Sendable {
    /// What the peer is told.
    public let code: ErrorCode

    /// Refuses with a code, by default because there is no such service or method.
    public init(_ code: ErrorCode = .noSuchService) { self.code = code }
}

/// What a session needs of the server or client that it belongs to.
struct SessionContext: Sendable {
    let log: Log
    let workers: WorkerPool
    /// Where files of the peer go; without one they are refused.
    let inbox: InboxStore?
    let sendBuffer: Int
    let requestHandler: RequestHandler?
    /// How many requests of the peer are answered at a time.
    let simultaneousRequests: Int
    let compressesResponses: Bool
    let makeConnection: @Sendable (Moment) -> Connection
    /// Whether a peer that was accepted in the handshake is still welcome when the session stands.
    let isWelcome: @Sendable (Peer) -> Bool
    /// Called on the loop's thread when the session stands, with its place within the limits.
    let established: @Sendable (Session, Admission?) -> Void
    /// Called on the loop's thread when a handshake ends because the peer is not trusted, or proves nothing.
    let refused: @Sendable (SessionError) -> Void
    /// Called on the loop's thread when nothing is left of the session.
    let ended: @Sendable (SessionCore) -> Void
}
