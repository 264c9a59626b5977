/// What a socket's owner wants to hear about.
public struct Interest: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// Makes a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// There is something to read, or the peer has ended.
    public static let reading = Interest(rawValue: 1)

    /// There is room to write.
    public static let writing = Interest(rawValue: 2)
}

/// What a socket can do now.
public struct Readiness: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// Makes a set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// There is something to read, or the peer has ended.
    public static let readable = Readiness(rawValue: 1)

    /// There is room to write.
    public static let writable = Readiness(rawValue: 2)

    /// The connection is broken; reported whatever the interest is.
    public static let failed = Readiness(rawValue: 4)
}

/// One thing that happened to one registered socket.
struct PollEvent {
    let token: UInt64
    let readiness: Readiness
}

/// A mechanism of the system to wait for many sockets at once. Level-triggered: what is not dealt with is
/// reported again. All but ``wait(milliseconds:into:)`` may be called from any thread.
protocol Poller: AnyObject, Sendable {
    func add(_ descriptor: borrowing Descriptor, token: UInt64, interest: Interest) throws(SystemError)
    func change(_ descriptor: borrowing Descriptor, token: UInt64, interest: Interest) throws(SystemError)
    func remove(_ descriptor: borrowing Descriptor, token: UInt64)

    /// Ends the wait of the loop's thread, now or, if it is not waiting, the next.
    func wake()

    /// Waits until something happens, at most the time given; -1 waits without end. Appends what happened.
    func wait(milliseconds: Int32, into events: inout [PollEvent])
}

/// Which mechanism of the system an event loop waits with.
public enum PollingMechanism: String, Sendable, CaseIterable {
    /// epoll, of Linux: its cost grows with what happens, not with the number of connections.
    case epoll

    /// `poll`, which every POSIX system has: its cost grows with the number of connections.
    case poll

    /// The best that the system has.
    public static var preferred: PollingMechanism {
        #if os(Linux) || os(Android)
        return .epoll
        #else
        return .poll
        #endif
    }

    func makePoller() throws(SystemError) -> any Poller {
        switch self {
        case .epoll:
            #if os(Linux) || os(Android)
            return try EpollPoller()
            #else
            throw SystemError("epoll", code: .notSupported)
            #endif
        case .poll:
            return try PollPoller()
        }
    }
}
