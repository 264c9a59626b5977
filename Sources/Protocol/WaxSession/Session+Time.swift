import WaxWire

extension Session {
    private static var millisecond: UInt64 { 1_000_000 }

    /// After how long without a record the session is given up, in nanoseconds; nil for never.
    private var idleTimeout: UInt64? {
        let values = [limits.idleTimeout, peerLimits.idleTimeout].filter { $0 > 0 }
        return values.min().map { $0.multipliedReportingOverflow(by: Session.millisecond) }.flatMap { value, overflow in
            overflow ? nil : value
        }
    }

    /// When time has something to do.
    var deadline: UInt64? {
        switch phase {
        case .over, .unconfirmed: return nil
        case .draining, .awaitingGoodbye: return closingDeadline
        case .open: break
        }
        var earliest: UInt64?
        func consider(_ time: UInt64?) {
            if let time { earliest = min(earliest ?? time, time) }
        }
        consider(idleTimeout.map { saturatingSum(lastReceived, $0) })
        if !pings.isKeepingAlive { consider(keepAliveTime) }
        consider(lifetimeEnd)
        return earliest
    }

    /// Takes note that something comes while the peer's goodbye is awaited: a peer that has much left to send gets
    /// more time, one that sends a byte now and then does not.
    func noteArrival(_ count: Int) {
        receivedSinceProgress += count
        guard receivedSinceProgress >= 16_384 else { return }
        receivedSinceProgress = 0
        lastProgress = now
    }

    private var closingDeadline: UInt64 { lastProgress + limits.closingTimeout * Session.millisecond }

    private var keepAliveTime: UInt64? {
        guard limits.keepAliveInterval > 0 else { return nil }
        // In time for an answer, whatever idle time the peer wants.
        let interval = limits.keepAliveInterval * Session.millisecond
        return saturatingSum(lastReceived, min(interval, idleTimeout.map { max($0 / 3, 1) } ?? interval))
    }

    private var lifetimeEnd: UInt64? {
        limits.lifetime > 0 ? began + limits.lifetime * Session.millisecond : nil
    }

    /// Does what time asks for.
    func handleDeadline() throws(SessionError) {
        switch phase {
        case .over, .unconfirmed: return
        case .draining, .awaitingGoodbye:
            guard now >= closingDeadline else { return }
            throw SessionError(.timedOut, "the peer did not answer the goodbye")
        case .open: break
        }
        if let idleTimeout, now >= saturatingSum(lastReceived, idleTimeout) {
            throw SessionError(
                .timedOut, "nothing came from the peer for \(idleTimeout / Session.millisecond) ms", wireCode: .deadline
            )
        }
        if let lifetimeEnd, now >= lifetimeEnd {
            throw SessionError(.timedOut, "the session has reached its greatest age", wireCode: .deadline)
        }
        if let keepAliveTime, now >= keepAliveTime, !pings.isKeepingAlive {
            try queueControl(.ping, bigEndian(pings.begin(now: now, isKeepAlive: true)))
        }
    }
}

func saturatingSum(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? .max : sum
}
