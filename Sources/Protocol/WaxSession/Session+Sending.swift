import WaxCore
import WaxWire

// Records on their way out: control frames first, then the streams in turn.

extension Session {
    /// Whether there is something to put into a record.
    var wantsOutput: Bool {
        if firstFrame != nil || farewell != nil { return true }
        let hasCredit = connectionCreditIsDue || !creditIsDue.isEmpty
        guard maySendMore else { return maySendCredit && hasCredit }
        return !control.isEmpty || !ready.isEmpty || mustRekey || hasCredit
    }

    /// Whether frames other than the first and the last may be sent.
    private var maySendMore: Bool {
        switch phase {
        case .open, .draining: true
        case .unconfirmed, .awaitingGoodbye, .over: false
        }
    }

    /// Whether the peer may be given credit: also behind this side's goodbye, for what it still has to send.
    private var maySendCredit: Bool {
        switch phase {
        case .open, .draining, .awaitingGoodbye: true
        case .unconfirmed, .over: false
        }
    }

    /// Fills and encrypts one record.
    ///
    /// - Parameter mayGrease: Whether something made up may be in it.
    /// - Returns: The whole unit, or nil if there is nothing to send.
    func nextRecord(mayGrease: Bool) throws(SessionError) -> [UInt8]? {
        guard wantsOutput else { return nil }
        if maySendMore, firstFrame == nil, mustRekey || sealing.isDue(limits, now: now) { return try rekeyRecord() }
        var writer = FrameWriter(limit: isBulk ? UnitHeader.largestPlaintext : Session.interactiveRecord)
        if let frame = firstFrame, writer.append(frame.kind, payload: frame.payload) { firstFrame = nil }
        if maySendMore {
            writeControl(into: &writer)
        }
        if maySendCredit { writeCredit(into: &writer) }
        if maySendMore { writeStreams(into: &writer) }
        finishDraining()
        if control.isEmpty, let frame = farewell, writer.append(frame.kind, payload: frame.payload) {
            farewell = nil
        } else if mayGrease, !writer.isEmpty {
            writeGrease(into: &writer)
        }
        guard !writer.isEmpty else { return nil }
        writer.pad(to: padding.paddedCount(of: writer.byteCount, limit: writer.limit))
        guard var unit = writer.takeUnit() else { return nil }
        try seal(&unit)
        return unit
    }

    /// A record with nothing but the frame that changes the key: it has to be the last of its record.
    private func rekeyRecord() throws(SessionError) -> [UInt8]? {
        var writer = FrameWriter()
        let count = Session.smallestFrame
        writer.pad(to: padding.paddedCount(of: count, limit: writer.limit) - count)
        guard writer.append(.rekey), var unit = writer.takeUnit() else { return nil }
        try seal(&unit)
        try channel.rekeySealing()
        sealing = KeyUse(since: now)
        mustRekey = false
        return unit
    }

    private func seal(_ unit: inout [UInt8]) throws(SessionError) {
        guard sealing.count(unit.count - UnitHeader.byteCount, limit: limits.keyByteLimit) else {
            throw SessionError(.limit, "one key was used for too many bytes")
        }
        let header: InlineArray<3, UInt8> = [unit[0], unit[1], unit[2]]
        var span = unit.mutableSpan
        var body = span._mutatingExtracting(UnitHeader.byteCount...)
        try channel.seal(&body, authenticating: header.span)
    }

    // MARK: What goes into a record

    private static var interactiveRecord: Int { 16 << 10 }
    /// For about how many bytes of content one record may have compressed frames: a record of them can hold the work of
    /// a hundred others.
    private static var compressionPerRecord: Int { 256 << 10 }
    /// Kind, stream and length.
    private static var smallestFrame: Int { 3 }

    /// Whether so much waits that the largest records are worth their delay.
    private var isBulk: Bool {
        var waiting = 0
        return ready.contains { stream in
            waiting += stream.queue.byteCount
            // What is compressed is compressed better in large pieces, and a piece has to fit into a record.
            return waiting > 2 * Session.interactiveRecord
                || stream.queue.compressibleByteCount > Session.interactiveRecord / 2
        }
    }

    private func writeControl(into writer: inout FrameWriter) {
        while let frame = control.peek() {
            guard writer.append(frame.kind, stream: frame.stream, payload: frame.payload) else { return }
            _ = control.popFirst()
        }
    }

    private func writeCredit(into writer: inout FrameWriter) {
        while writer.room(.connectionCredit) >= 16, let credit = nextCredit() {
            // There is room, as the condition says.
            _ = writer.append(credit.kind, stream: credit.stream, varint: credit.limit)
        }
    }

    private func writeStreams(into writer: inout FrameWriter) {
        guard control.isEmpty else { return }
        let end = compressedByteCount + Session.compressionPerRecord
        while compressedByteCount < end, let stream = ready.popFirst() {
            // A turn is short while others wait, and as long as the record while nobody does.
            let quantum = ready.isEmpty ? writer.limit : Session.interactiveRecord
            let before = writer.byteCount
            let compressedBefore = stream.queue.compressedByteCount
            let outcome = stream.queue.write(
                into: &writer, stream: stream.id.rawValue, quantum: quantum,
                largestPayload: peerLimits.largestFrame, streamCredit: &stream.sendCredit,
                connectionCredit: &sendCredit)
            compressedByteCount += stream.queue.compressedByteCount - compressedBefore
            if writer.byteCount > before {
                lastProgress = now
                stream.openWasSent = true
            }
            if case .recordFull = outcome { return ready.prepend(stream) }
            stream.isReady = false
            switch outcome {
            case .more: makeReady(stream)
            case .needsConnectionCredit:
                stream.isWaitingForConnection = true
                waitingForCredit.append(stream)
            case .needsStreamCredit, .idle, .recordFull: break
            }
            afterWriting(stream)
        }
    }

    /// Tells the application of room, and counts the stream out if that was its last frame.
    private func afterWriting(_ stream: Stream) {
        if stream.queue.lastWasSent, !stream.sendingIsOver {
            stream.sendingIsOver = true
            settle(stream)
        }
        if stream.wantsWritable, stream.canSend, stream.queue.byteCount <= limits.sendBuffer / 2 {
            stream.wantsWritable = false
            environment.tell(.writable(stream.id))
        }
    }

    /// Puts a stream in the line of those that can send, if it has something to send and does not wait for credit.
    func makeReady(_ stream: Stream) {
        guard !stream.isReady, !stream.isWaitingForConnection, !stream.queue.isEmpty else { return }
        stream.isReady = true
        ready.append(stream)
    }

    // MARK: Padding, rekeying, tolerance

    private func writeGrease(into writer: inout FrameWriter) {
        let random = environment.random.nextUInt64()
        let payload = environment.random.bytes(count: Int(random >> 60))
        _ = writer.append(kindNumber: GreaseNumber.frameKind(random), stream: 0, payload: payload.span)
    }

    /// Whether this is one of the times at which something made up is to be sent. It costs the peer's tokens, so unless
    /// it is wanted always, a tenth of a second has to pass in between.
    func isGreaseWanted(oneIn count: UInt64) -> Bool {
        guard grease == .always || now >= saturatingSum(lastGrease, 100_000_000) else { return false }
        guard grease.isDue(oneIn: count, random: &environment.random) else { return false }
        lastGrease = now
        return true
    }
}
