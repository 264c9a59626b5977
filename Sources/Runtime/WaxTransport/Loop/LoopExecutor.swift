// Executors are handed to Swift's runtime as unowned references, which count as unsafe; the actors that use
// them hold the loop strongly for as long as they live. Everything of that kind stands here.

extension EventLoop: SerialExecutor {
    /// Runs a part of an actor's work on the loop's thread.
    public func enqueue(_ job: consuming ExecutorJob) { add(.actor(UnownedJob(job))) }

    /// The loop as the executor of actors.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { unsafe UnownedSerialExecutor(ordinary: self) }

    /// True on the thread of the loop.
    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    /// Stops the program if this is not the thread of the loop.
    public func checkIsolated() { precondition(isCurrent, "this is not the thread of the event loop") }

    func run(_ job: Job) {
        switch job {
        case .actor(let job): unsafe job.runSynchronously(on: asUnownedSerialExecutor())
        case .function(let function): function()
        case .task(let job, let executor): unsafe job.runSynchronously(on: executor.asUnownedTaskExecutor())
        }
    }
}

/// Runs tasks on the thread of an event loop.
///
/// Such a task speaks with the actors of the loop without a switch of threads. It must not block.
public final class LoopTaskExecutor: TaskExecutor {
    private let loop: EventLoop

    init(loop: EventLoop) { self.loop = loop }

    /// Runs a part of a task's work on the loop's thread.
    public func enqueue(_ job: consuming ExecutorJob) { loop.add(.task(UnownedJob(job), self)) }

    /// This, as the runtime wants it.
    public func asUnownedTaskExecutor() -> UnownedTaskExecutor { unsafe UnownedTaskExecutor(ordinary: self) }
}

/// An actor that lives on the thread of an event loop.
///
/// Its functions must not rely on anything to stay the same over a call of an `async` function of its own: with a
/// task that has a preference for an executor, Swift's runtime puts such calls in the loop's queue, and others come
/// between. So a condition is checked in the closure of `withCheckedContinuation`, not before it.
public protocol LoopBound: Actor {
    /// The loop. It must not change.
    nonisolated var loop: EventLoop { get }
}

extension LoopBound {
    /// The loop, as the runtime wants it.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe loop.asUnownedSerialExecutor() }
}
