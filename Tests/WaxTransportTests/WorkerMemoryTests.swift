import Foundation
import Synchronization
import Testing
@testable import WaxTransport

@Suite("What workers hold on to", .timeLimit(.minutes(10)))
struct WorkerMemoryTests {
    private final class Load: Sendable {
        let gone: @Sendable () -> Void
        init(_ gone: @escaping @Sendable () -> Void) { self.gone = gone }
        deinit { gone() }
    }

    @Test("A task that is done is let go of while others wait")
    func finished() async throws {
        let pool = WorkerPool(threads: 1)
        let gone = Mutex(0)
        let isBlocked = Mutex(true)
        for _ in 0..<100 {
            let load = Load { gone.withLock { $0 += 1 } }
            pool.submit { _ = load.gone }
        }
        pool.submit { while isBlocked.withLock({ $0 }) { usleep(1000) } }
        pool.submit {}
        let deadline = ContinuousClock.now + .seconds(60)
        while gone.withLock({ $0 }) < 100, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(gone.withLock { $0 } == 100)
        isBlocked.withLock { $0 = false }
        pool.shutDown()
    }
}
