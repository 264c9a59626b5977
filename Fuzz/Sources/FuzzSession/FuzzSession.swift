import FuzzSupport
import WaxCore
import WaxIdentity
import WaxWire

@testable import WaxSession

// Sequences of operations on a session. The first byte chooses who plays the peer: the input itself, frame by frame,
// as somebody who has the keys and keeps to no rule; or another honest connection, while the input gives both of them
// commands and cuts the bytes between them. Whatever happens: no trap, nothing behind the end, memory within the
// limits, output that can be read; and between honest sides, nobody is blamed, and nothing arrives that was not sent.

private let small: Limits = {
    var limits = Limits()
    limits.streamWindow = 0
    limits.receiveWindow = 0
    limits.largestMessage = 0
    limits.assemblyMemory = 0
    limits.streams = 0
    limits.sendBuffer = 20_000
    return limits
}()

private func moment(_ milliseconds: UInt64) -> Moment {
    Moment(monotonicNanoseconds: 1 + milliseconds * 1_000_000, unixSeconds: 1_700_000_000)
}

private func unit(_ plaintext: [UInt8]) -> [UInt8] {
    let count = plaintext.count + UnitHeader.tagByteCount
    return [UnitType.record.rawValue, UInt8(count >> 8), UInt8(count & 0xFF)] + plaintext
        + [UInt8](repeating: 0, count: UnitHeader.tagByteCount)
}

private func playAgainstInput(_ plan: inout Plan) {
    let role: Role = plan.next(below: 2) == 0 ? .client : .server
    let player = Player(role: role, limits: small)
    var time: UInt64 = 0
    func feed(_ bytes: [UInt8]) {
        player.connection.receive(bytes.span, now: moment(time))
        player.collect()
    }
    feed(role == .server ? [1, 0, 1, 0] : [2, 0, 1, 0])
    var settings = Settings()
    try? settings.set(.compressionMethods, to: Settings.deflate)
    let payload = settings.encoded()
    feed(unit([role == .server ? 3 : 1, 0, UInt8(payload.count)] + payload))
    while !plan.isAtEnd {
        switch plan.next(below: 4) {
        case 0, 1:
            let plaintext = plan.take(atMost: plan.next(below: 128) + 1)
            if !plaintext.isEmpty { feed(unit(plaintext)) }
        case 2: player.command(&plan)
        default:
            time += UInt64(plan.next(below: 256)) * 100
            player.connection.handleDeadline(now: moment(time))
        }
        player.checkOutput(player.connection.takeOutput(upTo: 4_096))
        player.collect()
    }
    player.connection.receiveEndOfStream(now: moment(time))
    player.collect()
    require(player.isClosed, "the end was not told")
    require(player.connection.bufferedByteCount <= 65_538, "content outlives its session")
}

private func playHonestly(_ plan: inout Plan) {
    let players = [Player(role: .client, limits: small), Player(role: .server, limits: small)]
    var onTheWay: [[UInt8]] = [[], []]
    func carry(_ count: Int) {
        for index in 0..<2 {
            let bytes = players[index].connection.takeOutput(upTo: 4_096)
            players[index].checkOutput(bytes)
            onTheWay[index] += bytes
            let part = Array(onTheWay[index].prefix(count))
            onTheWay[index].removeFirst(part.count)
            players[1 - index].connection.receive(part.span, now: moment(0))
            players[0].collect()
            players[1].collect()
        }
    }
    for _ in 0..<4 { carry(.max) }
    while !plan.isAtEnd {
        players[plan.next(below: 2)].command(&plan)
        carry(plan.next(below: 256) * 64)
    }
    for _ in 0..<2_000 {
        for player in players { player.takeAll() }
        carry(.max)
        if players.allSatisfy({ !$0.connection.wantsOutput }), onTheWay.allSatisfy(\.isEmpty) { break }
    }
    for index in 0..<2 {
        if let error = players[index].closingError {
            require(error.code != .peerMisbehaved, "honest sides fail: \(error)")
        }
        var expected = players[1 - index].sent
        for message in players[index].received {
            let place = expected.firstIndex(of: message)
            require(place != nil, "a message that was not sent")
            if let place { expected.remove(at: place) }
        }
    }
}

@_cdecl("FuzzSession_main")
public func start(_ count: CInt, _ arguments: CommandLineArguments) -> CInt {
    runFuzzer(count, arguments) { start, count in
        var plan = Plan(input(start, count))
        if plan.next(below: 2) == 0 { playAgainstInput(&plan) } else { playHonestly(&plan) }
        return 0
    }
}
