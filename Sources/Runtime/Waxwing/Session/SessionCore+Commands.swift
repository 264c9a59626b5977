internal import WaxCore
internal import WaxIdentity
internal import WaxSession
internal import WaxWire

/// What waits until the peer allows another stream.
enum Opening {
    case request(id: UInt64, Request, compressed: Bool, SessionCore.Waiter<Response>)
    case file(OutgoingTransfer)

    var id: UInt64 {
        switch self {
        case .request(let id, _, compressed: _, _): id
        case .file(let transfer): transfer.id
        }
    }

    func fail(_ error: WaxwingError) {
        switch self {
        case .request(_, _, compressed: _, let waiter): waiter.resume(returning: .failure(error))
        case .file(let transfer): transfer.finish(.failure(error))
        }
    }
}

// What the application asks for.

extension SessionCore {
    /// Waits for what an event will bring, or for the end of the task.
    ///
    /// - Parameter start: Notes the waiter down, or answers it at once. What it finds to be so stays so until it
    ///   returns.
    func awaiting<Value: Sendable>(
        _ start: (_ id: UInt64, _ waiter: Waiter<Value>) -> Void
    ) async throws(WaxwingError) -> Value {
        lastID += 1
        let id = lastID
        let result = await withTaskCancellationHandler {
            // The isolation is named, as a closure that does not mention the actor is not isolated to it: what the
            // continuation runs would run on another thread, and no compiler (Swift 6.3) would tell.
            await withCheckedContinuation(isolation: self) { (waiter: Waiter<Value>) in
                assertIsolated()
                if Task.isCancelled { return waiter.resume(returning: .failure(.cancelled)) }
                start(id, waiter)
            }
        } onCancel: {
            onLoop { $0.cancel(id) }
        }
        return try result.get()
    }

    /// What came before the end of the session is void now.
    func failAll(_ error: WaxwingError) {
        for (_, _, _, waiter) in messages { waiter.resume(returning: .failure(error)) }
        for opening in openings { opening.fail(error) }
        for (_, waiter) in asked.values { waiter.resume(returning: .failure(error)) }
        for (_, waiter) in pings.values { waiter.resume(returning: .failure(error)) }
        for transfer in outgoing.values { transfer.finish(.failure(error)) }
        messages = []
        openings = []
        asked = [:]
        pings = [:]
        outgoing = [:]
    }

    private func cancel(_ id: UInt64) {
        if let index = messages.firstIndex(where: { $0.id == id }) {
            messages.remove(at: index).waiter.resume(returning: .failure(.cancelled))
        }
        if let index = openings.firstIndex(where: { $0.id == id }) {
            openings.remove(at: index).fail(.cancelled)
        }
        if let (stream, entry) = asked.first(where: { $0.value.id == id }) {
            asked[stream] = nil
            entry.waiter.resume(returning: .failure(.cancelled))
            try? connection?.refuse(stream, code: .cancelled)
        }
        if let (ping, entry) = pings.first(where: { $0.value.id == id }) {
            pings[ping] = nil
            entry.waiter.resume(returning: .failure(.cancelled))
        }
        if let (stream, transfer) = outgoing.first(where: { $0.value.id == id }) {
            outgoing[stream] = nil
            transfer.finish(.failure(.cancelled))
            try? connection?.reset(stream, code: .cancelled)
        }
        scheduleAdvance()
    }

    /// The connection, unless the session is over.
    private func open() throws(WaxwingError) -> Connection {
        if case .failure(let error) = outcome { throw error }
        guard outcome == nil, farewell == nil, let connection = connectionNow else { throw .closed }
        return connection
    }

    /// The connection, told of the time: commands count their deadlines and durations from the last time that it knows.
    var connectionNow: Connection? {
        connection?.note(.now)
        return connection
    }

    /// Does something with the connection now.
    func command<Value>(_ body: (Connection) throws(SessionError) -> Value) throws(WaxwingError) -> Value {
        let connection = try open()
        defer { scheduleAdvance() }
        do throws(SessionError) { return try body(connection) } catch { throw WaxwingError(error) }
    }

    // MARK: Messages

    /// Sends a message; returns when the session has taken it.
    func send(_ message: Message, compressed: Bool) async throws(WaxwingError) {
        _ = try open()
        try await awaiting { id, waiter in
            messages.append((id, message, compressed, waiter))
            pumpMessages()
            scheduleAdvance()
        }
    }

