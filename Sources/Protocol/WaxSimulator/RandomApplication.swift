public import WaxIdentity
public import WaxSession
import WaxWire

/// An application that does random things of every kind, and checks all that arrives.
public final class RandomApplication: Application {
    /// What it sends.
    public let ledger: Ledger
    /// What the other side sends.
    public let otherLedger: Ledger
    /// A promise that was not kept, if one was not.
    public private(set) var violation: Simulation.Violation?
    /// Whether it has done all that it meant to do.
    public var isDone: Bool { actionsLeft == 0 && pending.isEmpty && openExchanges.isEmpty }

    private let workload: Workload
    private var random: SimulatedRandom
    private var actionsLeft: Int
    private var nextAction: UInt64?
    /// What did not fit and is tried again when there is room.
    private var pending: [Action] = []
    /// Streams on which an answer, a receipt or an end is awaited.
    private var openExchanges: Set<StreamID> = []
    private var outgoingFiles: [StreamID: (file: Ledger.File, position: Int)] = [:]
    private var incomingFiles: [StreamID: Int] = [:]
    private var rawStreams: Set<StreamID> = []
    private var owed: [(time: UInt64, credit: Int, stream: StreamID)] = []
    private var isEstablished = false

    private enum Action {
        case message(Message, StreamID?)
        case request(Request)
        case answer(Response, StreamID)
        case offer(Ledger.File)
        case raw([UInt8], StreamID?)
        case ping
        case name(String)
        case rekey
        case askForRekey
    }

    /// Makes an application.
    ///
    /// - Parameters:
    ///   - workload: What it does.
    ///   - ledger: What it sends; the other application has it as `otherLedger`.
    ///   - otherLedger: What the other application sends.
    ///   - random: Where its decisions come from.
    public init(_ workload: Workload, ledger: Ledger, otherLedger: Ledger, random: SimulatedRandom) {
        self.workload = workload
        self.ledger = ledger
        self.otherLedger = otherLedger
        self.random = random
        actionsLeft = self.random.pick(workload.actions)
        if let name = workload.initialName { ledger.sent(name: name) }
    }

    // MARK: Time

    public var wakeUp: UInt64? {
        var times: [UInt64] = owed.map(\.time)
        if let nextAction { times.append(nextAction) }
        return times.min()
    }

    public func act(on connection: Connection, now: Moment) {
        let time = now.monotonicNanoseconds
        while let index = owed.firstIndex(where: { $0.time <= time }) {
            let debt = owed.remove(at: index)
            connection.taken(debt.credit, on: debt.stream)
        }
        guard let due = nextAction, due <= time else { return }
        nextAction = nil
        guard actionsLeft > 0 else { return }
        actionsLeft -= 1
        retry(on: connection)
        pending.append(makeAction())
        retry(on: connection)
        schedule(now: now)
    }

    private func schedule(now: Moment) {
        guard isEstablished, actionsLeft > 0 else { return }
        nextAction = now.monotonicNanoseconds + UInt64(random.pick(workload.pauses))
    }

    // MARK: Doing things

    private func makeAction() -> Action {
        switch random.pick(0...13) {
        case 0...5: .message(makeMessage(), nil)
        case 6, 7:
            .request(Request(service: "calculate", method: "m\(random.pick(0...9))", message: makeMessage()))
        case 8, 9: .offer(makeFile())
        case 10: .raw(random.bytes(count: random.pick(workload.messageSizes)), nil)
        case 11: .ping
        case 12: .name("name \(random.pick(0...999))")
        default: random.happens(oneIn: 2) ? .rekey : .askForRekey
        }
    }

    private func makeMessage() -> Message {
        let count = random.pick(workload.messageSizes)
        switch random.pick(0...3) {
        case 0: return Message(kind: .text, content: (0..<count).map { _ in UInt8(random.pick(0x20...0x7E)) })
        case 1:
            let content = random.bytes(count: min(count, 255))
            return Message(kind: .object, content: [0x58, UInt8(content.count)] + content)
        case 2: return Message(kind: .list, content: [0x82, 0x00, UInt8(random.pick(0...23))])
        default: return .bytes(makeContent(count: count))
        }
    }

    /// Random bytes, or a few of them again and again: what compression does nothing for, or much.
    private func makeContent(count: Int) -> [UInt8] {
        guard random.happens(oneIn: 2) else { return random.bytes(count: count) }
        let pattern = random.bytes(count: random.pick(1...300))
        return (0..<count).map { pattern[$0 % pattern.count] }
    }

