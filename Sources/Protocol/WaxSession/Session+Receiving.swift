import WaxCore
import WaxWire

extension Session {
    /// Opens a record in place and deals with its frames.
    ///
    /// Nothing of a record that does not open is used. A frame that is not as it should be ends the session; what came
    /// before it in the same record was authentic and stays.
    func receive(record header: UnitHeader, body: inout MutableSpan<UInt8>) throws(SessionError) {
        guard opening.count(body.count, limit: limits.keyByteLimit) else {
            throw .exceeded("the peer has used one key for too many bytes")
        }
        let headerBytes = header.bytes
        try channel.open(&body, authenticating: headerBytes.span)
        lastReceived = now
        if case .awaitingGoodbye = phase { noteArrival(body.count) }

        let plaintext = body.span.extracting(0..<(body.count - UnitHeader.tagByteCount))
        var reader = FrameReader(plaintext, largestPayload: UInt64(plaintext.count))
        var isUseful = false
        var changesKey = false
        while let frame = try next(&reader) {
            guard !isOver else { return }
            guard let kind = frame.kind else {
                guard sawFirstFrame else { throw .violation("the first record begins with an unknown frame") }
                try charge()
                continue
            }
            if kind != .padding { isUseful = true }
            if peerGoodbye != nil, ![.padding, .connectionCredit, .streamCredit].contains(kind) {
                throw .violation("a frame of kind \(kind) is behind the goodbye")
            }
            if kind == .rekey { changesKey = true }
            if sawFirstFrame {
                try receive(frame, kind)
            } else {
                try receiveFirst(frame, kind)
            }
        }
        if !isUseful { try charge() }
        if changesKey {
            try channel.rekeyOpening()
            opening = KeyUse(since: now)
        }
    }

    @_lifetime(copy reader)
    @_lifetime(reader: copy reader)
    private func next(_ reader: inout FrameReader) throws(SessionError) -> Frame? {
        do throws(WireError) { return try reader.next() } catch { throw SessionError(error) }
    }

    /// Deals with the frame that the peer's first record must begin with.
    private func receiveFirst(_ frame: Frame, _ kind: FrameKind) throws(SessionError) {
        switch (kind, role) {
        case (.accept, .client), (.settings, .server):
            let payload = frame.payload
            do throws(WireError) {
                peerLimits = PeerLimits(try Settings(parsing: payload))
            } catch {
                throw SessionError(error)
            }
            sawFirstFrame = true
            sendCredit = SendCredit(initial: peerLimits.connectionWindow)
            phase = .open
            environment.tell(.established(peer))
        case (.refuse, .client):
            let refusal = try parsing { () throws(WireError) in try RefusePayload(parsing: frame.payload) }
            throw SessionError(refusedWith: refusal.code, text: refusal.text, authentic: true)
        default:
            throw .violation("the first record begins with a frame of kind \(kind)")
        }
    }

    private func receive(_ frame: Frame, _ kind: FrameKind) throws(SessionError) {
        switch kind {
        case .padding: break
        case .accept, .refuse, .settings: throw .violation("a frame of kind \(kind) came twice or out of place")
        case .ping: try receivePing(frame)
        case .pong: try receivePong(frame)
        case .rekey: try charge(4)
        case .rekeyRequest:
            try charge(4)
            mustRekey = true
        case .name: try receiveName(frame)
        case .goodbye: try receiveGoodbye(frame)
        case .connectionCredit: try receiveConnectionCredit(frame)
        case .open: try receiveOpen(frame)
        case .data, .deflated, .end, .reset, .stopSending, .streamCredit, .message, .fileAccept, .fileEnd, .receipt:
            try receiveOnStream(frame, kind)
        }
    }
}
