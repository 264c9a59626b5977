import Testing
import WaxCore
import WaxWire

@testable import WaxSession

@Suite("How a session ends")
struct EndingTests {
    typealias Sent = Scripted.Sent

    @Test("The end of the byte stream without a goodbye is truncation, wherever it comes")
    func truncation() throws {
        let whole = Scripted.established(.server).record([Sent(.open, 2), Sent(.data, 2, [1, 2, 3])])
        for count in 0...whole.count {
            let script = Scripted.established(.server)
            script.feed(Array(script.record([Sent(.open, 2), Sent(.data, 2, [1, 2, 3])]).prefix(count)))
            script.connection.receiveEndOfStream(now: script.moment)
            script.collect()
            let ending = try #require(script.ending)
            #expect(ending.error?.code == .truncated)
            #expect(ending.told == nil)
            #expect(script.connection.isFinished)
        }
    }

    @Test("The end of the byte stream during the handshake, and while the goodbye is awaited, is truncation")
    func truncationElsewhere() throws {
        let begun = Connection(
            role: .client, handshake: TransparentHandshake(role: .client), options: .plain, now: .at(milliseconds: 0),
            random: SystemRandom())
        begun.receiveEndOfStream(now: .at(milliseconds: 0))
        let error = begun.nextEvent()?.closingError
        #expect(error?.code == .truncated)

        let script = Scripted.established(.client)
        script.connection.goodbye()
        #expect(script.sent().last?.kind == FrameKind.goodbye.rawValue)
        script.connection.receiveEndOfStream(now: script.moment)
        script.collect()
        #expect(try #require(script.ending).error?.code == .truncated)
    }

    @Test("A goodbye is answered, names the last stream, and ends in order")
    func goodbye() throws {
        let script = Scripted.established(.server)
        script.send([Sent(.open, 2), Sent(.open, 6), Sent(.goodbye, 0, [0, 0, 0])])
        #expect(script.sent() == [Sent(.goodbye, 0, [0, 0, 6])])
        guard case .goodbye(code: .none, text: "", lastStream: 0)? = script.events.dropLast().last else {
            Issue.record("the goodbye was not told")
            return
        }
        #expect(script.events.last?.isClean == true)
        #expect(script.connection.isFinished)
    }

    @Test("A goodbye with a code is an error, and its text is escaped where it is shown")
    func goodbyeWithCode() throws {
        let script = Scripted.established(.client)
        script.send([Sent(.goodbye, 0, [0, 12, 0] + Array("bye\u{1B}[2J\n\u{202E}".utf8))])
        let error = try #require(script.events.last?.closingError)
        #expect(error.code == .refused(.shuttingDown))
        #expect(error.description.contains("bye\\u{1b}[2J\\u{a}\\u{202e}"))
        #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test("After this side's goodbye nothing more can be begun, what comes is still taken, and the answer ends it")
    func leaving() throws {
        let script = Scripted.established(.server)
        script.send([Sent(.open, 2)])
        script.connection.goodbye(code: .none, text: "done")
        #expect(script.sent() == [Sent(.goodbye, 0, [0, 0, 2] + Array("done".utf8))])
        #expect(!script.connection.isEstablished)
        let error = #expect(throws: SessionError.self) { try script.connection.send(.text("late")) }
        #expect(error?.code == .closed)
        _ = script.takeEvents()
        script.send([
            Sent(.message, 2, header(.text, 2)), Sent(.data, 2, [0x68, 0x69]), Sent(.open, 4), Sent(.data, 4, [1]),
            Sent(.ping, 0, [UInt8](repeating: 0, count: 8)), Sent(.goodbye, 0, [0, 0, 0]),
        ])
        let events = script.takeEvents()
        #expect(events.messages == [.text("hi")])
        #expect(events.count == 3, "stream 4 was opened behind the goodbye and does not count")
        #expect(events.last?.isClean == true)
        #expect(script.sent().isEmpty)
        #expect(script.connection.isFinished)
    }

    @Test("A goodbye that is not answered is given up after a while")
    func unansweredGoodbye() throws {
        let script = Scripted.established(.client)
        script.connection.goodbye()
        _ = script.sent()
        #expect(script.connection.deadline == 6_000_000_000)
        script.now = 5_999
        script.connection.handleDeadline(now: script.moment)
        #expect(!script.connection.isFinished)
        script.now = 6_000
        script.connection.handleDeadline(now: script.moment)
        script.collect()
        #expect(try #require(script.ending).error?.code == .timedOut)
        #expect(script.connection.isFinished)
    }

    @Test("A session is refused with a code and a text; what it means depends on the code")
    func refusal() throws {
        for (code, expected) in [
            (ErrorCode.authenticationFailed, SessionError.Code.notAuthorised), (.busy, .refused(.busy)),
            (.unsupportedVersion, .peerIncompatible),
        ] {
            let script = Scripted(.client)
            script.send([Sent(.refuse, 0, [0, UInt8(code.rawValue)] + Array("later".utf8))])
            let error = try #require(script.events.last?.closingError)
            #expect(error.code == expected)
            #expect(script.events.count == 1)
            #expect(script.connection.isFinished || script.connection.wantsOutput)
        }
    }

    @Test("A reject is taken as long as the first record has not come, and is not answered")
    func reject() throws {
        let script = Scripted(.client)
        _ = script.sent()
        script.feed(Connection.rejection(.busy))
        #expect(script.events.last?.closingError?.code == .refused(.busy))
        #expect(script.sent().isEmpty)
        #expect(script.connection.isFinished)
    }

    @Test(
        "What is wrong before there are keys is answered with a reject",
        arguments: [
            ([9], 1), ([2, 0, 1, 0], 8), ([1, 4, 1], 9), ([1, 0, 0], 1),
        ] as [([UInt8], UInt8)])
    func earlyErrors(bytes: [UInt8], code: UInt8) {
        let server = Connection(
            role: .server, handshake: TransparentHandshake(role: .server), options: .plain, now: .at(milliseconds: 0),
            random: SystemRandom())
        server.receive(bytes.span, now: .at(milliseconds: 0))
        #expect(server.takeOutput() == [4, 0, 2, 0, code])
        #expect(server.isFinished)
    }

    @Test("A session given up before it is established says so")
    func givenUpEarly() throws {
        let script = Scripted(.client)
        script.connection.goodbye()
        let frames = script.sent()
        #expect(frames.map(\.kind) == [FrameKind.settings.rawValue, FrameKind.goodbye.rawValue])
        #expect(script.events.last?.closingError?.code == .closed)
        #expect(script.connection.isFinished)
    }

    @Test("Closed is the last event and comes once, however the end is reached")
    func once() {
        let script = Scripted.established(.server)
        script.send([Sent(.goodbye, 0, [0, 0, 0])])
        script.connection.receiveEndOfStream(now: script.moment)
        script.connection.goodbye()
        script.now += 1_000_000
        script.connection.handleDeadline(now: script.moment)
        script.feed([1, 2, 3])
        _ = script.sent()
        let closings = script.events.filter { if case .closed = $0 { true } else { false } }
        #expect(closings.count == 1)
    }
}
