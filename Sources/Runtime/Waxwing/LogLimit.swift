internal import Synchronization
internal import WaxTransport

/// Lets so many entries of a kind through in ten seconds, and counts the others: what strangers can cause as often as
/// they like must not fill a disk.
final class LogLimit: Sendable {
    private struct Window: Sendable {
        var end: UInt64 = 0
        var entries = 0
        var leftOut = 0
    }

    private let most: Int
    private let window = Mutex(Window())

    init(most: Int = 20) { self.most = most }

    private static let length: UInt64 = 10_000_000_000

    /// Asks whether an entry may be written.
    ///
    /// - Parameter now: A reading of the monotonic clock, in nanoseconds.
    /// - Returns: What to write behind it, most often nothing; nil if it is to be left out.
    func pass(now: UInt64 = SystemClock.monotonicNanoseconds) -> String? {
        window.withLock { window in
            var remark = ""
            if now >= window.end {
                if window.leftOut > 0 { remark = " (and \(window.leftOut) more before this that are not listed)" }
                window = Window(end: now + Self.length)
            }
            guard window.entries < most else {
                window.leftOut += 1
                return nil
            }
            window.entries += 1
            return remark
        }
    }
}
