public import WaxCore
internal import WaxSession
public import WaxTransport
public import WaxWire

/// An authenticated, encrypted session with a peer: messages, files and requests in both directions.
///
/// A client gets one from ``Client/connect(to:)-(String)``, a server from ``Server/sessions``. It can be used from any task.
/// It goes on until one side closes it or the connection breaks; what one side has not closed must be taken for
/// incomplete, and is reported as an error.
public final class Session: Sendable {
    let core: SessionCore

    /// Who is at the other end: proven, not claimed.
    public let peer: Peer

    init(core: SessionCore, peer: Peer) {
        self.core = core
        self.peer = peer
    }

    /// Where the peer is.
    public var remoteAddress: SocketAddress { core.remoteAddress }

    /// Where this side is.
    public var localAddress: SocketAddress { core.localAddress }

    /// The thread that the session lives on. A task that prefers to run there, with
    /// `Task(executorPreference: session.loop.taskExecutor)`, speaks with it without a switch of threads; it must not
    /// block.
    public var loop: EventLoop { core.loop }

    // MARK: Receiving

    /// What the peer sends, in the order of its arrival.
    public var messages: MessageSequence { MessageSequence(core: core) }

    /// Sets who answers requests of the peer, from now on. Requests that come while there is nobody are refused; to
    /// have somebody from the beginning, set it in the options of the server or client.
    public func onRequest(_ handler: @escaping RequestHandler) async { await core.setRequestHandler(handler) }

    /// By what name the peer shows itself: text of its choice, never an identity. Escape it before showing it.
    public var peerName: String? {
        get async { await core.peerName }
    }

    // MARK: Sending messages

    /// Sends a text.
    ///
    /// Messages arrive in the order in which they are sent. Returns when the session has taken the message, which it
    /// does unless the peer is far behind; ``close(code:text:)`` returns when all has arrived.
    ///
    /// - Parameters:
    ///   - text: What to send.
    ///   - compressed: Whether to compress it, where that gains something and the peer takes it. Do not where a secret
    ///     and something that an attacker chose are in one message: its length tells of the secret then.
    public func send(_ text: String, compressed: Bool = false) async throws(WaxwingError) {
        try await send(.text(text), compressed: compressed)
    }

    /// Sends bytes; `compressed` as for ``send(_:compressed:)-(String,_)``.
    public func send(_ bytes: [UInt8], compressed: Bool = false) async throws(WaxwingError) {
        try await send(.bytes(bytes), compressed: compressed)
    }

    /// Sends a value of a `Codable` type, as an object or, if it is an array, as a list.
    public func send(_ value: some Encodable & Sendable, compressed: Bool = false) async throws(WaxwingError) {
        try await send(try .value(value), compressed: compressed)
    }

    /// Sends a message of any kind.
    public func send(_ message: Message, compressed: Bool = false) async throws(WaxwingError) {
        try await core.send(message, compressed: compressed)
    }

    // MARK: Sending files

    /// Sends a file, and returns when the peer has verified it and has it safe on its disk.
    ///
    /// - Parameters:
    ///   - path: The file. It must not change meanwhile.
    ///   - name: The name under which it is offered; that of the file if nil.
    ///   - hash: How its content is verified as a whole; besides, every record is authenticated by itself.
    ///   - compressed: Whether to compress it on its way, where that gains something and the peer takes it.
    ///   - progress: Called for every quarter of a mebibyte that is on its way, on the thread of the session: it must
    ///     not block.
    /// - Throws: ``WaxwingError/Code/refused(_:)`` if the peer does not want it, ``WaxwingError/Code/integrity`` if it
    ///   arrived damaged, ``WaxwingError/Code/file(_:)`` if it cannot be read, or why the session ended.
    @discardableResult
    public func send(
        file path: String, as name: String? = nil, hash: HashAlgorithm = .sha256Tree, compressed: Bool = false,
        progress: (@Sendable (TransferProgress) -> Void)? = nil
    ) async throws(WaxwingError) -> SentFile {
        let file = try await core.context.workers.run { () throws(WaxwingError) in
            try OutgoingFile.open(path, as: name, hash: hash)
        }
        return try await core.send(file, compressed: compressed, progress: progress)
    }

