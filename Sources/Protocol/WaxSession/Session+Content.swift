import WaxCore
import WaxWire

// Messages and raw bytes on their way in, and the credit that comes back for them.

extension Session {
    func receiveData(_ payload: Span<UInt8>, on stream: Stream) throws(SessionError) {
        if payload.isEmpty { try charge() }
        switch stream.receiving {
        case .idle:
            guard case .none = stream.exchange else { throw .violation("data outside the message of an exchange") }
            guard !payload.isEmpty else { return }
            stream.hasContent = true
            deliver(payload.count, on: stream)
            environment.tellData(stream.id, payload)
        case .assembling(var assembly):
            guard payload.count <= assembly.missing else {
                throw .violation("a data frame crosses the end of a message")
            }
            stream.receiving = .idle  // so that the content has one owner, and grows in place
            assembly.append(payload)
            stream.receiving = .assembling(assembly)
            if assembly.missing == 0 { try finishMessage(on: stream) }
        case .file(var receiver):
            stream.receiving = .idle
            guard receiver.receive(payload) else { throw .violation("a file is longer than was announced") }
            stream.receiving = .file(receiver)
            guard !payload.isEmpty else { return }
            deliver(payload.count, on: stream)
            environment.tellFileData(stream.id, payload)
        case .stopped: giveBack(payload.count, on: stream)
        case .fileOffered: throw .violation("content of a file that was not accepted")
        case .fileComplete: throw .violation("data behind the end of a file")
        case .exchanged: throw .violation("data behind the message of an exchange")
        case .ended: throw .violation("data behind the end of a stream")
        }
    }

    func receiveMessage(_ payload: Span<UInt8>, on stream: Stream) throws(SessionError) {
        switch stream.receiving {
        case .idle: break
        case .stopped: return giveBack(messageCost, on: stream)
        case .assembling: throw .violation("a message inside a message")
        case .fileOffered, .file, .fileComplete, .exchanged: throw .violation("a message behind a file or an exchange")
        case .ended: throw .violation("a message behind the end of a stream")
        }
        let header: MessageHeader
        do throws(WireError) {
            header = try MessageHeader(parsing: payload)
        } catch {
            guard error.reason == .unknownMessageType else { throw SessionError(error) }
            // A type of a later version: the stream cannot be followed any further, the session can.
            giveBack(messageCost, on: stream)
            return try turnDown(stream, code: .unsupportedType)
        }
        if case .file(let file) = header.content { return try receiveFileHeader(file, on: stream) }
        try check(header, on: stream)
        guard header.length <= UInt64(limits.largestMessage) else {
            throw .exceeded("a message of \(header.length) bytes; \(limits.largestMessage) are allowed")
        }
        stream.hasContent = true
        stream.receiving = .assembling(MessageAssembly(header))
        guard header.length > 0 else { return try finishMessage(on: stream) }
        let cost = messageCost + Int(header.length)
        if cost > limits.streamWindow {
            stream.reservedEnd = stream.receiveCredit.received + header.length
            if assembly.request(cost, for: stream.id.rawValue) { grantAssembly(cost, to: stream) }
        } else {
            noteStreamCredit(stream)
        }
    }

    /// Checks that a message is of a kind which the stream can carry.
    private func check(_ header: MessageHeader, on stream: Stream) throws(SessionError) {
        switch (header.content, stream.exchange) {
        case (.request, .none):
            guard stream.isOpenedByPeer, !stream.hasContent, stream.canSend else {
                throw .violation("a request needs a stream of its own")
            }
            stream.exchange = .answering
        case (.response, .asked): break
        case (.request, _), (.response, _): throw .violation("a request or an answer out of place")
        case (_, .none): break
        case (_, _): throw .violation("a message on the stream of an exchange")
        }
    }

    private func finishMessage(on stream: Stream) throws(SessionError) {
        guard case .assembling(let assembly) = stream.receiving else { return }
        stream.receiving = .idle
        let header = assembly.header
        let message = try assembly.finish(nesting: limits.nesting)
        let cost = messageCost + message.content.count
        deliver(cost, on: stream)
        switch header.content {
        case .request(_, let method):
            stream.receiving = .exchanged
            let request = Request(service: stream.service, method: method, message: message)
            environment.tell(.request(stream.id, request, credit: cost))
        case .response(_, let status):
            stream.receiving = .exchanged
            stream.exchange = .settled
            environment.tell(.response(stream.id, Response(status: status, message: message), credit: cost))
        default: environment.tell(.message(stream.id, message, credit: cost))
        }
    }

    // MARK: Credit

    /// How many bytes have come on all streams and are still held, here or by the application.
    var unreturnedByteCount: Int {
        streams.all.reduce(0) { $0 + Int($1.receiveCredit.received - $1.returned) }
    }

