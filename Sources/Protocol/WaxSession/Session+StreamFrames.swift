import WaxCore
import WaxWire

extension Session {
    func receiveOpen(_ frame: Frame) throws(SessionError) {
        let number = frame.stream
        let service = try parsing { () throws(WireError) in try frame.text() }
        guard streams.isPeers(number) else { throw .violation("the peer opened a stream of this side") }
        guard streams.isNewOfPeer(number) else { throw .violation("a stream number was used twice") }
        // Behind this side's goodbye, which named the last stream that counts, a stream is over as it begins.
        guard !hasSaidGoodbye else { return streams.pass(over: number) }
        guard streams.openByPeer < limits.streams else { throw .exceeded("the peer has too many streams open") }
        let stream = makeStream(StreamID(number), service: service, isOpenedByPeer: true)
        stream.openWasSent = true
        environment.tell(.streamOpened(stream.id, service: service))
    }

    /// Deals with a frame of a stream that is, or was, open.
    func receiveOnStream(_ frame: Frame, _ kind: FrameKind) throws(SessionError) {
        let cost =
            switch kind {
            case .data: frame.payload.count
            case .deflated: try deflated(frame).byteCount
            case .message: messageCost
            default: 0
            }
        if cost > 0, !receiveCredit.receive(cost) {
            throw SessionError(.peerMisbehaved, "more than the connection's credit", wireCode: .flowControl)
        }
        switch streams.entry(frame.stream) {
        case .neverOpened: throw .violation("a frame of kind \(kind) is on a stream that was never opened")
        case .closed: try passOver(frame)
        case .stream(let stream) where stream.isOver: try passOver(frame)
        case .stream(let stream) where !stream.openWasSent:
            throw .violation("a frame of kind \(kind) is on a stream that the peer cannot know of")
        case .stream(let stream):
            if cost > 0, !stream.receiveCredit.receive(cost) {
                throw SessionError(.peerMisbehaved, "more than the stream's credit", wireCode: .flowControl)
            }
            try receive(frame, kind, on: stream)
            noteConnectionCredit()
        }
    }

    /// Deals with a frame that crossed the end of its stream on the way. Its credit goes back at once, as nobody will
    /// take it.
    private func passOver(_ frame: Frame) throws(SessionError) {
        if frame.payload.count < 1_024 { try chargeForLateFrame() }
        noteConnectionCredit()
    }

    private func receive(_ frame: Frame, _ kind: FrameKind, on stream: Stream) throws(SessionError) {
        switch kind {
        case .data: try receiveData(frame.payload, on: stream)
        case .deflated: try receiveDeflated(frame, on: stream)
        case .message: try receiveMessage(frame.payload, on: stream)
        case .end: try receiveEnd(on: stream)
        case .reset:
            try charge()
            let code = try parsing { () throws(WireError) in try frame.errorCode() }
            try receiveReset(code, on: stream)
        case .stopSending:
            try charge()
            let code = try parsing { () throws(WireError) in try frame.errorCode() }
            receiveStop(code, on: stream)
        case .streamCredit:
            let limit = try parsing { () throws(WireError) in try frame.varint() }
            try raise(&stream.sendCredit, to: limit)
            makeReady(stream)
        case .fileAccept:
            let offset = try parsing { () throws(WireError) in try frame.varint() }
            try receiveFileAccept(offset, on: stream)
        case .fileEnd: try receiveFileEnd(frame.payload, on: stream)
        case .receipt:
            let receipt = try parsing { () throws(WireError) in try ReceiptPayload(parsing: frame.payload) }
            try receiveReceipt(receipt, on: stream)
        default: break
        }
    }

