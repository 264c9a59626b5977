import WaxCore
import WaxWire

extension Session {
    func receivePing(_ frame: Frame) throws(SessionError) {
        try charge()
        guard !hasSaidGoodbye else { return }
        try queueControl(.pong, [UInt8](copying: frame.payload))
    }

    func receivePong(_ frame: Frame) throws(SessionError) {
        var reader = ByteReader(frame.payload)
        guard let id = try? reader.readUInt64() else { return }
        switch pings.end(id, now: now) {
        case .measured(let nanoseconds): environment.tell(.pong(id: id, roundTripNanoseconds: nanoseconds))
        case .keptAlive: break
        case .unknown: try charge()
        }
    }

    func receiveName(_ frame: Frame) throws(SessionError) {
        try charge()
        let name = try parsing { () throws(WireError) in try frame.text() }
        environment.tell(.nameChanged(name))
    }

    func receiveGoodbye(_ frame: Frame) throws(SessionError) {
        let goodbye = try parsing { () throws(WireError) in try GoodbyePayload(parsing: frame.payload) }
        peerSaidGoodbye(goodbye)
    }

    func receiveConnectionCredit(_ frame: Frame) throws(SessionError) {
        let limit = try parsing { () throws(WireError) in try frame.varint() }
        try raise(&sendCredit, to: limit)
        for stream in waitingForCredit where stream.isWaitingForConnection {
            stream.isWaitingForConnection = false
            makeReady(stream)
        }
        waitingForCredit.removeAll(keepingCapacity: true)
    }

    /// Takes more credit from the peer. Raises too small to be worth a frame cost tokens.
    func raise(_ credit: inout SendCredit, to limit: UInt64) throws(SessionError) {
        let before = credit.limit
        guard credit.raise(to: limit) else { throw .violation("credit was not raised") }
        if limit - before < 4_096 { try charge() }
    }

    /// Queues a frame of the connection. Their number is bounded: a peer that makes this side answer and does not read
    /// the answers ends the session.
    func queueControl(
        _ kind: FrameKind, stream: StreamID? = nil, _ payload: [UInt8] = []
    ) throws(SessionError) {
        // The goodbye is the last that the peer is told.
        guard !hasSaidGoodbye else { return }
        guard control.count < limits.controlBurst + 64 else {
            throw .exceeded("the peer does not read what it has asked for")
        }
        control.append((kind, stream?.rawValue ?? 0, payload))
    }
}
