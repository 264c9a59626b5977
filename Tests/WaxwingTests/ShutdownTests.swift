import Foundation
import Testing
import WaxTestSupport

@testable import WaxTransport
@testable import Waxwing

@Suite("Shutting down", .timeLimit(.minutes(10)))
struct ShutdownTests {
    @Test("Clients are told, and connections are closed when it returns")
    func goodbye() async throws {
        try await withServer { stage in
            let (client, server) = try await stage.pair()
            let waiting = Task { for try await _ in client.messages {} }
            await stage.server.shutDown()
            #expect(stage.server.sessionCount == 0 && stage.server.address == nil)
            await #expect(throws: WaxwingError(.refused(.shuttingDown), "")) { try await outcome(of: waiting) }
            await #expect(throws: WaxwingError.self) { try await server.send("late") }
            var sessions = stage.server.sessions.makeAsyncIterator()
            #expect(await sessions.next() == nil)
            try await eventually {
                do {
                    try await stage.connect().abandon()
                } catch let error as WaxwingError {
                    // The listener's thread may be just about to close its socket: who comes then is reset.
                    return error.code == .network(.connectionRefused)
                }
                return false
            }
        }
    }

    @Test("What was sent before still arrives")
    func lastMessages() async throws {
        try await withServer { stage in
            let (client, server) = try await stage.pair()
            for number in 0..<100 { try await server.send("\(number)") }
            async let down: Void = stage.server.shutDown()
            var count = 0
            await #expect(throws: WaxwingError(.refused(.shuttingDown), "")) {
                for try await _ in client.messages { count += 1 }
            }
            await down
            #expect(count == 100)
        }
    }

    @Test("A server that is shut down while it begins does not listen afterwards")
    func early() async throws {
        let group = try EventLoopGroup(loops: 1, workers: 1)
        var options = ServerOptions()
        options.group = group
        for _ in 0..<20 {
            let server = Server(identity: TestIdentity.server, trust: .anyone, options: options)
            let beginning = Task { try await server.listen(on: "127.0.0.1:0") }
            // Somewhere in the middle of it: it takes a signature.
            try await Task.sleep(for: .milliseconds(2))
            await server.shutDown()
            _ = await beginning.result
            #expect(server.address == nil)
        }
        await group.shutDown()
    }

    @Test("A server that nobody holds any more takes nobody in; the sessions that the application has go on")
    func letGo() async throws {
        let group = try EventLoopGroup(loops: 2, workers: 1)
        var options = ServerOptions(), clientOptions = ClientOptions()
        (options.group, clientOptions.group) = (group, group)
        (options.limits, clientOptions.limits) = (options.limits.patient, clientOptions.limits.patient)
        var server: Server? = try await Server(
            identity: TestIdentity.server, trust: .only(TestIdentity.client), options: options
        ).listen(on: "127.0.0.1:0")
        let address = try #require(server?.address)
        let client = Client(
            identity: TestIdentity.client, trust: try .only(TestIdentity.server), options: clientOptions)
        var sessions = try #require(server).sessions.makeAsyncIterator()
        let session = try await client.connect(to: "\(address)")
        let other = try #require(await sessions.next())
        server = nil
        #expect(await sessions.next() == nil)
        try await eventually {
            do throws(WaxwingError) {
                try await client.connect(to: "\(address)").abandon()
                return false
            } catch {
                return error.code == .network(.connectionRefused)
            }
        }
        _ = try await other.ping()
        try await session.close()
        await group.shutDown()
    }

    @Test(
        "In the middle of transfers, it leaves no file, no descriptor and no thread behind",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd"), "needs /proc"))
    func resources() async {
        await #expect(processExitsWith: .success) {
            func count() throws -> [Int] {
                try ["fd", "task"].map { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/\($0)").count }
            }
            func useAndShutDown(_ mechanism: PollingMechanism) async throws {
                try await withServer(mechanism: mechanism) { stage in
                    let path = try stage.makeFile("large", [UInt8](repeating: 7, count: 100 << 20))
                    let (started, start) = AsyncStream.makeStream(of: Void.self)
                    var transfers: [Task<SentFile, any Error>] = []
                    for number in 0..<4 {
                        let session = try await stage.connect()
                        transfers.append(
                            Task { try await session.send(file: path, as: "\(number)") { _ in start.yield() } })
                    }
                    _ = await started.first { _ in true }
                    await stage.server.shutDown(patience: .milliseconds(100))
                    try #require(stage.inboxNames.isEmpty)
                    for transfer in transfers {
                        await #expect(throws: WaxwingError.self) { _ = try await outcome(of: transfer) }
                    }
                }
            }
            try await useAndShutDown(.preferred)
            let before = try count()
            for mechanism in PollingMechanism.allCases { try await useAndShutDown(mechanism) }
            // A task may still hold the last reference to something, and Swift's own threads come and go.
            var after = try count()
            for _ in 0..<6000 where after[0] > before[0] || after[1] > before[1] + 2 {
                usleep(10_000)
                after = try count()
            }
            try #require(after[0] <= before[0], "descriptors: \(before[0]), then \(after[0])")
            try #require(after[1] <= before[1] + 2, "threads: \(before[1]), then \(after[1])")
        }
    }
}
