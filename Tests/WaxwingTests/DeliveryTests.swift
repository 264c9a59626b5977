import Testing
import WaxTestSupport
import WaxSession

@testable import Waxwing

private func text(_ message: ReceivedMessage?) -> String? {
    if case .text(let text)? = message { text } else { nil }
}

@Suite("Who gets what has arrived", .timeLimit(.minutes(10)))
struct DeliveryTests {
    /// Both ends; all of the messages wait at the server's.
    private func waiting(_ texts: [String], _ body: (Stage, Session) async throws -> Void) async throws {
        try await withServer { stage in
            let (client, server) = try await stage.pair()
            for text in texts { try await client.send(text) }
            try await client.close()
            try await body(stage, server)
        }
    }

    @Test("A loop that is left and begun again goes on with the next message")
    func loops() async throws {
        try await waiting(["1", "2", "3", "4"]) { _, session in
            var texts: [String?] = []
            for try await message in session.messages {
                texts.append(text(message))
                break
            }
            for try await message in session.messages {
                texts.append(text(message))
                if texts.count == 3 { break }
            }
            for try await message in session.messages { texts.append(text(message)) }
            #expect(texts == ["1", "2", "3", "4"])
        }
    }

    @Test("A copied iterator delivers no message twice")
    func copies() async throws {
        try await waiting(["1", "2", "3"]) { _, session in
            var one = session.messages.makeAsyncIterator()
            let first = text(try await one.next())
            var other = one
            let rest = [text(try await one.next()), text(try await other.next())]
            #expect(first == "1" && rest == ["2", "3"])
            let ends = [try await one.next() == nil, try await other.next() == nil]
            #expect(ends == [true, true])
        }
    }

    @Test("Credit goes back for what was taken, not for what still waits")
    func credit() async throws {
        var options = ServerOptions()
        options.limits.streamWindow = 64 << 10
        options.limits.receiveWindow = 64 << 10
        try await withServer(options: options) { stage in
            var stage = stage
            stage.options.limits.sendBuffer = 64 << 10
            let (client, server) = try await stage.pair()
            let message = [UInt8](repeating: 9, count: 8 << 10)
            let sent = Counter()
            let sender = Task {
                for _ in 0..<200 {
                    try await client.send(message)
                    sent.add(1)
                }
                try await client.close()
            }
            // No guess by time alone: the sender waits within the session, and again and again, when all that was on
            // its way has come there and back, it still does.
            func standstill() async throws -> Int {
                var (before, rounds) = (-1, 0)
                while rounds < 10 {
                    let isWaiting = await client.core.messages.count == 1
                    _ = try await client.ping()
                    let now = sent.value
                    rounds = isWaiting && now == before ? rounds + 1 : 0
                    before = now
                    try await Task.sleep(for: .milliseconds(10))
                }
                return before
            }
            let before = try await standstill()
            var messages = server.messages.makeAsyncIterator()
            _ = try await messages.next()
            let after = try await standstill()
            // A whole batch of about eight, of which one was taken, would make room for eight more.
            #expect(after - before <= 4)
            var count = 1
            while try await messages.next() != nil { count += 1 }
            #expect(count == 200)
            try await outcome(of: sender)
        }
    }

    @Test("Sessions are not lost between two loops either")
    func sessions() async throws {
        try await withServer { stage in
            var clients: [Session] = []
            for _ in 0..<3 { clients.append(try await stage.connect()) }
            try await eventually { stage.server.sessionCount == 3 }
            // Both sides have accepted once a server answers.
            for client in clients { _ = try await client.ping() }
            var ports: [UInt16] = []
            for await session in stage.server.sessions {
                ports.append(session.remoteAddress.port)
                break
            }
            var sessions = stage.server.sessions.makeAsyncIterator()
            for _ in 0..<2 { ports.append(try #require(await sessions.next()).remoteAddress.port) }
            #expect(Set(ports) == Set(clients.map(\.localAddress.port)))
            for client in clients { try await client.close() }
        }
    }
}
