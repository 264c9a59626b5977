import Testing
import WaxCore
import WaxIdentity
import WaxWire

@testable import WaxSession
@testable import WaxSimulator

@Suite("The simulator itself")
struct SimulatorTests {
    @Test("Each attack does what its name says", arguments: Attack.allCases)
    func attacks(attack: Attack) {
        let units: [[UInt8]] = (0..<6).map { [3, 0, 20] + [UInt8](repeating: UInt8($0), count: 20) }
        var interceptor = Interceptor(attack: attack, target: 2, random: SimulatedRandom(seed: 5))
        var onward: [Interceptor.Piece] = []
        var back: [UInt8] = []
        var ends = false
        for unit in units {
            // Units are recognised wherever the bytes break off.
            for piece in [Array(unit.prefix(2)), Array(unit.dropFirst(2))] {
                let result = interceptor.pass(piece)
                onward += result.onward
                back += result.back
                ends = ends || result.ends
            }
        }
        #expect(interceptor.hasStruck)
        let bytes = onward.map(\.bytes)
        #expect(Array(bytes.prefix(2)) == Array(units.prefix(2)))
        #expect(onward.contains(where: \.isTampered) == (attack.isTampering && attack != .reflectUnit))
        #expect(ends == (attack == .cut))
        switch attack {
        case .cut, .silence: #expect(bytes.count == 2)
        case .dropUnit: #expect(bytes == [units[0], units[1], units[3], units[4], units[5]])
        case .repeatUnit: #expect(Array(bytes[2...3]) == [units[2], units[2]])
        case .replayUnit: #expect(bytes[2] == units[0] || bytes[2] == units[1])
        case .swapUnits: #expect(Array(bytes[2...3]) == [units[3], units[2]])
        case .reflectUnit:
            #expect(bytes == units)
            #expect(back == units[2])
        default:
            #expect(bytes.count == 6 || bytes.count == 5 || bytes.count == 7)
            #expect(bytes[2] != units[2])
        }
    }

    /// A channel that takes everything for true: a fault that the simulator has to find.
    final class GullibleChannel: SecureChannel {
        func seal(_ body: inout MutableSpan<UInt8>, authenticating header: Span<UInt8>) throws(SessionError) {}
        func open(_ body: inout MutableSpan<UInt8>, authenticating header: Span<UInt8>) throws(SessionError) {}
        func rekeySealing() {}
        func rekeyOpening() {}
        var binding: [UInt8] { [] }
        func export(label: [UInt8], context: [UInt8], count: Int) throws(SessionError) -> SymmetricKey {
            throw SessionError(.localMisuse, "")
        }
    }

    final class GullibleHandshake: HandshakeDriver {
        let role: Role
        init(_ role: Role) { self.role = role }
        var accepted: UnitTypes { [.hello, .handshake] }
        func begin(now: Moment, random: inout any RandomSource & Sendable) throws(SessionError) -> [UInt8] {
            role == .client ? [1, 0, 1, 0] : []
        }
        func receive(
            _ header: UnitHeader, unit: Span<UInt8>, now: Moment, random: inout any RandomSource & Sendable
        ) throws(SessionError) -> HandshakeProgress {
            .complete(
                output: role == .server ? [2, 0, 1, 0] : [], channel: GullibleChannel(),
                peer: Peer(identity: nil, version: 1, suite: "", preSharedKeyIdentifier: nil))
        }
    }

