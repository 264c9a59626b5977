internal import Synchronization

/// Accepts TCP connections at an address and hands them to a function.
public final class Listener: ReadinessHandler {
    /// A connection that has just come in.
    public struct Arrival: Sendable {
        /// The connection.
        public let socket: Socket

        /// Its place within the limits; to be held as long as the connection lives. Nil where the limits leave no
        /// place: then a word of refusal may be sent, no more.
        public let admission: Admission?
    }

    /// What has happened at a listener so far.
    public struct Statistics: Sendable, Equatable {
        /// Connections that found a place.
        public var accepted = 0
        /// Connections that found none.
        public var turnedAway = 0
        /// How often accepting paused because the process had no descriptors or no memory left.
        public var shortages = 0
    }

    private struct State {
        var socket: SocketHandle?
        var registration: Registration?
        var statistics = Statistics()
    }

    private let admissions: Admissions
    private let arrival: @Sendable (Arrival) -> Void
    private let state = Mutex(State())

    /// Where it listens, with the port that the system chose if 0 was asked for.
    public let address: SocketAddress

    /// Listens at an endpoint until ``stop()``.
    ///
    /// An empty host means every address of the machine, of both families. A name that has several addresses is
    /// bound to the first of them that can be.
    ///
    /// - Parameters:
    ///   - endpoint: Where to listen; port 0 stands for any that is free.
    ///   - loop: Where connections are taken.
    ///   - workers: Where a name is looked up.
    ///   - limits: How many connections there may be.
    ///   - backlog: How many connections the system may keep waiting.
    ///   - arrival: Called on the loop's thread for each connection; must not block.
    public init(
        on endpoint: Endpoint, loop: EventLoop, workers: WorkerPool, limits: ConnectionLimits = .init(),
        backlog: Int = 1024, arrival: @escaping @Sendable (Arrival) -> Void
    ) async throws(SystemError) {
        let addresses = try await Self.addresses(of: endpoint, workers)
        let socket = try Self.open(addresses, backlog: Int32(clamping: backlog))
        address = try System.localAddress(of: socket.descriptor)
        admissions = Admissions(limits)
        self.arrival = arrival
        state.withLock { $0.socket = socket }
        let registration = try loop.register(handle: socket, interest: .reading, handler: self)
        state.withLock { $0.registration = registration }
    }

    /// The number of connections that hold a place.
    public var connectionCount: Int { admissions.count }

    /// What has happened so far.
    public var statistics: Statistics { state.withLock { $0.statistics } }

    /// Accepts no more connections; those that there are go on.
    public func stop() {
        let (socket, registration) = state.withLock { ($0.socket.take(), $0.registration.take()) }
        registration?.cancel()
        _ = consume socket
    }

    private static func addresses(
        of endpoint: Endpoint, _ workers: WorkerPool
    ) async throws(SystemError) -> [SocketAddress] {
        guard endpoint.host.isEmpty else { return try await endpoint.addresses(workers: workers) }
        return [
            SocketAddress(host: .v6(high: 0, low: 0), port: endpoint.port),
            SocketAddress(host: .v4(0), port: endpoint.port),
        ]
    }

    private static func open(_ addresses: [SocketAddress], backlog: Int32) throws(SystemError) -> SocketHandle {
        var failure = SystemError("listen", code: .addressNotAvailable)
        for address in addresses {
            do throws(SystemError) {
                let descriptor = try System.makeSocket(for: address)
                try System.setReuseAddress(descriptor)
                // The wildcard of IPv6 serves IPv4 too, whatever the system's default is.
                if address.isIPv6 { try System.setOnlyIPv6(descriptor, false) }
                try System.assign(descriptor, to: address)
                try System.startListening(descriptor, backlog: backlog)
                return SocketHandle(descriptor)
            } catch {
                failure = error
            }
        }
        throw failure
    }

    // Bounded, so that a flood of connections does not keep the loop from those that it has.
    private static let acceptsPerRound = 64
    private static let pause: UInt64 = 50_000_000

    /// Accepts what waits.
    public func socketIsReady(_ readiness: Readiness) {
        guard let socket = state.withLock({ $0.socket }) else { return }
        for _ in 0..<Self.acceptsPerRound {
            do throws(SystemError) {
                guard let descriptor = try System.acceptSocket(socket.descriptor) else { return }
                welcome(try Socket(SocketHandle(descriptor)))
            } catch {
                guard error.code.isShortage else { continue }
                // The connection stays in the queue and would be reported for ever: look away for a while.
                rest()
                return
            }
        }
    }

    /// Accepts again after a pause.
    public func deadlineHasPassed() {
        try? state.withLock { $0.registration }?.setInterest(.reading)
    }

    private func welcome(_ socket: Socket) {
        let admission = admissions.admit(socket.peer)
        state.withLock { state in
            if admission == nil { state.statistics.turnedAway += 1 } else { state.statistics.accepted += 1 }
        }
        arrival(Arrival(socket: socket, admission: admission))
    }

    private func rest() {
        let registration = state.withLock { state in
            state.statistics.shortages += 1
            return state.registration
        }
        registration?.setDeadline(SystemClock.monotonicNanoseconds + Self.pause)
        try? registration?.setInterest([])
    }
}
