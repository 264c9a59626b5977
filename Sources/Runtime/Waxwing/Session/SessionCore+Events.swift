internal import WaxSession
internal import WaxTransport
internal import WaxWire

// What the protocol's state machine tells.

extension SessionCore {
    func handle(_ event: Event) {
        switch event {
        case .established(let peer): didEstablish(peer)
        case .closed(let error): didClose(error)
        case .nameChanged(let name): peerName = name
        case .goodbye(let code, let text, _):
            context.log.debug("the peer says goodbye: \(code.words) \(text.escapedForDisplay)")
        case .pong(let id, let nanoseconds):
            pings.removeValue(forKey: id)?.waiter.resume(
                returning: .success(.nanoseconds(Int64(clamping: nanoseconds))))

        case .message(let stream, let message, let credit):
            mailbox.put(
                Delivery(message: ReceivedMessage(message), credit: .init(stream: stream, amount: credit)))
        case .request(let stream, let request, let credit): answer(request, on: stream, credit: credit)
        case .response(let stream, let response, let credit):
            connection?.taken(credit, on: stream)
            asked.removeValue(forKey: stream)?.waiter.resume(returning: .success(response))

        case .streamOpened: break
        case .streamData(let stream, _, let credit):
            // Raw bytes are for services that have a stream of their own; there are none yet.
            connection?.taken(credit, on: stream)
            try? connection?.refuse(stream, code: .noSuchService)
        case .streamEnded(let stream):
            // A stream of messages needs nothing in return. Others end by themselves, and refuse this.
            try? connection?.end(stream)
        case .streamReset(let stream, let code), .streamStopped(let stream, let code): gaveUp(stream, code)
        case .streamClosed(let stream): didClose(stream)
        case .writable(let stream):
            if stream == messageStream { pumpMessages() }
            pump(stream)

        case .fileOffered(let stream, let header, let credit): receiveOffer(header, on: stream, credit: credit)
        case .fileData(let stream, let bytes, let credit): receiveFile(bytes, on: stream, credit: credit)
        case .fileEnded(let stream, let root): incoming[stream]?.commit(root: root)
        case .fileFailed(let stream, let error): fileFailed(stream, error)
        case .fileAccepted(let stream, let offset): fileAccepted(stream, offset: offset)
        case .fileStored(let stream, let root): fileStored(stream, root: root)
        case .fileRefused(let stream, let code): fileRefused(stream, code)
        }
    }

    /// The peer does not go on with a stream.
    private func gaveUp(_ stream: StreamID, _ code: ErrorCode) {
        incoming.removeValue(forKey: stream)?.discard()
        giveUpAnswering(stream)
        let error = WaxwingError(.refused(code), "the peer refused the request; it says \(code.words)")
        asked.removeValue(forKey: stream)?.waiter.resume(returning: .failure(error))
        if outgoing[stream] != nil { fileRefused(stream, code) }
        if stream == messageStream { messageStream = nil }
    }

    private func didClose(_ stream: StreamID) {
        asked.removeValue(forKey: stream)?.waiter.resume(returning: .failure(.closed))
        if stream == messageStream { messageStream = nil }
        pumpOpenings()
        pumpMessages()
    }
}
