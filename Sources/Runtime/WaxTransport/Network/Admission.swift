internal import Synchronization

/// How many connections a listener serves at a time.
public struct ConnectionLimits: Sendable {
    /// The most in all.
    public var total: Int

    /// The most from one address (IPv4) or one network of 64 bits (IPv6).
    public var perAddress: Int

    /// Sets both limits.
    public init(total: Int = 10_000, perAddress: Int = 100) {
        self.total = total
        self.perAddress = perAddress
    }
}

/// Counts the connections of a listener.
final class Admissions: Sendable {
    private struct State {
        var total = 0
        var perAddress: [SocketAddress.Host: Int] = [:]
    }

    private let limits: ConnectionLimits
    private let state = Mutex(State())

    init(_ limits: ConnectionLimits) { self.limits = limits }

    /// The number of connections now.
    var count: Int { state.withLock { $0.total } }

    /// A place for a connection; nil if there is none.
    func admit(_ address: SocketAddress) -> Admission? {
        let subscriber = address.host.subscriber
        let isAdmitted = state.withLock { state in
            guard state.total < limits.total, state.perAddress[subscriber, default: 0] < limits.perAddress
            else { return false }
            state.total += 1
            state.perAddress[subscriber, default: 0] += 1
            return true
        }
        return isAdmitted ? Admission(self, subscriber) : nil
    }

    fileprivate func release(_ subscriber: SocketAddress.Host) {
        state.withLock { state in
            state.total -= 1
            let left = state.perAddress[subscriber, default: 1] - 1
            state.perAddress[subscriber] = left == 0 ? nil : left
        }
    }
}

/// The place of one connection within the limits of its listener; given back when nobody holds it any more.
public final class Admission: Sendable {
    private let admissions: Admissions
    private let subscriber: SocketAddress.Host

    fileprivate init(_ admissions: Admissions, _ subscriber: SocketAddress.Host) {
        self.admissions = admissions
        self.subscriber = subscriber
    }

    deinit { admissions.release(subscriber) }
}
