#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

extension System {
    /// How a file is opened. A symbolic link as the last part of a name is never followed, except for a directory
    /// that the caller names by its path.
    struct OpenMode: OptionSet {
        let rawValue: Int32

        static let reading = OpenMode([])
        static let writing = OpenMode(rawValue: O_WRONLY)
        /// Make the file; it must not exist.
        static let creating = OpenMode(rawValue: O_CREAT | O_EXCL)
        static let directory = OpenMode(rawValue: O_DIRECTORY)
        /// Follow a link in the last part of the name.
        static let followingLinks = OpenMode(rawValue: 1 << 30)
    }

    /// Opens a file, by a path or by a name in a directory. Does not wait for a partner at a named pipe.
    static func openFile(
        _ name: String, in directory: Int32? = nil, _ mode: OpenMode, permissions: UInt16 = 0
    ) throws(SystemError) -> Descriptor {
        guard !name.utf8.contains(0) else { throw SystemError("a file name", code: .invalid) }
        var flags = mode.subtracting(.followingLinks).rawValue | O_CLOEXEC | O_NONBLOCK | O_NOCTTY
        if !mode.contains(.followingLinks) { flags |= O_NOFOLLOW }
        let place = directory ?? AT_FDCWD
        let number = try call("cannot open \(name.escapedForDisplay)") {
            unsafe openat(place, name, flags, mode_t(permissions))
        }
        return Descriptor(owning: number)
    }

    static func status(of file: borrowing Descriptor) throws(SystemError) -> FileStatus {
        let number = file.number
        var value = stat()
        try call("fstat") { unsafe fstat(number, &value) }
        return FileStatus(value)
    }

    /// The status of a name; of a link itself, not of what it points to.
    static func status(of name: String, in directory: borrowing Descriptor) throws(SystemError) -> FileStatus {
        let number = directory.number
        var value = stat()
        try call("cannot look at \(name.escapedForDisplay)") {
            unsafe fstatat(number, name, &value, AT_SYMLINK_NOFOLLOW)
        }
        return FileStatus(value)
    }

    /// Reads into a span from a place in a file; 0 at the file's end.
    static func readFile(
        _ file: borrowing Descriptor, at offset: Int64, into bytes: inout MutableSpan<UInt8>
    ) throws(SystemError) -> Int {
        let number = file.number
        return try unsafe bytes.withUnsafeMutableBytes { (buffer) throws(SystemError) -> Int in
            try call("read") { unsafe pread(number, buffer.baseAddress, buffer.count, off_t(offset)) }
        }
    }

    /// Writes at a place in a file; gives how much was written.
    static func writeFile(
        _ file: borrowing Descriptor, at offset: Int64, _ bytes: Span<UInt8>
    ) throws(SystemError) -> Int {
        let number = file.number
        return try unsafe bytes.withUnsafeBytes { (buffer) throws(SystemError) -> Int in
            try call("write") { unsafe pwrite(number, buffer.baseAddress, buffer.count, off_t(offset)) }
        }
    }

    /// Waits until the disk has a file, or the names of a directory.
    static func sync(_ file: borrowing Descriptor) throws(SystemError) {
        let number = file.number
        #if canImport(Darwin)
        // fsync leaves the data in the drive's own memory there. Some file systems know only fsync.
        if fcntl(number, F_FULLFSYNC) == 0 { return }
        #endif
        try call("fsync") { fsync(number) }
    }

    /// Locks a file against others who ask for the lock too; false if somebody has it. Ends when the file is closed.
    static func lock(_ file: borrowing Descriptor) throws(SystemError) -> Bool {
        let number = file.number
        return try attempt("flock") { flock(number, LOCK_EX | LOCK_NB) } != nil
    }

    static func setPermissions(of file: borrowing Descriptor, _ permissions: UInt16) throws(SystemError) {
        let number = file.number
        try call("fchmod") { fchmod(number, mode_t(permissions)) }
    }

    /// Gives a file to another user or group; nil leaves that one as it is.
    static func setOwner(of file: borrowing Descriptor, user: UInt32?, group: UInt32?) throws(SystemError) {
        let number = file.number
        try call("fchown") { fchown(number, user ?? .max, group ?? .max) }
    }

