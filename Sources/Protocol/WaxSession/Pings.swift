/// The pings on their way.
struct Pings {
    /// When each was sent, and whether the application asked for it.
    private var sent: [UInt64: (time: UInt64, isKeepAlive: Bool)] = [:]
    private var next: UInt64 = 1

    /// How many of the application's are on their way.
    private(set) var count = 0

    /// Whether one that only keeps the session alive is on its way.
    private(set) var isKeepingAlive = false

    mutating func begin(now: UInt64, isKeepAlive: Bool) -> UInt64 {
        defer { next += 1 }
        sent[next] = (now, isKeepAlive)
        if isKeepAlive { isKeepingAlive = true } else { count += 1 }
        return next
    }

    /// What an answer means.
    enum Answer {
        case measured(nanoseconds: UInt64)
        case keptAlive
        case unknown
    }

    mutating func end(_ id: UInt64, now: UInt64) -> Answer {
        guard let ping = sent.removeValue(forKey: id) else { return .unknown }
        guard !ping.isKeepAlive else {
            isKeepingAlive = false
            return .keptAlive
        }
        count -= 1
        return .measured(nanoseconds: now > ping.time ? now - ping.time : 0)
    }
}
