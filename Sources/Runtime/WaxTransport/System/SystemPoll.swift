#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif
internal import Synchronization

/// Waits for sockets through `poll`.
final class PollPoller: Poller {
    private struct Entry {
        let number: Int32
        var interest: Interest
    }

    private let entries = Mutex<[UInt64: Entry]>([:])
    private let alarm: Descriptor
    private let bell: Descriptor

    init() throws(SystemError) {
        let (reading, writing) = try System.makePipe()
        alarm = Descriptor(owning: reading)
        bell = Descriptor(owning: writing)
    }

    func add(_ descriptor: borrowing Descriptor, token: UInt64, interest: Interest) throws(SystemError) {
        let entry = Entry(number: descriptor.number, interest: interest)
        entries.withLock { $0[token] = entry }
        wake()
    }

    func change(_ descriptor: borrowing Descriptor, token: UInt64, interest: Interest) throws(SystemError) {
        entries.withLock { $0[token]?.interest = interest }
        wake()
    }

    func remove(_ descriptor: borrowing Descriptor, token: UInt64) {
        entries.withLock { $0[token] = nil }
        wake()
    }

    func wake() {
        var byte: UInt8 = 0
        // It can only fail if the pipe is full, and then the alarm is ringing already.
        _ = unsafe write(bell.number, &byte, 1)
    }

    func wait(milliseconds: Int32, into events: inout [PollEvent]) {
        let watched = entries.withLock { entries in entries.map { ($0.key, $0.value) } }
        unsafe withUnsafeTemporaryAllocation(of: pollfd.self, capacity: watched.count + 1) { buffer in
            unsafe buffer.initializeElement(at: 0, to: pollfd(fd: alarm.number, events: Int16(POLLIN), revents: 0))
            for (index, (_, entry)) in watched.enumerated() {
                unsafe buffer.initializeElement(
                    at: index + 1, to: pollfd(fd: entry.number, events: flags(entry.interest), revents: 0))
            }
            guard unsafe poll(buffer.baseAddress, nfds_t(buffer.count), milliseconds) > 0 else { return }
            if unsafe buffer[0].revents != 0 { silence() }
            for (index, (token, _)) in watched.enumerated() {
                let readiness = unsafe readiness(buffer[index + 1].revents)
                if !readiness.isEmpty { events.append(PollEvent(token: token, readiness: readiness)) }
            }
        }
    }

    private func silence() {
        unsafe withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
            while unsafe read(alarm.number, buffer.baseAddress, buffer.count) == buffer.count {}
        }
    }

    private func flags(_ interest: Interest) -> Int16 {
        var flags: Int16 = 0
        if interest.contains(.reading) { flags |= Int16(POLLIN) }
        if interest.contains(.writing) { flags |= Int16(POLLOUT) }
        return flags
    }

    private func readiness(_ events: Int16) -> Readiness {
        var readiness: Readiness = []
        if events & Int16(POLLIN) != 0 { readiness.insert(.readable) }
        if events & Int16(POLLOUT) != 0 { readiness.insert(.writable) }
        if events & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { readiness.insert(.failed) }
        return readiness
    }
}
