public import WaxWire

extension Connection {
    /// Opens a stream to a service of the peer, for raw bytes or for messages in order.
    ///
    /// - Parameter service: At most 255 bytes of UTF-8; the empty name is the service of plain messages.
    /// - Throws: `limit` if the peer allows no more streams just now (``Event/streamClosed(_:)`` tells when to try
    ///   again), `localMisuse`, `closed`.
    public func openStream(service: String) throws(SessionError) -> StreamID {
        try openSession().openStream(service: service).id
    }

    /// Whether another stream can be opened now.
    public var canOpenStream: Bool {
        guard case .secured(let session) = state else { return false }
        return session.canOpenStream
    }

    /// How many bytes can be given to a stream now; zero while its buffer is full, or while a file on it has not
    /// been accepted. ``Event/writable(_:)`` comes when a buffer that was more than half full no longer is, and after
    /// this was asked while the buffer was not empty.
    public func sendCapacity(_ stream: StreamID) -> Int {
        guard case .secured(let session) = state, session.isOpen, let stream = session.streams[stream] else { return 0 }
        return session.sendCapacity(stream)
    }

    /// Sends raw bytes.
    ///
    /// - Throws: `outputFull` if they are more than ``sendCapacity(_:)``, `localMisuse`, `closed`.
    public func sendRaw(_ bytes: [UInt8], on stream: StreamID) throws(SessionError) {
        let (session, stream) = try open(stream)
        try session.sendRaw(bytes, on: stream)
    }

    /// Ends this side's sending on a stream, after what is queued.
    ///
    /// - Throws: `localMisuse` on a stream that ends by itself: of a file, or of a request that waits for its answer;
    ///   `closed`.
    public func end(_ stream: StreamID) throws(SessionError) {
        let (session, stream) = try open(stream)
        try session.end(stream)
    }

    /// Gives up this side's sending on a stream: what has not been sent is thrown away.
    public func reset(_ stream: StreamID, code: ErrorCode) throws(SessionError) {
        let (session, stream) = try open(stream)
        session.reset(stream, code: code)
    }

    /// Tells the peer that no more of the stream will be read; what still comes is thrown away.
    public func stopSending(_ stream: StreamID, code: ErrorCode) throws(SessionError) {
        let (session, stream) = try open(stream)
        try session.stopReceiving(stream, code: code)
    }

    /// Turns down what the peer asks for on a stream: a service, a request, a file that was offered or could not be
    /// stored. Both directions of the stream end.
    public func refuse(_ stream: StreamID, code: ErrorCode) throws(SessionError) {
        let (session, stream) = try open(stream)
        try session.turnDown(stream, code: code)
    }
}

// MARK: - Messages

extension Connection {
    /// Sends a message.
    ///
    /// - Parameters:
    ///   - message: What to send. The content is not checked again: the peer would.
    ///   - stream: A stream that was opened for messages; nil for the session's own, which is opened when
    ///     it is first used and keeps messages in order.
    ///   - compressed: Whether to compress the content, where that gains something and the peer takes it. Do not where a
    ///     secret and something that an attacker chose are in one message: its length tells of the secret then.
    /// - Returns: The stream, on which ``Event/writable(_:)`` will come.
    /// - Throws: `outputFull` if the buffer of the stream is full (a buffer that is not takes one message of any
    ///   size), `limit` if the message is larger than the peer takes, `localMisuse`, `closed`.
    @discardableResult
    public func send(
        _ message: Message, on stream: StreamID? = nil, compressed: Bool = false
    ) throws(SessionError) -> StreamID {
        let session = try openSession()
        guard let stream else { return try session.send(message, on: nil, compressed: compressed).id }
        return try session.send(message, on: session.stream(stream), compressed: compressed).id
    }

    /// Asks a service of the peer. The answer is ``Event/response(_:_:credit:)``, a refusal
    /// ``Event/streamReset(_:_:)``.
    ///
    /// - Parameters:
    ///   - request: What to ask.
    ///   - compressed: As for ``send(_:on:compressed:)``.
    /// - Throws: `limit` if the peer allows no more streams just now or the message is too large, `localMisuse`,
    ///   `closed`.
    public func request(_ request: Request, compressed: Bool = false) throws(SessionError) -> StreamID {
        try openSession().request(request, compressed: compressed).id
    }

    /// Answers a request.
    ///
    /// - Throws: `limit` if the message is too large, `localMisuse`, `closed`.
    public func respond(
        _ response: Response, to stream: StreamID, compressed: Bool = false
    ) throws(SessionError) {
        let (session, stream) = try open(stream)
        try session.respond(response, to: stream, compressed: compressed)
    }
}

// MARK: - Files

extension Connection {
    /// Offers a file to a service of the peer. ``Event/fileAccepted(_:offset:)`` or ``Event/fileRefused(_:_:)``
    /// follows.
    ///
    /// - Parameters:
    ///   - file: What is said about it.
    ///   - service: The service that is to have it.
    ///   - compressed: As for ``send(_:on:compressed:)``. Size and root hash are those of the content itself.
    /// - Throws: `limit` if the peer allows no more streams just now, `localMisuse`, `closed`.
    public func offerFile(
        _ file: FileHeader, to service: String, compressed: Bool = false
    ) throws(SessionError) -> StreamID {
        try openSession().offerFile(file, to: service, compressed: compressed).id
    }

    /// Goes on with a file that the peer wants from an offset on: the digest of all before it. Needed only if the
    /// offset is not zero and the file is hashed.
    ///
    /// - Throws: `localMisuse` if the digest is not of that length, `closed`.
    public func continueFile(_ stream: StreamID, after prefix: FileDigest) throws(SessionError) {
        let (session, stream) = try open(stream)
        try session.continueFile(stream, after: prefix)
    }

    /// Gives the next bytes of a file that was accepted, from the accepted offset on. After the last,
    /// the root of the tree and the end follow by themselves.
    ///
    /// - Throws: `outputFull` if they are more than ``sendCapacity(_:)``, `localMisuse` if they are more than
    ///   the size announced, `closed`.
    public func supplyFileData(_ bytes: [UInt8], on stream: StreamID) throws(SessionError) {
        let (session, stream) = try open(stream)
        try session.supplyFileData(bytes, on: stream)
    }

    /// Accepts a file that was offered, from the beginning or, with the digest of what is here already, from there on.
    ///
    /// - Throws: `localMisuse` if no file is offered or the digest does not fit it, `closed`.
    public func acceptFile(_ stream: StreamID, resuming prefix: FileDigest? = nil) throws(SessionError) {
        let (session, stream) = try open(stream)
        try session.acceptFile(stream, resuming: prefix)
    }

    /// Tells the sender that the file is verified and stored for good.
    ///
    /// - Throws: `localMisuse` before ``Event/fileEnded(_:root:)``, `closed`.
    public func confirmFile(_ stream: StreamID) throws(SessionError) {
        let (session, stream) = try open(stream)
        try session.confirmFile(stream)
    }
}