    // MARK: Requests

    /// Asks the peer, and waits for its answer.
    ///
    /// - Throws: ``WaxwingError/Code/refused(_:)`` if the peer does not answer such a request, or why the session
    ///   ended.
    public func request(_ request: Request, compressed: Bool = false) async throws(WaxwingError) -> Response {
        try await core.request(request, compressed: compressed)
    }

    /// Asks the peer for something that takes and gives values of `Codable` types.
    ///
    /// - Throws: ``WaxwingError/Code/refused(_:)`` also if the status of the answer is not
    ///   ``/WaxWire/ErrorCode/none``; ``WaxwingError/Code/peerMisbehaved`` if it is of another type.
    public func request<Answer: Decodable>(
        _ method: String, of service: String = "", _ argument: some Encodable & Sendable,
        returning type: Answer.Type = Answer.self, compressed: Bool = false
    ) async throws(WaxwingError) -> Answer {
        let response = try await request(
            Request(service: service, method: method, message: try .value(argument)), compressed: compressed)
        guard response.status == .none else {
            throw WaxwingError(.refused(response.status), "the peer answers with the status \(response.status)")
        }
        return try response.message.decode(type)
    }

    // MARK: The session itself

    /// Measures the time to the peer and back.
    public func ping() async throws(WaxwingError) -> Duration { try await core.ping() }

    /// How many bytes the session has moved in each direction: all that is on the wire, the handshake included.
    public var traffic: Traffic {
        get async { await core.traffic }
    }

    /// Changes the name by which this side shows itself: at most 255 bytes.
    public func setName(_ name: String) async throws(WaxwingError) {
        try await core.command { (connection) throws(SessionError) in try connection.setName(name) }
    }

    /// Changes the key of this side's direction now. That happens by itself after 64 GiB or an hour.
    public func rekey() async throws(WaxwingError) {
        try await core.command { (connection) throws(SessionError) in try connection.rekeyNow() }
    }

    /// A value that both sides share and that belongs to this session alone, 32 bytes. Not secret: what a log-in or a
    /// signature inside the session is bound to.
    public var channelBinding: [UInt8] {
        get async throws(WaxwingError) {
            try await core.command { (connection) throws(SessionError) in connection.channelBinding ?? [] }
        }
    }

    /// Derives a secret that both sides share and nobody else knows.
    ///
    /// - Parameters:
    ///   - label: What it is for, at most 255 bytes.
    ///   - context: What it is bound to, at most 65,535 bytes.
    ///   - byteCount: How many bytes, 1 to 8,160.
    public func export(
        label: String, context: [UInt8] = [], byteCount: Int = 32
    ) async throws(WaxwingError) -> SymmetricKey {
        try await core.command { (connection) throws(SessionError) in
            try connection.export(label: label, context: context, count: byteCount)
        }
    }

    // MARK: The end

    /// Ends the session in order: all messages that were sent arrive first, then both sides say goodbye. Files and
    /// requests that are under way fail.
    ///
    /// - Parameters:
    ///   - code: The reason; none if all is done.
    ///   - text: For a person, at most 256 bytes.
    /// - Throws: Why the session ended otherwise: then the last messages may not have arrived.
    public func close(code: ErrorCode = .none, text: String = "") async throws(WaxwingError) {
        try await core.close(code: code, text: text)
    }

    /// Ends the session at once. The peer sees a connection that broke.
    public func abandon() { core.onLoop { $0.abandon() } }
}

/// A file that the peer has verified and stored.
public struct SentFile: Sendable, Hashable {
    /// Its size in bytes.
    public let size: UInt64

    /// The root of its tree of hashes: 32 bytes, or none if it was sent without a hash.
    public let root: [UInt8]
}

extension SessionCore {
    var traffic: Traffic { connection?.traffic ?? finalTraffic }

    func setRequestHandler(_ handler: @escaping RequestHandler) { requestHandler = handler }
}
