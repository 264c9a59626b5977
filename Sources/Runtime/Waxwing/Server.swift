internal import Synchronization
internal import WaxCore
internal import WaxIdentity
internal import WaxSession
public import WaxTransport
internal import WaxWire

/// Accepts sessions of clients that it trusts.
///
/// ```swift
/// let server = try await Server(
///     identity: try await .load(from: "me"), trust: .authorizedKeys(at: "authorized_keys"), inbox: "inbox"
/// ).listen(on: "0.0.0.0:4433")
/// for await session in server.sessions {
///     Task { for try await message in session.messages { … } }
/// }
/// ```
public final class Server: Sendable {
    private struct State {
        var phase = Phase.new
        var cores: [ObjectIdentifier: SessionCore] = [:]
        var emptyWaiters: [CheckedContinuation<Void, Never>] = []
    }

    private enum Phase {
        case new
        case starting
        case listening(Running)
        case stopped
    }

    /// What a server has while it listens.
    private struct Running: Sendable {
        let listener: Listener
        let rule: TrustRule
        let inbox: InboxStore?
        let group: EventLoopGroup
        let renewal: Task<Void, Never>
    }

    private let identity: Identity
    private let trust: TrustPolicy
    private let inbox: Inbox?
    private let options: ServerOptions
    private let log: Log
    private let refusals = LogLimit()
    private let state = Mutex(State())
    private let arrivals = Mailbox<WaitingSession>()
    /// Whether the application has ever asked for sessions.
    private let sessionsAreTaken = Atomic(false)

    /// A server, which does nothing until ``listen(on:)``.
    ///
    /// - Parameters:
    ///   - identity: Who it is.
    ///   - trust: Which clients it serves.
    ///   - inbox: Where files go that clients send. Without one they are refused.
    ///   - options: Everything else.
    public init(
        identity: Identity, trust: TrustPolicy, inbox: Inbox? = nil, options: ServerOptions = ServerOptions()
    ) {
        self.identity = identity
        self.trust = trust
        self.inbox = inbox
        self.options = options
        log = Log(options.log)
    }

    deinit {
        // Sessions go on: the application has them. Nobody is left to take new ones.
        arrivals.finish()
        guard case .listening(let running) = state.withLock({ $0.phase }) else { return }
        running.listener.stop()
        running.renewal.cancel()
    }

    // MARK: Beginning

    /// Listens at an endpoint: `host:port`, where port 0 lets the system choose and no host means all addresses.
    ///
    /// - Returns: The server itself.
    /// - Throws: ``WaxwingError/Code/network(_:)`` if the address cannot be used; ``WaxwingError/Code/file(_:)``,
    ///   ``WaxwingError/Code/laxPermissions`` or ``WaxwingError/Code/badKey`` if the trust policy or the inbox
    ///   cannot be read; ``WaxwingError/Code/misuse`` if it listens already or was shut down;
    ///   ``WaxwingError/Code/closed`` if it is shut down meanwhile.
    @discardableResult
    public func listen(on endpoint: String) async throws(WaxwingError) -> Server {
        let endpoint = try Endpoint.parsed(endpoint)
        let mayStart = state.withLock { state in
            guard case .new = state.phase else { return false }
            state.phase = .starting
            return true
        }
        guard mayStart else { throw WaxwingError(.misuse, "a server listens once") }
        let running: Running
        do throws(WaxwingError) {
            running = try await start(endpoint)
        } catch {
            state.withLock { if case .starting = $0.phase { $0.phase = .new } }
            throw error
        }
        let isWanted = state.withLock { state in
            guard case .starting = state.phase else { return false }
            state.phase = .listening(running)
            return true
        }
        guard isWanted else {
            // It was shut down meanwhile.
            running.listener.stop()
            running.renewal.cancel()
            throw WaxwingError(.closed, "the server was shut down while it began")
        }
        log.info("listening on \(running.listener.address)")
        return self
    }

    private func start(_ endpoint: Endpoint) async throws(WaxwingError) -> Running {
        let group = try EventLoopGroup.chosen(options.group)
        let (trust, inbox, log) = (trust, inbox, log)
        let (content, store) = try await group.workers.run { () throws(WaxwingError) in
            let content = try trust.load(log: log)
            guard let inbox else { return (content, nil as InboxStore?) }
            return (content, try InboxStore(inbox, log: log))
        }
        let rule = TrustRule(content)
        let keeper = DelegationKeeper(
            identity, role: .server, validity: options.delegationValidity, workers: group.workers)
        try await keeper.renewIfNeeded()
        let listener: Listener
        do throws(SystemError) {
            listener = try await Listener(
                on: endpoint, loop: group.next(), workers: group.workers, limits: options.connections
            ) { [weak self] arrival in
                guard let local = keeper.latest else { return }
                self?.welcome(arrival, local: local, rule: rule, inbox: store, group: group)
            }
        } catch {
            throw WaxwingError(network: error)
        }
        let renewal = Task {
            // Looked at every minute, as half of the validity by the clock on the wall is no waiting time.
            while (try? await Task.sleep(for: .seconds(60))) != nil {
                do throws(WaxwingError) {
                    try await keeper.renewIfNeeded()
                } catch {
                    log.warning("the delegation could not be renewed: \(error)")
                }
            }
        }
        return Running(listener: listener, rule: rule, inbox: store, group: group, renewal: renewal)
    }

