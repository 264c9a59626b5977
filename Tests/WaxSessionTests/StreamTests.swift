import Testing
import WaxCore
import WaxWire

@testable import WaxSession

@Suite("Streams")
struct StreamTests {
    typealias Sent = Scripted.Sent

    @Test("Even numbers are the client's, and each side uses its numbers in order")
    func numbers() throws {
        let pair = Pair.established()
        #expect(try pair.client.openStream(service: "a").rawValue == 2)
        #expect(try pair.client.openStream(service: "b").rawValue == 4)
        #expect(try pair.server.openStream(service: "c").rawValue == 1)
        #expect(try pair.server.openStream(service: "d").rawValue == 3)
        pair.run()
        let services = pair.serverEvents.compactMap {
            if case .streamOpened(_, let service) = $0 { service } else { nil }
        }
        #expect(services == ["a", "b"])
        #expect(StreamID(2).isOpenedByClient && !StreamID(3).isOpenedByClient && StreamID(2) < StreamID(3))
    }

    @Test("Raw bytes go both ways and each direction ends by itself")
    func raw() throws {
        let pair = Pair.established()
        let stream = try pair.client.openStream(service: "echo")
        try pair.client.sendRaw([1, 2, 3], on: stream)
        try pair.client.end(stream)
        pair.run()
        try pair.server.sendRaw([4, 5], on: stream)
        pair.run()
        #expect(pair.clientEvents.bytes(on: stream) == [4, 5])
        #expect(pair.serverEvents.bytes(on: stream) == [1, 2, 3])
        #expect(pair.serverEvents.contains { if case .streamEnded(stream) = $0 { true } else { false } })
        #expect(!pair.clientEvents.contains { if case .streamClosed(stream) = $0 { true } else { false } })
        try pair.server.end(stream)
        pair.run()
        for events in [pair.clientEvents, pair.serverEvents] {
            #expect(events.contains { if case .streamClosed(stream) = $0 { true } else { false } })
        }
        #expect(throws: SessionError(.closed, "")) { try pair.client.sendRaw([6], on: stream) }
    }

    @Test("Numbers may be left out, and frames on them or on streams that are over are passed over")
    func closedStreams() throws {
        let script = Scripted.established(.server)
        script.send([Sent(.open, 6, [0x61])])
        script.send([
            Sent(.data, 2, [1]), Sent(.end, 4), Sent(.message, 4, header(.bytes, 0)), Sent(.streamCredit, 2, varint(9)),
            Sent(.stopSending, 2, [0, 0]), Sent(.reset, 2, [0, 0]), Sent(.receipt, 4, [0, 0]), Sent(.fileEnd, 2),
        ])
        #expect(script.connection.isEstablished)
        let opened = script.takeEvents()
        #expect(opened.count == 1)
    }

    @Test("Data on streams that are over counts against the connection's credit, and the credit comes back")
    func creditOfClosedStreams() throws {
        let script = Scripted.established(.server, options: .limited { $0.receiveWindow = 0 })
        script.send([Sent(.open, 4, [0x61])])
        var limit: UInt64 = 262_144
        for sent in 1...20 {
            script.send([Sent(.data, 2, [UInt8](repeating: 0, count: 60_000))])
            for frame in script.sent() where frame.kind == FrameKind.connectionCredit.rawValue {
                var reader = ByteReader(frame.payload.span)
                limit = try reader.readVarint()
            }
            #expect(limit >= UInt64(sent) * 60_000)
        }
        #expect(script.connection.isEstablished)
    }

    @Test("A stream that is over makes room for another")
    func count() throws {
        let script = Scripted.established(.server, options: .limited { $0.streams = 16 })
        for index in 0..<100 {
            let number = UInt64(index + 1) * 2
            script.send([Sent(.open, number), Sent(.message, number, header(.bytes, 0)), Sent(.end, number)])
            script.connection.taken(messageCost, on: StreamID(number))
            #expect(script.sent().contains(Sent(.end, number)), "the end on a stream of plain messages is answered")
        }
        #expect(script.connection.isEstablished)
        let closed = script.takeEvents().filter { if case .streamClosed = $0 { true } else { false } }
        #expect(closed.count == 100)
    }

    @Test("This side keeps to the number of streams that the peer allows")
    func ownCount() throws {
        let script = Scripted.established(.client)
        var streams: [StreamID] = []
        while script.connection.canOpenStream { streams.append(try script.connection.openStream(service: "x")) }
        #expect(streams.count == 16)
        let error = #expect(throws: SessionError.self) { try script.connection.openStream(service: "x") }
        #expect(error?.code == .limit)
        try script.connection.end(streams[0])
        _ = script.sent()
        #expect(!script.connection.canOpenStream)
        script.send([Sent(.end, 2)])
        #expect(script.connection.canOpenStream)
        #expect(script.takeEvents().contains { if case .streamClosed = $0 { true } else { false } })
    }

    @Test("A reset gives up one direction: what was queued is thrown away, the other direction goes on")
    func reset() throws {
        let pair = Pair.established()
        let stream = try pair.client.openStream(service: "x")
        pair.run()
        try pair.client.sendRaw([UInt8](repeating: 1, count: 500_000), on: stream)
        try pair.client.reset(stream, code: .cancelled)
        try pair.server.sendRaw([7], on: stream)
        pair.run()
        #expect(pair.serverEvents.bytes(on: stream).isEmpty)
        #expect(pair.serverEvents.contains { if case .streamReset(stream, .cancelled) = $0 { true } else { false } })
        #expect(pair.clientEvents.bytes(on: stream) == [7])
    }

