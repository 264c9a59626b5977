import Testing
import WaxCore
import WaxTestSupport
import WaxWire

@testable import WaxSession

@Suite("What goes into records")
struct OutputTests {
    typealias Sent = Scripted.Sent

    static func generous() -> Settings {
        var settings = Settings()
        do {
            try settings.set(.largestMessage, to: 1 << 30)
            try settings.set(.streamWindow, to: 1 << 30)
            try settings.set(.connectionWindow, to: 1 << 30)
            try settings.set(.largestFramePayload, to: 65_536)
        } catch {
            preconditionFailure("the test's settings cannot be made")
        }
        return settings
    }

    @Test("Small messages share a record")
    func sharing() throws {
        let script = Scripted.established(.client)
        for index in 0..<100 { try script.connection.send(.text("message \(index)")) }
        #expect(script.sent().count == 201)
        #expect(script.recordLengths.count == 1)
    }

    @Test("Little goes in records of 16 KiB, much in the largest there are")
    func recordSizes() throws {
        let script = Scripted.established(.client, settings: OutputTests.generous())
        try script.connection.send(.bytes([UInt8](repeating: 0, count: 30_000)))
        _ = script.sent()
        #expect(script.recordLengths.allSatisfy { $0 <= 16_384 })
        try script.connection.send(.bytes([UInt8](repeating: 0, count: 1_000_000)))
        let frames = script.sent()
        #expect(script.recordLengths.contains(65_519))
        #expect(script.recordLengths.count < 24)
        #expect(frames.count < 24, "one stream alone fills a record with one frame")
    }

    @Test("No frame is larger than the peer allows")
    func largestFrame() throws {
        let script = Scripted.established(.client)
        try script.connection.send(.bytes([UInt8](repeating: 0, count: 65_000)))
        #expect(script.sent().allSatisfy { $0.payload.count <= 16_384 })
    }

    @Test("A small message does not wait behind bulk on another stream")
    func fairness() throws {
        let script = Scripted.established(.client, settings: OutputTests.generous())
        for _ in 0..<3 {
            let stream = try script.connection.openStream(service: "bulk")
            try script.connection.sendRaw([UInt8](repeating: 0, count: 1_000_000), on: stream)
        }
        _ = script.read(script.connection.takeOutput(upTo: 1))
        try script.connection.send(.text("hello"))
        var before = 0
        search: while true {
            for frame in script.read(script.connection.takeOutput(upTo: 1)) {
                if frame.kind == FrameKind.message.rawValue { break search }
                before += frame.payload.count
            }
        }
        #expect(before < 150_000)
    }

    @Test("Streams with much to send get the same share")
    func shares() throws {
        let script = Scripted.established(.client, settings: OutputTests.generous())
        for _ in 0..<4 {
            let stream = try script.connection.openStream(service: "bulk")
            try script.connection.sendRaw([UInt8](repeating: 0, count: 1_000_000), on: stream)
        }
        var counts: [UInt64: Int] = [:]
        for frame in script.read(script.connection.takeOutput(upTo: 1_000_000))
        where frame.kind == FrameKind.data.rawValue {
            counts[frame.stream, default: 0] += frame.payload.count
        }
        #expect(counts.count == 4)
        let (least, most) = (counts.values.min() ?? 0, counts.values.max() ?? 0)
        #expect(most - least <= 65_536)
    }

    @Test("Control frames go before content")
    func controlFirst() throws {
        let script = Scripted.established(.client, settings: OutputTests.generous())
        try script.connection.send(.bytes([UInt8](repeating: 0, count: 900_000)))
        _ = script.read(script.connection.takeOutput(upTo: 1))
        script.send([Sent(.ping, 0, [UInt8](repeating: 1, count: 8))])
        #expect(script.read(script.connection.takeOutput(upTo: 1)).first?.kind == FrameKind.pong.rawValue)
    }

