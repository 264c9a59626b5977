/// Limits how many frames without content a peer can make this side handle: a bucket of tokens that fills at a
/// steady rate. (Floods of pings, empty frames and resets have stopped servers of other protocols, for example
/// CVE-2019-9512, CVE-2019-9518 and CVE-2023-44487.)
struct ControlRate {
    /// Nanoseconds worth of tokens in the bucket; one token is `nanosecondsPerToken`.
    private var level: UInt64
    private var lastRefill: UInt64
    private let capacity: UInt64
    private let nanosecondsPerToken: UInt64

    /// A full bucket.
    ///
    /// - Parameters:
    ///   - burst: How many tokens it holds.
    ///   - rate: How many tokens come back in a second.
    ///   - now: The present, in monotonic nanoseconds.
    init(burst: Int, rate: Int, now: UInt64) {
        // The limits are brought into a range in which nothing overflows before they get here.
        nanosecondsPerToken = 1_000_000_000 / UInt64(max(rate, 1))
        capacity = nanosecondsPerToken &* UInt64(max(burst, 1))
        level = capacity
        lastRefill = now
    }

    /// Takes tokens out; false if there are not enough.
    mutating func take(_ tokens: Int = 1, now: UInt64) -> Bool {
        if now > lastRefill {
            level = min(capacity, level &+ min(now &- lastRefill, capacity))
            lastRefill = now
        }
        let price = nanosecondsPerToken &* UInt64(tokens)
        guard level >= price else { return false }
        level -= price
        return true
    }
}