    @Test("A stream that is given up before its opening was sent is never heard of")
    func resetBeforeOpening() throws {
        let script = Scripted.established(.client)
        let stream = try script.connection.openStream(service: "x")
        try script.connection.reset(stream, code: .cancelled)
        let next = try script.connection.openStream(service: "y")
        #expect(script.sent() == [Sent(.open, 4, Array("y".utf8))])
        #expect(next.rawValue == 4)
    }

    @Test("Stop-sending is answered by a reset, and what still comes is thrown away and its credit returned")
    func stopSending() throws {
        let pair = Pair.established()
        let stream = try pair.client.openStream(service: "x")
        try pair.client.sendRaw([1], on: stream)
        pair.run()
        try pair.server.stopSending(stream, code: .noSpace)
        try pair.client.sendRaw([UInt8](repeating: 2, count: 100_000), on: stream)
        pair.run()
        #expect(pair.serverEvents.bytes(on: stream) == [1])
        #expect(pair.clientEvents.contains { if case .streamStopped(stream, .noSpace) = $0 { true } else { false } })
        #expect(throws: SessionError.self) { try pair.client.sendRaw([3], on: stream) }
        try pair.server.end(stream)
        pair.run()
        #expect(pair.clientEvents.contains { if case .streamClosed(stream) = $0 { true } else { false } })
        #expect(pair.server.bufferedByteCount < 100_000)
    }

    @Test("When the peer stops the stream of plain messages, the next message goes on a new one")
    func newMessageStream() throws {
        let pair = Pair.established()
        let first = try pair.client.send(.text("one"))
        pair.run()
        try pair.server.stopSending(first, code: .cancelled)
        pair.run()
        let second = try pair.client.send(.text("two"))
        pair.run()
        #expect(second > first)
        #expect(pair.serverEvents.messages == [.text("one"), .text("two")])
    }

    @Test("A frame on a stream of this side that the peer cannot know of yet ends the session")
    func clairvoyance() throws {
        let script = Scripted.established(.client)
        _ = try script.connection.offerFile(FileHeader(name: "f", size: 3), to: "")
        script.send([Sent(.fileAccept, 2, [0])])
        #expect(script.events.last?.closingError?.code == .peerMisbehaved)
    }

    @Test("An answer that comes too late is not the answerer's mistake")
    func lateAnswer() throws {
        let pair = Pair.established()
        let stream = try pair.client.request(Request(service: "s", method: "m", message: .bytes([])))
        pair.run()
        try pair.client.stopSending(stream, code: .cancelled)
        pair.run()
        let error = #expect(throws: SessionError.self) {
            try pair.server.respond(Response(message: .text("late")), to: stream)
        }
        #expect(error?.code == .closed)
    }

    @Test("Bytes that come one by one become one event")
    func coalescing() throws {
        let script = Scripted.established(.server)
        script.send([Sent(.open, 2, [0x61])] + (0..<1_000).map { Sent(.data, 2, [UInt8(truncatingIfNeeded: $0)]) })
        let events = script.takeEvents()
        #expect(events.count == 2)
        guard case .streamData(_, let bytes, credit: 1_000)? = events.last else { Issue.record("no data"); return }
        #expect(bytes == (0..<1_000).map { UInt8(truncatingIfNeeded: $0) })
    }

    @Test("A message of a type that does not exist yet ends its stream and not the session")
    func unknownMessageType() throws {
        let script = Scripted.established(.server)
        script.send([Sent(.open, 2), Sent(.message, 2, [99, 0, 5]), Sent(.data, 2, [1, 2, 3, 4, 5])])
        #expect(script.connection.isEstablished)
        #expect(script.sent() == [Sent(.stopSending, 2, [0, 20]), Sent(.reset, 2, [0, 20])])
    }

    @Test("Mistakes of the caller change nothing and say what they are")
    func misuse() throws {
        let pair = Pair.established()
        let stream = try pair.client.openStream(service: "x")
        let long = String(repeating: "x", count: 256)
        let calls: [() throws -> Void] = [
            { _ = try pair.client.openStream(service: long) },
            { try pair.client.setName(long) },
            { try pair.client.confirmFile(stream) },
            { try pair.client.acceptFile(stream) },
            { try pair.client.supplyFileData([1], on: stream) },
            { try pair.client.respond(Response(message: .bytes([])), to: stream) },
            { _ = try pair.client.export(label: "", context: [], count: 0) },
            { _ = try pair.client.export(label: long, context: [], count: 1) },
        ]
        for call in calls {
            let error = #expect(throws: SessionError.self) { try call() }
            #expect(error?.code == .localMisuse)
        }
        #expect(pair.client.isEstablished)
        pair.run()
        #expect(pair.server.isEstablished)
    }

    @Test("Commands before the session is established are the caller's mistake")
    func early() throws {
        let script = Scripted(.client)
        let error = #expect(throws: SessionError.self) { try script.connection.send(.text("early")) }
        #expect(error?.code == .localMisuse)
        #expect(script.sent().map(\.kind) == [FrameKind.settings.rawValue])
        #expect(script.connection.peer == nil && script.connection.channelBinding == nil)
    }
}

extension [Event] {
    /// The raw bytes of a stream.
    func bytes(on stream: StreamID) -> [UInt8] {
        flatMap { event -> [UInt8] in
            if case .streamData(stream, let bytes, _) = event { bytes } else { [] }
        }
    }
}
