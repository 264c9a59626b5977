import Synchronization
import WaxTransport

/// A file that appears under its name only when it is complete: until then it has a temporary name in the same
/// folder, which is removed on failure and on interruption.
///
/// The folder and the file are held open from beginning to end and everything is asked of these, so that nobody who
/// may change the folder can lead elsewhere what is written.
final class OutputFile: Sendable {
    private static let unfinished = Mutex<[String: Directory]>([:])

    private let path: String
    private let directory: Directory
    private let name: String
    private let temporaryName: String
    private let replaces: Bool
    private let file: File

    /// Makes the temporary file.
    ///
    /// - Parameters:
    ///   - path: The name that the file will have.
    ///   - directory: The folder of that name, if it is open already.
    ///   - replaces: Whether an ordinary file of that name may be replaced; otherwise it is an error, now and later.
    ///     What is no ordinary file is never replaced.
    ///   - isPrivate: Whether nobody but its owner may read the file, until ``finish(as:)`` says who may.
    init(
        _ path: String, in directory: Directory? = nil, replaces: Bool, isPrivate: Bool
    ) throws(CommandFailure) {
        let (place, name, present) = try CommandFailure.trying(to: "write", path) { () throws(SystemError) in
            let (place, name) = try Directory.containing(path)
            return (directory ?? place, name, try (directory ?? place).status(of: name))
        }
        if let present {
            guard present.kind == .file else { throw CommandFailure("\(CommandFailure.shown(path)) is no ordinary file") }
            guard replaces else { throw Self.existing(path) }
        }
        let temporaryName = place.temporaryName()
        (self.path, self.directory, self.name, self.replaces) = (path, place, name, replaces)
        self.temporaryName = temporaryName
        // Before it is there, so that an interruption always finds it.
        Self.unfinished.withLock { $0[temporaryName] = place }
        do throws(CommandFailure) {
            file = try CommandFailure.trying(to: "write", path) { () throws(SystemError) in
                try place.create(temporaryName, permissions: isPrivate ? 0o600 : 0o666)
            }
        } catch {
            Self.unfinished.withLock { _ = $0.removeValue(forKey: temporaryName) }
            throw error
        }
    }

    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        try CommandFailure.trying(to: "write", path) { () throws(SystemError) in try file.writeNext(bytes.span) }
    }

    /// Gives the file its name, when all of it is on the disk.
    ///
    /// - Parameter status: That of a file whose owner, mode and time it is to have.
    func finish(as status: FileStatus? = nil) throws(CommandFailure) {
        do throws(SystemError) {
            if let status { try file.takeAttributes(of: status) }
            try file.sync()
            if replaces {
                try directory.rename(temporaryName, replacing: name)
            } else {
                try directory.rename(temporaryName, toUnused: name)
            }
            Self.unfinished.withLock { _ = $0.removeValue(forKey: temporaryName) }
        } catch {
            discard()
            if !replaces, error.code == .alreadyExists { throw Self.existing(path) }
            throw CommandFailure("cannot write \(CommandFailure.shown(path)): \(error.reason)")
        }
    }

    /// Removes what is there, unless it is finished.
    func discard() {
        guard Self.unfinished.withLock({ $0.removeValue(forKey: temporaryName) }) != nil else { return }
        // All that can be done for a file that cannot be written.
        try? directory.remove(temporaryName)
    }

    /// Removes all that is not finished: for the end of the process.
    static func discardAll() {
        for (name, directory) in unfinished.withLock({ $0 }) { try? directory.remove(name) }
    }

    private static func existing(_ path: String) -> CommandFailure {
        CommandFailure("\(CommandFailure.shown(path)) exists already; --force replaces it")
    }
}

extension OutputFile {
    /// Opens what a path names for writing into it, if that is a pipe or a device such as `/dev/null`: these have no
    /// place for a file. Nil for everything else.
    static func stream(_ path: String) throws(CommandFailure) -> File? {
        try CommandFailure.trying(to: "write", path) { () throws(SystemError) in
            let (directory, name) = try Directory.containing(path)
            let file: File
            switch try directory.status(of: name)?.kind {
            case .pipe, .characterDevice: file = try directory.openForWriting(name)
            case .symbolicLink where InputFile.isOfSystem(path): file = try File(writingInto: path)
            default: return nil
            }
            let kind = try file.status().kind
            return kind == .pipe || kind == .characterDevice ? file : nil
        }
    }
}
