import Testing
import WaxCore
import WaxTestSupport
import WaxWire

@testable import WaxSession

@Suite("Messages")
struct MessageTests {
    @Test("Both sides are told of the session once, as the first event")
    func establishing() {
        let pair = Pair()
        #expect(!pair.client.isEstablished)
        pair.run()
        #expect(pair.client.isEstablished && pair.server.isEstablished)
        for events in [pair.clientEvents, pair.serverEvents] {
            #expect(events.count == 1)
            guard case .established? = events.first else { Issue.record("not established"); continue }
        }
    }

    @Test("Messages of every kind arrive as they were sent, in order, in both directions")
    func everyKind() throws {
        let pair = Pair.established()
        let messages: [Message] = [
            .bytes([]), .bytes([0, 1, 2, 255]), .text(""), .text("grüße, 世界 🕊"),
            Message(kind: .object, content: [0xA0]),
            Message(kind: .list, content: [0x82, 0x01, 0x02]), .bytes([UInt8](repeating: 9, count: 100_000)),
        ]
        for message in messages {
            try pair.client.send(message)
            try pair.server.send(message)
        }
        pair.run()
        #expect(pair.serverEvents.messages == messages)
        #expect(pair.clientEvents.messages == messages)
    }

    @Test("A message larger than every window arrives", arguments: [300_000, 5_000_000])
    func larger(count: Int) throws {
        let pair = Pair.established(
            serverOptions: .limited { limits in
                limits.streamWindow = 0
                limits.receiveWindow = 0
            })
        var random = SeededRandom(seed: UInt64(count))
        let message = Message.bytes(random.bytes(count: count))
        try pair.client.send(message)
        pair.run()
        try pair.client.send(.text("after"))
        pair.run()
        #expect(pair.serverEvents.messages == [message, .text("after")])
    }

    @Test("A goodbye comes behind everything that was queued, and ends both sides in order")
    func goodbye() throws {
        let pair = Pair.established()
        let message = Message.bytes([UInt8](repeating: 1, count: 3_000_000))
        try pair.client.send(message)
        pair.client.goodbye(text: "see you")
        pair.run()
        #expect(pair.serverEvents.messages == [message])
        #expect(pair.serverEvents.last?.isClean == true)
        #expect(pair.clientEvents.last?.isClean == true)
        #expect(pair.client.isFinished && pair.server.isFinished)
    }
}