    private func receiveEnd(on stream: Stream) throws(SessionError) {
        switch stream.receiving {
        case .assembling: throw .violation("a stream ended inside a message")
        case .fileOffered, .file: throw .violation("a stream ended inside a file")
        case .ended: throw .violation("a stream ended twice")
        case .idle:
            switch stream.exchange {
            case .asked: throw .violation("a stream ended without the answer")
            case .sendingFile: throw .violation("a stream ended without the receipt")
            case .none, .answering, .receivingFile, .settled: break
            }
            if !stream.hasContent { try charge() }
            environment.tell(.streamEnded(stream.id))
            // Nothing comes back on a stream of plain messages. It counts as open until its content has been taken:
            // otherwise a peer could have any number of streams remembered.
            if stream.isOpenedByPeer, stream.service.isEmpty, stream.canSend {
                if stream.delivered == 0 { endSending(stream) } else { stream.endsWhenTaken = true }
            }
        case .fileComplete, .exchanged, .stopped: break
        }
        stream.receiving = .ended
        settle(stream)
    }

    private func receiveReset(_ code: ErrorCode, on stream: Stream) throws(SessionError) {
        switch stream.receiving {
        case .ended: throw .violation("a stream was reset behind its end")
        case .stopped: break
        default:
            dropContent(of: stream)
            switch stream.exchange {
            case .receivingFile:
                environment.tell(.fileFailed(stream.id, SessionError(refusedWith: code, authentic: true)))
                stream.exchange = .settled
            case .sendingFile: fileIsRefused(stream, code)
            case .settled: break
            case .none, .asked, .answering: environment.tell(.streamReset(stream.id, code))
            }
        }
        stream.receiving = .ended
        settle(stream)
    }

    private func receiveStop(_ code: ErrorCode, on stream: Stream) {
        switch stream.exchange {
        case .sendingFile: fileIsRefused(stream, code)
        case .settled: break
        case .none, .asked, .answering, .receivingFile:
            if !stream.sendingIsOver { environment.tell(.streamStopped(stream.id, code)) }
        }
        resetSending(stream, code: code)
        settle(stream)
    }

    // MARK: The life of a stream

    func makeStream(_ id: StreamID, service: String, isOpenedByPeer: Bool) -> Stream {
        let stream = Stream(
            id: id, service: service, isOpenedByPeer: isOpenedByPeer, streamWindow: limits.streamWindow,
            peerStreamWindow: peerLimits.streamWindow)
        streams.add(stream)
        return stream
    }

    /// Queues the end of this side's sending.
    func endSending(_ stream: Stream) {
        stream.sending = .ended
        stream.queue.append(.last(.end, []))
        makeReady(stream)
    }

    /// Gives up this side's sending, unless it is over: what waits is thrown away, and a reset takes its place.
    func resetSending(_ stream: Stream, code: ErrorCode) {
        guard !stream.sendingIsOver else { return }
        stream.queue.removeAll()
        stream.sending = .ended
        guard stream.openWasSent else {
            // The peer never heard of it. Its number is passed over.
            stream.sendingIsOver = true
            stream.receiving = .ended
            return
        }
        // A reset costs no credit.
        stream.isWaitingForConnection = false
        stream.queue.append(.last(.reset, Session.payload(code)))
        makeReady(stream)
    }

    /// Tells the peer to send no more; what still comes is thrown away.
    func stopReceiving(_ stream: Stream, code: ErrorCode) throws(SessionError) {
        switch stream.receiving {
        case .ended, .stopped: return
        default: break
        }
        if stream.openWasSent { try queueControl(.stopSending, stream: stream.id, Session.payload(code)) }
        dropContent(of: stream)
        stream.receiving = .stopped
    }

    static func payload(_ code: ErrorCode) -> [UInt8] {
        [UInt8(truncatingIfNeeded: code.rawValue >> 8), UInt8(truncatingIfNeeded: code.rawValue)]
    }

    /// Counts a stream out and forgets it, as far as it is over.
    func settle(_ stream: Stream) {
        guard stream.isOver else { return }
        if !stream.isCountedOut {
            stream.isCountedOut = true
            lateFrames = min(lateFrames + 4, 4_096)
            streams.countOut(stream)
            if stream === messageStream { messageStream = nil }
            environment.tell(.streamClosed(stream.id))
        }
        // As long as the application holds content of it, the credit has to be accounted for.
        if stream.delivered == 0 { streams.remove(stream) }
    }
}
