import Foundation
import Synchronization

/// Lets only some tests at a time do what takes a machine long: all at once, each would take as long as all together,
/// and what has a deadline would miss it.
public final class Turns: Sendable {
    private struct State {
        var free: Int
        var lastID = 0
        var waiters: [(id: Int, waiter: CheckedContinuation<Void, Never>)] = []
    }

    private let state: Mutex<State>

    /// - Parameter count: How many at a time.
    public init(_ count: Int) { state = Mutex(State(free: count)) }

    /// Runs a function when its turn comes. If the task is cancelled before, it runs at once, to fail by itself.
    ///
    /// A function that runs in its turn must not wait for another turn.
    public func run<Result>(
        isolation actor: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async rethrows -> Result {
        await begin()
        defer { end() }
        return try await body()
    }

    private func begin() async {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isFree = state.withLock { state in
                    if state.free > 0 || Task.isCancelled {
                        state.free -= 1
                        return true
                    }
                    state.waiters.append((id, waiter))
                    return false
                }
                if isFree { waiter.resume() }
            }
        } onCancel: {
            let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
                state.free -= 1
                return state.waiters.remove(at: index).waiter
            }
            waiter?.resume()
        }
    }

    private func end() {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            state.free += 1
            guard state.free > 0, !state.waiters.isEmpty else { return nil }
            state.free -= 1
            return state.waiters.removeFirst().waiter
        }
        next?.resume()
    }
}

/// Waits for a task; if the waiting task is cancelled, for instance because a test has taken too long, that task is, too.
public func outcome<Success: Sendable, Failure: Error>(of task: Task<Success, Failure>) async throws -> Success {
    try await withTaskCancellationHandler { try await task.value } onCancel: { task.cancel() }
}

/// Runs something that blocks on a thread of its own: tests share a few threads, one for each processor.
public func onOwnThread<Result: Sendable>(
    _ body: @escaping @Sendable () throws -> Result
) async throws -> Result {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Swift.Result { try body() }) }
    }
}
