import Foundation

/// Measures how fast an operation is.
enum Stopwatch {
    /// How many operations take about so many seconds, found by doing some; at least one.
    static func calibrate(_ operation: Operation, seconds: Double) throws -> Int {
        // Too short a run says nothing: the clock, and caches that are still cold, would decide.
        let enough = min(0.005, seconds)
        var count = 1
        while true {
            let time = try self.seconds { try operation(count) }
            if time >= enough || count >= most {
                return Int(min(Double(most), max(1, Double(count) * seconds / max(time, 1e-9))))
            }
            // In steps, because the first runs are slower than those that follow.
            count *= time > 0 ? max(2, min(64, Int(enough / time))) : 64
        }
    }

    /// No operation is so fast that more would be needed, unless it does nothing.
    private static let most = 1 << 30

    /// How much of the processor's time something takes, on this thread: what else runs meanwhile does not count, as
    /// with `openssl speed`.
    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let start = now()
        try body()
        return now() - start
    }

    private static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
