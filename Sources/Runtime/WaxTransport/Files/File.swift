/// An open file. Everything here may block and belongs on a worker.
package final class File: Sendable {
    private let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    /// Opens a file for reading. Links in its path are followed; it must be an ordinary file.
    package convenience init(reading path: String) throws(SystemError) {
        try self.init(ofAnyKind: path)
        guard try status().kind == .file else {
            throw SystemError(
                "cannot open \(path.escapedForDisplay)", code: .notSupported, reason: "It is no ordinary file")
        }
    }

    /// Opens whatever has a path for reading, even a pipe, a device or a directory. Links are followed.
    package convenience init(ofAnyKind path: String) throws(SystemError) {
        self.init(try System.openFile(path, [.reading, .followingLinks]))
    }

    /// Opens a pipe or device for writing into it. Links are followed.
    package convenience init(writingInto path: String) throws(SystemError) {
        self.init(try System.openFile(path, [.writing, .followingLinks]))
    }

    /// The standard input or output of the process, under another number: closing it leaves the original open.
    package convenience init(standard stream: StandardStream) throws(SystemError) {
        self.init(try System.duplicate(stream.rawValue))
    }

    /// What the file system knows about it.
    package func status() throws(SystemError) -> FileStatus { try System.status(of: descriptor) }

    /// Fills a span from a place in the file; gives the number of bytes read, fewer than asked for only at the end
    /// of the file.
    package func read(into bytes: inout MutableSpan<UInt8>, at offset: UInt64) throws(SystemError) -> Int {
        var done = 0
        while done < bytes.count {
            let place = Int64(clamping: offset.saturatingAdd(UInt64(done)))
            var rest = bytes._mutatingExtracting(done..<bytes.count)
            let count = try System.readFile(descriptor, at: place, into: &rest)
            if count == 0 { break }
            done += count
        }
        return done
    }

    /// Writes bytes at a place.
    package func write(_ bytes: Span<UInt8>, at offset: UInt64) throws(SystemError) {
        var done = 0
        while done < bytes.count {
            let place = Int64(clamping: offset.saturatingAdd(UInt64(done)))
            done += try System.writeFile(descriptor, at: place, bytes.extracting(droppingFirst: done))
        }
    }

    /// Waits until somebody has opened a named pipe for writing, before which it looks as if it were at its end.
    package func waitForInput() throws(SystemError) { try System.waitForInput(descriptor) }

    /// Reads what comes next, and waits for it where it is a pipe or a device; gives the number of bytes, 0 at the end.
    package func readNext(into bytes: inout MutableSpan<UInt8>) throws(SystemError) -> Int {
        try System.readNext(descriptor, into: &bytes)
    }

    /// Writes what comes next, and waits until a pipe or a device has taken it.
    package func writeNext(_ bytes: Span<UInt8>) throws(SystemError) {
        var done = 0
        while done < bytes.count { done += try System.writeNext(descriptor, bytes.extracting(droppingFirst: done)) }
    }

    /// Locks the file against others who ask for the lock too, until it is closed; false if somebody has it.
    package func lock() throws(SystemError) -> Bool { try System.lock(descriptor) }

    /// Waits until the disk has the contents.
    package func sync() throws(SystemError) { try System.sync(descriptor) }

    /// Sets the permission bits; those that lend the owner's rights to whoever runs the file are left out.
    package func setPermissions(_ permissions: UInt16) throws(SystemError) {
        try System.setPermissions(of: descriptor, permissions & 0o777)
    }

    /// Makes the file belong to the same owner and group as another, with the same permission bits and time.
    ///
    /// Where the system does not let this user hand the file on, it stays with them; a group that the other file did not
    /// have may do no more than everybody.
    package func takeAttributes(of other: FileStatus) throws(SystemError) {
        let own = try status()
        var permissions = other.permissions
        // The group before the bits, so that they never hold for a wrong one; the owner last, who alone may change the rest.
        if own.group != other.group {
            do throws(SystemError) {
                try System.setOwner(of: descriptor, user: nil, group: other.group)
            } catch {
                permissions = (permissions & ~0o070) | (permissions & (permissions & 0o007) << 3)
            }
        }
        try setPermissions(permissions)
        try setModificationTime(seconds: other.modificationSeconds, nanoseconds: other.modificationNanoseconds)
        if own.owner != other.owner { try? System.setOwner(of: descriptor, user: other.owner, group: nil) }
    }

    /// Sets the time of the last change.
    package func setModificationTime(seconds: Int64, nanoseconds: UInt32) throws(SystemError) {
        try System.setModificationTime(of: descriptor, seconds: seconds, nanoseconds: nanoseconds)
    }
}
