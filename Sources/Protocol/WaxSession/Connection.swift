public import WaxCore

/// One side of a session, as a machine without input or output, clock or randomness of its own.
///
/// Bytes from the peer go into ``receive(_:now:)``, bytes for the peer come out of ``takeOutput(upTo:)``; what
/// happened comes out of ``nextEvent()``; commands say what to do. Nothing here blocks, sleeps or does a
/// system call, so a test replays whole conversations in virtual time. A connection has one owner and is not
/// shared between threads.
///
/// The owner's loop:
/// 1. hand over what the socket had, or that it ended, or that ``deadline`` has come;
/// 2. take events until there is none, and give commands;
/// 3. write what ``takeOutput(upTo:)`` gives, as long as the socket takes it;
/// 4. when ``isFinished``, shut the socket down.
public final class Connection {
    var pendingOutput: [UInt8] = []

    /// Begins a session as the client: its first bytes can be taken at once.
    ///
    /// - Parameters:
    ///   - parameters: What this side decides.
    ///   - now: The present.
    ///   - random: Where every random byte of the session comes from.
    public init(client parameters: ClientParameters, now: Moment, random: any RandomSource & Sendable) {}

    /// Begins a session as the server, which waits for the client's hello.
    public init(server parameters: ServerParameters, now: Moment, random: any RandomSource & Sendable) {}

    // MARK: Bytes

    /// Takes bytes from the peer: all of them, however many units they hold or break off in.
    ///
    /// It never fails: what is wrong with the bytes ends the session, with ``Event/closed(_:)``.
    public func receive(_ bytes: Span<UInt8>, now: Moment) {}

    /// Takes note that the byte stream has ended: no more bytes will come.
    public func receiveEndOfStream(now: Moment) {}

    /// The next bytes for the peer: at most about `limit` (whole records, at least one), none if there is nothing
    /// to send. What was queued since the last call shares records.
    public func takeOutput(upTo limit: Int = 256 << 10) -> [UInt8] { [] }

    /// Whether ``takeOutput(upTo:)`` has something to give.
    public var wantsOutput: Bool { false }

    /// Whether the session is over and all its output taken: the byte stream can be shut down.
    public var isFinished: Bool { false }

    // MARK: Time

    /// When ``handleDeadline(now:)`` wants to be called, in nanoseconds of the monotonic clock; nil for never.
    public var deadline: UInt64? { nil }

    /// Does what time asks for: gives up, pings, changes keys. Calling it too early does nothing.
    public func handleDeadline(now: Moment) {}

    // MARK: Events

    /// The next thing that happened, or nil if all has been told.
    public func nextEvent() -> Event? { nil }

    /// Returns the peer's credit for content that the application has dealt with.
    ///
    /// - Parameters:
    ///   - credit: As in the event that brought the content.
    ///   - stream: As in the event that brought the content. It may be over already.
    public func taken(_ credit: Int, on stream: StreamID) {}
}

// MARK: - Session

extension Connection {
    /// Whether commands for streams can be given: after ``Event/established(_:)``, before the end.
    public var isEstablished: Bool { false }

    /// Who is at the other end; nil before ``Event/established(_:)``.
    public var peer: Peer? { nil }

    /// The channel binding: a value that both sides share and that belongs to this session alone, 32 bytes (the
    /// hash of the handshake, Noise revision 34 section 11.2). Not secret. Nil before the handshake is complete.
    public var channelBinding: [UInt8]? { nil }

    /// Derives a secret that both sides share and nobody else knows.
    ///
    /// - Parameters:
    ///   - label: What it is for, at most 255 bytes.
    ///   - context: What it is bound to, at most 65,535 bytes.
    ///   - count: How many bytes, at most 8,160.
    /// - Throws: `localMisuse` if the session is not established or a size is out of range.
    public func export(label: String, context: [UInt8], count: Int) throws(SessionError) -> SymmetricKey {
        throw SessionError(.localMisuse, "no session yet")
    }

    /// Asks the peer for a sign of life; ``Event/pong(id:roundTripNanoseconds:)`` follows.
    ///
    /// - Returns: The number that the event will have.
    /// - Throws: `limit` if too many pings are on their way.
    @discardableResult
    public func ping() throws(SessionError) -> UInt64 { throw SessionError(.localMisuse, "no session yet") }

    /// Changes the name by which this side shows itself: at most 255 bytes of UTF-8.
    public func setName(_ name: String) throws(SessionError) {}

    /// Changes the key of this side's direction now.
    public func rekeyNow() throws(SessionError) {}

    /// Asks the peer to change the key of its direction.
    public func requestRekey() throws(SessionError) {}

    /// Ends the session: what is queued is sent, then the goodbye; then the peer's goodbye is waited for.
    /// No new streams, messages or files can be begun. Before the session is established, it is given up.
    ///
    /// - Parameters:
    ///   - code: The reason; ``ErrorCode/none`` for done.
    ///   - text: For a person, at most 256 bytes of UTF-8; cut off if it is longer.
    public func goodbye(code: ErrorCode = .none, text: String = "") {}

