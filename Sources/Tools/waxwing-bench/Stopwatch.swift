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

    /// How long something takes.
    static func seconds(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let duration = try clock.measure(body)
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
    }
}