    private func welcome(
        _ arrival: Listener.Arrival, local: LocalIdentity, rule: TrustRule, inbox: InboxStore?, group: EventLoopGroup
    ) {
        let log = log.about("\(arrival.socket.peer)")
        guard let admission = arrival.admission else {
            if let remark = refusals.pass() {
                log.warning("turned away: there are too many sessions, in all or from this address\(remark)")
            }
            return arrival.socket.sendLastWords(Connection.rejection(.busy))
        }
        var parameters = ServerParameters(identity: local, trust: rule)
        parameters.allowsAnonymousClients = trust.allowsAnonymousPeers
        parameters.preSharedKey = options.preSharedKey
        if let decide = options.admission { parameters.admission = decide }
        parameters.name = options.name
        parameters.limits = options.limits
        parameters.padding = options.padding
        parameters.grease = options.grease
        let core = SessionCore(
            arrival.socket, loop: group.next(),
            context: SessionContext(
                log: log, workers: group.workers, inbox: inbox, sendBuffer: options.limits.sendBuffer,
                requestHandler: options.requestHandler, simultaneousRequests: options.simultaneousRequests,
                compressesResponses: options.compressesResponses,
                makeConnection: { [parameters] in Connection(server: parameters, now: $0, random: SystemRandom()) },
                isWelcome: { Self.isTrusted($0, by: rule) },
                established: { [weak self] session, place in self?.arrived(session, place) },
                refused: { [weak self] error in self?.noteRefusal(log, error) },
                ended: { [weak self] core in self?.remove(core) }),
            admission: admission)
        let isWelcome = state.withLock { state in
            if case .stopped = state.phase { return false }
            state.cores[ObjectIdentifier(core)] = core
            return true
        }
        if isWelcome { core.begin() }
    }

    private func arrived(_ session: Session, _ admission: Admission?) {
        // Where nobody takes sessions, those that are over must not keep others out.
        let isHeld = sessionsAreTaken.load(ordering: .acquiring)
        arrivals.put(WaitingSession(session: session, admission: isHeld ? admission : nil))
    }

    private func noteRefusal(_ log: Log, _ error: SessionError) {
        guard let remark = refusals.pass() else { return }
        log.warning("refused: \(error)\(remark)")
    }

    private func remove(_ core: SessionCore) {
        // First: whoever sees that nothing is left may ask at once for what was kept.
        forgetUnasked(now: core)
        let waiters: [CheckedContinuation<Void, Never>] = state.withLock { state in
            state.cores[ObjectIdentifier(core)] = nil
            guard state.cores.isEmpty else { return [] }
            defer { state.emptyWaiters = [] }
            return state.emptyWaiters
        }
        for waiter in waiters { waiter.resume() }
    }

    // As long as nobody has asked for sessions, perhaps nobody ever will: then only the last of those that are over
    // are kept, as far as what they have brought is not too much.
    private func forgetUnasked(now ended: SessionCore) {
        guard !sessionsAreTaken.load(ordering: .acquiring) else { return }
        let living = state.withLock { Set($0.cores.keys) }.subtracting([ObjectIdentifier(ended)])
        var surplus: Set<ObjectIdentifier> = []
        var (count, byteCount) = (0, 0)
        for core in arrivals.all.reversed().map(\.session.core) where !living.contains(ObjectIdentifier(core)) {
            count += 1
            byteCount += core.waitingByteCount
            if count > Self.mostUnasked || byteCount > Self.mostUnaskedBytes { surplus.insert(ObjectIdentifier(core)) }
        }
        guard !surplus.isEmpty else { return }
        let removed = arrivals.removeAll { [surplus] in surplus.contains(ObjectIdentifier($0.session.core)) }
        log.debug("\(removed) sessions are over and forgotten: nobody takes sessions")
    }

    private static let mostUnasked = 100
    private static let mostUnaskedBytes = 32 << 20

    // MARK: Serving

    /// Where the server listens, with the port that the system chose if it was to choose one; nil if it does not
    /// listen.
    public var address: SocketAddress? { running?.listener.address }

