import Dispatch
import Foundation
import Synchronization
import WaxTransport

/// Turns signals into elements of a sequence or calls of a function, instead of the end of the process.
struct Signals {
    /// The signals, in the order in which they came.
    let received: AsyncStream<Int32>
    private let numbers: [Int32]
    private let sources: [any DispatchSourceSignal]
    private let ended = DispatchSemaphore(value: 0)

    /// How often each signal is being waited for.
    private static let watched = Mutex<[Int32: Int]>([:])

    init(_ signals: [Int32]) {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        (received, numbers) = (stream, signals)
        sources = Self.sources(signals, ended) { continuation.yield($0) }
    }

    /// - Parameter act: Is called on a thread that nothing else holds up, so also while a command computes or waits.
    init(_ signals: [Int32], act: @escaping @Sendable (Int32) -> Void) {
        (received, numbers) = (AsyncStream { $0.finish() }, signals)
        sources = Self.sources(signals, ended, act)
    }

    /// Starts to wait for signals; from when this returns none of them ends the process or is lost.
    private static func sources(
        _ signals: [Int32], _ ended: DispatchSemaphore, _ act: @escaping @Sendable (Int32) -> Void
    ) -> [any DispatchSourceSignal] {
        // A queue of its own has a thread when it needs one; the common ones can be busy with what is to be interrupted.
        let queue = DispatchQueue(label: "signals")
        let begun = DispatchSemaphore(value: 0)
        watched.withLock { watched in for number in signals { watched[number, default: 0] += 1 } }
        let sources = signals.map { number in
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { act(number) }
            source.setRegistrationHandler { begun.signal() }
            source.setCancelHandler { ended.signal() }
            source.resume()
            return source
        }
        for _ in sources { begun.wait() }
        #if canImport(Darwin)
        // Elsewhere the source has put a handler of its own in the place of the end of the process.
        for number in signals { signal(number, SIG_IGN) }
        #endif
        return sources
    }

    /// Calls the function no more; a signal that nobody else waits for ends the process again.
    func stop() {
        for source in sources { source.cancel() }
        for _ in sources { ended.wait() }
        Self.watched.withLock { watched in
            for number in numbers {
                watched[number, default: 1] -= 1
                if watched[number] == 0 { signal(number, SIG_DFL) }
            }
        }
    }

    /// Ends the process by a signal: whoever has started it sees that it was that.
    static func end(by number: Int32) -> Never {
        ProcessSignal.restoreDefault(number)
        raise(number)
        // One that does not end a process: as a shell reports those that do.
        _exit(128 + number)
    }

    /// Ends the process as one whose output nobody reads any more: silently.
    static func endAsReaderGone() -> Never {
        OutputFile.discardAll()
        end(by: SIGPIPE)
    }
}
