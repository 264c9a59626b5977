#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension System {
    /// Reads what comes next from a file, pipe or device, and waits for it if need be; 0 at the end.
    static func readNext(
        _ file: borrowing Descriptor, into bytes: inout MutableSpan<UInt8>
    ) throws(SystemError) -> Int {
        let number = file.number
        return try unsafe bytes.withUnsafeMutableBytes { (buffer) throws(SystemError) -> Int in
            try whenReady(number, POLLIN, "read") { unsafe read(number, buffer.baseAddress, buffer.count) }
        }
    }

    /// Writes what comes next to a file, pipe or device, and waits if need be; gives how much was written.
    static func writeNext(_ file: borrowing Descriptor, _ bytes: Span<UInt8>) throws(SystemError) -> Int {
        let number = file.number
        return try unsafe bytes.withUnsafeBytes { (buffer) throws(SystemError) -> Int in
            try whenReady(number, POLLOUT, "write") { unsafe write(number, buffer.baseAddress, buffer.count) }
        }
    }

    /// Makes a call again when the descriptor, which may be one that never waits, is ready.
    private static func whenReady(
        _ number: Int32, _ event: Int32, _ name: String, _ body: () -> Int
    ) throws(SystemError) -> Int {
        while true {
            if let count = try attempt(name, body) { return count }
            try wait(number, event)
        }
    }

    /// Waits until there is something to read, or the end.
    static func waitForInput(_ file: borrowing Descriptor) throws(SystemError) { try wait(file.number, POLLIN) }

    private static func wait(_ number: Int32, _ event: Int32) throws(SystemError) {
        var entry = pollfd(fd: number, events: Int16(event), revents: 0)
        try call("poll") { unsafe poll(&entry, 1, -1) }
    }

    /// Another number for an open file; not handed on to other programs.
    static func duplicate(_ number: Int32) throws(SystemError) -> Descriptor {
        // Not one of the standard streams, even if one of them is closed.
        Descriptor(owning: try call("dup") { fcntl(number, F_DUPFD_CLOEXEC, 3) })
    }

    static func isOpen(_ number: Int32) -> Bool { fcntl(number, F_GETFD) >= 0 }

    /// Opens the device that swallows everything, under the lowest number that is free.
    static func openNothing(forReading: Bool) -> Int32 {
        unsafe open("/dev/null", (forReading ? O_RDONLY : O_WRONLY) | O_CLOEXEC)
    }
}
