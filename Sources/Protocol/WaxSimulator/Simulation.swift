public import WaxIdentity
public import WaxSession

/// What stands on top of a simulated connection: a test's own code.
public protocol Application: AnyObject {
    /// Something happened. Give commands to the connection if you like.
    func handle(_ event: Event, on connection: Connection, now: Moment)

    /// When ``act(on:now:)`` wants to be called, in nanoseconds of the monotonic clock; nil for not.
    var wakeUp: UInt64? { get }

    /// The time of ``wakeUp`` has come.
    func act(on connection: Connection, now: Moment)
}

/// Two connections in one process, the link between them, and a clock that jumps to whatever happens next.
///
/// Nothing in it depends on the machine, the time of day or other threads: the same seed gives the same bytes, events
/// and times. So a test that has failed once fails again, and can be looked at step by step.
///
/// ```swift
/// let simulation = Simulation(
///     seed: 7, link: Link(), client: clientApplication, server: serverApplication,
///     connect: { now, random in Connection(client: clientParameters, now: now, random: random) },
///     accept: { now, random in Connection(server: serverParameters, now: now, random: random) })
/// try simulation.run()
/// ```
public final class Simulation {
    /// One side.
    public struct Side {
        /// The connection.
        public let connection: Connection
        /// What stands on top of it.
        public let application: any Application
        /// Why the session ended; nil as long as it has not.
        public fileprivate(set) var ending: Ending?
        /// Whether bytes have arrived that the other side had not sent there.
        public fileprivate(set) var hasSeenTampering = false
        /// Whether the end of the byte stream was sent to the other side.
        fileprivate var hasClosed = false
        /// The largest amount of content that it held for the application or while assembling it.
        public fileprivate(set) var peakByteCount = 0
    }

    /// How a session ended.
    public enum Ending: Hashable, Sendable {
        /// Both sides said goodbye.
        case clean
        /// With an error.
        case failed(SessionError)
    }

    /// A promise of the session that was not kept.
    public struct Violation: Error, CustomStringConvertible, Sendable {
        /// What happened.
        public let description: String

        /// Makes a violation, also for the promises that an application checks.
        public init(_ description: String) { self.description = description }
    }

    /// The client.
    public private(set) var client: Side
    /// The server.
    public private(set) var server: Side
    /// The present.
    public private(set) var now: Moment
    /// How many things have happened.
    public private(set) var stepCount = 0

    private var toServer: Pipe
    private var toClient: Pipe
    private let start: UInt64

    /// Sets two connections up; nothing happens yet.
    ///
    /// - Parameters:
    ///   - seed: What all chance follows from.
    ///   - link: How the byte stream between them behaves.
    ///   - client: What stands on top of the client.
    ///   - server: What stands on top of the server.
    ///   - start: The time at the beginning.
    ///   - connect: Makes the client's connection.
    ///   - accept: Makes the server's connection.
    public init(
        seed: UInt64, link: Link, client: any Application, server: any Application,
        start: Moment = Moment(monotonicNanoseconds: 1_000_000_000, unixSeconds: 1_800_000_000),
        connect: (Moment, SimulatedRandom) -> Connection, accept: (Moment, SimulatedRandom) -> Connection
    ) {
        var random = SimulatedRandom(seed: seed)
        toServer = Pipe(link: link, isAttacked: link.attacksClient, random: random.fork())
        toClient = Pipe(link: link, isAttacked: !link.attacksClient, random: random.fork())
        self.client = Side(connection: connect(start, random.fork()), application: client)
        self.server = Side(connection: accept(start, random.fork()), application: server)
        self.start = start.monotonicNanoseconds
        now = start
    }

    /// Whether the link's attack has taken place.
    public var hasBeenAttacked: Bool { toServer.hasBeenAttacked || toClient.hasBeenAttacked }

    /// How much time has passed, in milliseconds.
    public var milliseconds: UInt64 { (now.monotonicNanoseconds - start) / 1_000_000 }

