import Synchronization
import Testing
import WaxTestSupport

@testable import Waxwing

@Suite("Requests and the session itself", .timeLimit(.minutes(10)))
struct RequestTests {
    private struct Failure: Error {}

    private var options: ServerOptions {
        var options = ServerOptions()
        options.name = "the server"
        options.requestHandler = { session, request in
            switch request.method {
            case "double": return Response(message: try .value(try request.message.decode(Int.self) * 2))
            case "status": return Response(status: .application(7), message: .text("seven"))
            case "refuse": throw RequestRefused(.busy)
            case "fail": throw Failure()
            case "slow":
                try await Task.sleep(for: .seconds(100))
                return Response(message: .text(""))
            default: throw RequestRefused()
            }
        }
        return options
    }

    @Test("A request is answered, refused, or failed, as the handler says")
    func requests() async throws {
        try await withServer(options: options) { stage in
            let session = try await stage.connect()
            #expect(try await session.request("double", 21, returning: Int.self) == 42)
            let response = try await session.request(Request(service: "", method: "status", message: .text("?")))
            #expect(response.status == .application(7) && response.message.text == "seven")
            for (method, code) in [
                ("status", .application(7)), ("refuse", .busy), ("fail", .internalError), ("what", .noSuchService),
            ] as [(String, ErrorCode)] {
                await #expect(throws: WaxwingError(.refused(code), "")) {
                    _ = try await session.request(method, 1, returning: Int.self)
                }
            }
            await #expect(throws: WaxwingError(.peerMisbehaved, "")) {
                _ = try await session.request("double", 1, returning: String.self)
            }
            try await session.close()
        }
    }

    @Test("Two hundred requests at once, more than the peer allows streams")
    func many() async throws {
        try await withServer(options: options) { stage in
            let session = try await stage.connect()
            let sum = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for number in 0..<200 {
                    tasks.addTask { try await session.request("double", number, returning: Int.self) }
                }
                return try await tasks.reduce(0, +)
            }
            #expect(sum == 200 * 199)
            try await session.close()
        }
    }

    @Test("A server asks its clients too; with nobody to answer, requests are refused")
    func fromTheServer() async throws {
        try await withServer { stage in
            let (client, server) = try await stage.pair()
            await #expect(throws: WaxwingError(.refused(.noSuchService), "")) {
                _ = try await server.request("who", 0, returning: String.self)
            }
            await client.onRequest { _, request in Response(message: try .value("I, asked for \(request.method)")) }
            #expect(try await server.request("who", 0, returning: String.self) == "I, asked for who")
            try await client.close()
        }
    }

    @Test("A request that is cancelled, or whose session ends, does not wait any longer")
    func ending() async throws {
        try await withServer(options: options) { stage in
            let session = try await stage.connect()
            let cancelled = Task { try await session.request("slow", 0, returning: Int.self) }
            try await Task.sleep(for: .milliseconds(20))
            cancelled.cancel()
            await #expect(throws: WaxwingError.cancelled) { _ = try await outcome(of: cancelled) }
            #expect(try await session.request("double", 1, returning: Int.self) == 2)

            let abandoned = Task { try await session.request("slow", 0, returning: Int.self) }
            try await Task.sleep(for: .milliseconds(20))
            session.abandon()
            await #expect(throws: WaxwingError.cancelled) { _ = try await outcome(of: abandoned) }
        }
    }

    @Test("Both ends share the channel binding and what they export, and see each other's names")
    func session() async throws {
        try await withServer(options: options) { stage in
            var stage = stage
            stage.options.name = "the client"
            let (client, server) = try await stage.pair()
            #expect(try await client.ping() > .zero)
            #expect(try await server.ping() > .zero)
            #expect(try await client.channelBinding == server.channelBinding)
            #expect(try await client.channelBinding.count == 32)
            let exported = try await client.export(label: "test", context: [1], byteCount: 48)
            #expect(exported.bitCount == 384)
            #expect(try await server.export(label: "test", context: [1], byteCount: 48) == exported)
            #expect(try await server.export(label: "test", context: [2], byteCount: 48) != exported)
            await #expect(throws: WaxwingError(.misuse, "")) { _ = try await client.export(label: "x", byteCount: 0) }

            try await eventually { await client.peerName == "the server" }
            try await eventually { await server.peerName == "the client" }
            try await client.setName("another")
            try await eventually { await server.peerName == "another" }

            try await client.rekey()
            try await server.rekey()
            try await client.send("after")
            var messages = server.messages.makeAsyncIterator()
            guard case .text("after") = try await messages.next() else {
                Issue.record("expected a text")
                return
            }
            #expect(server.remoteAddress == client.localAddress && client.remoteAddress == server.localAddress)
            try await server.close()
            await #expect(throws: WaxwingError.closed) { _ = try await client.ping() }
        }
    }

    @Test("A session that was idle for longer than a goodbye may take still ends in order, and its ping is not old")
    func afterSilence() async throws {
        var options = options
        options.limits.closingTimeout = 2_000
        try await withServer(options: options) { stage in
            var stage = stage
            stage.options.limits.closingTimeout = 2_000
            // A machine that is slow today may need more than those two seconds for a goodbye, but not every time.
            var endsInOrder = false
            for _ in 0..<5 where !endsInOrder {
                let first = try await stage.connect(), second = try await stage.connect()
                try await Task.sleep(for: .milliseconds(2_100))
                let before = ContinuousClock.now
                let ping = try await first.ping()
                #expect(ping <= before.duration(to: .now))
                do throws(WaxwingError) {
                    try await second.close()
                    endsInOrder = true
                } catch {
                    #expect(error.code == .timedOut)
                }
                first.abandon()
            }
            #expect(endsInOrder)
        }
    }
}