    private func makeFile() -> Ledger.File {
        let content = makeContent(count: random.pick(workload.fileSizes))
        // The values are in range, so the header can be made.
        let header = try? FileHeader(
            name: "file \(random.pick(0...999))", size: UInt64(content.count),
            hashAlgorithm: random.happens(oneIn: 4) ? .none : .sha256Tree)
        guard let header else { preconditionFailure("a header that is in range could not be made") }
        return Ledger.File(header: header, content: content)
    }

    /// Does what waits, in order, as far as there is room.
    private func retry(on connection: Connection) {
        while !pending.isEmpty {
            do throws(SessionError) {
                try perform(pending[0], on: connection)
                pending.removeFirst()
            } catch {
                switch error.code {
                case .outputFull, .limit: return
                case .closed: return pending.removeAll()
                default:
                    pending.removeFirst()
                    fail("a command failed: \(error)")
                }
            }
        }
    }

    private func perform(_ action: Action, on connection: Connection) throws(SessionError) {
        switch action {
        case .message(let message, let stream):
            let compressed = random.happens(oneIn: 2)
            ledger.sent(message, on: try connection.send(message, on: stream, compressed: compressed))
        case .request(let request):
            let stream = try connection.request(request, compressed: random.happens(oneIn: 2))
            ledger.sent(request, on: stream)
            openExchanges.insert(stream)
        case .answer(let response, let stream):
            do throws(SessionError) {
                try connection.respond(response, to: stream, compressed: random.happens(oneIn: 2))
                ledger.sent(response, on: stream)
            } catch where error.code == .closed {
                // The one who asked has given up, or the session is over.
            }
        case .offer(let file):
            let compressed = random.happens(oneIn: 2)
            let stream = try connection.offerFile(file.header, to: "files", compressed: compressed)
            ledger.sent(file, on: stream)
            outgoingFiles[stream] = (file, 0)
            openExchanges.insert(stream)
        case .raw(let bytes, let chosen):
            let stream: StreamID
            if let chosen { stream = chosen } else { stream = try connection.openStream(service: "raw") }
            rawStreams.insert(stream)
            openExchanges.insert(stream)
            let count = min(connection.sendCapacity(stream), bytes.count)
            let piece = Array(bytes.prefix(count))
            if !piece.isEmpty {
                try connection.sendRaw(piece, on: stream)
                ledger.sent(piece, on: stream)
            }
            guard count == bytes.count else {
                pending[0] = .raw(Array(bytes.dropFirst(count)), stream)
                throw SessionError(.outputFull, "no room for raw bytes")
            }
            if isRude {
                ledger.giveUp(stream)
                openExchanges.remove(stream)
                try connection.reset(stream, code: .cancelled)
            } else {
                try connection.end(stream)
            }
        case .ping: try connection.ping()
        case .name(let name):
            try connection.setName(name)
            ledger.sent(name: name)
        case .rekey: try connection.rekeyNow()
        case .askForRekey: try connection.requestRekey()
        }
    }

    private var isRude: Bool { random.happens(oneIn: workload.rudeness) }

    private func supply(_ stream: StreamID, on connection: Connection) {
        while var outgoing = outgoingFiles[stream] {
            let capacity = connection.sendCapacity(stream)
            let rest = outgoing.file.content.count - outgoing.position
            let count = min(capacity, min(rest, random.pick(1...70_000)))
            guard count > 0 else { return }
            let piece = Array(outgoing.file.content[outgoing.position..<(outgoing.position + count)])
            do throws(SessionError) {
                try connection.supplyFileData(piece, on: stream)
            } catch {
                return fail("a file does not take its content: \(error)")
            }
            outgoing.position += count
            outgoingFiles[stream] = outgoing
        }
    }

    // MARK: What happens

    public func handle(_ event: Event, on connection: Connection, now: Moment) {
        do throws(Simulation.Violation) {
            try take(event, on: connection, now: now)
        } catch {
            violation = violation ?? error
        }
        retry(on: connection)
    }

    private func fail(_ words: String) { violation = violation ?? Simulation.Violation(words) }

    private func owe(_ credit: Int, _ stream: StreamID, _ connection: Connection, _ now: Moment) {
        let delay = random.pick(workload.delays)
        guard delay > 0 else { return connection.taken(credit, on: stream) }
        owed.append((now.monotonicNanoseconds + UInt64(delay), credit, stream))
    }

