import Testing
import WaxIdentity
import WaxSession
import WaxSimulator

@Suite("What commands take for the present")
struct TimeTests {
    /// Two sides that have accepted each other at the beginning of the simulation.
    private func pair() -> (client: Connection, server: Connection) {
        let client = Connection(
            client: HandshakeTests.client, now: TestIdentity.start, random: SimulatedRandom(seed: 1))
        let server = Connection(
            server: HandshakeTests.server, now: TestIdentity.start, random: SimulatedRandom(seed: 2))
        for _ in 0..<4 {
            for (from, to) in [(client, server), (server, client)] {
                let bytes = from.takeOutput()
                to.receive(bytes.span, now: TestIdentity.start)
            }
        }
        for connection in [client, server] { while connection.nextEvent() != nil {} }
        return (client, server)
    }

    private func moment(_ seconds: UInt64) -> Moment {
        Moment(
            monotonicNanoseconds: TestIdentity.start.monotonicNanoseconds + seconds * 1_000_000_000,
            unixSeconds: TestIdentity.start.unixSeconds + Int64(seconds))
    }

    @Test("The wait for the peer's goodbye counts from the command, however long nothing happened before")
    func goodbye() throws {
        let (client, _) = pair()
        client.note(moment(15))
        client.goodbye()
        _ = client.takeOutput()
        #expect(client.deadline == moment(20).monotonicNanoseconds)
        client.handleDeadline(now: moment(19))
        #expect(client.nextEvent() == nil)
        client.handleDeadline(now: moment(20))
        guard case .closed(let error?)? = client.nextEvent() else {
            Issue.record("it goes on")
            return
        }
        #expect(error.code == .timedOut)
    }

    @Test("A ping counts from the command")
    func ping() throws {
        let (client, server) = pair()
        client.note(moment(15))
        let number = try client.ping()
        let question = client.takeOutput()
        server.receive(question.span, now: moment(16))
        let answer = server.takeOutput()
        client.receive(answer.span, now: moment(17))
        guard case .pong(let id, let nanoseconds)? = client.nextEvent() else {
            Issue.record("there is no answer")
            return
        }
        #expect(id == number && nanoseconds == 2_000_000_000)
    }
}
