import Foundation
import Testing
import WaxCore
import WaxSession
import WaxTestSupport

@testable import Waxwing

@Suite("Compressed messages, answers and files", .timeLimit(.minutes(10)))
struct CompressionTests {
    private static let text = String(repeating: "the quick brown fox jumps over the lazy dog; ", count: 20_000)

    @Test("What is compressed arrives as it was, in a fraction of the bytes; what is not takes them all")
    func messages() async throws {
        try await withServer { stage in
            let (client, server) = try await stage.pair()
            var received = server.messages.makeAsyncIterator()
            var counts: [UInt64] = []
            for compressed in [false, true] {
                let before = await client.traffic.sent
                try await client.send(Self.text, compressed: compressed)
                guard case .text(let text) = try await received.next() else {
                    Issue.record("expected a text")
                    return
                }
                let isSame = text == Self.text
                #expect(isSame)
                counts.append(await client.traffic.sent - before)
            }
            #expect(counts[0] > 900_000 && counts[1] < 100_000)
            // What the client says of itself, such as an answer to a ping, may still be on its way.
            try await eventually { await server.traffic.received == client.traffic.sent }
            try await client.close()
        }
    }

    @Test("A file of words and noise arrives whole; only its words shrink")
    func file() async throws {
        try await withServer { stage in
            let (client, _) = try await stage.pair()
            var random = SeededRandom(seed: 7)
            let noise = random.bytes(count: 2 << 20)
            let content = Array(Self.text.utf8) + noise + Array(Self.text.utf8)
            let path = try stage.makeFile("mixed.bin", content)
            let sent = try await client.send(file: path, compressed: true)
            #expect(sent.size == UInt64(content.count))
            let isSame = try stage.contents("mixed.bin") == content
            #expect(isSame)
            let onTheWire = await client.traffic.sent
            #expect(onTheWire > 2 << 20 && onTheWire < 3 << 20)
            try await client.close()
        }
    }

    @Test("Answers are compressed where the server is set up so, and only there", arguments: [false, true])
    func answers(compressed: Bool) async throws {
        var options = ServerOptions()
        options.compressesResponses = compressed
        options.requestHandler = { _, request in Response(message: request.message) }
        try await withServer(options: options) { stage in
            let (client, server) = try await stage.pair()
            let answer = try await client.request(
                Request(service: "echo", method: "", message: .text(Self.text)), compressed: true)
            let isSame = answer.message == .text(Self.text)
            #expect(isSame)
            let traffic = await server.traffic
            #expect(traffic.received < 100_000)
            #expect(compressed ? traffic.sent < 100_000 : traffic.sent > 900_000)
            try await client.close()
        }
    }

    @Test("A peer that takes nothing compressed gets it as it is")
    func notAccepted() async throws {
        var options = ServerOptions()
        options.limits.acceptsCompression = false
        try await withServer(options: options) { stage in
            let (client, server) = try await stage.pair()
            try await client.send(Self.text, compressed: true)
            var received = server.messages.makeAsyncIterator()
            guard case .text(let text) = try await received.next() else {
                Issue.record("expected a text")
                return
            }
            let isSame = text == Self.text
            #expect(isSame)
            let traffic = await client.traffic
            #expect(traffic.sent > 900_000)
            try await client.close()
        }
    }
}
