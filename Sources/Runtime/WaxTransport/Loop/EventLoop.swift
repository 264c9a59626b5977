internal import Synchronization

/// What owns a registration at an event loop. Called on the loop's thread, and never after the registration
/// has been cancelled there.
public protocol ReadinessHandler: AnyObject, Sendable {
    /// The socket can do something, or the loop is about to stop (``Readiness/failed``).
    func socketIsReady(_ readiness: Readiness)

    /// The deadline that was set has passed; it is no longer set.
    func deadlineHasPassed()
}

/// A thread that waits for sockets and deadlines, and on which actors can live.
///
/// An actor that conforms to ``LoopBound`` runs on this thread alone. So does whoever owns a ``Registration``:
/// an actor of the loop answers ``ReadinessHandler/socketIsReady(_:)`` with `assumeIsolated`, without a switch
/// of threads. Nothing that blocks may run here; a ``WorkerPool`` is for that.
public final class EventLoop: Sendable {
    /// A part of the work of an actor that lives here or of a task that prefers to run here, or a plain function. The
    /// first two are told apart because Swift's runtime compares where a task is with where it prefers to be.
    enum Job: Sendable {
        case actor(UnownedJob)
        case task(UnownedJob, LoopTaskExecutor)
        case function(@Sendable () -> Void)
    }

    fileprivate struct Entry {
        let handler: any ReadinessHandler
        let socket: SocketHandle?
        var interest: Interest
        var deadline: UInt64?
        /// The earliest time at which the heap has an entry for this registration.
        var scheduled: UInt64?
    }

    fileprivate enum Phase { case running, stopping, stopped }

    fileprivate struct State {
        var phase = Phase.running
        var jobs: [Job] = []
        var entries: [UInt64: Entry] = [:]
        var deadlines = DeadlineHeap()
        var lastToken: UInt64 = 0
        /// The thread waits, or is about to; whoever has work for it must ring.
        var isWaiting = false
    }

    private let state = Mutex(State())
    private let poller: any Poller
    private let threadNumber = Atomic<UInt>(0)
    private let scratch: Mutex<[UInt8]>

    /// Runs tasks on the loop: `Task(executorPreference: loop.taskExecutor) { … }`. Each call makes a new one.
    public var taskExecutor: LoopTaskExecutor { LoopTaskExecutor(loop: self) }

    /// The mechanism that the loop waits with.
    public let mechanism: PollingMechanism

    /// Makes a loop whose thread is started by ``start(name:)``.
    init(mechanism: PollingMechanism) throws(SystemError) {
        self.mechanism = mechanism
        poller = try mechanism.makePoller()
        // Made when it is first lent: a machine with many processors has many loops, and perhaps one connection.
        scratch = Mutex([])
    }

    /// The size of the buffer that all connections of a loop read into, one after the other.
    static let scratchSize = 256 * 1024

    /// Lends the loop's read buffer, so that an idle connection needs none.
    func withScratch<Result, Failure: Error>(
        _ body: (inout MutableSpan<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Taken out while it is lent: no lock is held while others' code runs, and who asks again gets another.
        var buffer = scratch.withLock { buffer in
            defer { buffer = [] }
            return buffer
        }
        if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: Self.scratchSize) }
        defer { scratch.withLock { [buffer] in $0 = buffer } }
        var span = buffer.mutableSpan
        return try body(&span)
    }

    /// True on the thread of the loop.
    public var isCurrent: Bool { threadNumber.load(ordering: .relaxed) == Thread.current }
}

// MARK: - Registration

extension EventLoop {
    /// Begins to watch a socket, or only a deadline.
    ///
    /// The loop keeps socket and handler alive until ``Registration/cancel()``.
    public func register(
        _ socket: Socket?, interest: Interest = [], deadline: UInt64? = nil, handler: any ReadinessHandler
    ) throws(SystemError) -> Registration {
        try register(handle: socket?.handle, interest: interest, deadline: deadline, handler: handler)
    }

    func register(
        handle socket: SocketHandle?, interest: Interest = [], deadline: UInt64? = nil, handler: any ReadinessHandler
    ) throws(SystemError) -> Registration {
        let token = try state.withLock { (state) throws(SystemError) -> UInt64 in
            guard state.phase == .running else { throw SystemError("the event loop has stopped", code: .cancelled) }
            state.lastToken += 1
            let token = state.lastToken
            if let socket { try poller.add(socket.descriptor, token: token, interest: interest) }
            state.entries[token] = Entry(handler: handler, socket: socket, interest: interest)
            return token
        }
        setDeadline(deadline, for: token)
        return Registration(loop: self, token: token)
    }

    fileprivate func setInterest(_ interest: Interest, for token: UInt64) throws(SystemError) {
        try state.withLock { (state) throws(SystemError) in
            guard let entry = state.entries[token], let socket = entry.socket, entry.interest != interest else {
                return
            }
            try poller.change(socket.descriptor, token: token, interest: interest)
            state.entries[token]?.interest = interest
        }
    }

