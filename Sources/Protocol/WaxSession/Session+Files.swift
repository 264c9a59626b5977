import WaxCore
import WaxWire

// Files in both directions: offer, accept, content, end, receipt.

extension Session {
    // MARK: Receiving

    func receiveFileHeader(_ header: FileHeader, on stream: Stream) throws(SessionError) {
        guard stream.isOpenedByPeer, !stream.hasContent, stream.canSend, case .none = stream.exchange else {
            throw .violation("a file needs a stream of its own")
        }
        stream.hasContent = true
        stream.exchange = .receivingFile
        deliver(messageCost, on: stream)
        guard FileDigest(header.hashAlgorithm) != nil else {
            taken(messageCost, on: stream)
            return try turnDown(stream, code: .unsupportedType)
        }
        stream.receiving = .fileOffered(header)
        environment.tell(.fileOffered(stream.id, header, credit: messageCost))
    }

    func receiveFileEnd(_ payload: Span<UInt8>, on stream: Stream) throws(SessionError) {
        switch stream.receiving {
        case .stopped: return
        case .file(let receiver):
            guard receiver.isComplete(root: payload) else { return fileIsWrong(stream, receiver) }
            stream.fileRoot = [UInt8](copying: payload)
            stream.receiving = .fileComplete
            environment.tell(.fileEnded(stream.id, root: [UInt8](copying: payload)))
        case .idle, .assembling, .fileOffered, .fileComplete, .exchanged, .ended:
            throw .violation("the end of a file where there is none")
        }
    }

    private func fileIsWrong(_ stream: Stream, _ receiver: FileReceiver) {
        let reason =
            receiver.digest.byteCount < receiver.header.size
            ? "a file of \(receiver.header.size) bytes ended after \(receiver.digest.byteCount)"
            : "the content of a file does not have the hash announced"
        environment.tell(.fileFailed(stream.id, SessionError(.integrity, reason)))
        stream.receiving = .stopped
        answerFile(stream, status: .integrity, root: [])
    }

    /// Sends the receipt.
    func answerFile(_ stream: Stream, status: ErrorCode, root: [UInt8]) {
        stream.exchange = .settled
        stream.fileRoot = nil
        guard stream.canSend else { return }
        stream.queue.append(.frame(.receipt, Session.payload(status) + root))
        endSending(stream)
    }

    /// Turns down what a stream is for: both directions end with the code, or a complete file with a receipt.
    func turnDown(_ stream: Stream, code: ErrorCode) throws(SessionError) {
        if stream.fileRoot != nil { return answerFile(stream, status: code, root: []) }
        stream.exchange = .settled
        try stopReceiving(stream, code: code)
        resetSending(stream, code: code)
        settle(stream)
    }

    // MARK: Sending

    func receiveFileAccept(_ offset: UInt64, on stream: Stream) throws(SessionError) {
        guard case .sendingFile = stream.exchange, case .file(var sender) = stream.sending else {
            if case .settled = stream.exchange { return }
            throw .violation("a file was accepted that was not offered")
        }
        try sender.accept(offset: offset)
        stream.sending = .file(sender)
        environment.tell(.fileAccepted(stream.id, offset: offset))
        finishFileIfComplete(stream)
    }

    /// Queues the root and the end if the application has given all of a file.
    func finishFileIfComplete(_ stream: Stream) {
        guard case .file(var sender) = stream.sending, case .sending = sender.stage, sender.remaining == 0 else {
            return
        }
        let root = sender.digest.root
        sender.stage = .awaitingReceipt(root: root)
        stream.sending = .file(sender)
        stream.queue.append(.frame(.fileEnd, root))
        stream.queue.append(.last(.end, []))
        makeReady(stream)
    }

    func receiveReceipt(_ receipt: ReceiptPayload, on stream: Stream) throws(SessionError) {
        guard case .sendingFile = stream.exchange, case .file(let sender) = stream.sending else {
            if case .settled = stream.exchange { return }
            throw .violation("a receipt without a file")
        }
        switch try sender.outcome(receipt) {
        case .stored: environment.tell(.fileStored(stream.id, root: receipt.root))
        case .refused: environment.tell(.fileRefused(stream.id, receipt.status))
        case .other:
            let reason = "the receipt is for other content than was sent"
            environment.tell(.fileFailed(stream.id, SessionError(.integrity, reason)))
        }
        stream.exchange = .settled
        stream.receiving = .exchanged
        if !stream.queue.isEmpty { resetSending(stream, code: .cancelled) }
        stream.sending = .ended
    }

    /// The receiver does not want the file that this side sends.
    func fileIsRefused(_ stream: Stream, _ code: ErrorCode) {
        environment.tell(.fileRefused(stream.id, code))
        stream.exchange = .settled
        resetSending(stream, code: code)
        stream.sending = .ended
    }
}
