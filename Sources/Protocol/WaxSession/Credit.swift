/// What the peer may send, on one stream or on all: an absolute number of bytes, announced to it, that only grows.
struct ReceiveCredit {
    /// How many bytes have come.
    private(set) var received: UInt64 = 0
    /// How many bytes the peer has been told it may have sent in all.
    private(set) var limit: UInt64

    init(initial: Int) { limit = UInt64(initial) }

    /// Counts bytes that came; false if there was no credit for them.
    mutating func receive(_ count: Int) -> Bool {
        received &+= UInt64(count)
        return received <= limit
    }

    /// Raises the limit towards a target, if it is far enough below for a frame to be worth it.
    ///
    /// - Returns: The limit to announce, or nil.
    mutating func raise(to target: UInt64, worthwhile: Int) -> UInt64? {
        guard target >= limit &+ UInt64(worthwhile) else { return nil }
        limit = target
        return target
    }
}

/// What this side may send.
struct SendCredit {
    /// How many bytes have been sent.
    private(set) var sent: UInt64 = 0
    /// How many bytes may have been sent in all.
    private(set) var limit: UInt64

    init(initial: UInt64) { limit = initial }

    /// How many more bytes may be sent.
    var available: Int { Int(clamping: limit &- sent) }

    /// Counts bytes that are sent.
    mutating func use(_ count: Int) { sent &+= UInt64(count) }

    /// Takes a new limit; false if it is not higher than the one before, which the peer must not say.
    mutating func raise(to newLimit: UInt64) -> Bool {
        guard newLimit > limit else { return false }
        limit = newLimit
        return true
    }
}

/// What a message frame costs beside its content, so that empty messages cannot be sent without end.
let messageCost = 64
