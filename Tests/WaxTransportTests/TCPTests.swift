import Synchronization
import Testing
import WaxTestSupport
@testable import WaxTransport

@Suite("TCP", .timeLimit(.minutes(10)))
struct TCPTests {
    /// A server that sends back what it receives, and a client of it.
    private func withEcho(
        _ mechanism: PollingMechanism, host: String = "127.0.0.1", limits: ConnectionLimits = .init(),
        _ body: (EventLoopGroup, Listener) async throws -> Void
    ) async throws {
        let group = try EventLoopGroup(loops: 2, workers: 2, mechanism: mechanism)
        let listener = try await Listener(
            on: Endpoint(host: host, port: 0), loop: group.loops[0], workers: group.workers, limits: limits
        ) { arrival in
            guard let admission = arrival.admission else { return }
            let loop = group.next()
            Task { _ = await TestStream(arrival.socket, on: loop, admission: admission, echoes: true) }
        }
        do {
            try await body(group, listener)
        } catch {
            Issue.record(error)
        }
        listener.stop()
        await group.shutDown()
    }

    private func connect(_ group: EventLoopGroup, _ listener: Listener) async throws -> TestStream {
        let loop = group.next()
        let host = listener.address.host.description
        let socket = try await Connector.connect(
            to: Endpoint(host: host, port: listener.address.port), loop: loop, workers: group.workers)
        #expect(socket.peer == listener.address)
        return await TestStream(socket, on: loop)
    }

    private func exchange(_ mechanism: PollingMechanism, host: String) async throws {
        try await withEcho(mechanism, host: host) { group, listener in
            let client = try await connect(group, listener)
            var random = SeededRandom(seed: 1)
            for count in [1, 100, 65_536, 3_000_001] {
                let bytes = random.bytes(count: count)
                await client.write(bytes)
                let isSame = await client.read(count: count) == bytes
                #expect(isSame)
            }
            await client.close()
        }
    }

    @Test("Bytes travel over IPv4", arguments: PollingMechanism.allCases)
    func overIPv4(mechanism: PollingMechanism) async throws {
        try await exchange(mechanism, host: "127.0.0.1")
    }

    @Test(
        "Bytes travel over IPv6", .enabled(if: hasIPv6, "this machine has no IPv6 loopback address"),
        arguments: PollingMechanism.allCases)
    func overIPv6(mechanism: PollingMechanism) async throws {
        try await exchange(mechanism, host: "::1")
    }

    @Test("Many connections at once", arguments: PollingMechanism.allCases)
    func many(mechanism: PollingMechanism) async throws {
        try await withEcho(mechanism) { group, listener in
            let sum = try await withThrowingTaskGroup(of: Int.self) { tasks in
                for number in 0..<100 {
                    tasks.addTask {
                        let client = try await connect(group, listener)
                        let bytes = [UInt8](repeating: UInt8(number), count: 1000 + number)
                        await client.write(bytes)
                        let isSame = await client.read(count: bytes.count) == bytes
                        await client.close()
                        return isSame ? 1 : 0
                    }
                }
                return try await tasks.reduce(0, +)
            }
            #expect(sum == 100)
            #expect(listener.statistics.accepted == 100)
        }
    }

