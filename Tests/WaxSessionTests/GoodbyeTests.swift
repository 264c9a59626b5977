import Testing
import WaxCore
import WaxWire

@testable import WaxSession

@Suite("What is queued at a goodbye")
struct GoodbyeTests {
    typealias Sent = Scripted.Sent

    private func contentByteCount(_ frames: [Sent]) -> Int {
        frames.reduce(0) { $0 + ($1.kind == FrameKind.data.rawValue ? $1.payload.count : 0) }
    }

    @Test("It goes out before the answer to the peer's goodbye", arguments: [false, true])
    func answersLast(hasBegun: Bool) throws {
        let script = Scripted.established(.client)
        try script.connection.send(.bytes([UInt8](repeating: 1, count: 60_000)))
        if hasBegun { script.connection.goodbye() }
        script.send([Sent(.goodbye, 0, [0, 0, 0])])
        #expect(!script.events.contains { if case .closed = $0 { true } else { false } })
        #expect(!script.connection.isEstablished)
        let frames = script.sent()
        #expect(contentByteCount(frames) == 60_000)
        #expect(frames.last == Sent(.goodbye, 0, [0, 0, 0]))
        #expect(script.events.last?.isClean == true)
        #expect(script.connection.isFinished)
    }

    @Test("Two sides that say goodbye at once lose nothing, however much more than the credit it is")
    func both() throws {
        let pair = Pair.established()
        let fromClient = Message.bytes([UInt8](repeating: 1, count: 6_000_000))
        let fromServer = Message.bytes([UInt8](repeating: 2, count: 9_000_000))
        try pair.client.send(fromClient)
        try pair.server.send(fromServer)
        pair.client.goodbye()
        pair.server.goodbye()
        pair.run()
        // Not as one expression: a failure would print every byte.
        let atServer = pair.serverEvents.messages == [fromClient], atClient = pair.clientEvents.messages == [fromServer]
        #expect(atServer && atClient)
        #expect(pair.serverEvents.last?.isClean == true && pair.clientEvents.last?.isClean == true)
        #expect(pair.client.isFinished && pair.server.isFinished)
    }

    @Test("Credit that the peer gives behind its goodbye is used, and without it the end is an error")
    func credit() throws {
        for comes in [true, false] {
            let script = Scripted.established(.client)
            let stream = try script.connection.openStream(service: "x")
            try script.connection.sendRaw([UInt8](repeating: 1, count: 70_000), on: stream)
            script.send([Sent(.goodbye, 0, [0, 0, 0])])
            #expect(contentByteCount(script.sent()) == 65_536)
            if comes {
                script.send([Sent(.streamCredit, 2, varint(100_000))])
                let frames = script.sent()
                #expect(contentByteCount(frames) == 70_000 - 65_536)
                #expect(frames.last?.kind == FrameKind.goodbye.rawValue)
                #expect(script.events.last?.isClean == true)
            } else {
                script.now += 5_000
                script.connection.handleDeadline(now: script.moment)
                script.collect()
                #expect(script.events.last?.closingError?.code == .timedOut)
            }
        }
    }

    @Test("If the byte stream ends before it is out, the session was cut off")
    func cutOff() throws {
        let script = Scripted.established(.client)
        try script.connection.send(.text("x"))
        script.send([Sent(.goodbye, 0, [0, 0, 0])])
        script.connection.receiveEndOfStream(now: script.moment)
        script.collect()
        #expect(script.events.last?.closingError?.code == .truncated)
    }

    @Test("Behind a goodbye the peer may send nothing but credit", arguments: [
        Sent(.open, 4), Sent(.data, 2, [1]), Sent(.ping, 0, [UInt8](repeating: 0, count: 8)),
        Sent(.goodbye, 0, [0, 0, 0]),
    ])
    func behind(frame: Sent) throws {
        let script = Scripted.established(.server)
        script.send([Sent(.open, 2, [1])])
        try script.connection.sendRaw([1], on: StreamID(2))
        script.send([Sent(.goodbye, 0, [0, 0, 0])])
        script.send([frame])
        let ending = try #require(script.ending)
        #expect(ending.error?.code == .peerMisbehaved)
        #expect(ending.told == .protocolViolation)
    }

    @Test("What is incomplete at the end makes it an error", arguments: [
        [Sent(.open, 2), Sent(.message, 2, header(.bytes, 9)), Sent(.data, 2, [1])],
        [Sent(.open, 2, [1]), Sent(.message, 2, header(.request(.text, method: "m"), 0)), Sent(.end, 2)],
        [Sent(.open, 2, [1]), Sent(.message, 2, header(fileContent(name: "f", size: 9), 9))],
    ])
    func incomplete(frames: [Sent]) throws {
        let script = Scripted.established(.server)
        script.send(frames + [Sent(.goodbye, 0, [0, 0, 0])])
        #expect(script.events.last?.closingError?.code == .truncated)
        #expect(script.sent().map(\.kind) == [FrameKind.goodbye.rawValue])
    }

    @Test("A request without an answer and a file without a receipt make the end of their sender an error too")
    func unanswered() throws {
        for isFile in [false, true] {
            let script = Scripted.established(.client)
            if isFile {
                _ = try script.connection.offerFile(FileHeader(name: "f", size: 3), to: "x")
            } else {
                _ = try script.connection.request(Request(service: "x", method: "m", message: .text("")))
            }
            script.connection.goodbye()
            _ = script.sent()
            script.send([Sent(.goodbye, 0, [0, 0, 2])])
            #expect(script.events.last?.closingError?.code == .truncated)
        }
    }

    @Test("A goodbye that waits to be sent is not held up by answers to what still comes")
    func farewellFirst() {
        let script = Scripted.established(.server)
        script.send([Sent(.open, 2)])
        script.connection.goodbye()
        script.send([Sent(.message, 2, [99, 0, 0])])
        #expect(script.sent() == [Sent(.goodbye, 0, [0, 0, 2])])
        #expect(!script.connection.wantsOutput)
    }
}