    @Test(
        "A session that does not check its records is found out",
        arguments: [
            Attack.flipBody, .dropUnit, .repeatUnit, .swapUnits, .replayUnit,
        ])
    func plantedFault(attack: Attack) {
        var found = 0
        for seed: UInt64 in 0..<20 {
            var profile = Conversation.Profile(name: "gullible")
            profile.link.attack = attack
            profile.link.target = 4
            profile.client.actions = 6...10
            profile.client.pauses = 1_000...2_000
            let options = SessionOptions(name: nil, limits: Limits().sane, padding: .none, grease: .never)
            do {
                _ = try Conversation.run(
                    seed: seed, profile: profile,
                    connect: { now, random in
                        Connection(
                            role: .client, handshake: GullibleHandshake(.client), options: options, now: now,
                            random: random)
                    },
                    accept: { now, random in
                        Connection(
                            role: .server, handshake: GullibleHandshake(.server), options: options, now: now,
                            random: random)
                    })
            } catch {
                found += 1
            }
        }
        #expect(found >= 3)
    }

    @Test("A ledger tells messages that are altered, repeated, out of order, or never sent")
    func ledger() throws {
        let stream = StreamID(2)
        let ledger = Ledger()
        ledger.sent(.text("one"), on: stream)
        ledger.sent(.text("two"), on: stream)
        ledger.sent([1, 2, 3], on: stream)
        #expect(throws: Simulation.Violation.self) { try ledger.receive(.text("two"), on: stream) }
        try ledger.receive(.text("one"), on: stream)
        #expect(throws: Simulation.Violation.self) { try ledger.receive(.text("one"), on: stream) }
        #expect(!ledger.isSettled)
        try ledger.receive(.text("two"), on: stream)
        #expect(throws: Simulation.Violation.self) { try ledger.receive(.text("three"), on: stream) }
        #expect(throws: Simulation.Violation.self) { try ledger.receive(.text("one"), on: StreamID(4)) }
        try ledger.receive([1, 2], on: stream)
        #expect(throws: Simulation.Violation.self) { try ledger.receive([4], on: stream) }
        try ledger.receive([3], on: stream)
        #expect(throws: Simulation.Violation.self) { try ledger.receive([1], on: stream) }
        #expect(ledger.isSettled)
    }

    @Test("A pipe delivers in order, in pieces of the sizes given, not before its time")
    func pipe() {
        var link = Link()
        link.pieces = 3...7
        link.latency = 100...900
        var pipe = Pipe(link: link, isAttacked: false, random: SimulatedRandom(seed: 1))
        let sent = (0..<500).map { UInt8(truncatingIfNeeded: $0) }
        _ = pipe.send(Array(sent[..<200]), now: 0)
        _ = pipe.send(Array(sent[200...]), now: 50)
        pipe.close(now: 60)
        var received: [UInt8] = []
        var last: UInt64 = 0
        while let time = pipe.arrival {
            #expect(time >= last && time >= 100)
            last = time
            guard case .bytes(let bytes, isTampered: false) = pipe.receive() else { break }
            #expect((1...7).contains(bytes.count))
            received += bytes
        }
        #expect(received == sent)
        #expect(pipe.byteCount == 0 && pipe.arrival == nil)
    }

    @Test("A simulation with an application of one's own")
    func ownApplication() throws {
        final class Greeter: Application {
            var heard: [Message] = []
            func handle(_ event: Event, on connection: Connection, now: Moment) {
                switch event {
                case .established: _ = try? connection.send(.text("hello from the \(connection.role)"))
                case .message(let stream, let message, let credit):
                    heard.append(message)
                    connection.taken(credit, on: stream)
                    if connection.role == .client { connection.goodbye() }
                default: break
                }
            }
            var wakeUp: UInt64? { nil }
            func act(on connection: Connection, now: Moment) {}
        }
        let client = Greeter(), server = Greeter()
        let simulation = Simulation(
            seed: 7, link: Link(), client: client, server: server,
            connect: { now, random in Connection(client: HandshakeTests.client, now: now, random: random) },
            accept: { now, random in Connection(server: HandshakeTests.server, now: now, random: random) })
        try simulation.run()
        #expect(server.heard == [.text("hello from the client")])
        #expect(client.heard == [.text("hello from the server")])
        #expect(simulation.client.ending == .clean && simulation.server.ending == .clean)
    }
}
