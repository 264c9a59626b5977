import Foundation
import Testing
@testable import WaxTransport

/// The descriptors and threads of a process, counted in processes of their own, as other tests open and close
/// theirs at the same time.
@Suite("Resources of the process", .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd"), "needs /proc"))
struct ResourceTests {
    @Test("The end of a group leaves no descriptor and no thread behind, connections or not")
    func nothingLeft() async {
        await #expect(processExitsWith: .success) {
            func count() throws -> [Int] {
                try ["fd", "task"].map { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/\($0)").count }
            }
            func useAndShutDown(_ mechanism: PollingMechanism) async throws {
                let group = try EventLoopGroup(loops: 2, workers: 2, mechanism: mechanism)
                let listener = try await Listener(
                    on: Endpoint(host: "localhost", port: 0), loop: group.loops[0], workers: group.workers
                ) { arrival in
                    Task {
                        _ = await TestStream(
                            arrival.socket, on: group.next(), admission: arrival.admission, echoes: true)
                    }
                }
                for _ in 0..<5 {
                    let socket = try await Connector.connect(
                        to: Endpoint(host: "localhost", port: listener.address.port), loop: group.next(),
                        workers: group.workers)
                    let stream = await TestStream(socket, on: group.loops[1])
                    await stream.write([1, 2, 3])
                    try #require(await stream.read(count: 3) == [1, 2, 3])
                }
                // Five connections are open at both ends, and the listener.
                await group.shutDown()
            }
            // The first round brings up the runtime's own threads.
            try await useAndShutDown(.preferred)
            let before = try count()
            for mechanism in PollingMechanism.allCases {
                for _ in 0..<3 { try await useAndShutDown(mechanism) }
            }
            // A task may still hold the last reference to a connection; and Swift's own pool of threads changes by one
            // or two. Ours would be thirty descriptors and two dozen threads.
            var after = try count()
            for _ in 0..<6000 where after[0] > before[0] || after[1] > before[1] + 2 {
                usleep(10_000)
                after = try count()
            }
            try #require(after[0] <= before[0], "descriptors: \(before[0]), then \(after[0])")
            try #require(after[1] <= before[1] + 2, "threads: \(before[1]), then \(after[1])")
        }
    }

    @Test("Without descriptors a listener pauses, and goes on when there are some")
    func shortage() async {
        await #expect(processExitsWith: .success) {
            let group = try EventLoopGroup(loops: 1, workers: 1)
            let listener = try await Listener(
                on: Endpoint(host: "127.0.0.1", port: 0), loop: group.loops[0], workers: group.workers
            ) { _ in }
            let first = try System.makeSocket(for: listener.address)
            let second = try System.makeSocket(for: listener.address)

            var limit = rlimit()
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            var small = limit
            small.rlim_cur = rlim_t(second.number) + 1
            // From here on nothing may need a descriptor: Swift's own timers would, so the waits are plain ones.
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &small)

            // Lower numbers may be free, or become free while the test's machinery starts up: fill them, again and
            // again.
            func fill() { while dup(2) >= 0 {} }
            var expected = 1
            let beginning = ContinuousClock.now
            fill()
            _ = try System.beginConnecting(first, to: listener.address)
            while listener.statistics.shortages < 2 {
                if listener.statistics.accepted == 1, expected == 1 {
                    expected = 2
                    fill()
                    _ = try System.beginConnecting(second, to: listener.address)
                }
                usleep(5000)
            }
            try #require(listener.statistics.accepted == expected - 1)
            // A loop that does not look away for a twentieth of a second each time would have reported thousands by now.
            let times = beginning.duration(to: .now) / Duration.milliseconds(50)
            try #require(listener.statistics.shortages < 100 + Int(times))

            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
            while listener.statistics.accepted < expected { usleep(5000) }
            listener.stop()
            await group.shutDown()
        }
    }
}
