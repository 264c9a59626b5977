#if os(Linux) || os(Android)
#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

// What the system module of the toolchain leaves out. Structures travel as raw pointers, as C functions
// declared in Swift cannot name Swift types.
@_extern(c, "epoll_create1") private func epoll_create1(_ flags: Int32) -> Int32
@_extern(c, "epoll_ctl") private func epoll_ctl(
    _ epoll: Int32, _ operation: Int32, _ number: Int32, _ event: UnsafeMutableRawPointer?
) -> Int32
@_extern(c, "epoll_wait") private func epoll_wait(
    _ epoll: Int32, _ events: UnsafeMutableRawPointer?, _ count: Int32, _ milliseconds: Int32
) -> Int32
@_extern(c, "eventfd") private func eventfd(_ value: UInt32, _ flags: Int32) -> Int32
@_extern(c, "accept4") private func accept4(
    _ socket: Int32, _ address: UnsafeMutableRawPointer?, _ length: UnsafeMutableRawPointer?, _ flags: Int32
) -> Int32
@_extern(c, "renameat2") private func renameat2(
    _ oldDirectory: Int32, _ oldName: UnsafePointer<CChar>?, _ newDirectory: Int32, _ newName: UnsafePointer<CChar>?,
    _ flags: UInt32
) -> Int32

#if canImport(Glibc)
@_extern(c, "pthread_setname_np") func pthread_setname_np(_ thread: UInt, _ name: UnsafePointer<CChar>?) -> Int32
#endif

/// `struct epoll_event`, which is packed on x86-64 and aligned everywhere else.
private struct EpollEvent: BitwiseCopyable {
    var events: UInt32 = 0
    #if !arch(x86_64)
    private var padding: UInt32 = 0
    #endif
    private var low: UInt32 = 0
    private var high: UInt32 = 0

    init() {}

    init(events: UInt32, token: UInt64) {
        self.events = events
        #if _endian(little)
        (low, high) = (UInt32(truncatingIfNeeded: token), UInt32(truncatingIfNeeded: token >> 32))
        #else
        (high, low) = (UInt32(truncatingIfNeeded: token), UInt32(truncatingIfNeeded: token >> 32))
        #endif
    }

    var token: UInt64 {
        #if _endian(little)
        return UInt64(high) << 32 | UInt64(low)
        #else
        return UInt64(low) << 32 | UInt64(high)
        #endif
    }

    // From <sys/epoll.h>; the same on every architecture.
    static let readable: UInt32 = 0x001
    static let writable: UInt32 = 0x004
    static let failed: UInt32 = 0x008
    static let hungUp: UInt32 = 0x010
    static let peerClosed: UInt32 = 0x2000
    static let add: Int32 = 1, remove: Int32 = 2, modify: Int32 = 3
}

extension System {
    static let streamSocket = Int32(SOCK_STREAM.rawValue)
    static let sendFlags = Int32(MSG_NOSIGNAL)
    static let endOfOutput = Int32(SHUT_WR)

    /// A new TCP socket that never makes a caller wait and is not handed on to other programs.
    static func makeSocket(for address: SocketAddress) throws(SystemError) -> Descriptor {
        let family = address.isIPv6 ? AF_INET6 : AF_INET
        let flags = streamSocket | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        return Descriptor(owning: try call("socket") { socket(family, flags, Int32(IPPROTO_TCP)) })
    }

    /// The next connection that waits at a listening socket; nil if there is none.
    static func acceptSocket(_ listener: borrowing Descriptor) throws(SystemError) -> Descriptor? {
        let number = listener.number
        let flags = Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard let socket = try attempt("accept", { accept4(number, nil, nil, flags) }) else { return nil }
        return Descriptor(owning: socket)
    }

    /// Renames within a directory unless the new name is taken, in one step.
    static func renameWithoutReplacing(
        in directory: borrowing Descriptor, _ old: String, _ new: String
    ) throws(SystemError) {
        let number = directory.number
        try call("cannot rename to \(new.escapedForDisplay)") {
            unsafe renameat2(number, old, number, new, 1 /* RENAME_NOREPLACE */)
        }
    }
}

/// Waits for sockets through epoll.
final class EpollPoller: Poller {
    private let epoll: Descriptor
    private let alarm: Descriptor

    // No registration has this number: they count from one.
    private static let alarmToken: UInt64 = 0

    init() throws(SystemError) {
        epoll = Descriptor(owning: try System.call("epoll_create") { epoll_create1(Int32(O_CLOEXEC)) })
        alarm = Descriptor(owning: try System.call("eventfd") { eventfd(0, Int32(O_CLOEXEC | O_NONBLOCK)) })
        try control(EpollEvent.add, alarm.number, EpollEvent(events: EpollEvent.readable, token: Self.alarmToken))
    }

    func add(_ descriptor: borrowing Descriptor, token: UInt64, interest: Interest) throws(SystemError) {
        try control(EpollEvent.add, descriptor.number, event(interest, token))
    }

    func change(_ descriptor: borrowing Descriptor, token: UInt64, interest: Interest) throws(SystemError) {
        try control(EpollEvent.modify, descriptor.number, event(interest, token))
    }

    func remove(_ descriptor: borrowing Descriptor, token: UInt64) {
        // It can only fail for a descriptor that is not there, and then all is as it should be.
        try? control(EpollEvent.remove, descriptor.number, EpollEvent())
    }

    func wake() {
        var one: UInt64 = 1
        // It can only fail if the alarm is ringing already.
        _ = unsafe write(alarm.number, &one, 8)
    }

    func wait(milliseconds: Int32, into events: inout [PollEvent]) {
        let capacity = 256
        unsafe withUnsafeTemporaryAllocation(of: EpollEvent.self, capacity: capacity) { buffer in
            let count = unsafe epoll_wait(epoll.number, buffer.baseAddress, Int32(capacity), milliseconds)
            for index in 0..<max(0, Int(count)) {
                let event = unsafe buffer[index]
                if event.token == Self.alarmToken {
                    var value: UInt64 = 0
                    _ = unsafe read(alarm.number, &value, 8)
                    continue
                }
                events.append(PollEvent(token: event.token, readiness: readiness(event.events)))
            }
        }
    }

    private func event(_ interest: Interest, _ token: UInt64) -> EpollEvent {
        var events: UInt32 = 0
        if interest.contains(.reading) { events |= EpollEvent.readable | EpollEvent.peerClosed }
        if interest.contains(.writing) { events |= EpollEvent.writable }
        return EpollEvent(events: events, token: token)
    }

    private func readiness(_ events: UInt32) -> Readiness {
        var readiness: Readiness = []
        if events & (EpollEvent.readable | EpollEvent.peerClosed) != 0 { readiness.insert(.readable) }
        if events & EpollEvent.writable != 0 { readiness.insert(.writable) }
        if events & (EpollEvent.failed | EpollEvent.hungUp) != 0 { readiness.insert(.failed) }
        return readiness
    }

    private func control(_ operation: Int32, _ number: Int32, _ event: EpollEvent) throws(SystemError) {
        var event = event
        let epoll = epoll.number
        try System.call("epoll_ctl") { unsafe epoll_ctl(epoll, operation, number, &event) }
    }
}
#endif
