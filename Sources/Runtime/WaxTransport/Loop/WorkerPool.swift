internal import Synchronization

/// A few threads for what may block: files, their way to the disk, the look-up of names, RSA signatures.
public final class WorkerPool: Sendable {
    private struct State: Sendable {
        var tasks = Fifo<@Sendable () -> Void>()
        var idle = 0
        var threads: [Thread] = []
        var isStopping = false

        /// What a thread does next: a task, or nothing more; nil while it has to wait.
        mutating func takeTask() -> Step? {
            guard let task = tasks.popFirst() else { return isStopping ? Step(task: nil) : nil }
            idle -= 1
            return Step(task: task)
        }
    }

    private struct Step: Sendable {
        let task: (@Sendable () -> Void)?
    }

    private let state = Monitor(State())

    /// The most threads that the pool starts. It starts them when they are first needed.
    public let largestThreadCount: Int

    /// Makes a pool.
    public init(threads: Int = 4) { largestThreadCount = max(1, threads) }

    /// Runs a function on a worker and waits for what it gives.
    public func run<Result: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let outcome: Swift.Result<Result, Failure> = await withCheckedContinuation { continuation in
            submit {
                do throws(Failure) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try outcome.get()
    }

    /// Runs a function on a worker, some time.
    func submit(_ task: @escaping @Sendable () -> Void) {
        let isQueued = state.update { state in
            guard !state.isStopping else { return false }
            if state.idle <= state.tasks.count, state.threads.count < largestThreadCount,
                let thread = try? Thread(name: "wax-worker", { self.work() })
            {
                state.threads.append(thread)
            }
            guard !state.threads.isEmpty else { return false }
            state.tasks.append(task)
            return true
        }
        // With no thread to be had, or after the end, the work is done here: slow is better than never.
        if !isQueued { task() }
    }

    private func work() {
        state.update { $0.idle += 1 }
        while let task = state.wait(for: { $0.takeTask() }).task {
            task()
            state.update { $0.idle += 1 }
        }
    }

    /// Finishes what was submitted and ends the threads.
    package func shutDown() {
        let threads = state.update { state in
            state.isStopping = true
            defer { state.threads = [] }
            return state.threads
        }
        for thread in threads { thread.join() }
    }
}

/// Runs functions on the threads of a pool, one at a time and in order: what happens to one file.
package final class WorkerQueue: Sendable {
    private struct State {
        var tasks: [@Sendable () -> Void] = []
        var isRunning = false
    }

    private let pool: WorkerPool
    private let state = Mutex(State())

    package init(_ pool: WorkerPool) { self.pool = pool }

    /// Runs a function after those that were given before.
    package func submit(_ task: @escaping @Sendable () -> Void) {
        let mustStart = state.withLock { state in
            state.tasks.append(task)
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart { pool.submit { self.drain() } }
    }

    private func drain() {
        let tasks = state.withLock { state in
            defer { state.tasks = [] }
            return state.tasks
        }
        for task in tasks { task() }
        let isDone = state.withLock { state in
            if state.tasks.isEmpty { state.isRunning = false }
            return state.tasks.isEmpty
        }
        // Queued again instead of going on, so that others get their turn.
        if !isDone { pool.submit { self.drain() } }
    }
}