    private func take(_ event: Event, on connection: Connection, now: Moment) throws(Simulation.Violation) {
        switch event {
        case .established:
            isEstablished = true
            schedule(now: now)
        case .message(let stream, let message, let credit):
            try otherLedger.receive(message, on: stream)
            owe(credit, stream, connection, now)
            if isRude, random.happens(oneIn: 4) { connection.goodbye(code: .shuttingDown) }
        case .request(let stream, let request, let credit):
            try otherLedger.receive(request, on: stream)
            owe(credit, stream, connection, now)
            if isRude {
                try? connection.refuse(stream, code: .noSuchService)
            } else {
                pending.append(.answer(Response(status: .application(7), message: makeMessage()), stream))
            }
        case .response(let stream, let response, let credit):
            try otherLedger.receive(response, on: stream)
            owe(credit, stream, connection, now)
            openExchanges.remove(stream)
        case .streamOpened: break
        case .streamData(let stream, let bytes, let credit):
            try otherLedger.receive(bytes, on: stream)
            owe(credit, stream, connection, now)
            if isRude {
                otherLedger.giveUp(stream)
                try? connection.refuse(stream, code: .refused)
            }
        case .streamEnded(let stream):
            if !rawStreams.contains(stream) { try? connection.end(stream) }
        case .streamReset(let stream, _):
            otherLedger.giveUp(stream)
            ledger.giveUp(stream)
            openExchanges.remove(stream)
            try? connection.end(stream)
        case .streamStopped(let stream, _):
            ledger.giveUp(stream)
            openExchanges.remove(stream)
        case .streamClosed(let stream):
            if rawStreams.contains(stream) { openExchanges.remove(stream) }
        case .writable(let stream): supply(stream, on: connection)
        case .pong, .goodbye: break
        case .nameChanged(let name): try otherLedger.receive(name: name)
        case .closed:
            pending = []
            actionsLeft = 0
            nextAction = nil
            owed = []
            openExchanges = []
        case .fileOffered, .fileData, .fileEnded, .fileFailed, .fileAccepted, .fileStored, .fileRefused:
            try takeFileEvent(event, on: connection, now: now)
        }
    }

    private func takeFileEvent(_ event: Event, on connection: Connection, now: Moment) throws(Simulation.Violation) {
        switch event {
        case .fileOffered(let stream, let header, let credit):
            let file = try otherLedger.receive(header, on: stream)
            owe(credit, stream, connection, now)
            if isRude {
                otherLedger.giveUp(stream)
                try? connection.refuse(stream, code: .refused)
                return
            }
            // Sometimes the beginning is here already.
            let prefix = random.happens(oneIn: 4) ? random.pick(0...file.content.count) : 0
            var digest = FileDigest(header.hashAlgorithm)
            digest?.update(file.content.span.extracting(0..<prefix))
            incomingFiles[stream] = prefix
            try? connection.acceptFile(stream, resuming: digest)
        case .fileData(let stream, let bytes, let credit):
            guard let position = incomingFiles[stream] else { return }
            try otherLedger.receive(bytes, at: position, ofFileOn: stream)
            incomingFiles[stream] = position + bytes.count
            owe(credit, stream, connection, now)
            if isRude, random.happens(oneIn: 4) {
                otherLedger.giveUp(stream)
                incomingFiles[stream] = nil
                try? connection.refuse(stream, code: .noSpace)
            }
        case .fileEnded(let stream, root: _):
            guard let count = incomingFiles.removeValue(forKey: stream) else { return }
            if isRude {
                otherLedger.giveUp(stream)
                try? connection.refuse(stream, code: .storageFailed)
            } else {
                try otherLedger.complete(count, ofFileOn: stream)
                try? connection.confirmFile(stream)
            }
        case .fileFailed(let stream, let error):
            guard workload.rudeness > 0 else { throw Simulation.Violation("a file failed: \(error)") }
            incomingFiles[stream] = nil
        case .fileAccepted(let stream, offset: let offset):
            guard var outgoing = outgoingFiles[stream] else { return }
            outgoing.position = Int(offset)
            outgoingFiles[stream] = outgoing
            if offset > 0, outgoing.file.header.hashAlgorithm == .sha256Tree {
                var digest = FileDigest(.sha256Tree)
                digest?.update(outgoing.file.content.span.extracting(0..<outgoing.position))
                if let digest { try? connection.continueFile(stream, after: digest) }
            }
            supply(stream, on: connection)
        case .fileStored(let stream, root: _), .fileRefused(let stream, _):
            outgoingFiles[stream] = nil
            openExchanges.remove(stream)
        default: break
        }
    }
}
