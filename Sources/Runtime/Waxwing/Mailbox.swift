internal import Synchronization
internal import WaxTransport

/// Hands elements from the thread of an event loop to whoever waits for them, in order, each element to one of them.
///
/// It has no limit of its own: what goes in is limited by the credit of the peer or the number of connections.
final class Mailbox<Element: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<Outcome, Never>

    /// What somebody who waited gets.
    enum Outcome: Sendable {
        case element(Element)
        case end(WaxwingError?)
        /// The task that waited was cancelled.
        case cancelled
    }

    private struct State {
        var elements = Fifo<Element>()
        var waiters: [(id: UInt64, waiter: Waiter)] = []
        var lastID: UInt64 = 0
        var end: Outcome?
    }

    private let state = Mutex(State())

    /// Puts an element in. Nothing happens after ``finish(_:)``.
    ///
    /// - Parameter limit: How many may wait already.
    /// - Returns: False if there are more.
    @discardableResult
    func put(_ element: Element, limit: Int = .max) -> Bool {
        let (waiter, isPut): (Waiter?, Bool) = state.withLock { state in
            guard state.end == nil else { return (nil, true) }
            guard state.waiters.isEmpty else { return (state.waiters.removeFirst().waiter, true) }
            guard state.elements.count < limit else { return (nil, false) }
            state.elements.append(element)
            return (nil, true)
        }
        waiter?.resume(returning: .element(element))
        return isPut
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

    /// Whether nothing waits to be taken.
    var isEmpty: Bool { state.withLock { $0.elements.isEmpty } }

    /// What waits to be taken, left where it is.
    var all: [Element] { state.withLock { $0.elements.all } }

    /// Takes out what an application has not asked for and shall not get any more; gives how many elements that were.
    @discardableResult
    func removeAll(where isUnwanted: @Sendable (Element) -> Bool = { _ in true }) -> Int {
        state.withLock { $0.elements.removeAll(where: isUnwanted) }
    }

    /// The next element, if there is one now.
    func takeNow() -> Element? { state.withLock { $0.elements.popFirst() } }

    /// The next element, as soon as there is one.
    func take() async -> Outcome {
        if let element = takeNow() { return .element(element) }
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { (waiter: Waiter) in
                let outcome: Outcome? = state.withLock { state in
                    if let element = state.elements.popFirst() { return .element(element) }
                    if let end = state.end { return end }
                    if Task.isCancelled { return .cancelled }
                    state.waiters.append((id, waiter))
                    return nil
                }
                if let outcome { waiter.resume(returning: outcome) }
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