    @Test("A name is tried at all its addresses")
    func names() async throws {
        var isReached = false
        for _ in 0..<5 where !isReached {
            try await withEcho(.preferred) { group, listener in
                // Where the name stands for ::1 too, nobody listens there: only by chance another test, on the same port.
                let socket = try await Connector.connect(
                    to: Endpoint(host: "localhost", port: listener.address.port), loop: group.next(),
                    workers: group.workers)
                isReached = socket.peer == listener.address
            }
        }
        #expect(isReached)
        let group = try EventLoopGroup(loops: 1, workers: 1)
        await #expect(throws: SystemError("", code: .hostNotFound)) {
            try await Connector.connect(
                to: Endpoint(host: "no-such-host.invalid", port: 1), loop: group.next(), workers: group.workers)
        }
        await group.shutDown()
    }

    @Test("A port where nobody listens is an error, and so is a taken one")
    func refusal() async throws {
        let group = try EventLoopGroup(loops: 1)
        let listener = try await Listener(
            on: Endpoint(host: "127.0.0.1", port: 0), loop: group.loops[0], workers: group.workers
        ) { _ in }
        let endpoint = Endpoint(host: "127.0.0.1", port: listener.address.port)
        await #expect(throws: SystemError("", code: .addressInUse)) {
            try await Listener(on: endpoint, loop: group.loops[0], workers: group.workers) { _ in }
        }
        listener.stop()
        await #expect(throws: SystemError("", code: .connectionRefused)) {
            // The listener's socket closes on its loop's thread, a moment later; who connects in that moment is reset.
            let deadline = ContinuousClock.now + .seconds(60)
            while ContinuousClock.now < deadline {
                do throws(SystemError) {
                    _ = try await Connector.connect(to: endpoint, loop: group.loops[0], workers: group.workers)
                } catch {
                    guard error.code == .connectionReset else { throw error }
                }
                try await Task.sleep(for: .milliseconds(2))
            }
        }
        await group.shutDown()
    }

    @Test("An address that does not answer is given up after its time, or when the task is cancelled")
    func silence() async throws {
        let group = try EventLoopGroup(loops: 1)
        // A queue of one that nobody empties: the kernel lets further clients wait.
        let address = SocketAddress(host: .v4(0x7F00_0001), port: 0)
        let descriptor = try System.makeSocket(for: address)
        try System.assign(descriptor, to: address)
        try System.startListening(descriptor, backlog: 0)
        let port = try System.localAddress(of: descriptor).port
        let endpoint = Endpoint(host: "127.0.0.1", port: port)
        var waiting: [Socket] = []
        var failures: [SystemError.Code] = []
        // On a busy machine one may run out of time though there was room: the queue is full if three do.
        while failures.count < 3, waiting.count < 64 {
            do throws(SystemError) {
                waiting.append(
                    try await Connector.connect(
                        to: endpoint, loop: group.loops[0], workers: group.workers, timeout: .milliseconds(200)))
                failures = []
            } catch {
                failures.append(error.code)
            }
        }
        #expect(failures == [.timedOut, .timedOut, .timedOut])

        let attempt = Task {
            try await Connector.connect(
                to: endpoint, loop: group.loops[0], workers: group.workers, timeout: .seconds(50))
        }
        attempt.cancel()
        await #expect(throws: SystemError("", code: .cancelled)) { try await attempt.value }
        await group.shutDown()
    }

    @Test("A receiver that does not read stops the sender", arguments: PollingMechanism.allCases)
    func backPressure(mechanism: PollingMechanism) async throws {
        let group = try EventLoopGroup(loops: 1, mechanism: mechanism)
        let (arrivals, arrival) = AsyncStream.makeStream(of: Socket.self)
        let listener = try await Listener(
            on: Endpoint(host: "127.0.0.1", port: 0), loop: group.loops[0], workers: group.workers
        ) { arrival.yield($0.socket) }
        let client = try await connect(group, listener)
        var iterator = arrivals.makeAsyncIterator()
        let accepted = try #require(await iterator.next())
        let server = await TestStream(accepted, on: group.loops[0])
        try await server.setReading(false)

        let bytes = [UInt8](repeating: 7, count: 16 << 20)
        await client.write(bytes)
        // The kernel holds a few mebibytes at most; the rest has to wait here.
        #expect(await client.pendingByteCount > 4 << 20)
        try await server.setReading(true)
        await client.drained()
        #expect(await client.pendingByteCount == 0)
        let isSame = await server.read(count: bytes.count) == bytes
        #expect(isSame)
        await client.close()
        await server.close()
        listener.stop()
        await group.shutDown()
    }

    @Test("A gentle end lets the peer receive the last words though its own were not read")
    func lastWords() async throws {
        let group = try EventLoopGroup(loops: 2)
        let farewell = [UInt8]("no".utf8)
        let listener = try await Listener(
            on: Endpoint(host: "127.0.0.1", port: 0), loop: group.loops[0], workers: group.workers
        ) { arrival in
            Task {
                let stream = await TestStream(arrival.socket, on: group.loops[0])
                try await stream.setReading(false)
                await stream.write(farewell)
                await stream.close(gently: true)
            }
        }
        for _ in 0..<20 {
            let client = try await connect(group, listener)
            await client.write([UInt8](repeating: 1, count: 10_000))
            let words = await client.read(count: 100)
            #expect(words == farewell)
            #expect(await client.failure == nil)
            await client.close()
        }
        listener.stop()
        await group.shutDown()
    }

    @Test("A listener keeps to its limits and gives places back")
    func limits() async throws {
        try await withEcho(.preferred, limits: ConnectionLimits(total: 10, perAddress: 2)) { group, listener in
            let first = try await connect(group, listener)
            let second = try await connect(group, listener)
            for stream in [first, second] {
                await stream.write([1])
                #expect(await stream.read(count: 1) == [1])
            }
            let third = try await connect(group, listener)
            await third.write([1])
            #expect(await third.read(count: 1) == [], "turned away")
            #expect(listener.statistics.turnedAway == 1 && listener.connectionCount == 2)

            await first.close()
            while listener.connectionCount > 1 { await Task.yield() }
            let fourth = try await connect(group, listener)
            await fourth.write([1])
            #expect(await fourth.read(count: 1) == [1])
            for stream in [second, third, fourth] { await stream.close() }
        }
    }
}
