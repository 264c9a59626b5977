internal import Synchronization
internal import WaxTransport
internal import WaxWire

/// A file on its way into an inbox. What it is told is done on the workers, in order; how it went is reported from
/// there.
final class IncomingFile: Sendable {
    /// How something went.
    enum Report: Sendable {
        /// The offer is accepted, and there is a file for it.
        case opened
        /// So much of the peer's credit is free again.
        case written(credit: Int)
        /// It is whole, on the disk, and has its name.
        case stored(ReceivedFile)
        /// It is not wanted or cannot be stored; nothing of it is left. Reported once.
        case failed(FileProblem)
    }

    private enum State {
        case idle
        case writing(File, temporaryName: String, offset: UInt64)
        case over
    }

    private let store: InboxStore
    private let offer: Inbox.Offer
    private let header: FileHeader
    private let queue: WorkerQueue
    private let report: @Sendable (Report) -> Void
    // Used on the queue alone, so nobody ever waits for it.
    private let state = Mutex(State.idle)

    init(
        _ header: FileHeader, from peer: Peer, into store: InboxStore, workers: WorkerPool,
        report: @escaping @Sendable (Report) -> Void
    ) {
        self.store = store
        self.header = header
        self.report = report
        offer = Inbox.Offer(name: FileName.safe(header.name), size: header.size, peer: peer)
        queue = WorkerQueue(workers)
    }

    /// Decides about the offer and makes a file for it.
    func open() {
        perform { state throws(FileProblem) in
            guard case .idle = state else { return nil }
            try self.checkRules()
            try self.store.reserve(self.offer.name, size: self.offer.size)
            do throws(FileProblem) {
                try self.checkName()
                let (name, file) = try storing(self.store.makeTemporary)
                state = .writing(file, temporaryName: name, offset: 0)
            } catch {
                self.store.release(self.offer.name, size: self.offer.size)
                throw error
            }
            return .opened
        }
    }

    /// Writes the next bytes.
    func write(_ bytes: [UInt8], credit: Int) {
        perform { state throws(FileProblem) in
            // What comes after a failure is not wanted, but its credit is free all the same.
            guard case .writing(let file, let name, let offset) = state else { return .written(credit: credit) }
            try storing { () throws(SystemError) in try file.write(bytes.span, at: offset) }
            state = .writing(file, temporaryName: name, offset: offset + UInt64(bytes.count))
            return .written(credit: credit)
        }
    }

    /// Makes the file safe on the disk and gives it its name. Its content has been verified.
    func commit(root: [UInt8]) {
        perform { state throws(FileProblem) in
            guard case .writing(let file, let temporaryName, _) = state else { return nil }
            let name = try self.place(file, temporaryName)
            state = .over
            // It has taken its room with it.
            self.store.release(self.offer.name, size: 0)
            return .stored(
                ReceivedFile(
                    name: name, path: self.store.rules.directory + "/" + name, originalName: self.header.name,
                    size: self.header.size, root: root))
        }
    }

    /// Throws away what there is.
    func discard() {
        perform { state throws(FileProblem) in
            self.cleanUp(&state)
            return nil
        }
    }

    private func perform(_ body: @escaping @Sendable (inout State) throws(FileProblem) -> Report?) {
        queue.submit { [self] in
            let outcome: Report? = state.withLock { state in
                do throws(FileProblem) {
                    return try body(&state)
                } catch {
                    cleanUp(&state)
                    return .failed(error)
                }
            }
            if let outcome { report(outcome) }
        }
    }

    private func cleanUp(_ state: inout State) {
        if case .writing(_, let name, _) = state {
            // If that fails, the name stays hidden, and the next start of an inbox there tries again.
            try? store.directory.remove(name)
            store.release(offer.name, size: offer.size)
        }
        state = .over
    }

    // MARK: Rules

    private func checkRules() throws(FileProblem) {
        guard header.size <= store.rules.largestFile else {
            throw FileProblem(.limitExceeded, "it is larger than \(store.rules.largestFile) bytes")
        }
        guard store.rules.accepts?(offer) != false else { throw FileProblem(.refused, "the application refused it") }
    }

    /// Whether the file may get its name, as far as that can be said before it is there.
    private func checkName() throws(FileProblem) {
        let present = try storing { () throws(SystemError) in try self.store.directory.status(of: self.offer.name) }
        guard let present else { return }
        switch store.rules.onCollision {
        case .rename: break
        case .refuse: throw FileProblem(.alreadyExists, "there is a \(offer.name) already")
        case .replace:
            guard present.kind == .file else {
                throw FileProblem(.alreadyExists, "\(offer.name) is no ordinary file and is not replaced")
            }
        }
    }

    /// Gives the file its name; says what that is.
    ///
    /// The order is that of what survives a loss of power: the content, mode and time are on the disk before any name
    /// leads to them, and the name is before the sender hears of it. Whatever a sender was told is there, is; and under
    /// a name there is never a part.
    private func place(_ file: File, _ temporaryName: String) throws(FileProblem) -> String {
        try storing { () throws(SystemError) in
            try file.setPermissions(self.header.mode & self.store.rules.permissions | 0o600)
            if self.store.rules.keepsModificationTime {
                // A time that the file system cannot hold is no reason to lose the file.
                try? file.setModificationTime(
                    seconds: self.header.modificationSeconds, nanoseconds: self.header.modificationNanoseconds)
            }
            try file.sync()
        }
        let name = try store.settle(size: offer.size) { () throws(FileProblem) in try self.rename(temporaryName) }
        do throws(FileProblem) {
            try storing(store.directory.sync)
        } catch {
            // The sender hears that it is not stored, so it must not stand there. What it has replaced is gone already,
            // though: then a whole file is better than none.
            if store.rules.onCollision != .replace { try? store.directory.remove(name) }
            store.unsettle(size: offer.size)
            throw error
        }
        return name
    }

    private func rename(_ temporaryName: String) throws(FileProblem) -> String {
        let directory = store.directory
        if store.rules.onCollision == .replace {
            // The name may have become something else meanwhile; only an ordinary file is ever replaced.
            try checkName()
            try storing { () throws(SystemError) in try directory.rename(temporaryName, replacing: self.offer.name) }
            return offer.name
        }
        var name = offer.name
        for number in 2...Self.mostNumbers {
            do throws(SystemError) {
                try directory.rename(temporaryName, toUnused: name)
                return name
            } catch {
                guard error.code == .alreadyExists, store.rules.onCollision == .rename else { throw FileProblem(error) }
                name = FileName.numbered(offer.name, number)
            }
        }
        throw FileProblem(.alreadyExists, "there are too many files of the name \(offer.name)")
    }

    private static let mostNumbers = 10_000
}

/// Runs something with files, with the error that a peer can be told of.
private func storing<Value>(_ body: () throws(SystemError) -> Value) throws(FileProblem) -> Value {
    do throws(SystemError) { return try body() } catch { throw FileProblem(error) }
}
