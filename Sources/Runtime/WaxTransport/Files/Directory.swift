internal import WaxCore

/// An open directory, whose files are named by one component each. Everything here may block and belongs on a
/// worker.
///
/// As the directory itself is held open, nobody can lead what follows elsewhere by renaming or by a link; and a
/// link in place of a file is refused.
package final class Directory: Sendable {
    private let descriptor: Descriptor

    /// The path that it was opened by.
    package let path: String

    /// Opens a directory; makes it first if it is not there (not the ones above it) and `permissions` are given.
    package init(_ path: String, creatingWith permissions: UInt16? = nil) throws(SystemError) {
        if let permissions {
            do throws(SystemError) {
                try System.makeDirectory(path, permissions: permissions)
            } catch where error.code == .alreadyExists {
                // Opening tells what stands there.
            }
        }
        self.path = path
        descriptor = try System.openFile(path, [.directory, .followingLinks])
    }

    /// Opens the directory in which a path's last component stands, and gives that component.
    package static func containing(_ path: String) throws(SystemError) -> (directory: Directory, name: String) {
        let cut = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let parent = cut.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        return (try Directory(parent), cut.map { String(path[path.utf8.index(after: $0)...]) } ?? path)
    }

    /// What the file system knows about the directory.
    package func status() throws(SystemError) -> FileStatus { try System.status(of: descriptor) }

    /// What the file system knows about a name; nil if there is none. Of a link itself, not of what it points to.
    package func status(of name: String) throws(SystemError) -> FileStatus? {
        do throws(SystemError) {
            return try System.status(of: name, in: descriptor)
        } catch {
            if error.code == .notFound { return nil }
            throw error
        }
    }

    /// Opens a file for reading; a link is refused.
    package func open(_ name: String) throws(SystemError) -> File {
        File(try System.openFile(name, in: descriptor.number, .reading))
    }

    /// Opens a file for writing that is there; a link is refused.
    package func openForWriting(_ name: String) throws(SystemError) -> File {
        File(try System.openFile(name, in: descriptor.number, .writing))
    }

    /// Makes a file that must not be there yet, neither as a file nor as a link.
    package func create(_ name: String, permissions: UInt16) throws(SystemError) -> File {
        File(try System.openFile(name, in: descriptor.number, [.writing, .creating], permissions: permissions))
    }

    /// Renames a file; throws ``SystemError/Code/alreadyExists`` if the new name is taken.
    package func rename(_ old: String, toUnused new: String) throws(SystemError) {
        do throws(SystemError) {
            try System.renameWithoutReplacing(in: descriptor, old, new)
        } catch {
            // Some file systems cannot: then a second name, which never replaces anything, and the first goes.
            guard error.code == .invalid || error.code == .notSupported else { throw error }
            try System.link(in: descriptor, old, new)
            try System.remove(old, in: descriptor)
        }
    }

    /// Renames a file; what has the new name is replaced in one step.
    package func rename(_ old: String, replacing new: String) throws(SystemError) {
        try System.rename(in: descriptor, old, new)
    }

    /// Gives a file a second name, which must not be taken.
    package func link(_ old: String, _ new: String) throws(SystemError) {
        try System.link(in: descriptor, old, new)
    }

    /// Removes a file, or a link itself. It is no error if there is none.
    package func remove(_ name: String) throws(SystemError) {
        do throws(SystemError) {
            try System.remove(name, in: descriptor)
        } catch {
            if error.code != .notFound { throw error }
        }
    }

    /// Writes a whole file: under another name first, so that nobody ever sees a part of it.
    package func write(
        _ bytes: Span<UInt8>, to name: String, permissions: UInt16, replacing: Bool
    ) throws(SystemError) {
        let temporary = try prepare(bytes, permissions: permissions)
        do throws(SystemError) {
            if replacing {
                try rename(temporary, replacing: name)
            } else {
                try rename(temporary, toUnused: name)
            }
        } catch {
            try? remove(temporary)
            throw error
        }
    }

    /// Writes a whole file under a name of its own, and waits until the disk has it. It is for the caller to rename it.
    package func prepare(_ bytes: Span<UInt8>, permissions: UInt16) throws(SystemError) -> String {
        let temporary = temporaryName()
        let file: File
        do throws(SystemError) {
            file = try create(temporary, permissions: permissions)
        } catch {
            // The name of the file means nothing to anybody.
            throw error.about("cannot write into \(path.escapedForDisplay)")
        }
        do throws(SystemError) {
            try file.write(bytes, at: 0)
            // Once more, as the bits at creation pass through the mask of the process.
            try file.setPermissions(permissions)
            try file.sync()
            return temporary
        } catch {
            try? remove(temporary)
            throw error.about("cannot write into \(path.escapedForDisplay)")
        }
    }

    /// A name for a file that is not to stay under it.
    package func temporaryName() -> String {
        var random = SystemRandom()
        return ".waxwing-\(Hex.encode(random.bytes(count: 12)))"
    }

    /// The names of what is in the directory.
    package func names() throws(SystemError) -> [String] { try System.names(in: descriptor) }

    /// Waits until the disk has the names.
    package func sync() throws(SystemError) { try System.sync(descriptor) }
}