    fileprivate func setDeadline(_ deadline: UInt64?, for token: UInt64) {
        let mustRing = state.withLock { state in
            guard let index = state.entries.index(forKey: token) else { return false }
            state.entries.values[index].deadline = deadline
            let scheduled = state.entries.values[index].scheduled
            guard let deadline, deadline < scheduled ?? .max else { return false }
            state.entries.values[index].scheduled = deadline
            state.deadlines.insert(.init(time: deadline, token: token))
            return state.isWaiting && state.deadlines.earliest?.time == deadline
        }
        if mustRing { poller.wake() }
    }

    fileprivate func cancel(_ token: UInt64) {
        // The entry is let go of outside of the lock: the end of its handler may cancel something else.
        let entry = state.withLock { state in
            let entry = state.entries.removeValue(forKey: token)
            if let socket = entry?.socket { poller.remove(socket.descriptor, token: token) }
            return entry
        }
        _ = consume entry
    }
}

/// A socket or a deadline that an event loop watches.
public struct Registration: Sendable {
    fileprivate let loop: EventLoop
    fileprivate let token: UInt64

    /// Says anew what to watch for.
    public func setInterest(_ interest: Interest) throws(SystemError) { try loop.setInterest(interest, for: token) }

    /// Says anew when to call ``ReadinessHandler/deadlineHasPassed()``: a reading of
    /// ``SystemClock/monotonicNanoseconds``, or nil for never.
    public func setDeadline(_ deadline: UInt64?) { loop.setDeadline(deadline, for: token) }

    /// Ends the watch; the loop lets go of socket and handler.
    public func cancel() { loop.cancel(token) }
}

// MARK: - The thread

extension EventLoop {
    func start(name: String) throws(SystemError) -> Thread {
        try Thread(name: name) { self.run() }
    }

    /// Tells every handler that its socket has failed, runs what is left to run, and ends the thread.
    func stop() {
        state.withLock { if $0.phase == .running { $0.phase = .stopping } }
        poller.wake()
    }

    /// Runs a function on the loop's thread, after what waits there already.
    public func execute(_ function: @escaping @Sendable () -> Void) { add(.function(function)) }

    func add(_ job: Job) {
        enum Need { case nothing, ring, thread }
        let need: Need = state.withLock { state in
            state.jobs.append(job)
            if state.phase == .stopped {
                state.phase = .stopping
                return .thread
            }
            guard state.isWaiting else { return .nothing }
            state.isWaiting = false
            return .ring
        }
        switch need {
        case .nothing: break
        case .ring: poller.wake()
        case .thread: runStragglers()
        }
    }

    // A job that comes after the end must run all the same, or whoever awaits it waits for ever.
    private func runStragglers() {
        if let thread = try? Thread(name: "wax-late", { self.run() }) { thread.detach() } else { run() }
    }

    private func run() {
        threadNumber.store(Thread.current, ordering: .relaxed)
        var events: [PollEvent] = []
        var jobs: [Job] = []
        while let wait = takeJobs(&jobs) {
            for job in jobs { run(job) }
            jobs.removeAll(keepingCapacity: true)
            events.removeAll(keepingCapacity: true)
            poller.wait(milliseconds: wait, into: &events)
            deliver(events)
        }
    }

    /// Takes the jobs that wait and says how many milliseconds may pass until the next round (-1: any number);
    /// nil at the end.
    private func takeJobs(_ jobs: inout [Job]) -> Int32? {
        let abandoned = state.withLock { state in
            state.phase == .stopping ? state.entries.values.map(\.handler) : []
        }
        for handler in abandoned { handler.socketIsReady(.failed) }

        let now = System.monotonicNanoseconds
        var ended: [UInt64: Entry] = [:]
        return state.withLock { state in
            swap(&jobs, &state.jobs)
            guard jobs.isEmpty else { return 0 }
            guard state.phase == .running else {
                swap(&ended, &state.entries)
                state.phase = .stopped
                threadNumber.store(0, ordering: .relaxed)
                return nil
            }
            state.isWaiting = true
            guard let next = state.deadlines.earliest else { return -1 }
            // Rounded up, as an early awakening would only lead to another one.
            return next.time <= now ? 0 : Int32(clamping: (next.time - now) / 1_000_000 + 1)
        }
    }

    private func deliver(_ events: [PollEvent]) {
        state.withLock { $0.isWaiting = false }
        // What has come goes before what time asks for: after a standstill of the machine, a peer that has long
        // answered is not late.
        let now = System.monotonicNanoseconds
        for event in events {
            // Looked up one by one: an earlier event of the batch may have ended a later one's registration.
            let handler = state.withLock { $0.entries[event.token]?.handler }
            handler?.socketIsReady(event.readiness)
        }
        for handler in state.withLock({ $0.takeDueHandlers(now) }) { handler.deadlineHasPassed() }
    }
}

extension EventLoop.State {
    fileprivate mutating func takeDueHandlers(_ now: UInt64) -> [any ReadinessHandler] {
        var due: [any ReadinessHandler] = []
        while let moment = deadlines.removeEarliest(notAfter: now) {
            guard let index = entries.index(forKey: moment.token), entries.values[index].scheduled == moment.time
            else { continue }
            entries.values[index].scheduled = nil
            guard let deadline = entries.values[index].deadline else { continue }
            if deadline <= now {
                entries.values[index].deadline = nil
                due.append(entries.values[index].handler)
            } else {
                entries.values[index].scheduled = deadline
                deadlines.insert(.init(time: deadline, token: moment.token))
            }
        }
        return due
    }
}
