import Testing
import WaxCore
import WaxWire

@testable import WaxSession

@Suite("Requests and answers")
struct ExchangeTests {
    typealias Sent = Scripted.Sent

    @Test("A request is answered on its stream, which is over then")
    func answer() throws {
        let pair = Pair.established()
        let question = Request(service: "clock", method: "time", message: .text("utc"))
        let stream = try pair.client.request(question)
        pair.run()
        guard case .request(stream, question, _)? = pair.serverEvents.first(where: { $0.content != nil }) else {
            Issue.record("the request did not come")
            return
        }
        let response = Response(status: .application(3), message: .bytes([1]))
        try pair.server.respond(response, to: stream)
        pair.run()
        guard case .response(stream, response, _)? = pair.clientEvents.first(where: { $0.content != nil }) else {
            Issue.record("the answer did not come")
            return
        }
        #expect(pair.clientEvents.contains { if case .streamClosed(stream) = $0 { true } else { false } })
        #expect(throws: SessionError.self) { try pair.server.respond(response, to: stream) }
    }

    @Test("Hundreds of requests one after another and several at once")
    func many() throws {
        let pair = Pair.established()
        for round in 0..<50 {
            var streams: [StreamID] = []
            for index in 0..<10 {
                streams.append(
                    try pair.client.request(
                        Request(service: "s", method: "\(round)", message: .bytes([UInt8(index)]))))
            }
            pair.run()
            for stream in streams.reversed() {
                try pair.server.respond(Response(message: .text("\(stream)")), to: stream)
            }
            pair.run()
        }
        let answers = pair.clientEvents.compactMap { event -> String? in
            guard case .response(let stream, let response, _) = event else { return nil }
            #expect(response.message.text == "\(stream)")
            return response.message.text
        }
        #expect(Set(answers).count == 500)
    }

    @Test("A refused request ends with the code, and the session goes on")
    func refused() throws {
        let pair = Pair.established()
        let stream = try pair.client.request(Request(service: "none", method: "m", message: .bytes([])))
        pair.run()
        try pair.server.refuse(stream, code: .noSuchService)
        pair.run()
        #expect(
            pair.clientEvents.contains { if case .streamReset(stream, .noSuchService) = $0 { true } else { false } })
        #expect(pair.clientEvents.contains { if case .streamClosed(stream) = $0 { true } else { false } })
        #expect(pair.client.isEstablished && pair.server.isEstablished)
    }

    @Test(
        "The end in place of the answer, a second answer, and data behind it end the session",
        arguments: [
            [Sent(.end, 2)],
            [Sent(.message, 2, header(.bytes, 0))],
            [Sent(.data, 2, [1])],
            [
                Sent(.message, 2, header(.response(.bytes, status: .none), 0)),
                Sent(.message, 2, header(.response(.bytes, status: .none), 0)),
            ],
            [Sent(.message, 2, header(.response(.bytes, status: .none), 0)), Sent(.data, 2, [1])],
        ])
    func wrongAnswers(frames: [Sent]) throws {
        let script = Scripted.established(.client)
        _ = try script.connection.request(Request(service: "s", method: "m", message: .bytes([])))
        _ = script.sent()
        script.send(frames)
        #expect(try #require(script.ending).told == .protocolViolation)
    }

    @Test("An answer cannot be ended or written by hand")
    func onlyByRespond() throws {
        let pair = Pair.established()
        let stream = try pair.client.request(Request(service: "s", method: "m", message: .bytes([])))
        pair.run()
        #expect(throws: SessionError.self) { try pair.server.end(stream) }
        #expect(throws: SessionError.self) { try pair.server.sendRaw([1], on: stream) }
        #expect(throws: SessionError.self) { try pair.server.send(.text("x"), on: stream) }
        try pair.server.respond(Response(message: .text("ok")), to: stream)
        pair.run()
        #expect(pair.client.isEstablished)
    }
}
