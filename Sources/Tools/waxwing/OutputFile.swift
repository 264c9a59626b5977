import Foundation
import Synchronization
import WaxTransport

/// A file that appears under its name only when it is complete: until then it has a temporary name in the same
/// folder, which is removed on failure and on interruption.
final class OutputFile: Sendable {
    private static let unfinished = Mutex<Set<String>>([])

    private let target: URL
    private let temporary: URL
    private let replaces: Bool
    private let handle: FileHandle

    /// Makes the temporary file.
    ///
    /// - Parameters:
    ///   - path: The name that the file will have.
    ///   - replaces: Whether a file of that name may be replaced; otherwise it is an error, now and later.
    init(_ path: String, replaces: Bool) throws(CommandFailure) {
        let target = URL(fileURLWithPath: path)
        let name = ".\(target.lastPathComponent.prefix(40)).\(UUID().uuidString)"
        let temporary = target.deletingLastPathComponent().appending(path: name)
        (self.target, self.temporary, self.replaces) = (target, temporary, replaces)
        guard replaces || !Self.exists(path) else { throw Self.existing(path) }
        do {
            try Data().write(to: temporary, options: .withoutOverwriting)
            Self.unfinished.withLock { _ = $0.insert(temporary.path) }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: temporary.path)
            handle = try FileHandle(forWritingTo: temporary)
        } catch {
            Self.discard(temporary)
            throw CommandFailure("cannot write \(Terminal.escape(path)): \(InputFile.reason(error))")
        }
    }

    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw CommandFailure("cannot write \(Terminal.escape(target.path)): \(InputFile.reason(error))")
        }
    }

    /// Gives the file its name, when all of it is on the disk.
    ///
    /// - Parameter attributes: What else it is to have, such as the mode and the time of another file.
    func finish(attributes: [FileAttributeKey: Any]) throws(CommandFailure) {
        do {
            try handle.synchronize()
            try handle.close()
            try FileManager.default.setAttributes(attributes, ofItemAtPath: temporary.path)
            let folder = try Directory(target.deletingLastPathComponent().path)
            let (old, new) = (temporary.lastPathComponent, target.lastPathComponent)
            if replaces { try folder.rename(old, replacing: new) } else { try folder.rename(old, toUnused: new) }
            Self.discard(temporary)
        } catch {
            Self.discard(temporary)
            guard replaces || !Self.exists(target.path) else { throw Self.existing(target.path) }
            let reason = (error as? SystemError)?.reason ?? InputFile.reason(error)
            throw CommandFailure("cannot write \(Terminal.escape(target.path)): \(reason)")
        }
    }

    /// Removes what is there, unless it is finished.
    func discard() { Self.discard(temporary) }

    /// Removes all that is not finished: for the end of the process.
    static func discardAll() {
        for path in unfinished.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func discard(_ url: URL) {
        try? FileManager.default.removeItem(at: url)
        unfinished.withLock { _ = $0.remove(url.path) }
    }

    private static func existing(_ path: String) -> CommandFailure {
        CommandFailure("\(Terminal.escape(path)) exists already; --force replaces it")
    }

    /// Whether there is anything of that name, a link without a target included.
    private static func exists(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)) != nil
    }
}
