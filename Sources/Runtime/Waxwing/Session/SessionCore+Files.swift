internal import WaxSession
internal import WaxTransport
internal import WaxWire

/// A file that is being sent. It belongs to its session's loop.
final class OutgoingTransfer {
    let id: UInt64
    let file: OutgoingFile
    let isCompressed: Bool
    let queue: WorkerQueue
    let progress: (@Sendable (TransferProgress) -> Void)?
    private var waiter: SessionCore.Waiter<SentFile>?

    /// Where the peer wanted the file from; nil until it has said so.
    var beginning: UInt64?
    /// What has been read and not been given to the connection.
    var chunks: [[UInt8]] = []
    var readsUnderWay = 0
    /// How far the file has been given to the workers to read.
    var nextRead: UInt64 = 0
    /// How far it has been given to the connection.
    var given: UInt64 = 0

    init(
        id: UInt64, file: OutgoingFile, isCompressed: Bool, workers: WorkerPool, progress: (@Sendable (TransferProgress) -> Void)?,
        waiter: SessionCore.Waiter<SentFile>
    ) {
        self.id = id
        self.file = file
        self.isCompressed = isCompressed
        self.progress = progress
        self.waiter = waiter
        queue = WorkerQueue(workers)
    }

    var size: UInt64 { file.header.size }

    func finish(_ result: Result<SentFile, WaxwingError>) {
        waiter.take()?.resume(returning: result)
    }
}

// Files on their way out.

extension SessionCore {
    // Two pieces: one is read while the other goes out.
    private static let readAhead = 2

    /// Sends a file; returns when the peer has verified and stored it.
    func send(
        _ file: OutgoingFile, compressed: Bool, progress: (@Sendable (TransferProgress) -> Void)?
    ) async throws(WaxwingError) -> SentFile {
        if case .failure(let error) = outcome { throw error }
        guard outcome == nil, farewell == nil else { throw .closed }
        return try await awaiting { id, waiter in
            let transfer = OutgoingTransfer(
                id: id, file: file, isCompressed: compressed, workers: context.workers, progress: progress, waiter: waiter)
            openings.append(.file(transfer))
            pumpOpenings()
            scheduleAdvance()
        }
    }

    func offer(_ transfer: OutgoingTransfer, _ connection: Connection) {
        do throws(SessionError) {
            outgoing[try connection.offerFile(
                transfer.file.header, to: "", compressed: transfer.isCompressed)] = transfer
        } catch {
            transfer.finish(.failure(WaxwingError(error)))
        }
    }

    func fileAccepted(_ stream: StreamID, offset: UInt64) {
        guard let transfer = outgoing[stream] else { return }
        transfer.beginning = offset
        transfer.nextRead = offset
        transfer.given = offset
        guard offset > 0, transfer.file.header.hashAlgorithm != .none else { return pump(stream) }
        let file = transfer.file
        transfer.queue.submit {
            let digest = Result { () throws(WaxwingError) in try file.digest(ofFirst: offset) }
            self.onLoop { $0.goOn(stream, after: digest) }
        }
    }

    private func goOn(_ stream: StreamID, after digest: Result<FileDigest, WaxwingError>) {
        guard outgoing[stream] != nil, let connection else { return }
        do throws(WaxwingError) {
            let digest = try digest.get()
            do throws(SessionError) {
                try connection.continueFile(stream, after: digest)
            } catch {
                throw WaxwingError(error)
            }
            pump(stream)
            scheduleAdvance()
        } catch {
            giveUp(stream, error)
        }
    }

    /// Gives the connection what it takes of a file, and has the next pieces read.
    func pump(_ stream: StreamID) {
        guard let transfer = outgoing[stream], transfer.beginning != nil, let connection else { return }
        while let chunk = transfer.chunks.first {
            let room = connection.sendCapacity(stream)
            guard room > 0 else { break }
            let piece = chunk.count <= room ? chunk : Array(chunk.prefix(room))
            do throws(SessionError) {
                try connection.supplyFileData(piece, on: stream)
            } catch {
                return giveUp(stream, WaxwingError(error))
            }
            if piece.count == chunk.count {
                transfer.chunks.removeFirst()
            } else {
                transfer.chunks[0].removeFirst(piece.count)
            }
            transfer.given += UInt64(piece.count)
            transfer.progress?(
                TransferProgress(
                    byteCount: transfer.given, size: transfer.size, resumedFrom: transfer.beginning ?? 0))
        }
        readAhead(transfer, stream)
    }