    /// The sessions, each as soon as both sides have accepted it. It ends when the server is shut down.
    ///
    /// A session that nobody takes lives all the same, and its files go to the inbox; its messages wait. If it ends
    /// meanwhile, it is still handed out, with all that has arrived, and keeps its place within
    /// ``ServerOptions/connections`` until then. A server whose sessions are never asked for keeps the last hundred that
    /// are over, with 32 MiB of messages at most, and they keep no place.
    public var sessions: SessionSequence {
        sessionsAreTaken.store(true, ordering: .releasing)
        return SessionSequence(arrivals: arrivals)
    }

    /// How many sessions there are, those in the handshake included.
    public var sessionCount: Int { state.withLock { $0.cores.count } }

    private var running: Running? {
        state.withLock { state in
            if case .listening(let running) = state.phase { return running }
            return nil
        }
    }

    /// Reads the file of the trust policy again.
    ///
    /// It holds for sessions in the handshake, too. Sessions of identities that are no longer in it end at once; what
    /// they have brought and nobody has taken yet is not delivered any more. A session that the application has taken
    /// and that was over before keeps what it has brought.
    ///
    /// - Throws: As ``listen(on:)``. The policy that was there holds on then.
    public func reloadTrust() async throws(WaxwingError) {
        guard let running else { throw WaxwingError(.misuse, "the server does not listen") }
        let (trust, log) = (trust, log)
        let content = try await running.group.workers.run { () throws(WaxwingError) in try trust.load(log: log) }
        running.rule.replace(by: content)
        // Sessions that do not stand yet ask the rule when they do. One that has just asked it is among these.
        for core in state.withLock({ Array($0.cores.values) }) {
            core.onLoop { core in
                guard let peer = core.peer, !Self.isTrusted(peer, by: running.rule) else { return }
                core.cut()
                self.arrivals.removeAll { $0.session.core === core }
            }
        }
        arrivals.removeAll { !Self.isTrusted($0.session.peer, by: running.rule) }
    }

    private static func isTrusted(_ peer: Peer, by rule: TrustRule) -> Bool {
        guard let identity = peer.identity else { return true }
        return rule.decision(about: identity) == .trusted
    }

    // MARK: The end

    /// Stops listening, says goodbye to all clients, and returns when nothing is left: no session, no socket, no
    /// unfinished file.
    ///
    /// - Parameter patience: How long clients have to take what is on its way and to answer; what is
    ///   then left is cut off.
    public func shutDown(patience: Duration = .seconds(5)) async {
        let running = state.withLock { state -> Running? in
            defer { state.phase = .stopped }
            if case .listening(let running) = state.phase { return running }
            return nil
        }
        guard let running else { return arrivals.finish() }
        running.listener.stop()
        running.renewal.cancel()
        arrivals.finish()
        for core in state.withLock({ Array($0.cores.values) }) {
            core.onLoop { $0.sayGoodbye(code: .shuttingDown) }
        }
        let impatience = Task {
            try await Task.sleep(for: patience)
            for core in state.withLock({ Array($0.cores.values) }) { core.onLoop { $0.abandon() } }
        }
        await withCheckedContinuation { waiter in
            let isEmpty = state.withLock { state in
                if !state.cores.isEmpty { state.emptyWaiters.append(waiter) }
                return state.cores.isEmpty
            }
            if isEmpty { waiter.resume() }
        }
        impatience.cancel()
        await running.inbox?.waitUntilIdle()
    }
}

/// A session that the application has not taken yet.
struct WaitingSession: Sendable {
    let session: Session
    /// Its place within the limits, so that those who come and go before anybody looks are limited too.
    let admission: Admission?
}

/// The sessions of a ``Server``, as an asynchronous sequence.
public struct SessionSequence: AsyncSequence, Sendable {
    /// A session in which both sides have accepted each other.
    public typealias Element = Session
    /// It ends without an error.
    public typealias Failure = Never

    let arrivals: Mailbox<WaitingSession>

    /// Begins to take sessions.
    public func makeAsyncIterator() -> Iterator { Iterator(arrivals: arrivals) }

    /// Takes sessions one by one.
    public struct Iterator: AsyncIteratorProtocol {
        let arrivals: Mailbox<WaitingSession>

        /// The next session, as soon as there is one; nil when the server is shut down or the task is cancelled.
        public mutating func next(isolation actor: isolated (any Actor)?) async -> Session? {
            guard case .element(let waiting) = await arrivals.take() else { return nil }
            return waiting.session
        }

        /// The next session, as soon as there is one.
        public mutating func next() async -> Session? { await next(isolation: nil) }
    }
}
