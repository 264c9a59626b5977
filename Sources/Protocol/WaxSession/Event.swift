public import WaxWire

/// What happened in a session, in order; bytes of a stream may be joined to earlier ones that have not been taken yet,
/// ahead of other streams' bytes. Take events until there is none after every call that hands bytes or
/// time to the ``Connection`` or takes output from it.
///
/// Events that carry content hold the peer's credit until ``Connection/taken(_:on:)`` returns it; `credit` is the
/// number to return. What the application does not take, the peer cannot send again: that is the back-pressure.
public enum Event: Sendable {
    /// The handshake is complete, the server has accepted the session and the peer's settings are known.
    case established(Peer)

    /// The peer opened a stream. What it is for follows: a message, a request, a file, or raw bytes.
    case streamOpened(StreamID, service: String)
    /// A message is complete and well-formed.
    case message(StreamID, Message, credit: Int)
    /// The peer asks; answer with ``Connection/respond(_:to:compressed:)`` or refuse with ``Connection/refuse(_:code:)``.
    case request(StreamID, Request, credit: Int)
    /// The answer to a request of this side.
    case response(StreamID, Response, credit: Int)
    /// Raw bytes of a stream that carries no messages.
    case streamData(StreamID, [UInt8], credit: Int)
    /// The peer has nothing more to send on the stream.
    case streamEnded(StreamID)
    /// The peer gave up its sending side, or refuses to answer a request; what was not complete is void.
    case streamReset(StreamID, ErrorCode)
    /// The peer will read no more of the stream; this side's sending has been abandoned.
    case streamStopped(StreamID, ErrorCode)
    /// Both directions of the stream are over; another can be opened in its place. What was delivered of it and not
    /// returned yet can still be returned.
    case streamClosed(StreamID)
    /// The stream can take more output: see ``Connection/sendCapacity(_:)``.
    case writable(StreamID)

    /// The peer offers a file: ``Connection/acceptFile(_:resuming:)`` or ``Connection/refuse(_:code:)``.
    case fileOffered(StreamID, FileHeader, credit: Int)
    /// The next bytes of a file that was accepted. They are not verified as a whole yet.
    case fileData(StreamID, [UInt8], credit: Int)
    /// All of the file is here and its root hash is right (without a hash: its size is). Store
    /// it, then ``Connection/confirmFile(_:)``; if that fails, ``Connection/refuse(_:code:)``.
    case fileEnded(StreamID, root: [UInt8])
    /// The file turned out wrong or will not be completed: throw away what came of it. The peer has been told. On the
    /// sending side: the peer claims to have stored something else.
    case fileFailed(StreamID, SessionError)
    /// The peer wants the file from this offset on; if it is not zero, see ``Connection/continueFile(_:after:)``.
    case fileAccepted(StreamID, offset: UInt64)
    /// The peer has verified and stored the whole file, and its root is that of this side.
    case fileStored(StreamID, root: [UInt8])
    /// The peer did not want the file or could not store it.
    case fileRefused(StreamID, ErrorCode)

    /// The answer to a ping, and how long it took.
    case pong(id: UInt64, roundTripNanoseconds: UInt64)
    /// The peer shows itself by this name: text of its choice, never an identity.
    case nameChanged(String)
    /// The peer is going away, and takes only what is queued already. Streams of this side above `lastStream`
    /// were not handled and may be tried again.
    case goodbye(code: ErrorCode, text: String, lastStream: UInt64)
    /// The session is over: without an error if both sides said goodbye and nothing was unsent, incomplete or
    /// unanswered then. Always the last event, exactly once.
    case closed(SessionError?)
}
