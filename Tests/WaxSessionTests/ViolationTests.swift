import Testing
import WaxCore
import WaxWire

@testable import WaxSession

/// What a peer may not do: for each, the error here and the code that the peer is told.
@Suite("Broken rules")
struct ViolationTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let frames: [Scripted.Sent]
        let code: SessionError.Code
        let told: ErrorCode

        init(
            _ name: String, _ frames: [Scripted.Sent], _ code: SessionError.Code = .peerMisbehaved,
            _ told: ErrorCode = .protocolViolation
        ) {
            self.name = name
            self.frames = frames
            self.code = code
            self.told = told
        }

        var testDescription: String { name }
    }

    typealias Sent = Scripted.Sent
    static let request = header(.request(.bytes, method: "m"), 1)
    static let file = fileContent(name: "f", size: 4)

    static let cases: [Case] = [
        Case("accept again", [Sent(.accept)]),
        Case("settings again", [Sent(.settings)]),
        Case("refuse later", [Sent(.refuse, 0, [0, 6])]),
        Case("a kind that does not exist", [Sent(number: 0x08)]),
        Case("a stream that was never opened", [Sent(.data, 4, [1])]),
        Case("a stream of this side that was never opened", [Sent(.data, 1, [1])]),
        Case("credit for a stream that was never opened", [Sent(.streamCredit, 1, varint(100_000))]),
        Case("opening this side's stream", [Sent(.open, 3)]),
        Case("opening twice", [Sent(.open, 2), Sent(.open, 2)]),
        Case("opening backwards", [Sent(.open, 4), Sent(.open, 2)]),
        Case("too many streams", (1...65).map { Sent(.open, UInt64($0) * 2) }, .limit, .limitExceeded),
        Case(
            "more than the stream's credit",
            [Sent(.open, 2)] + (0..<17).map { _ in Sent(.data, 2, [UInt8](repeating: 1, count: 4_000)) },
            .peerMisbehaved, .flowControl),
        Case("connection credit that is not raised", [Sent(.connectionCredit, 0, varint(262_144))]),
        Case("stream credit that is not raised", [Sent(.open, 2), Sent(.streamCredit, 2, varint(65_536))]),
        Case("data behind the end", [Sent(.open, 2, [0x61]), Sent(.end, 2), Sent(.data, 2, [1])]),
        Case("the end twice", [Sent(.open, 2, [0x61]), Sent(.end, 2), Sent(.end, 2)]),
        Case("a reset behind the end", [Sent(.open, 2, [0x61]), Sent(.end, 2), Sent(.reset, 2, [0, 0])]),
        Case(
            "a message behind the end", [Sent(.open, 2, [0x61]), Sent(.end, 2), Sent(.message, 2, header(.bytes, 0))]),
        Case("the end inside a message", [Sent(.open, 2), Sent(.message, 2, header(.bytes, 2)), Sent(.end, 2)]),
        Case(
            "a message inside a message",
            [Sent(.open, 2), Sent(.message, 2, header(.bytes, 2)), Sent(.message, 2, header(.bytes, 2))]),
        Case(
            "data across the end of a message",
            [Sent(.open, 2), Sent(.message, 2, header(.bytes, 2)), Sent(.data, 2, [1, 2, 3])]),
        Case(
            "a message that is too large", [Sent(.open, 2), Sent(.message, 2, header(.bytes, 1 << 25))], .limit,
            .limitExceeded),
        Case(
            "a text that is not UTF-8",
            [Sent(.open, 2), Sent(.message, 2, header(.text, 2)), Sent(.data, 2, [0xC3, 0x28])], .peerMisbehaved,
            .malformed),
        Case(
            "an object that is not CBOR",
            [Sent(.open, 2), Sent(.message, 2, header(.object, 1)), Sent(.data, 2, [0x1C])], .peerMisbehaved, .malformed
        ),
        Case(
            "a list that is not an array",
            [Sent(.open, 2), Sent(.message, 2, header(.list, 1)), Sent(.data, 2, [0xA0])], .peerMisbehaved, .malformed),
        Case(
            "an object that is an array",
            [Sent(.open, 2), Sent(.message, 2, header(.object, 1)), Sent(.data, 2, [0x80])], .peerMisbehaved, .malformed
        ),
        Case(
            "an object that is nested too deep",
            [
                Sent(.open, 2), Sent(.message, 2, header(.object, 66)),
                Sent(.data, 2, [0xC1] + [UInt8](repeating: 0x81, count: 64) + [0]),
            ], .limit, .limitExceeded),
        Case("a request behind data", [Sent(.open, 2), Sent(.data, 2, [1]), Sent(.message, 2, request)]),
        Case(
            "data behind a request",
            [Sent(.open, 2), Sent(.message, 2, request), Sent(.data, 2, [1]), Sent(.data, 2, [1])]),
        Case("an answer to nothing", [Sent(.open, 2), Sent(.message, 2, header(.response(.bytes, status: .none), 0))]),
        Case("a file behind data", [Sent(.open, 2), Sent(.data, 2, [1]), Sent(.message, 2, header(file, 4))]),
        Case(
            "content of a file before it is accepted",
            [Sent(.open, 2), Sent(.message, 2, header(file, 4)), Sent(.data, 2, [1])]),
        Case(
            "the end of a file before it is accepted",
            [Sent(.open, 2), Sent(.message, 2, header(file, 4)), Sent(.end, 2)]),
        Case("a file's end where there is none", [Sent(.open, 2), Sent(.fileEnd, 2, [])]),
        Case("accepting a file that was not offered", [Sent(.open, 2), Sent(.fileAccept, 2, varint(0))]),
        Case("a receipt without a file", [Sent(.open, 2), Sent(.receipt, 2, [0, 0])]),
        Case("padding that is not zero", [Sent(.padding, 0, [1])]),
        Case("a frame behind a rekey", [Sent(.rekey), Sent(.ping, 0, [0, 0, 0, 0, 0, 0, 0, 0])]),
        Case("a name that is not UTF-8", [Sent(.name, 0, [0xFF])], .peerMisbehaved, .malformed),
        Case("a ping of seven bytes", [Sent(.ping, 0, [0, 0, 0, 0, 0, 0, 0])], .peerMisbehaved, .malformed),
    ]

    @Test("Each ends the session with its error, and nothing comes after", arguments: cases)
    func violation(_ example: Case) throws {
        let options = SessionOptions.limited { limits in limits.streamWindow = 0 }
        let script = Scripted.established(.server, options: options)
        if example.frames.reduce(0, { $0 + $1.payload.count }) < 60_000 {
            script.send(example.frames)
        } else {
            for frame in example.frames { script.send([frame]) }
        }
        let ending = try #require(script.ending, "the session goes on")
        #expect(ending.error?.code == example.code)
        #expect(ending.told == example.told)
        #expect(script.connection.isFinished)
        _ = script.takeEvents()
        script.send([Sent(.name, 0, [0x61])])
        #expect(script.takeEvents().isEmpty)
        #expect(!script.connection.isEstablished)
    }

    @Test("A first record must begin with the first frame", arguments: [Role.client, .server])
    func firstFrame(role: Role) throws {
        for frame in [
            Sent(.name, 0, [0x61]), Sent(.padding), Sent(number: 0x3F), Sent(role == .client ? .settings : .accept),
        ] {
            let script = Scripted(role)
            script.send([frame])
            let ending = try #require(script.ending)
            #expect(ending.error?.code == .peerMisbehaved)
            guard case .closed? = script.events.first else {
                Issue.record("something was told before the end"); continue
            }
        }
    }

    @Test("A server that has not accepted yet refuses instead of saying goodbye")
    func refusalBeforeAcceptance() throws {
        let script = Scripted(.server)
        script.send([Sent(.name, 0, [0x61])])
        #expect(script.sent() == [Sent(.refuse, 0, [0, 8])])
        #expect(script.connection.isFinished)
    }

    @Test("A record that does not open ends the session, and nothing of it is used", arguments: [0, 3, 5, 40, -1])
    func tampering(position: Int) throws {
        let script = Scripted.established(.server)
        var record = script.record([Sent(.open, 2), Sent(.data, 2, [UInt8](repeating: 7, count: 50))])
        record[position == -1 ? record.count - 1 : position] ^= 0x40
        script.feed(record)
        script.feed(script.record([Sent(.name, 0, [0x61])]))
        let events = script.events
        #expect(events.count == 1)
        let ending = try #require(script.ending)
        #expect(ending.error?.code == .peerMisbehaved)
    }

    @Test("Repeated, left out, and reflected records do not open")
    func replay() throws {
        for attack in 0..<3 {
            let script = Scripted.established(.server)
            let first = script.record([Sent(.name, 0, [0x61])])
            let second = script.record([Sent(.name, 0, [0x62])])
            switch attack {
            case 0:
                script.feed(first)
                script.feed(first)
            case 1: script.feed(second)
            default:
                try script.connection.setName("echo")
                script.feed(script.connection.takeOutput())
            }
            let error = try #require(script.events.last?.closingError)
            #expect(error.code == .peerMisbehaved)
            #expect(error.wireCode == .authenticationFailed)
        }
    }

    @Test(
        "A unit that may not come ends the session: hello, handshake or reject once it stands",
        arguments: [1, 2, 4, 0, 5, 255])
    func wrongUnit(type: UInt8) throws {
        let script = Scripted.established(.client)
        script.feed([type, 0, 2, 0, 6])
        let ending = try #require(script.ending)
        #expect(ending.error?.code == .peerMisbehaved)
    }
}
