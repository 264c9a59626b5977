internal import Synchronization

/// Hands elements from the thread of an event loop to whoever waits for them, in order and many at a time.
///
/// It has no limit of its own: what goes in is limited by the credit of the peer or the number of connections.
final class Mailbox<Element: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Batch, Never>

    /// What somebody who waited gets.
    enum Batch: Sendable {
        case elements([Element])
        case end(WaxwingError?)
        /// The task that waited was cancelled.
        case cancelled
    }

    private struct State {
        var elements: [Element] = []
        var waiters: [(id: UInt64, waiter: Waiter)] = []
        var lastID: UInt64 = 0
        var end: Batch?
    }

    private let state = Mutex(State())

    /// Puts an element in. Nothing happens after ``finish(_:)``.
    func put(_ element: Element) {
        let waiter: Waiter? = state.withLock { state in
            guard state.end == nil else { return nil }
            guard state.waiters.isEmpty else { return state.waiters.removeFirst().waiter }
            state.elements.append(element)
            return nil
        }
        waiter?.resume(returning: .elements([element]))
    }

    /// No more elements come. Those that there are can still be taken.
    func finish(_ error: WaxwingError? = nil) {
        let waiters = state.withLock { state in
            if state.end == nil { state.end = .end(error) }
            defer { state.waiters = [] }
            return state.waiters
        }
        for (_, waiter) in waiters { waiter.resume(returning: .end(error)) }
    }

    /// Takes out what an application has not asked for and will not need any more.
    func removeAll(where isUnwanted: @Sendable (Element) -> Bool) {
        state.withLock { $0.elements.removeAll(where: isUnwanted) }
    }

    /// All that is there, as soon as there is something.
    func take() async -> Batch {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: Waiter) in
                let batch: Batch? = state.withLock { state in
                    if !state.elements.isEmpty {
                        defer { state.elements = [] }
                        return .elements(state.elements)
                    }
                    if let end = state.end { return end }
                    if Task.isCancelled { return .cancelled }
                    state.waiters.append((id, waiter))
                    return nil
                }
                if let batch { waiter.resume(returning: batch) }
            }
        } onCancel: {
            let waiter: Waiter? = state.withLock { state in
                guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return nil }
                return state.waiters.remove(at: index).waiter
            }
            waiter?.resume(returning: .cancelled)
        }
    }
}