    static func setModificationTime(
        of file: borrowing Descriptor, seconds: Int64, nanoseconds: UInt32
    ) throws(SystemError) {
        let number = file.number
        let time = timespec(tv_sec: .init(clamping: seconds), tv_nsec: .init(min(nanoseconds, 999_999_999)))
        let times = (time, time)
        try call("futimens") {
            unsafe withUnsafePointer(to: times) { pointer in
                unsafe pointer.withMemoryRebound(to: timespec.self, capacity: 2) { unsafe futimens(number, $0) }
            }
        }
    }

    static func rename(in directory: borrowing Descriptor, _ old: String, _ new: String) throws(SystemError) {
        let number = directory.number
        try call("cannot rename to \(new.escapedForDisplay)") { unsafe renameat(number, old, number, new) }
    }

    /// Gives a file a second name, unless that is taken.
    static func link(in directory: borrowing Descriptor, _ old: String, _ new: String) throws(SystemError) {
        let number = directory.number
        try call("cannot link \(new.escapedForDisplay)") { unsafe linkat(number, old, number, new, 0) }
    }

    static func remove(_ name: String, in directory: borrowing Descriptor) throws(SystemError) {
        let number = directory.number
        try call("cannot remove \(name.escapedForDisplay)") { unsafe unlinkat(number, name, 0) }
    }

    /// Makes a directory.
    static func makeDirectory(_ path: String, permissions: UInt16) throws(SystemError) {
        try call("cannot make the directory \(path.escapedForDisplay)") { unsafe mkdir(path, mode_t(permissions)) }
    }

    /// The names in a directory, without `.` and `..`.
    static func names(in directory: borrowing Descriptor) throws(SystemError) -> [String] {
        // A descriptor of its own, as reading moves its position and closing the stream closes it.
        let parent = directory.number
        let number = try call("cannot list the directory") {
            unsafe openat(parent, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        }
        guard let stream = unsafe fdopendir(number) else {
            let code = SystemError.Code(rawValue: errno)
            _ = close(number)
            throw SystemError("fdopendir", code: code)
        }
        defer { _ = unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// A pipe whose ends never make a caller wait; closed by the caller.
    static func makePipe() throws(SystemError) -> (reading: Int32, writing: Int32) {
        var ends: (Int32, Int32) = (-1, -1)
        try call("pipe") {
            unsafe withUnsafeMutablePointer(to: &ends) { pointer in
                unsafe pointer.withMemoryRebound(to: Int32.self, capacity: 2) { unsafe pipe($0) }
            }
        }
        do throws(SystemError) {
            try makeNonBlocking(ends.0)
            try makeNonBlocking(ends.1)
        } catch {
            _ = close(ends.0)
            _ = close(ends.1)
            throw error
        }
        return ends
    }

    /// Never makes a caller wait, and is not handed on to other programs.
    static func makeNonBlocking(_ number: Int32) throws(SystemError) {
        try call("fcntl") { fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) }
        try call("fcntl") { fcntl(number, F_SETFD, FD_CLOEXEC) }
    }
}

extension FileStatus {
    fileprivate init(_ value: stat) {
        switch value.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .directory
        case S_IFLNK: kind = .symbolicLink
        case S_IFIFO: kind = .pipe
        case S_IFCHR: kind = .characterDevice
        default: kind = .other
        }
        permissions = UInt16(truncatingIfNeeded: value.st_mode & 0o7777)
        size = UInt64(clamping: value.st_size)
        owner = UInt32(value.st_uid)
        group = UInt32(value.st_gid)
        identity = Identity(device: UInt64(truncatingIfNeeded: value.st_dev), number: UInt64(value.st_ino))
        #if canImport(Darwin)
        let time = value.st_mtimespec
        #else
        let time = value.st_mtim
        #endif
        modificationSeconds = Int64(time.tv_sec)
        modificationNanoseconds = UInt32(clamping: time.tv_nsec)
    }
}