    /// Gives messages to the connection as long as it takes them.
    func pumpMessages() {
        guard let connection else { return }
        var sent = 0
        while sent < messages.count {
            do throws(SessionError) {
                messageStream = try connection.send(
                    messages[sent].message, compressed: messages[sent].compressed)
                messages[sent].waiter.resume(returning: .success(()))
            } catch {
                // There will be room, or another stream will be allowed.
                let needsStream = messageStream == nil && connection.isEstablished && !connection.canOpenStream
                if error.code == .outputFull || needsStream { break }
                messages[sent].waiter.resume(returning: .failure(WaxwingError(error)))
            }
            sent += 1
        }
        messages.removeFirst(sent)
        if messages.isEmpty, let farewell { connectionNow?.goodbye(code: farewell.code, text: farewell.text) }
    }

    // MARK: Requests

    /// Asks the peer and waits for the answer.
    func request(_ request: Request, compressed: Bool) async throws(WaxwingError) -> Response {
        _ = try open()
        return try await awaiting { id, waiter in
            openings.append(.request(id: id, request, compressed: compressed, waiter))
            pumpOpenings()
            scheduleAdvance()
        }
    }

    /// Opens streams as long as the peer allows it.
    func pumpOpenings() {
        guard let connection else { return }
        var done = 0
        while done < openings.count, connection.canOpenStream {
            switch openings[done] {
            case .request(let id, let request, let compressed, let waiter):
                do throws(SessionError) {
                    asked[try connection.request(request, compressed: compressed)] = (id, waiter)
                } catch {
                    waiter.resume(returning: .failure(WaxwingError(error)))
                }
            case .file(let transfer): offer(transfer, connection)
            }
            done += 1
        }
        openings.removeFirst(done)
    }

    /// Hands a request of the peer to the application.
    func answer(_ request: Request, on stream: StreamID, credit: Int) {
        guard let handler = requestHandler, let peer else {
            connection?.taken(credit, on: stream)
            try? connection?.refuse(stream, code: .noSuchService)
            return
        }
        // What the peer gives up is not over before its handler returns, so the limit of streams does not limit this.
        guard mayAnswer else {
            unanswered.append((request, stream, credit))
            return
        }
        let log = context.log
        let session = Session(core: self, peer: peer)
        answersUnderWay += 1
        answering[stream] = Task {
            let answer: Result<Response, RequestRefused>
            do {
                answer = .success(try await handler(session, request))
            } catch let refused as RequestRefused {
                answer = .failure(refused)
            } catch {
                log.warning("a request failed: \("\(error)".escapedForDisplay)")
                answer = .failure(RequestRefused(.internalError))
            }
            self.answered(answer, on: stream, credit: credit)
        }
    }

    private var mayAnswer: Bool { answersUnderWay < max(1, context.simultaneousRequests) }

    private func answered(_ answer: Result<Response, RequestRefused>, on stream: StreamID, credit: Int) {
        answersUnderWay -= 1
        let isWanted = answering.removeValue(forKey: stream) != nil
        guard let connection else { return }
        connection.taken(credit, on: stream)
        if isWanted { give(answer, on: stream, connection) }
        while mayAnswer, !unanswered.isEmpty {
            let next = unanswered.removeFirst()
            self.answer(next.request, on: next.stream, credit: next.credit)
        }
        scheduleAdvance()
    }

    private func give(_ answer: Result<Response, RequestRefused>, on stream: StreamID, _ connection: Connection) {
        switch answer {
        case .success(let response):
            do throws(SessionError) {
                try connection.respond(response, to: stream, compressed: context.compressesResponses)
            } catch {
                context.log.warning("a request could not be answered: \(error)")
                try? connection.refuse(stream, code: .internalError)
            }
        case .failure(let refused): try? connection.refuse(stream, code: refused.code)
        }
    }

    /// The peer wants no answer any more.
    func giveUpAnswering(_ stream: StreamID) {
        answering.removeValue(forKey: stream)?.cancel()
        guard let index = unanswered.firstIndex(where: { $0.stream == stream }) else { return }
        connection?.taken(unanswered.remove(at: index).credit, on: stream)
    }

    // MARK: The rest

    /// Measures the time to the peer and back.
    func ping() async throws(WaxwingError) -> Duration {
        _ = try open()
        return try await awaiting { id, waiter in
            do throws(WaxwingError) {
                pings[try command { (connection) throws(SessionError) in try connection.ping() }] = (id, waiter)
            } catch {
                waiter.resume(returning: .failure(error))
            }
        }
    }

    /// Returns credit for what the application has taken.
    nonisolated func returnCredit(_ credit: Delivery.Credit) {
        // What is taken until the loop comes to it goes in one step.
        let isFirst = freedCredit.withLock { freed in
            freed.append(credit)
            return freed.count == 1
        }
        guard isFirst else { return }
        onLoop { core in
            let freed = core.freedCredit.withLock { freed in
                defer { freed = [] }
                return freed
            }
            for credit in freed { core.connection?.taken(credit.amount, on: credit.stream) }
            core.scheduleAdvance()
        }
    }
}
