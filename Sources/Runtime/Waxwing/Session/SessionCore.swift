internal import Synchronization
internal import WaxCore
internal import WaxIdentity
internal import WaxSession
internal import WaxTransport
internal import WaxWire

/// The inside of a ``Session``: the protocol's state machine, the socket, and whoever waits for something. It lives on
/// the thread of an event loop.
///
/// Whatever happens – bytes, a deadline, a command – ends in ``advance()``: take events, take output, write. Nothing
/// here waits for a file or for the application.
actor SessionCore: LoopBound, ReadinessHandler {
    typealias Waiter<Value> = CheckedContinuation<Result<Value, WaxwingError>, Never>

    nonisolated let loop: EventLoop
    nonisolated let context: SessionContext
    nonisolated let remoteAddress: SocketAddress
    nonisolated let localAddress: SocketAddress
    /// What has arrived and was not taken yet.
    nonisolated let mailbox = Mailbox<Delivery>()
    /// Credit for messages that were taken, on its way to the loop.
    nonisolated let freedCredit = Mutex<[Delivery.Credit]>([])

    private(set) var connection: Connection?
    // The socket is held by nobody else, so that it closes as soon as it is let go of.
    private var socket: Socket?
    private var channel: ByteChannel?
    /// The session's place within the limits of a server: given back when it is over, whoever still holds the session.
    private var admission: Admission?
    /// When what is still to be sent is given up, once the session is over.
    private var closingDeadline: UInt64?
    private var mustAdvance = false

    /// How the session came out, once it has.
    private(set) var outcome: Result<Void, WaxwingError>?
    private(set) var peer: Peer?
    private var establishing: [Waiter<Peer>] = []
    private var closing: [Waiter<Void>] = []

    var lastID: UInt64 = 0
    var peerName: String?
    var requestHandler: RequestHandler?
    /// Messages that wait for room, in order.
    var messages: [(id: UInt64, message: Message, compressed: Bool, waiter: Waiter<Void>)] = []
    /// The stream that messages go out on, once there is one.
    var messageStream: StreamID?
    /// What is said at the end, once no messages wait.
    var farewell: (code: ErrorCode, text: String)?
    var openings: [Opening] = []
    var asked: [StreamID: (id: UInt64, waiter: Waiter<Response>)] = [:]
    var pings: [UInt64: (id: UInt64, waiter: Waiter<Duration>)] = [:]
    var incoming: [StreamID: IncomingFile] = [:]
    var outgoing: [StreamID: OutgoingTransfer] = [:]
    /// What was moved, once the connection is gone.
    private(set) var finalTraffic = Traffic()
    /// The application's answers to requests of the peer, while they are made and wanted.
    var answering: [StreamID: Task<Void, Never>] = [:]
    /// How many answers are being made, those included that the peer has given up.
    var answersUnderWay = 0
    /// Requests of the peer that wait until fewer are being answered, in order.
    var unanswered: [(request: Request, stream: StreamID, credit: Int)] = []

    init(_ socket: Socket, loop: EventLoop, context: SessionContext, admission: Admission? = nil) {
        self.socket = socket
        self.admission = admission
        remoteAddress = socket.peer
        localAddress = socket.local
        self.loop = loop
        self.context = context
        requestHandler = context.requestHandler
    }

    // How much output waits in this process before no more is encrypted and no more is read.
    private static let largestBacklog = 512 << 10
    private static let outputBatch = 128 << 10
    // How much is sent before others on the loop get their turn.
    private static let outputPerRound = 1 << 20
    private static let closingTime: UInt64 = 5_000_000_000

    // MARK: Beginning

    /// Begins to speak.
    nonisolated func begin() {
        onLoop { core in
            guard let socket = core.socket.take() else { return }
            core.connection = core.context.makeConnection(.now)
            do throws(SystemError) {
                core.channel = try ByteChannel(socket, on: core.loop, owner: core)
            } catch {
                core.connection?.receiveEndOfStream(now: .now)
                core.finish(WaxwingError(network: error))
            }
            core.advance()
        }
    }

    /// Runs something on the thread of the session, now or soon.
    nonisolated func onLoop(_ body: @escaping @Sendable (isolated SessionCore) -> Void) {
        loop.execute { self.assumeIsolated(body) }
    }

    /// Waits until the peer has been authenticated and both sides have accepted the session.
    func established() async throws(WaxwingError) -> Peer {
        try await awaiting { _, waiter in
            if case .failure(let error) = outcome { return waiter.resume(returning: .failure(error)) }
            if let peer { return waiter.resume(returning: .success(peer)) }
            if outcome != nil { return waiter.resume(returning: .failure(.closed)) }
            establishing.append(waiter)
        }
    }

    // MARK: What the loop tells

    nonisolated func socketIsReady(_ readiness: Readiness) {
        assumeIsolated { $0.receive(readiness) }
    }

    nonisolated func deadlineHasPassed() {
        assumeIsolated { core in
            let now = Moment.now
            if let deadline = core.closingDeadline, deadline <= now.monotonicNanoseconds { return core.tearDown() }
            core.connection?.handleDeadline(now: now)
            core.advance()
        }
    }

    private func receive(_ readiness: Readiness) {
        guard let connection, let channel else { return }
        do throws(SystemError) {
            if !readiness.isDisjoint(with: [.readable, .failed]) {
                let reading = try channel.read { bytes in
                    connection.receive(bytes, now: .now)
                    handleEvents()
                    // An event may have been the end.
                    return self.channel != nil && channel.pendingByteCount < Self.largestBacklog
                }
                // "Failed" without an error and without an end comes from a loop that stops.
                if reading == .ended || (reading == .drained && readiness.contains(.failed)) {
                    connection.receiveEndOfStream(now: .now)
                }
            }
            if readiness.contains(.writable) { try channel.flush() }
        } catch {
            connectionBroke(error)
        }
        advance()
    }

    private func connectionBroke(_ error: SystemError) {
        context.log.debug("the connection broke: \(error)")
        connection?.receiveEndOfStream(now: .now)
        handleEvents()
        tearDown()
    }

    // MARK: Going on

    /// Goes on soon: commands that come together are sent together.
    func scheduleAdvance() {
        guard !mustAdvance else { return }
        mustAdvance = true
        onLoop { core in
            core.mustAdvance = false
            core.advance()
        }
    }

    private func advance() {
        guard let connection = connectionNow, let channel else { return }
        do throws(SystemError) {
            var budget = Self.outputPerRound
            handleEvents()
            while connection.wantsOutput, channel.pendingByteCount < Self.largestBacklog {
                guard budget > 0 else {
                    scheduleAdvance()
                    break
                }
                let bytes = connection.takeOutput(upTo: Self.outputBatch)
                if bytes.isEmpty { break }
                budget -= bytes.count
                channel.write(bytes)
                try channel.flush()
                // Room for output may have been announced.
                handleEvents()
            }
            try channel.setReading(channel.pendingByteCount < Self.largestBacklog && !connection.isFinished)
        } catch {
            return connectionBroke(error)
        }
        handleEvents()
        if connection.isFinished {
            if channel.pendingByteCount == 0 { return tearDown(gently: true) }
            closingDeadline = closingDeadline ?? SystemClock.monotonicNanoseconds + Self.closingTime
        }
        channel.setDeadline(closingDeadline ?? connection.deadline)
    }

    private func handleEvents() {
        while let event = connection?.nextEvent() { handle(event) }
    }

    // MARK: The end

    /// Says goodbye, once what was given is sent, and waits until the peer has answered.
    func close(code: ErrorCode = .none, text: String = "") async throws(WaxwingError) {
        try await awaiting { _, waiter in
            if let outcome { return waiter.resume(returning: outcome) }
            closing.append(waiter)
            sayGoodbye(code: code, text: text)
        }
    }

    /// Says goodbye, once what was given is sent.
    func sayGoodbye(code: ErrorCode = .none, text: String = "") {
        if farewell == nil { farewell = (code, text) }
        pumpMessages()
        scheduleAdvance()
    }

    /// How many bytes of messages wait to be taken.
    nonisolated var waitingByteCount: Int { mailbox.all.reduce(0) { $0 + ($1.credit?.amount ?? 0) } }

    /// Ends the session because its peer is no longer welcome: nothing that it sent and that was not delivered yet is.
    func cut() {
        mailbox.removeAll()
        guard outcome == nil, let connection = connectionNow else { return }
        connection.goodbye(code: .authenticationFailed)
        finish(WaxwingError(.notTrusted, "its identity is no longer trusted"))
        if let channel {
            channel.write(connection.takeOutput())
            try? channel.flush()
        }
        tearDown(gently: true)
    }

    /// Ends the session at once, whatever the peer does.
    func abandon() {
        finish(.cancelled)
        tearDown()
    }

    /// Nothing more is delivered: tells everybody who waits.
    func finish(_ error: WaxwingError?) {
        guard outcome == nil else { return }
        let outcome: Result<Void, WaxwingError> = error.map { .failure($0) } ?? .success(())
        self.outcome = outcome
        mailbox.finish(error)
        for file in incoming.values { file.discard() }
        for task in answering.values { task.cancel() }
        incoming = [:]
        answering = [:]
        unanswered = []
        failAll(error ?? .closed)
        for waiter in establishing { waiter.resume(returning: .failure(error ?? .closed)) }
        for waiter in closing { waiter.resume(returning: outcome) }
        establishing = []
        closing = []
    }

    /// Lets go of the socket.
    private func tearDown(gently: Bool = false) {
        guard let channel else { return }
        self.channel = nil
        finish(.closed)
        if gently { channel.closeGently() } else { channel.close() }
        finalTraffic = connection?.traffic ?? finalTraffic
        connection = nil
        admission = nil
        context.ended(self)
    }

    // MARK: The beginning and the end, as the state machine tells them

    func didEstablish(_ peer: Peer) {
        // The rule may have changed since the handshake asked it.
        guard context.isWelcome(peer) else { return cut() }
        self.peer = peer
        context.log.info("session with \(peer.identity.map { "\($0)" } ?? "an anonymous peer")")
        context.established(Session(core: self, peer: peer), admission)
        for waiter in establishing { waiter.resume(returning: .success(peer)) }
        establishing = []
    }

    func didClose(_ error: SessionError?) {
        if let error {
            context.log.info("the session ended: \(error)")
            if peer == nil, error.code == .notTrusted || error.wireCode == .authenticationFailed {
                context.refused(error)
            }
        } else {
            context.log.info("the session is over")
        }
        // Closed by this side before anything went wrong: not an error for whoever closed it.
        let isOrderly = error == nil || (error?.code == .closed && peer != nil)
        finish(isOrderly ? nil : error.map { WaxwingError($0) })
    }
}