    /// Goes on until both sides are finished.
    ///
    /// - Parameters:
    ///   - limit: How much time may pass, in milliseconds.
    ///   - stepLimit: How many things may happen.
    /// - Throws: ``Violation`` if a session does not end, or hands something on that was tampered with.
    public func run(limit: UInt64 = 600_000, stepLimit: Int = 1_000_000) throws(Violation) {
        while try step() {
            guard milliseconds <= limit else { throw Violation("after \(limit) ms the sessions have not ended") }
            guard stepCount <= stepLimit else {
                throw Violation("after \(stepLimit) steps the sessions have not ended")
            }
        }
        guard client.ending != nil, server.ending != nil else {
            throw Violation("nothing can happen any more, but the sessions have not ended")
        }
    }

    /// Lets the next thing happen.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    public func step() throws(Violation) -> Bool {
        try transmit()
        let times = [
            toServer.arrival, toClient.arrival, client.connection.deadline, server.connection.deadline,
            client.ending == nil ? client.application.wakeUp : nil,
            server.ending == nil ? server.application.wakeUp : nil,
        ]
        guard let (index, time) = earliest(times) else { return false }
        stepCount += 1
        advance(to: time)
        switch index {
        case 0: try deliver(toServer.receive(), to: &server)
        case 1: try deliver(toClient.receive(), to: &client)
        case 2: client.connection.handleDeadline(now: now)
        case 3: server.connection.handleDeadline(now: now)
        case 4: client.application.act(on: client.connection, now: now)
        default: server.application.act(on: server.connection, now: now)
        }
        try tell(&client)
        try tell(&server)
        return true
    }

    private func earliest(_ times: [UInt64?]) -> (Int, UInt64)? {
        var best: (Int, UInt64)?
        for (index, time) in times.enumerated() {
            guard let time, time < best?.1 ?? .max else { continue }
            best = (index, time)
        }
        return best
    }

    private func advance(to time: UInt64) {
        guard time > now.monotonicNanoseconds else { return }
        let seconds = time / 1_000_000_000 - now.monotonicNanoseconds / 1_000_000_000
        now = Moment(monotonicNanoseconds: time, unixSeconds: now.unixSeconds + Int64(seconds))
    }

    // MARK: The link

    private func transmit() throws(Violation) {
        while client.connection.wantsOutput, toServer.hasRoom {
            let bytes = client.connection.takeOutput(upTo: 64 << 10)
            let (back, ends) = toServer.send(bytes, now: now.monotonicNanoseconds)
            if !back.isEmpty { toClient.inject(back, now: now.monotonicNanoseconds) }
            if ends { toClient.close(now: now.monotonicNanoseconds) }
            try tell(&client)
        }
        while server.connection.wantsOutput, toClient.hasRoom {
            let bytes = server.connection.takeOutput(upTo: 64 << 10)
            let (back, ends) = toClient.send(bytes, now: now.monotonicNanoseconds)
            if !back.isEmpty { toServer.inject(back, now: now.monotonicNanoseconds) }
            if ends { toServer.close(now: now.monotonicNanoseconds) }
            try tell(&server)
        }
        if client.connection.isFinished, !client.hasClosed {
            client.hasClosed = true
            toServer.close(now: now.monotonicNanoseconds)
        }
        if server.connection.isFinished, !server.hasClosed {
            server.hasClosed = true
            toClient.close(now: now.monotonicNanoseconds)
        }
    }

    private func deliver(_ arrival: Pipe.Arrival, to side: inout Side) throws(Violation) {
        switch arrival {
        case .end: side.connection.receiveEndOfStream(now: now)
        case .bytes(let bytes, isTampered: let isTampered):
            side.connection.receive(bytes.span, now: now)
            side.peakByteCount = max(side.peakByteCount, side.connection.bufferedByteCount)
            if isTampered, side.ending == nil { side.hasSeenTampering = true }
        }
    }

    /// Hands the events of a side to its application, and checks that there are none which there must not be.
    private func tell(_ side: inout Side) throws(Violation) {
        while let event = side.connection.nextEvent() {
            guard side.ending == nil else { throw Violation("\(event) came behind the end of the session") }
            if side.hasSeenTampering, !event.isHarmless {
                throw Violation("\(event) came out of bytes that were tampered with")
            }
            if case .closed(let error) = event { side.ending = error.map { .failed($0) } ?? .clean }
            side.application.handle(event, on: side.connection, now: now)
        }
    }
}

extension Event {
    /// Whether the event can come without anything from the peer.
    var isHarmless: Bool {
        switch self {
        case .writable, .streamClosed, .closed: true
        default: false
        }
    }
}
