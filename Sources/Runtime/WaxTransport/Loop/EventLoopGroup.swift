internal import Synchronization

/// The event loops and workers of a program, or of a part of it that wants its own.
///
/// A program has one, ``shared()``, unless it makes others, for instance to try the other
/// ``PollingMechanism`` or to end with all threads gone.
public final class EventLoopGroup: Sendable {
    /// The loops.
    public let loops: [EventLoop]

    /// The workers for what may block.
    public let workers: WorkerPool

    private let turn = Atomic<Int>(0)
    private let threads: Mutex<[Thread]>

    private static let common = Mutex<EventLoopGroup?>(nil)

    /// The group that everything uses which is not told to use another; made when it is first asked for.
    public static func shared() throws(SystemError) -> EventLoopGroup {
        try common.withLock { (common) throws(SystemError) -> EventLoopGroup in
            if let group = common { return group }
            let group = try EventLoopGroup()
            common = group
            return group
        }
    }

    /// Starts the threads of the loops; the workers' are started when they are needed.
    ///
    /// - Parameters:
    ///   - loops: How many; one for each processor if nil.
    ///   - workers: The most worker threads.
    ///   - mechanism: How the loops wait for sockets.
    public init(
        loops: Int? = nil, workers: Int = 4, mechanism: PollingMechanism = .preferred
    ) throws(SystemError) {
        var made: [EventLoop] = []
        var threads: [Thread] = []
        do throws(SystemError) {
            for index in 0..<max(1, loops ?? System.processorCount) {
                let loop = try EventLoop(mechanism: mechanism)
                threads.append(try loop.start(name: "wax-loop-\(index)"))
                made.append(loop)
            }
        } catch {
            made.forEach { $0.stop() }
            threads.forEach { $0.join() }
            throw error
        }
        self.loops = made
        self.threads = Mutex(threads)
        self.workers = WorkerPool(threads: workers)
    }

    /// The loops in turn, so that each gets its share of the connections.
    public func next() -> EventLoop {
        let turn = turn.wrappingAdd(1, ordering: .relaxed).oldValue
        return loops[Int(UInt(bitPattern: turn) % UInt(loops.count))]
    }

    /// Ends all threads and returns when they are gone.
    ///
    /// Connections that are still there are told that their sockets have failed. Not to be called on the thread of
    /// one of the group's loops or workers, and not for ``shared()``.
    public func shutDown() async {
        loops.forEach { $0.stop() }
        let threads = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        threads.forEach { $0.join() }
        workers.shutDown()
    }
}