    private func readAhead(_ transfer: OutgoingTransfer, _ stream: StreamID) {
        while transfer.readsUnderWay + transfer.chunks.count < Self.readAhead, transfer.nextRead < transfer.size {
            let (file, offset) = (transfer.file, transfer.nextRead)
            let wanted = min(OutgoingFile.chunk, max(context.sendBuffer / 4, 1))
            let count = Int(min(UInt64(wanted), transfer.size - offset))
            transfer.nextRead += UInt64(count)
            transfer.readsUnderWay += 1
            transfer.queue.submit {
                let bytes = Result { () throws(WaxwingError) in try file.read(at: offset, count: count) }
                self.onLoop { $0.didRead(stream, bytes) }
            }
        }
    }

    private func didRead(_ stream: StreamID, _ bytes: Result<[UInt8], WaxwingError>) {
        guard let transfer = outgoing[stream] else { return }
        transfer.readsUnderWay -= 1
        switch bytes {
        case .success(let bytes):
            transfer.chunks.append(bytes)
            pump(stream)
            scheduleAdvance()
        case .failure(let error): giveUp(stream, error)
        }
    }

    /// This side cannot go on with a file.
    private func giveUp(_ stream: StreamID, _ error: WaxwingError) {
        outgoing.removeValue(forKey: stream)?.finish(.failure(error))
        try? connection?.reset(stream, code: .internalError)
        scheduleAdvance()
    }

    func fileStored(_ stream: StreamID, root: [UInt8]) {
        guard let transfer = outgoing.removeValue(forKey: stream) else { return }
        transfer.finish(.success(SentFile(size: transfer.size, root: root)))
    }

    func fileRefused(_ stream: StreamID, _ code: ErrorCode) {
        guard let transfer = outgoing.removeValue(forKey: stream) else { return }
        transfer.finish(.failure(WaxwingError(fileRefused: code, name: transfer.file.header.name)))
    }
}

// Files on their way in.

extension SessionCore {
    private static let mostNotices = 10_000

    func receiveOffer(_ header: FileHeader, on stream: StreamID, credit: Int) {
        connection?.taken(credit, on: stream)
        guard let inbox = context.inbox, let peer = connection?.peer else {
            context.log.info("refused the file \(header.name.escapedForDisplay): there is no inbox")
            try? connection?.refuse(stream, code: .refused)
            return
        }
        let file = IncomingFile(header, from: peer, into: inbox, workers: context.workers) { report in
            self.onLoop { $0.handle(report, on: stream) }
        }
        incoming[stream] = file
        file.open()
    }

    func receiveFile(_ bytes: [UInt8], on stream: StreamID, credit: Int) {
        guard let file = incoming[stream] else {
            connection?.taken(credit, on: stream)
            return
        }
        file.write(bytes, credit: credit)
    }

    private func handle(_ report: IncomingFile.Report, on stream: StreamID) {
        defer { scheduleAdvance() }
        switch report {
        case .written(let credit): connection?.taken(credit, on: stream)
        case .opened:
            do throws(SessionError) {
                try connection?.acceptFile(stream)
            } catch {
                // The sender has given it up meanwhile.
                incoming.removeValue(forKey: stream)?.discard()
            }
        case .stored(let file):
            context.log.info("received \(file.name), \(file.size) bytes")
            incoming[stream] = nil
            // The file is here whether or not the sender can still be told.
            try? connection?.confirmFile(stream)
            // Its notice holds no credit, so a server whose application takes no messages would collect them for ever.
            let isPut = mailbox.put(Delivery(message: .file(file), credit: nil), limit: Self.mostNotices)
            if !isPut { context.log.warning("nobody was told of \(file.name): too many messages wait to be taken") }
        case .failed(let problem):
            context.log.warning("a file was not stored: \(problem.reason)")
            incoming[stream] = nil
            try? connection?.refuse(stream, code: problem.code)
        }
    }

    /// A file of either direction came to nothing.
    func fileFailed(_ stream: StreamID, _ error: SessionError) {
        context.log.warning("a file failed: \(error)")
        incoming.removeValue(forKey: stream)?.discard()
        outgoing.removeValue(forKey: stream)?.finish(.failure(WaxwingError(error)))
    }
}
