import Testing

@testable import Waxwing

@Suite("Sessions that are over before anybody looks", .timeLimit(.minutes(10)))
struct DepartureTests {
    private func texts(_ session: Session) async throws -> [String] {
        var texts: [String] = []
        for try await case .text(let text) in session.messages { texts.append(text) }
        return texts
    }

    /// What nobody has taken, when everybody has left: with an end, so that nothing here waits for what is not there.
    private func rest(of stage: Stage) async throws -> SessionSequence.Iterator {
        try await eventually { stage.server.sessionCount == 0 }
        await stage.server.shutDown()
        return stage.server.sessions.makeAsyncIterator()
    }

    @Test("They are handed out all the same, with all that was received")
    func quick() async throws {
        try await withServer { stage in
            for number in 0..<3 {
                let client = try await stage.connect()
                if number > 0 { for part in ["a", "b"] { try await client.send("\(number)\(part)") } }
                try await client.close()
            }
            var sessions = try await rest(of: stage)
            var received: Set<[String]> = []
            for _ in 0..<3 { received.insert(try await texts(try #require(await sessions.next()))) }
            #expect(received == [[], ["1a", "1b"], ["2a", "2b"]])
        }
    }

    @Test("One that broke off is handed out with what was received, and its error")
    func broken() async throws {
        try await withServer { stage in
            let client = try await stage.connect()
            try await client.send("half")
            _ = try await client.ping()
            client.abandon()
            var sessions = try await rest(of: stage)
            var messages = try #require(await sessions.next()).messages.makeAsyncIterator()
            guard case .text("half")? = try await messages.next() else {
                Issue.record("expected the text")
                return
            }
            await #expect(throws: WaxwingError(.truncated, "")) { _ = try await messages.next() }
        }
    }

    @Test("A file that came with one is reported")
    func file() async throws {
        try await withServer { stage in
            let client = try await stage.connect()
            try await client.send(file: try stage.makeFile("data", [1, 2, 3]))
            try await client.close()
            var sessions = try await rest(of: stage)
            var messages = try #require(await sessions.next()).messages.makeAsyncIterator()
            guard case .file(let file)? = try await messages.next() else {
                Issue.record("expected the file")
                return
            }
            #expect(file.name == "data")
        }
    }

    @Test("They wait for a server that goes on, too")
    func later() async throws {
        try await withServer { stage in
            let first = try await stage.connect()
            try await first.send("first")
            try await first.close()
            try await eventually { stage.server.sessionCount == 0 }
            let second = try await stage.connect()
            try await second.send("second")
            var sessions = stage.server.sessions.makeAsyncIterator()
            #expect(try #require(await sessions.next()).remoteAddress == first.localAddress)
            #expect(try #require(await sessions.next()).remoteAddress == second.localAddress)
            try await second.close()
        }
    }
}

@Suite("Places within the limits", .timeLimit(.minutes(10)))
struct PlaceTests {
    private func withPlaces(_ count: Int, _ body: (Stage) async throws -> Void) async throws {
        var options = ServerOptions()
        options.connections.total = count
        try await withServer(options: options, body)
    }

    /// A client comes, says something and goes.
    private func visit(_ stage: Stage) async throws {
        let client = try await stage.connect()
        try await client.send("hello")
        try await client.close()
        try await eventually { stage.server.sessionCount == 0 }
    }

    @Test("A session that is over has none, though the application still holds it")
    func held() async throws {
        try await withPlaces(1) { stage in
            var held: [Session] = []
            for _ in 0..<3 {
                let (client, server) = try await stage.pair()
                try await client.close()
                try await eventually { stage.server.sessionCount == 0 }
                held.append(server)
            }
            #expect(held.count == 3)
        }
    }

    @Test("One that is over and waits to be taken keeps its place until it is")
    func waiting() async throws {
        try await withPlaces(1) { stage in
            var sessions = stage.server.sessions.makeAsyncIterator()
            try await visit(stage)
            await #expect(throws: WaxwingError(.refused(.busy), "")) { _ = try await stage.connect() }
            _ = try #require(await sessions.next())
            try await visit(stage)
        }
    }

    @Test("Where nobody takes sessions, those that are over keep out nobody, and only a hundred are kept")
    func untaken() async throws {
        try await withPlaces(2) { stage in
            for _ in 0..<103 { try await visit(stage) }
            await stage.server.shutDown()
            var count = 0
            for await _ in stage.server.sessions { count += 1 }
            #expect(count == 100)
        }
    }

    @Test("What sessions that nobody takes have brought is kept as far as it is not too much")
    func untakenContent() async throws {
        try await withPlaces(2) { stage in
            let content = [UInt8](repeating: 7, count: 3 << 20)
            for _ in 0..<20 {
                let session = try await stage.connect()
                try await session.send(content, compressed: true)
                try await session.close()
                try await eventually { stage.server.sessionCount == 0 }
            }
            await stage.server.shutDown()
            var byteCount = 0
            for await session in stage.server.sessions {
                for try await case .bytes(let bytes) in session.messages { byteCount += bytes.count }
            }
            #expect(byteCount > 25 << 20 && byteCount <= 32 << 20)
        }
    }
}
