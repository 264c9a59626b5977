import Testing
import WaxTestSupport

@testable import Waxwing
@testable import WaxTransport

private struct Report: Codable, Equatable, Sendable {
    var title: String
    var numbers: [Int]
    var ratio: Double?
}

@Suite("Messages", .timeLimit(.minutes(10)))
struct MessageTests {
    private func sendAll(_ session: Session) async throws {
        try await session.send("Grüße, 世界")
        try await session.send([0, 255, 1] as [UInt8])
        try await session.send(Report(title: "r", numbers: [1, -2], ratio: 0.5))
        try await session.send(["a", "b"])
        try await session.send("")
        try await session.send([] as [UInt8])
    }

    private func receiveAll(_ session: Session) async throws {
        var messages = session.messages.makeAsyncIterator()
        guard case .text("Grüße, 世界") = try await messages.next() else { return failed("text") }
        guard case .bytes([0, 255, 1]) = try await messages.next() else { return failed("bytes") }
        guard case .object(let object) = try await messages.next() else { return failed("object") }
        #expect(try object.decode(Report.self) == Report(title: "r", numbers: [1, -2], ratio: 0.5))
        #expect(throws: WaxwingError(.peerMisbehaved, "")) { try object.decode([Int].self) }
        guard case .list(let list) = try await messages.next() else { return failed("list") }
        #expect(try list.decode([String].self) == ["a", "b"])
        #expect(try list.value() == ["a", "b"])
        guard case .text("") = try await messages.next() else { return failed("empty text") }
        guard case .bytes([]) = try await messages.next() else { return failed("no bytes") }
    }

    private func failed(_ what: String) { Issue.record("expected \(what)") }

    private func exchange(_ mechanism: PollingMechanism, host: String) async throws {
        try await withServer(mechanism: mechanism, host: host) { stage in
            let (client, server) = try await stage.pair()
            #expect(client.peer.identity?.publicKey == TestIdentity.server.publicKey)
            #expect(server.peer.identity?.publicKey == TestIdentity.client.publicKey)
            try await sendAll(client)
            try await sendAll(server)
            try await receiveAll(server)
            try await receiveAll(client)

            try await client.close()
            var rest = server.messages.makeAsyncIterator()
            #expect(try await rest.next() == nil, "closed in order, so no error")
            await #expect(throws: WaxwingError.closed) { try await client.send("late") }
        }
    }

    @Test("Every kind of message travels both ways over IPv4", arguments: PollingMechanism.allCases)
    func overIPv4(mechanism: PollingMechanism) async throws { try await exchange(mechanism, host: "127.0.0.1") }

    @Test(
        "Every kind of message travels both ways over IPv6",
        .enabled(if: hasIPv6, "this machine has no IPv6 loopback address"), arguments: PollingMechanism.allCases)
    func overIPv6(mechanism: PollingMechanism) async throws { try await exchange(mechanism, host: "[::1]") }

    @Test("Messages keep their order, and all arrive before the goodbye")
    func order() async throws {
        try await withServer { stage in
            let (client, server) = try await stage.pair()
            let count = 2_000
            async let received = server.messages.reduce(into: [Int]()) { numbers, message in
                guard case .text(let text) = message, let number = Int(text) else { return }
                numbers.append(number)
            }
            for number in 0..<count { try await client.send("\(number)") }
            try await client.close()
            #expect(try await received == Array(0..<count))
        }
    }

    @Test("A message of ten mebibytes arrives, one that is larger than the peer takes is refused here")
    func large() async throws {
        try await withServer { stage in
            let (client, server) = try await stage.pair()
            var random = SeededRandom(seed: 5)
            let bytes = random.bytes(count: 10 << 20)
            try await client.send(bytes)
            var messages = server.messages.makeAsyncIterator()
            guard case .bytes(let received) = try await messages.next() else { return failed("bytes") }
            let isSame = received == bytes
            #expect(isSame)
            await #expect(throws: WaxwingError(.limit, "")) {
                try await client.send([UInt8](repeating: 0, count: 16 << 20 + 1))
            }
            try await client.send("still there")
            guard case .text("still there") = try await messages.next() else { return failed("text") }
            try await client.close()
        }
    }

    @Test("A receiver that takes nothing stops the sender within the windows, and loses nothing")
    func backPressure() async throws {
        try await withServer { stage in
            let (client, server) = try await stage.pair()
            let message = [UInt8](repeating: 9, count: 32 << 10)
            let sent = Counter()
            let sender = Task {
                for _ in 0..<400 {
                    try await client.send(message)
                    sent.add(1)
                }
                try await client.close()
            }
            // It stops: a stream's window at the peer, its buffer here, and the buffers of the kernel. All 400 messages
            // would be 12.5 MiB.
            var before = -1
            while sent.value != before || before == 0 {
                before = sent.value
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(before < 200)
            let count = try await server.messages.reduce(into: 0) { count, _ in count += 1 }
            #expect(count == 400)
            try await outcome(of: sender)
        }
    }

    @Test("Waiting for a message, and for room, can be cancelled")
    func cancellation() async throws {
        try await withServer { stage in
            let (client, _) = try await stage.pair()
            let reader = Task { try await client.messages.first { _ in true } }
            reader.cancel()
            await #expect(throws: WaxwingError.cancelled) { _ = try await outcome(of: reader) }

            let writer = Task {
                while true { try await client.send([UInt8](repeating: 1, count: 100_000)) }
            }
            try await Task.sleep(for: .milliseconds(50))
            writer.cancel()
            await #expect(throws: WaxwingError.cancelled) { try await outcome(of: writer) }
            client.abandon()
        }
    }

    @Test("A hundred sessions at once", arguments: PollingMechanism.allCases)
    func manySessions(mechanism: PollingMechanism) async throws {
        var options = ServerOptions()
        options.connections.perAddress = 1000
        try await withServer(options: options, mechanism: mechanism) { stage in
            let serving = Task {
                await withThrowingTaskGroup { tasks in
                    for await session in stage.server.sessions {
                        tasks.addTask {
                            for try await case .text(let text) in session.messages {
                                try await session.send(text + "!")
                            }
                        }
                    }
                }
            }
            let sum = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for number in 0..<100 {
                    tasks.addTask {
                        let session = try await stage.connect()
                        try await session.send("\(number)")
                        var answers = session.messages.makeAsyncIterator()
                        guard case .text(let answer) = try await answers.next() else { return 0 }
                        try await session.close()
                        return answer == "\(number)!" ? 1 : 0
                    }
                }
                return try await tasks.reduce(0, +)
            }
            #expect(sum == 100)
            try await eventually { stage.server.sessionCount == 0 }
            await stage.server.shutDown()
            try await outcome(of: serving)
        }
    }
}
