import Foundation
import Synchronization
import Testing

@testable import WaxTransport

/// An actor of a loop that counts, and notes the deadlines it is told of.
private actor Resident: LoopBound, ReadinessHandler {
    nonisolated let loop: EventLoop
    private var passed = 0
    private var waiter: CheckedContinuation<Void, Never>?
    private var registration: Registration?

    init(_ loop: EventLoop) { self.loop = loop }

    func isAtHome() -> Bool { loop.isCurrent }

    func sleep(nanoseconds: UInt64) async throws -> Int {
        let deadline = SystemClock.monotonicNanoseconds + nanoseconds
        if registration == nil { registration = try loop.register(nil, handler: self) }
        await withCheckedContinuation { continuation in
            waiter = continuation
            registration?.setDeadline(deadline)
        }
        #expect(SystemClock.monotonicNanoseconds >= deadline)
        return passed
    }

    func leave() { registration?.cancel() }

    nonisolated func socketIsReady(_ readiness: Readiness) {}

    nonisolated func deadlineHasPassed() {
        assumeIsolated {
            $0.passed += 1
            $0.waiter.take()?.resume()
        }
    }
}

@Suite("Event loops", .timeLimit(.minutes(10)))
struct LoopTests {
    @Test("An actor of a loop runs on its thread, and other work does not", arguments: PollingMechanism.allCases)
    func residence(mechanism: PollingMechanism) async throws {
        let group = try EventLoopGroup(loops: 2, mechanism: mechanism)
        for loop in group.loops {
            #expect(await Resident(loop).isAtHome())
            #expect(!loop.isCurrent)
            let isThere = await Task(executorPreference: loop.taskExecutor) { loop.isCurrent }.value
            #expect(isThere)
        }
        #expect(group.next() !== group.next())
        await group.shutDown()
    }

    @Test("What reads may cause others to read: the buffer is lent without a lock")
    func scratch() async {
        // A lock that is taken twice would stop the process or hold it up for ever.
        await #expect(processExitsWith: .success) {
            let group = try EventLoopGroup(loops: 1)
            let loop = group.loops[0]
            let watchdog = Task.detached {
                try await Task.sleep(for: .seconds(120))
                exit(1)
            }
            let isSeparate = await Task(executorPreference: loop.taskExecutor) {
                loop.withScratch { outer in
                    outer[0] = 1
                    loop.withScratch { inner in inner[0] = 2 }
                    return outer[0] == 1 && outer.count == EventLoop.scratchSize
                }
            }.value
            watchdog.cancel()
            try #require(isSeparate && loop.withScratch { $0.count } == EventLoop.scratchSize)
        }
    }

    @Test("A deadline comes once, not early, and can be moved", arguments: PollingMechanism.allCases)
    func deadlines(mechanism: PollingMechanism) async throws {
        let group = try EventLoopGroup(loops: 1, mechanism: mechanism)
        let resident = Resident(group.loops[0])
        #expect(try await resident.sleep(nanoseconds: 3_000_000) == 1)
        #expect(try await resident.sleep(nanoseconds: 1_000_000) == 2)
        #expect(try await resident.sleep(nanoseconds: 0) == 3)
        await resident.leave()
        await group.shutDown()
    }

    @Test("Many tasks from outside are all run", arguments: PollingMechanism.allCases)
    func manyTasks(mechanism: PollingMechanism) async throws {
        let group = try EventLoopGroup(loops: 2, mechanism: mechanism)
        let residents = group.loops.map { Resident($0) }
        let count = await withTaskGroup(of: Bool.self) { tasks in
            for index in 0..<1000 { tasks.addTask { await residents[index % 2].isAtHome() } }
            return await tasks.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(count == 1000)
        let isThere = await withCheckedContinuation { continuation in
            let loop = group.loops[1]
            loop.execute { continuation.resume(returning: loop.isCurrent) }
        }
        #expect(isThere)
        await group.shutDown()
    }

    @Test("What is asked of an actor after its loop has ended is done all the same")
    func stragglers() async throws {
        let group = try EventLoopGroup(loops: 1)
        let resident = Resident(group.loops[0])
        await group.shutDown()
        for _ in 0..<3 { #expect(await resident.isAtHome()) }
        #expect(throws: SystemError.self) { try group.loops[0].register(nil, handler: resident) }
    }
}

@Suite("Workers", .timeLimit(.minutes(10)))
struct WorkerTests {
    private struct Failure: Error, Equatable { let number: Int }

    @Test("A worker gives back what the function gives or throws")
    func results() async throws {
        let pool = WorkerPool(threads: 2)
        #expect(await pool.run { 6 * 7 } == 42)
        await #expect(throws: Failure(number: 3)) {
            try await pool.run { () throws(Failure) in throw Failure(number: 3) }
        }
        let sum = await withTaskGroup(of: Int.self) { tasks in
            for number in 0..<500 { tasks.addTask { await pool.run { number } } }
            return await tasks.reduce(0, +)
        }
        #expect(sum == 500 * 499 / 2)
        pool.shutDown()
        #expect(await pool.run { 1 } == 1, "work after the end is done by the caller")
    }

    @Test("A queue does one thing after the other, whatever thread does it")
    func queues() async {
        let pool = WorkerPool(threads: 4)
        let outcomes = await withTaskGroup(of: [Int].self) { tasks in
            for _ in 0..<4 {
                tasks.addTask {
                    let queue = WorkerQueue(pool)
                    let done = Mutex<[Int]>([])
                    return await withCheckedContinuation { continuation in
                        for number in 0..<200 {
                            queue.submit {
                                // Not one step: two at once would lose a number.
                                let before = done.withLock { $0 }
                                done.withLock { $0 = before + [number] }
                            }
                        }
                        queue.submit { continuation.resume(returning: done.withLock { $0 }) }
                    }
                }
            }
            return await tasks.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: Array(0..<200), count: 4))
        pool.shutDown()
    }
}
