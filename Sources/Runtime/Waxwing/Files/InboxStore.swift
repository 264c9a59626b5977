internal import Synchronization
internal import WaxCore
internal import WaxTransport
internal import WaxWire

/// Why a file of a peer is not taken or could not be stored: what the peer is told, and what the log is.
struct FileProblem: Error {
    let code: ErrorCode
    let reason: String

    init(_ code: ErrorCode, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    init(_ error: SystemError) {
        switch error.code {
        case .noSpace, .quotaExceeded: self.init(.noSpace, "\(error)")
        case .alreadyExists: self.init(.alreadyExists, "\(error)")
        default: self.init(.storageFailed, "\(error)")
        }
    }
}

/// An ``Inbox`` in use: the open directory, and what its transfers have in common. Blocks.
final class InboxStore: Sendable {
    private struct State {
        /// Names that files on their way are going to have.
        var names: Set<String> = []
        /// Bytes that files on their way may still take.
        var reserved: UInt64 = 0
        var active = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    let rules: Inbox
    let directory: Directory
    private let state = Mutex(State())
    /// Held while the files that are there are counted, and while one on its way becomes one of them: so each is counted
    /// once.
    private let counting = Mutex(())

    /// Opens the directory, makes it if needed, and removes what transfers have left there that nobody goes on with.
    init(_ rules: Inbox, log: Log) throws(WaxwingError) {
        self.rules = rules
        do throws(SystemError) {
            directory = try Directory(rules.directory, creatingWith: 0o700)
            for name in try directory.names() where Self.isTemporary(name) {
                if try removeIfAbandoned(name) { log.info("removed \(name), left over from a transfer") }
            }
        } catch {
            throw WaxwingError(file: error)
        }
    }

    // MARK: Temporary names

    // Hidden, so that no safe name is like it.
    private static let prefix = ".waxwing-", suffix = ".part"

    private static func isTemporary(_ name: String) -> Bool { name.hasPrefix(prefix) && name.hasSuffix(suffix) }

    /// Makes a file under a temporary name, which is locked for as long as it is open.
    func makeTemporary() throws(SystemError) -> (name: String, file: File) {
        var random = SystemRandom()
        while true {
            let name = Self.prefix + Hex.encode(random.bytes(count: 8)) + Self.suffix
            let file = try directory.create(name, permissions: 0o600)
            // Another process that cleans up may have come between making and locking; then the name is gone.
            if try file.lock(), try directory.status(of: name)?.identity == file.status().identity {
                return (name, file)
            }
        }
    }

    private func removeIfAbandoned(_ name: String) throws(SystemError) -> Bool {
        guard let status = try directory.status(of: name), status.kind == .file else { return false }
        // Whoever writes it holds the lock.
        guard let file = try? directory.openForWriting(name), try file.lock() else { return false }
        try directory.remove(name)
        return true
    }

    // MARK: Places

    /// Reserves the name and the room for a file.
    func reserve(_ name: String, size: UInt64) throws(FileProblem) {
        try counting.withLock { (_: inout Void) throws(FileProblem) in
            try reserve(name, size: size, used: rules.quota == nil ? 0 : try usedBytes())
        }
    }

    private func reserve(_ name: String, size: UInt64, used: UInt64) throws(FileProblem) {
        let problem: FileProblem? = state.withLock { state in
            if let quota = rules.quota, used.saturatingAdd(state.reserved).saturatingAdd(size) > quota {
                return FileProblem(.noSpace, "the quota of \(quota) bytes is used up")
            }
            if rules.onCollision == .refuse, state.names.contains(name) {
                return FileProblem(.alreadyExists, "\(name) is on its way already")
            }
            state.names.insert(name)
            state.reserved = state.reserved.saturatingAdd(size)
            state.active += 1
            return nil
        }
        if let problem { throw problem }
    }

    /// Gives back what ``reserve(_:size:)`` took.
    func release(_ name: String, size: UInt64) {
        let waiters: [CheckedContinuation<Void, Never>] = state.withLock { state in
            state.names.remove(name)
            state.reserved -= min(size, state.reserved)
            state.active -= 1
            guard state.active == 0 else { return [] }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Gives a file its name, and lets it take the room that was reserved for it.
    ///
    /// - Parameter rename: Does the first. If it throws, the room stays reserved.
    func settle(size: UInt64, _ rename: () throws(FileProblem) -> String) throws(FileProblem) -> String {
        try counting.withLock { (_: inout Void) throws(FileProblem) in
            let name = try rename()
            state.withLock { $0.reserved -= min(size, $0.reserved) }
            return name
        }
    }

    /// Reserves the room again of a file that ``settle(size:_:)`` has given its name, for it is not to be there.
    func unsettle(size: UInt64) { state.withLock { $0.reserved = $0.reserved.saturatingAdd(size) } }

    /// Waits until no file is on its way.
    func waitUntilIdle() async {
        await withCheckedContinuation { waiter in
            let isIdle = state.withLock { state in
                if state.active > 0 { state.waiters.append(waiter) }
                return state.active == 0
            }
            if isIdle { waiter.resume() }
        }
    }

    // Files that are complete only: those on their way have reserved what they may take.
    private func usedBytes() throws(FileProblem) -> UInt64 {
        do throws(SystemError) {
            var sum: UInt64 = 0
            for name in try directory.names() where !Self.isTemporary(name) {
                if let status = try directory.status(of: name), status.kind == .file {
                    sum = sum.saturatingAdd(status.size)
                }
            }
            return sum
        } catch {
            throw FileProblem(error)
        }
    }
}