    /// The bytes with which a server turns a byte stream away before it looks at it, for example because there are
    /// too many already. Not authenticated.
    public static func rejection(_ code: ErrorCode) -> [UInt8] { [4, 0, 2, UInt8(code.rawValue >> 8), UInt8(code.rawValue & 0xFF)] }
}

// MARK: - Streams

extension Connection {
    /// Opens a stream to a service of the peer, for raw bytes or for messages in order.
    ///
    /// - Parameter service: At most 255 bytes of UTF-8; the empty name is the service of plain messages.
    /// - Throws: `limit` if the peer allows no more streams just now, `localMisuse`, `closed`.
    public func openStream(service: String) throws(SessionError) -> StreamID { throw SessionError(.closed, "") }

    /// Whether another stream can be opened now.
    public var canOpenStream: Bool { false }

    /// How many bytes can be given to a stream now; zero while its buffer is full, or while a file on it has not
    /// been accepted. When it was found too small, ``Event/writable(_:)`` tells that there is room again.
    public func sendCapacity(_ stream: StreamID) -> Int { 0 }

    /// Sends raw bytes. - Throws: `outputFull` if they are more than ``sendCapacity(_:)``.
    public func sendRaw(_ bytes: [UInt8], on stream: StreamID) throws(SessionError) {}

    /// Ends this side's sending on a stream.
    public func end(_ stream: StreamID) throws(SessionError) {}

    /// Gives up this side's sending on a stream: what has not been sent is thrown away.
    public func reset(_ stream: StreamID, code: ErrorCode) throws(SessionError) {}

    /// Tells the peer that no more of the stream will be read; what still comes is thrown away.
    public func stopSending(_ stream: StreamID, code: ErrorCode) throws(SessionError) {}

    /// Turns down what the peer asks for on a stream: a service, a request, a file that was offered or could not be
    /// stored. Both directions of the stream end.
    public func refuse(_ stream: StreamID, code: ErrorCode) throws(SessionError) {}
}

// MARK: - Messages

extension Connection {
    /// Sends a message.
    ///
    /// - Parameter stream: A stream that was opened for messages; nil for the session's own, which is opened when
    ///   it is first used and keeps messages in order.
    /// - Returns: The stream, on which ``Event/writable(_:)`` will come.
    /// - Throws: `outputFull` if the buffer of the stream is full (a buffer that is not takes one message of any
    ///   size), `limit` if the message is larger than the peer takes.
    @discardableResult
    public func send(_ message: Message, on stream: StreamID? = nil) throws(SessionError) -> StreamID {
        throw SessionError(.closed, "")
    }

    /// Asks a service of the peer. The answer is ``Event/response(_:_:credit:)``, a refusal
    /// ``Event/streamStopped(_:_:)`` or ``Event/streamReset(_:_:)``.
    public func request(_ request: Request) throws(SessionError) -> StreamID { throw SessionError(.closed, "") }

    /// Answers a request.
    public func respond(_ response: Response, to stream: StreamID) throws(SessionError) {}
}

// MARK: - Files

extension Connection {
    /// Offers a file to a service of the peer. ``Event/fileAccepted(_:offset:)`` or ``Event/fileRefused(_:_:)`` follows.
    public func offerFile(_ offer: FileOffer, to service: String) throws(SessionError) -> StreamID {
        throw SessionError(.closed, "")
    }

    /// Goes on with a file that the peer wants from an offset on: the digest of all before it. Needed only if the
    /// offset is not zero and the file has a tree.
    public func continueFile(_ stream: StreamID, after prefix: FileDigest) throws(SessionError) {}

    /// Gives the next bytes of a file that was accepted, from the accepted offset on. After the last,
    /// the root of the tree follows by itself.
    ///
    /// - Throws: `outputFull` if they are more than ``sendCapacity(_:)``, `localMisuse` if they are more than
    ///   the size announced.
    public func supplyFileData(_ bytes: [UInt8], on stream: StreamID) throws(SessionError) {}

    /// Accepts a file that was offered, from the beginning or, with the digest of what is here already, from there on.
    public func acceptFile(_ stream: StreamID, resuming prefix: FileDigest? = nil) throws(SessionError) {}

    /// Tells the sender that the file is verified and stored for good.
    public func confirmFile(_ stream: StreamID) throws(SessionError) {}
}

/// The digest of a file that is read in pieces, as it is used for ``FileIntegrity``.
public struct FileDigest: Sendable {
    /// How many bytes it has seen.
    public private(set) var byteCount: UInt64 = 0

    /// The digest of nothing.
    public init(_ integrity: FileIntegrity) {}

    /// Goes on with more bytes.
    public mutating func update(_ bytes: Span<UInt8>) { byteCount += UInt64(bytes.count) }
}
