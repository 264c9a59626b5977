/// An open file. Everything here may block and belongs on a worker.
package final class File: Sendable {
    private let descriptor: Descriptor

    init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }

    /// Opens a file for reading. Links in its path are followed; it must be an ordinary file.
    package convenience init(reading path: String) throws(SystemError) {
        self.init(try System.openFile(path, [.reading, .followingLinks]))
        guard try status().kind == .file else {
            throw SystemError("\(path.escapedForDisplay) is not an ordinary file", code: .notSupported)
        }
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

    /// Locks the file against others who ask for the lock too, until it is closed; false if somebody has it.
    package func lock() throws(SystemError) -> Bool { try System.lock(descriptor) }

    /// Waits until the disk has the contents.
    package func sync() throws(SystemError) { try System.sync(descriptor) }

    /// Sets the permission bits; those that lend the owner's rights to whoever runs the file are left out.
    package func setPermissions(_ permissions: UInt16) throws(SystemError) {
        try System.setPermissions(of: descriptor, permissions & 0o777)
    }

    /// Sets the time of the last change.
    package func setModificationTime(seconds: Int64, nanoseconds: UInt32) throws(SystemError) {
        try System.setModificationTime(of: descriptor, seconds: seconds, nanoseconds: nanoseconds)
    }
}
