import Testing
import WaxCore
import WaxWire

@testable import WaxSession

@Suite("Time and rates")
struct TimeTests {
    typealias Sent = Scripted.Sent

    @Test(
        "A handshake that takes too long is given up, up to the peer's first frame", arguments: [Role.client, .server])
    func handshake(role: Role) throws {
        let script = Scripted(role)
        #expect(script.connection.deadline == 11_000_000_000)
        script.now = 10_999
        script.connection.handleDeadline(now: script.moment)
        script.collect()
        #expect(script.events.isEmpty)
        script.now = 11_000
        script.connection.handleDeadline(now: script.moment)
        script.collect()
        #expect(script.events.last?.closingError?.code == .timedOut)
        let code = role == .server ? [Sent(.refuse, 0, [0, 7])] : nil
        let sent = script.sent()
        if let code { #expect(sent == code) } else { #expect(sent.last?.kind == FrameKind.goodbye.rawValue) }
    }

    @Test("A quiet peer is pinged; if nothing comes, the session is given up")
    func idle() throws {
        let script = Scripted.established(.server)
        #expect(script.connection.deadline == 21_000_000_000)
        script.now = 21_000
        script.connection.handleDeadline(now: script.moment)
        let ping = try #require(script.sent().first)
        #expect(ping.kind == FrameKind.ping.rawValue)
        #expect(script.connection.deadline == 61_000_000_000)
        script.now = 40_000
        script.send([Sent(.pong, 0, ping.payload)])
        #expect(script.takeEvents().isEmpty, "a ping of the session's own is not told")
        #expect(script.connection.deadline == 60_000_000_000)
        script.now = 60_000
        script.connection.handleDeadline(now: script.moment)
        _ = script.sent()
        script.now = 100_000
        script.connection.handleDeadline(now: script.moment)
        script.collect()
        let ending = try #require(script.ending)
        #expect(ending.error?.code == .timedOut)
        #expect(ending.told == .deadline)
    }

    @Test("The shorter idle time of the two sides holds, and zero means none")
    func idleSetting() throws {
        var settings = Settings()
        try settings.set(.idleTimeout, to: 5_000)
        let script = Scripted.established(
            .server, options: .limited { limits in limits.keepAliveInterval = 0 }, settings: settings)
        #expect(script.connection.deadline == 6_000_000_000)
        let never = Scripted.established(
            .server,
            options: .limited { limits in
                limits.keepAliveInterval = 0
                limits.idleTimeout = 0
            })
        #expect(never.connection.deadline == nil)
        try settings.set(.idleTimeout, to: Varint.maximum)
        let longest = Scripted.established(
            .server,
            options: .limited { limits in
                limits.keepAliveInterval = 0
                limits.idleTimeout = 0
            }, settings: settings)
        longest.connection.handleDeadline(now: longest.moment)
        #expect(longest.connection.isEstablished)
    }

    @Test("A peer that wants a short idle time is pinged in time for it")
    func keepAliveFollowsIdle() throws {
        var settings = Settings()
        try settings.set(.idleTimeout, to: 6_000)
        let script = Scripted.established(.server, settings: settings)
        #expect(script.connection.deadline == 3_000_000_000)
        script.now = 3_000
        script.connection.handleDeadline(now: script.moment)
        #expect(script.sent().map(\.kind) == [FrameKind.ping.rawValue])
        #expect(script.connection.deadline == 7_000_000_000)
    }

    @Test("A clock that goes back stops nothing and changes no key")
    func backwards() throws {
        let script = Scripted.established(.server)
        let id = try script.connection.ping()
        let sent = try #require(script.sent().first)
        script.now -= 500
        script.send([Sent(.pong, 0, sent.payload)])
        guard case .pong(id: id, roundTripNanoseconds: 0)? = script.takeEvents().first else {
            Issue.record("no pong")
            return
        }
        try script.connection.setName("n")
        #expect(script.sent().map(\.kind) == [FrameKind.name.rawValue])
    }

    @Test("A session ends at its greatest age, however busy it is")
    func lifetime() throws {
        let script = Scripted.established(.server, options: .limited { $0.lifetime = 30_000 })
        for second in stride(from: 2_000, through: 30_000, by: 2_000) {
            script.now = UInt64(second)
            script.send([Sent(.name, 0, [0x61])])
            script.connection.handleDeadline(now: script.moment)
        }
        #expect(script.connection.isEstablished)
        script.now = 31_000
        script.connection.handleDeadline(now: script.moment)
        script.collect()
        #expect(try #require(script.ending).error?.code == .timedOut)
    }

    @Test("A ping is answered with its bytes, and the round trip is measured")
    func ping() throws {
        let script = Scripted.established(.server)
        script.send([Sent(.ping, 0, [1, 2, 3, 4, 5, 6, 7, 8])])
        #expect(script.sent() == [Sent(.pong, 0, [1, 2, 3, 4, 5, 6, 7, 8])])
        let id = try script.connection.ping()
        let sent = try #require(script.sent().first)
        script.now += 25
        script.send([Sent(.pong, 0, sent.payload), Sent(.pong, 0, [9, 9, 9, 9, 9, 9, 9, 9])])
        let events = script.takeEvents()
        #expect(events.count == 1)
        guard case .pong(id: id, roundTripNanoseconds: 25_000_000)? = events.first else {
            Issue.record("no pong"); return
        }
        for _ in 0..<16 { try script.connection.ping() }
        let error = #expect(throws: SessionError.self) { try script.connection.ping() }
        #expect(error?.code == .limit)
    }

    @Test(
        "Floods of frames without content end the session",
        arguments: [
            [Sent(.ping, 0, [UInt8](repeating: 0, count: 8))], [Sent(.name, 0, [0x61])], [Sent(number: 0x3F, 0, [1])],
            [Sent(.data, 2)], [Sent(.padding)], [Sent(.pong, 0, [UInt8](repeating: 0, count: 8))],
            [Sent(.rekeyRequest)],
            [Sent(.data, 4, [1])],
        ])
    func floods(frames: [Sent]) throws {
        let script = Scripted.established(.server)
        script.send([Sent(.open, 6, [0x61]), Sent(.open, 8, [0x61])])
        let closed = frames.map { $0.stream == 2 ? Sent(number: $0.kind, 8, $0.payload) : $0 }
        for _ in 0..<500 { script.send(closed) }
        #expect(script.connection.isEstablished, "what stays below the limit is not cut off")
        for _ in 0..<1_600 { script.send(closed) }
        let ending = try #require(script.ending)
        #expect(ending.error?.code == .limit)
        #expect(ending.told == .limitExceeded)
    }

    @Test("Streams opened and reset at once, as fast as one can, end the session")
    func rapidReset() throws {
        let script = Scripted.established(.server)
        for index in 1...3_000 {
            let number = UInt64(index) * 2
            script.send([Sent(.open, number), Sent(.reset, number, [0, 13])])
            for frame in script.sent() where frame.kind == FrameKind.open.rawValue {
                Issue.record("a stream was opened")
            }
            script.collect()
            for event in script.takeEvents() {
                if case .streamReset(let stream, _) = event { try? script.connection.end(stream) }
                if case .closed(let error) = event {
                    #expect(error?.code == .limit)
                    return
                }
            }
        }
        Issue.record("nothing stopped the flood")
    }

    @Test("Frames that cross the end of their stream on the way cost nothing")
    func lateFrames() {
        let script = Scripted.established(.server)
        for index in 1...5_000 {
            let number = UInt64(index) * 2
            script.send([Sent(.open, number), Sent(.message, number, header(.bytes, 0)), Sent(.end, number)])
            script.connection.taken(64, on: StreamID(number))
            _ = script.sent()
            script.send([Sent(.streamCredit, number, varint(100_000)), Sent(.stopSending, number, [0, 0])])
            _ = script.takeEvents()
        }
        #expect(script.connection.isEstablished)
    }

    @Test("This side's own made-up frames stay far below the rate")
    func greaseRate() throws {
        var options = SessionOptions.plain
        options.grease = .sometimes
        let script = Scripted.established(.client, options: options)
        var count = 0
        for _ in 0..<10_000 {
            try script.connection.send(.text("x"))
            count += script.sent().count { $0.kind & 0x3F == 0x3F }
            script.send([
                Sent(.connectionCredit, 0, varint(1 << 40 + UInt64(script.now) * 10_000)),
                Sent(.streamCredit, 2, varint(1 << 40 + UInt64(script.now) * 10_000)),
            ])
            script.now += 1
            _ = script.takeEvents()
        }
        #expect((1...100).contains(count))
    }

    @Test("Below the rate a peer can go on for ever")
    func sustained() {
        let script = Scripted.established(.server)
        for _ in 0..<20_000 {
            script.now += 4
            script.send([Sent(.ping, 0, [UInt8](repeating: 0, count: 8)), Sent(.name, 0, [0x61])])
            _ = script.sent()
            _ = script.takeEvents()
        }
        #expect(script.connection.isEstablished)
    }

    @Test("A peer that asks and never reads the answers is cut off")
    func unreadAnswers() throws {
        let script = Scripted.established(.server)
        for _ in 0..<5_000 where script.connection.isEstablished {
            script.now += 4
            script.send([Sent(.ping, 0, [UInt8](repeating: 0, count: 8))])
        }
        let error = script.takeEvents().last?.closingError
        #expect(error?.code == .limit)
    }

    @Test("The bucket fills at its rate and no further")
    func bucket() {
        var rate = ControlRate(burst: 10, rate: 100, now: 0)
        var taken = 0
        while rate.take(now: 0) { taken += 1 }
        #expect(taken == 10)
        let tooEarly = rate.take(now: 9_999_999)
        let inTime = rate.take(now: 10_000_000)
        #expect(!tooEarly && inTime)
        taken = 0
        while rate.take(now: 1_000_000_000_000) { taken += 1 }
        #expect(taken == 10)
        let backwards = rate.take(now: 5)
        #expect(!backwards)
    }
}