    @Test(
        "A client sends nothing but its settings before it is accepted, a server nothing but accept before the settings"
    )
    func beforeAcceptance() throws {
        var options = SessionOptions.plain
        options.name = "somebody"
        for role in [Role.client, .server] {
            let script = Scripted(role, options: options)
            #expect(
                script.sent().map(\.kind) == [role == .client ? FrameKind.settings.rawValue : FrameKind.accept.rawValue]
            )
            script.send([Sent(role == .client ? .accept : .settings)])
            #expect(script.sent() == [Sent(.name, 0, Array("somebody".utf8))])
        }
    }

    @Test("The settings tell the limits")
    func settings() throws {
        let script = Scripted(
            .client,
            options: .limited { limits in
                limits.streams = 40
                limits.largestMessage = 123_456
            })
        let frame = try #require(script.sent().first)
        let settings = try Settings(parsing: frame.payload.span)
        #expect(settings[.streams] == 40)
        #expect(settings[.largestMessage] == 123_456)
        #expect(settings[.streamWindow] == 256 << 10)
        #expect(settings[.idleTimeout] == 60_000)
        #expect(settings[.compressionMethods] == 1)
    }

    @Test("Padding brings a record to exactly the length wanted, every length there is")
    func padding() throws {
        for wanted in Array(20...400) + Array(16_360...16_384) {
            var options = SessionOptions.plain
            options.padding = .custom { _ in wanted }
            let script = Scripted.established(.client, options: options)
            try script.connection.setName("12345")
            _ = script.sent()
            let length = try #require(script.recordLengths.first)
            #expect(length == wanted, "wanted \(wanted)")
        }
    }

    @Test("No length of a record is between two multiples, even where a byte or two are missing")
    func multiples() throws {
        for unit in [16, 64] {
            var options = SessionOptions.plain
            options.padding = .multiple(of: unit)
            let script = Scripted.established(.client, options: options)
            for count in 0...200 {
                try script.connection.setName(String(repeating: "n", count: count))
                _ = script.sent()
            }
            try script.connection.rekeyNow()
            _ = script.sent()
            let between = script.recordLengths.filter { !$0.isMultiple(of: unit) }
            #expect(script.recordLengths.count == 202 && between.isEmpty, "\(between)")
        }
        var options = SessionOptions.plain
        options.padding = .multiple(of: 5)
        let script = Scripted.established(.client, options: options)
        try script.connection.rekeyNow()
        _ = script.sent()
        #expect(script.recordLengths == [10], "the rekey frame has three bytes: five are too few for any padding")
    }

    @Test("The policies of padding")
    func policies() {
        #expect(Padding.none.paddedCount(of: 77, limit: 1_000) == 77)
        #expect(Padding.multiple(of: 64).paddedCount(of: 65, limit: 1_000) == 128)
        #expect(Padding.multiple(of: 64).paddedCount(of: 990, limit: 1_000) == 1_000)
        #expect(Padding.multiple(of: 0).paddedCount(of: 5, limit: 1_000) == 5)
        #expect(Padding.multiple(of: .max).paddedCount(of: 5, limit: 1_000) == 1_000)
        #expect(Padding.custom { _ in -4 }.paddedCount(of: 5, limit: 1_000) == 5)
        #expect(Padding.custom { _ in .max }.paddedCount(of: 5, limit: 1_000) == 1_000)
        // The examples follow from the definition: E = floor(log2 L), S = floor(log2 E) + 1, clear E - S bits.
        // From 9 it would be 10, but no frame of padding is so small.
        for (count, padded) in [
            (1, 1), (2, 2), (8, 8), (9, 12), (100, 104), (1_000, 1_024), (1_025, 1_088), (65_000, 65_536),
        ] {
            #expect(Padding.padme.paddedCount(of: count, limit: 70_000) == padded, "\(count)")
        }
    }

    @Test("Made-up frames are sent when asked for, and every peer passes over them")
    func grease() throws {
        var options = SessionOptions.plain
        options.grease = .always
        let script = Scripted.established(.client, options: options)
        try script.connection.send(.text("x"))
        let frames = script.sent()
        #expect(frames.contains { $0.kind & 0x3F == 0x3F })
        let pair = Pair.established(clientOptions: options, serverOptions: options)
        for _ in 0..<50 {
            try pair.client.send(.text("x"))
            try pair.server.send(.text("y"))
            pair.run()
        }
        #expect(pair.serverEvents.messages.count == 50)
        #expect(pair.clientEvents.messages.count == 50)
    }

    // MARK: Rekeying

    @Test("A key is changed now, when the peer asks, after so many bytes, and after so much time")
    func rekeying() throws {
        func rekeys(_ script: Scripted) -> Int { script.sent().count { $0.kind == FrameKind.rekey.rawValue } }
        var options = SessionOptions.plain
        options.limits.rekeyAfterBytes = 10_000
        options.limits.rekeyInterval = 1_000
        options.limits.keepAliveInterval = 0
        let script = Scripted.established(.client, options: options)
        try script.connection.rekeyNow()
        #expect(rekeys(script) == 1)
        script.send([Sent(.rekeyRequest)])
        #expect(rekeys(script) == 1)
        try script.connection.send(.bytes([UInt8](repeating: 0, count: 12_000)))
        #expect(rekeys(script) == 0)
        try script.connection.send(.text("after"))
        #expect(rekeys(script) == 1)
        script.now += 1_000
        script.connection.handleDeadline(now: script.moment)
        try script.connection.send(.text("later"))
        #expect(rekeys(script) == 1)
        try script.connection.send(.text("at once"))
        #expect(rekeys(script) == 0)
    }

    @Test("The peer's new key is used for what follows its rekey frame")
    func rekeyedByPeer() {
        let script = Scripted.established(.server)
        script.send([Sent(.name, 0, [0x61]), Sent(.rekey)])
        script.rekeyed()
        script.send([Sent(.name, 0, [0x62])])
        #expect(script.connection.isEstablished)
        #expect(script.takeEvents().count == 2)
    }

    @Test("A peer that never changes its key is cut off at the limit; this side keeps to it by itself")
    func keyLimit() throws {
        var options = SessionOptions.limited { limits in limits.controlRate = 100_000 }
        options.limits.keyByteLimit = 500_000
        let script = Scripted.established(.server, options: options)
        script.send([Sent(.open, 2, [0x61])])
        for _ in 0..<20 {
            script.send([Sent(.data, 2, [UInt8](repeating: 0, count: 50_000))])
            script.connection.taken(50_000, on: StreamID(2))
            _ = script.sent()
        }
        #expect(script.takeEvents().last?.closingError?.code == .limit)

        let pair = Pair.established(clientOptions: options, serverOptions: options)
        for _ in 0..<20 {
            try pair.client.send(.bytes([UInt8](repeating: 0, count: 100_000)))
            pair.run()
        }
        #expect(pair.serverEvents.messages.count == 20)
    }
}
