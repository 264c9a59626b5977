import Testing
import WaxTestSupport
import Waxwing

@Suite("Somebody on the way changes bytes", .timeLimit(.minutes(10)))
struct TamperingTests {
    @Test("A conversation that nobody attacks goes through the same proxy whole")
    func control() async throws {
        let result = try await Conversation.run()
        #expect(result.client.code == nil && result.client.isComplete)
        #expect(result.server.code == nil && result.server.isComplete)
        #expect(result.client.texts == (0..<Conversation.texts).map { Conversation.text($0, from: "server") })
        #expect(result.server.texts == (0..<Conversation.texts).map { Conversation.text($0, from: "client") })
        #expect(result.serverInbox == ["c.bin"] && result.server.files == ["c.bin"])
        #expect(result.clientInbox == ["s.bin"] && result.client.files == ["s.bin"])
        #expect(!result.wasCut)
        // The places that the attacks name are there.
        for traffic in [result.toServer, result.toClient] {
            #expect(traffic.intactTexts >= Conversation.texts)
            #expect(traffic.bulkUnits >= 4)
        }
    }

    @Test("What is wrong is refused with its error, and nothing of it is kept", arguments: Tampering.all)
    func refused(_ tampering: Tampering) async throws {
        let result = try await Conversation.run(attack: tampering.attack, stalls: tampering.stalls)
        try check(result, tampering.attack)
        let ending = result.ending(tampering.noticing)
        if let code = tampering.code {
            if ending.isEstablished || tampering.noticing == .toClient {
                #expect(ending.code == code, "\(ending.reason)")
            } else {
                // Before there is a session, only the log of a server tells.
                #expect(ending.reason.contains(tampering.logged), "\(ending.reason)")
            }
        }
        if !tampering.stalls { #expect(!result.wasCut, "neither side noticed") }
        // The other side does not take it for a success either.
        let other = result.ending(tampering.noticing.other)
        #expect(!other.isComplete)
        if let code = tampering.otherCode { #expect(other.code == code, "\(other.reason)") }
    }

    @Test("A flipped bit anywhere in a transfer ends it", arguments: 1...40 as ClosedRange<UInt64>)
    func flip(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let direction: Proxy.Direction = random.next() % 2 == 0 ? .toServer : .toClient
        let attack = Attack.flipByte(
            direction, Int(random.next() % UInt64(Conversation.fileSize)), bit: Int(random.next() % 8))
        // A length that became larger leaves the receiver waiting for the rest.
        let result = try await Conversation.run(attack: attack, stalls: true)
        try check(result, attack)
        let code = result.ending(direction).code
        if result.ending(direction).isEstablished {
            #expect(code == .peerMisbehaved || code == .truncated, "\(result.ending(direction).reason)")
        }
        #expect(result.inbox(direction) == [])
    }

    @Test("A stream that ends anywhere before its end is an error", arguments: 1...20 as ClosedRange<UInt64>)
    func truncation(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed &+ 1000)
        let direction: Proxy.Direction = random.next() % 2 == 0 ? .toServer : .toClient
        let attack = Attack.truncate(direction, at: Int(random.next() % UInt64(Conversation.fileSize)))
        let result = try await Conversation.run(attack: attack)
        try check(result, attack)
        if result.ending(direction).isEstablished || direction == .toClient {
            #expect(result.ending(direction).code == .truncated, "\(result.ending(direction).reason)")
        }
        #expect(!result.wasCut)
        #expect(result.inbox(direction) == [])
    }

    /// What holds after every attack.
    private func check(_ result: Aftermath, _ attack: Attack) throws {
        try #require(result.hasAttacked, "the conversation never came to the place of the attack")
        for direction in Proxy.Direction.allCases {
            let (ending, traffic) = (result.ending(direction), result.traffic(direction))
            let sender = direction == .toServer ? "client" : "server"
            // What came through is a beginning of what was sent, unchanged, and ends before what was tampered with.
            let sent = (0..<Conversation.texts).map { Conversation.text($0, from: sender) }
            #expect(ending.texts == Array(sent.prefix(ending.texts.count)))
            #expect(ending.texts.count <= traffic.intactTexts)
            if direction == attack.victim {
                #expect(!ending.isComplete)
                if ending.isEstablished, direction == attack.direction {
                    #expect(ending.texts.count == min(traffic.intactTexts, Conversation.texts))
                }
            }
            // No unfinished file is left, and none that could not have come whole.
            let inbox = result.inbox(direction)
            if direction == attack.victim {
                #expect(inbox == ending.files)
            } else {
                // A file that came whole, just before the other direction failed, may not have been told of.
                #expect(ending.files.allSatisfy(inbox.contains))
            }
            if traffic.intactRecordBytes < Conversation.fileSize { #expect(inbox == []) }
        }
        #expect(!result.client.isComplete)
    }
}
