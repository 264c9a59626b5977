import Testing
import WaxCore
import WaxWire

@testable import WaxSession

@Suite("Peers that make the most of little")
struct PressureTests {
    typealias Sent = Scripted.Sent

    @Test("Streams whose content the application has not taken count as open")
    func untakenStreams() throws {
        let script = Scripted.established(.server)
        for index in 1...65 {
            let number = UInt64(index) * 2
            script.send([Sent(.open, number), Sent(.data, number, [1]), Sent(.end, number)])
        }
        #expect(try #require(script.ending).error?.code == .limit)

        let taking = Scripted.established(.server)
        for index in 1...500 {
            let number = UInt64(index) * 2
            taking.send([Sent(.open, number), Sent(.message, number, header(.bytes, 0)), Sent(.end, number)])
            #expect(taking.sent().isEmpty, "the stream is over only when its content is taken")
            for event in taking.takeEvents() {
                if let (credit, stream) = event.content { taking.connection.taken(credit, on: stream) }
            }
            #expect(taking.sent() == [Sent(.end, number)])
        }
        #expect(taking.connection.isEstablished)
    }

    @Test("Bytes that come one by one on several streams cost one event for each stream")
    func slivers() throws {
        let script = Scripted.established(.server)
        var frames = (1...4).map { Sent(.open, UInt64($0) * 2, [0x61]) }
        for index in 0..<1_000 { frames.append(Sent(.data, UInt64(index % 4 + 1) * 2, [UInt8(index & 0xFF)])) }
        frames += [Sent(.end, 2), Sent(.data, 4, [7])]
        script.send(frames)
        let events = script.takeEvents()
        #expect(events.count == 10, "four openings, four times content, an end, and content behind it")
        for index in 0..<4 {
            let expected = stride(from: index, to: 1_000, by: 4).map { UInt8($0 & 0xFF) } + (index == 1 ? [7] : [])
            #expect(events.bytes(on: StreamID(UInt64(index + 1) * 2)) == expected)
        }
    }

    @Test("A reset does not wait for the connection's credit")
    func resetWithoutCredit() throws {
        let script = Scripted.established(.server)
        var streams: [StreamID] = []
        for _ in 0..<5 { streams.append(try script.connection.openStream(service: "x")) }
        for stream in streams.dropLast() {
            try script.connection.sendRaw([UInt8](repeating: 0, count: 65_536), on: stream)
        }
        _ = script.sent()
        try script.connection.sendRaw([1, 2, 3], on: streams[4])
        #expect(script.sent().isEmpty)
        try script.connection.reset(streams[4], code: .cancelled)
        #expect(script.sent() == [Sent(.reset, streams[4].rawValue, [0, 13])])
    }

    @Test("The first record begins with its frame, even if the peer asks for another key at once")
    func rekeyBeforeAccept() {
        let script = Scripted(.server)
        script.send([Sent(.settings), Sent(.rekeyRequest)])
        #expect(script.sent().map(\.kind) == [FrameKind.accept.rawValue, FrameKind.rekey.rawValue])
    }

    @Test("A key is not changed before it was used, however small the limits")
    func rekeyAtOnce() throws {
        var options = SessionOptions.plain
        options.limits.rekeyInterval = 0
        options.limits.rekeyAfterBytes = 0
        let script = Scripted.established(.server, options: options)
        try script.connection.ping()
        let kinds = script.sent().map(\.kind)
        #expect(kinds.contains(FrameKind.ping.rawValue))
        #expect(kinds.count <= 2)

        options.limits = options.limits.sane
        #expect(options.limits.rekeyInterval == 1_000 && options.limits.rekeyAfterBytes == 16 << 20)
    }
}