    /// Counts content that the application is about to have.
    func deliver(_ count: Int, on stream: Stream) {
        stream.delivered += count
        held += count
    }

    /// The application has dealt with content.
    func taken(_ credit: Int, on stream: Stream) {
        let count = min(max(credit, 0), stream.delivered)
        guard count > 0 else { return }
        stream.delivered -= count
        held -= count
        giveBack(count, on: stream)
        noteConnectionCredit()
        if stream.endsWhenTaken, stream.delivered == 0, stream.canSend { endSending(stream) }
        settle(stream)
    }

    /// Returns a stream's credit for content that nobody holds any more.
    func giveBack(_ count: Int, on stream: Stream) {
        stream.returned += UInt64(count)
        releaseReservations(of: stream) { end in end <= stream.returned }
        noteStreamCredit(stream)
    }

    /// Throws away what has come of a message that is not complete.
    func dropContent(of stream: Stream) {
        assembly.cancel(stream.id.rawValue)
        stream.reservedEnd = nil
        let incomplete = Int(stream.receiveCredit.received - stream.returned) - stream.delivered
        releaseReservations(of: stream) { end in end > stream.receiveCredit.received }
        if incomplete > 0 { giveBack(incomplete, on: stream) }
    }

    private func releaseReservations(of stream: Stream, where isDone: (UInt64) -> Bool) {
        var wasReleased = false
        stream.reservations.removeAll { reservation in
            guard isDone(reservation.end) else { return false }
            assembly.release(reservation.amount)
            wasReleased = true
            return true
        }
        guard wasReleased else { return }
        while let grant = assembly.nextGrant() {
            if let next = streams[StreamID(grant.stream)], next.reservedEnd != nil {
                grantAssembly(grant.amount, to: next)
            } else {
                assembly.release(grant.amount)
            }
        }
    }

    /// Gives a stream the memory for the message that it is assembling, and the peer the credit for all of it.
    private func grantAssembly(_ amount: Int, to stream: Stream) {
        guard let end = stream.reservedEnd else { return }
        stream.reservedEnd = nil
        stream.reservations.append((end, amount))
        noteStreamCredit(stream)
    }

    /// How much the peer may have sent on a stream at this moment.
    private func creditTarget(of stream: Stream) -> UInt64 {
        // The content of a file is bounded by the connection's window, so its stream may use all of that.
        let window: Int
        if case .file = stream.receiving { window = limits.receiveWindow } else { window = limits.streamWindow }
        let target = stream.returned + UInt64(window)
        return stream.reservations.reduce(target) { max($0, $1.end) }
    }

    /// Whether the peer may still have content to send.
    private var givesCredit: Bool { !isOver && peerGoodbye == nil }

    /// Puts a stream in the line of those whose peer gets more credit, if it is worth a frame.
    func noteStreamCredit(_ stream: Stream) {
        guard !stream.creditIsDue, givesCredit else { return }
        switch stream.receiving {
        case .ended, .stopped, .exchanged, .fileComplete: return
        default: break
        }
        let target = creditTarget(of: stream)
        guard target > stream.receiveCredit.limit else { return }
        var worthwhile = UInt64(limits.streamWindow / 4)
        if case .assembling(let assembly) = stream.receiving {
            // What a message still needs is always worth it: without it the message is never complete, and nothing
            // is ever returned.
            let end = stream.receiveCredit.received + UInt64(assembly.missing)
            if end > stream.receiveCredit.limit { worthwhile = min(worthwhile, end - stream.receiveCredit.limit) }
        }
        guard target - stream.receiveCredit.limit >= worthwhile else { return }
        stream.creditIsDue = true
        creditIsDue.append(stream)
    }

    /// Takes note if the connection's credit is worth raising. Content of messages that are not complete does not
    /// count: otherwise many of them could hold all of the credit, and none would ever be completed.
    func noteConnectionCredit() {
        guard givesCredit, connectionCreditTarget >= receiveCredit.limit + UInt64(limits.receiveWindow / 4) else {
            return
        }
        connectionCreditIsDue = true
    }

    private var connectionCreditTarget: UInt64 {
        receiveCredit.received + UInt64(max(limits.receiveWindow - held, 0))
    }

    /// The next credit to tell the peer of.
    func nextCredit() -> (kind: FrameKind, stream: UInt64, limit: UInt64)? {
        if connectionCreditIsDue {
            connectionCreditIsDue = false
            if let limit = receiveCredit.raise(to: connectionCreditTarget, worthwhile: 1) {
                return (.connectionCredit, 0, limit)
            }
        }
        while let stream = creditIsDue.popLast() {
            stream.creditIsDue = false
            guard !stream.receivingIsOver else { continue }
            if let limit = stream.receiveCredit.raise(to: creditTarget(of: stream), worthwhile: 1) {
                return (.streamCredit, stream.id.rawValue, limit)
            }
        }
        return nil
    }
}
