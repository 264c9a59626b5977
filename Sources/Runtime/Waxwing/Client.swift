internal import WaxCore
internal import WaxIdentity
internal import WaxKeys
internal import WaxSession
public import WaxTransport
internal import WaxWire

/// Connects to servers.
///
/// ```swift
/// let client = Client(identity: try await .load(from: "me"), trust: try .fingerprint("SHA256:…"))
/// let session = try await client.connect(to: "example.org:4433")
/// try await session.send(file: "report.pdf")
/// ```
public final class Client: Sendable {
    private let identity: Identity?
    private let trust: TrustPolicy
    private let options: ClientOptions
    /// Made at the first connection: it costs a signature.
    private let keeper: Lazy<DelegationKeeper?>
    private let inbox: Lazy<InboxStore?>

    /// A client.
    ///
    /// - Parameters:
    ///   - identity: Who it is; nil to stay anonymous, which only servers open to anyone accept.
    ///   - trust: Which servers it talks to.
    ///   - options: Everything else.
    public init(identity: Identity?, trust: TrustPolicy, options: ClientOptions = ClientOptions()) {
        self.identity = identity
        self.trust = trust
        self.options = options
        keeper = Lazy { group in
            identity.map {
                DelegationKeeper($0, role: .client, validity: options.delegationValidity, workers: group.workers)
            }
        }
        inbox = Lazy { (group) throws(WaxwingError) in
            guard let rules = options.inbox else { return nil }
            return try InboxStore(rules, log: Log(options.log))
        }
    }

    /// Connects to a server: `host:port`, where the host is a name, an IPv4 address, or an IPv6 address in brackets.
    ///
    /// - Returns: A session in which both sides have proven who they are and have accepted each other.
    /// - Throws: ``WaxwingError/Code/notTrusted`` if the server is not one that is trusted (it has learned nothing
    ///   about this side then), ``WaxwingError/Code/notAuthorised`` if it does not accept this side,
    ///   ``WaxwingError/Code/network(_:)`` if it cannot be reached, and others.
    public func connect(to server: String) async throws(WaxwingError) -> Session {
        try await connect(to: try Endpoint.parsed(server))
    }

    /// Connects to a server.
    public func connect(to endpoint: Endpoint) async throws(WaxwingError) -> Session {
        let group = try EventLoopGroup.chosen(options.group)
        let log = Log(options.log).about("\(endpoint)")
        let local = try await keeper.value(group)?.renewIfNeeded()
        let inbox = try await inbox.value(group)
        let trust = try await load(endpoint, log, group)

        let loop = group.next()
        let socket: Socket
        do throws(SystemError) {
            socket = try await Connector.connect(
                to: endpoint, loop: loop, workers: group.workers, timeout: options.connectTimeout)
        } catch {
            throw WaxwingError(network: error)
        }

        var parameters = ClientParameters(identity: local, trust: trust)
        parameters.preSharedKey = options.preSharedKey
        parameters.name = options.name
        parameters.limits = options.limits
        parameters.padding = options.padding
        parameters.grease = options.grease
        let core = SessionCore(
            socket, loop: loop,
            context: SessionContext(
                log: log, workers: group.workers, inbox: inbox, sendBuffer: options.limits.sendBuffer,
                requestHandler: options.requestHandler, simultaneousRequests: options.simultaneousRequests,
                compressesResponses: options.compressesResponses,
                makeConnection: { [parameters] in Connection(client: parameters, now: $0, random: SystemRandom()) },
                isWelcome: { _ in true }, established: { _, _ in }, refused: { _ in }, ended: { _ in }))
        core.begin()
        do throws(WaxwingError) {
            let peer = try await core.established()
            try await remember(trust, log, group)
            return Session(core: core, peer: peer)
        } catch {
            core.onLoop { $0.abandon() }
            throw error
        }
    }

    private func load(
        _ endpoint: Endpoint, _ log: Log, _ group: EventLoopGroup
    ) async throws(WaxwingError) -> any PeerTrust {
        try await group.workers.run { [trust] () throws(WaxwingError) -> any PeerTrust in
            if case .knownHosts(let path, let acceptsNew) = trust.source {
                return try HostTrust(path, endpoint: endpoint, acceptsNew: acceptsNew)
            }
            return TrustRule(try trust.load(log: log))
        }
    }

    private func remember(
        _ trust: any PeerTrust, _ log: Log, _ group: EventLoopGroup
    ) async throws(WaxwingError) {
        guard let hosts = trust as? HostTrust else { return }
        let newcomer = try await group.workers.run { () throws(WaxwingError) in try hosts.remember() }
        if let newcomer { log.warning("met for the first time, and trusted from now on: \(newcomer)") }
    }
}
