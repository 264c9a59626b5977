public import WaxCore
public import WaxWire

extension Connection {
    /// The session, if commands can be given.
    func openSession() throws(SessionError) -> Session {
        guard case .secured(let session) = state, session.sawFirstFrame else {
            if isOver { throw SessionError(.closed, "the session is over") }
            throw .misuse("the session is not established yet")
        }
        guard session.isOpen else { throw SessionError(.closed, "the session is over or about to be") }
        return session
    }

    /// The session and one of its streams.
    func open(_ id: StreamID) throws(SessionError) -> (Session, Stream) {
        let session = try openSession()
        return (session, try session.stream(id))
    }

    /// Whether commands for streams can be given: after ``Event/established(_:)``, before the end.
    public var isEstablished: Bool {
        guard case .secured(let session) = state else { return false }
        return session.isOpen
    }

    /// Who is at the other end; nil before ``Event/established(_:)``.
    public var peer: Peer? {
        guard case .secured(let session) = state, session.sawFirstFrame else { return nil }
        return session.peer
    }

    /// The channel binding: a value that both sides share and that belongs to this session alone, 32 bytes (the
    /// hash of the handshake, Noise revision 34 section 11.2). Not secret. Nil before ``Event/established(_:)``.
    public var channelBinding: [UInt8]? {
        guard case .secured(let session) = state, session.sawFirstFrame else { return nil }
        return session.channel.binding
    }

    /// Derives a secret that both sides share and nobody else knows.
    ///
    /// - Parameters:
    ///   - label: What it is for, at most 255 bytes.
    ///   - context: What it is bound to, at most 65,535 bytes.
    ///   - count: How many bytes, 1 to 8,160.
    /// - Throws: `localMisuse` if the session is not established or a size is out of range, `closed`.
    public func export(label: String, context: [UInt8], count: Int) throws(SessionError) -> SymmetricKey {
        let session = try openSession()
        guard label.utf8.count <= 255, context.count <= 65_535, (1...8_160).contains(count) else {
            throw .misuse("a label, a context or a count is out of range")
        }
        return try session.channel.export(label: Array(label.utf8), context: context, count: count)
    }

    /// Asks the peer for a sign of life; ``Event/pong(id:roundTripNanoseconds:)`` follows.
    ///
    /// - Returns: The number that the event will have.
    /// - Throws: `limit` if too many pings are on their way, `localMisuse`, `closed`.
    @discardableResult
    public func ping() throws(SessionError) -> UInt64 { try openSession().ping() }

    /// Changes the name by which this side shows itself: at most 255 bytes of UTF-8.
    ///
    /// - Throws: `localMisuse`, `closed`.
    public func setName(_ name: String) throws(SessionError) { try openSession().setName(name) }

    /// Changes the key of this side's direction with the next record.
    ///
    /// - Throws: `localMisuse`, `closed`.
    public func rekeyNow() throws(SessionError) { try openSession().mustRekey = true }

    /// Asks the peer to change the key of its direction.
    ///
    /// - Throws: `localMisuse`, `closed`.
    public func requestRekey() throws(SessionError) { try openSession().queueControl(.rekeyRequest) }

    /// Ends the session: what is queued is sent, then the goodbye; then the peer's goodbye is waited for.
    /// No new streams, messages or files can be begun, and a file of which the application has not given all stays
    /// incomplete: the session then ends with ``SessionError/Code/truncated``. Before the session is
    /// established, it is given up.
    ///
    /// - Parameters:
    ///   - code: The reason; ``/WaxWire/ErrorCode/none`` for done.
    ///   - text: For a person, at most 256 bytes of UTF-8; cut off if it is longer.
    public func goodbye(code: ErrorCode = .none, text: String = "") {
        switch state {
        case .handshaking:
            fail(SessionError(.closed, "given up by this side", wireCode: code == .none ? .cancelled : code))
        case .secured(let session):
            session.sayGoodbye(code: code, text: text)
            tellIfOver()
        case .over: break
        }
    }

    /// The bytes with which a server turns a byte stream away before it looks at it, for example because there are
    /// too many already. Not authenticated.
    public static func rejection(_ code: ErrorCode) -> [UInt8] { Reject(code: code).encodedUnit() }
}
