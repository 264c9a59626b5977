public import WaxIdentity
public import WaxSession

/// A whole conversation between two random applications, judged at its end. All of it follows from the seed.
public struct Conversation {
    /// What kind of conversation.
    public struct Profile: Sendable {
        /// A name for reports.
        public var name: String
        /// How the link behaves.
        public var link = Link()
        /// What the client does.
        public var client = Workload()
        /// What the server does.
        public var server = Workload()

        /// A profile of the friendliest kind.
        public init(name: String) { self.name = name }

        /// Whether everything must arrive: the link is honest and nobody gives anything up.
        public var isFriendly: Bool { link.attack == nil && client.rudeness == 0 && server.rudeness == 0 }
    }

    /// What came out.
    public struct Report: Sendable {
        /// How the client's session ended.
        public let client: Simulation.Ending
        /// How the server's session ended.
        public let server: Simulation.Ending
        /// How many messages, pieces of raw bytes, requests, answers and files have arrived.
        public let deliveryCount: Int
        /// How much time has passed, in milliseconds of the simulation.
        public let milliseconds: UInt64
        /// Whether the link's attack has taken place.
        public let wasAttacked: Bool
    }

    /// Runs a conversation.
    ///
    /// It ends when both applications are done and everything has arrived; then the client says goodbye.
    ///
    /// - Parameters:
    ///   - seed: What all chance follows from.
    ///   - profile: What kind of conversation.
    ///   - limit: How much time it may take, in milliseconds of the simulation.
    ///   - connect: Makes the client's connection.
    ///   - accept: Makes the server's connection.
    /// - Throws: ``Simulation/Violation`` if a promise was not kept.
    public static func run(
        seed: UInt64, profile: Profile, limit: UInt64 = 600_000,
        connect: (Moment, SimulatedRandom) -> Connection, accept: (Moment, SimulatedRandom) -> Connection
    ) throws(Simulation.Violation) -> Report {
        var random = SimulatedRandom(seed: seed)
        let fromClient = Ledger(), fromServer = Ledger()
        let client = RandomApplication(
            profile.client, ledger: fromClient, otherLedger: fromServer, random: random.fork())
        let server = RandomApplication(
            profile.server, ledger: fromServer, otherLedger: fromClient, random: random.fork())
        let simulation = Simulation(
            seed: random.next(), link: profile.link, client: client, server: server, connect: connect, accept: accept)
        var saidGoodbye = false
        while try simulation.step() {
            if let violation = client.violation ?? server.violation { throw violation }
            guard simulation.milliseconds <= limit, simulation.stepCount <= 1_000_000 else {
                let missing = fromClient.missing ?? fromServer.missing ?? "nothing"
                throw Simulation.Violation("no end after \(simulation.milliseconds) ms; missing: \(missing)")
            }
            if !saidGoodbye, client.isDone, server.isDone, fromClient.isSettled, fromServer.isSettled,
                simulation.client.connection.isEstablished, simulation.server.connection.isEstablished
            {
                saidGoodbye = true
                simulation.client.connection.goodbye()
            }
        }
        return try judge(simulation, profile, fromClient, fromServer)
    }

    private static func judge(
        _ simulation: Simulation, _ profile: Profile, _ fromClient: Ledger, _ fromServer: Ledger
    ) throws(Simulation.Violation) -> Report {
        guard let client = simulation.client.ending, let server = simulation.server.ending else {
            throw Simulation.Violation("nothing can happen any more, but the sessions have not ended")
        }
        if profile.isFriendly {
            guard client == .clean, server == .clean else {
                throw Simulation.Violation("an honest conversation ended with client \(client), server \(server)")
            }
            if let missing = fromClient.missing ?? fromServer.missing {
                throw Simulation.Violation("an honest conversation ended without \(missing)")
            }
        }
        for (side, ending) in [(simulation.client, client), (simulation.server, server)]
        where side.hasSeenTampering && ending == .clean && profile.link.attack?.isTampering == true {
            throw Simulation.Violation("a session that was tampered with ended as if nothing had happened")
        }
        for side in [simulation.client, simulation.server]
        where side.peakByteCount > side.connection.largestBufferedByteCount {
            throw Simulation.Violation("a session held \(side.peakByteCount) bytes, more than its limits add up to")
        }
        return Report(
            client: client, server: server, deliveryCount: fromClient.deliveryCount + fromServer.deliveryCount,
            milliseconds: simulation.milliseconds, wasAttacked: simulation.hasBeenAttacked)
    }
}
