import Foundation
import Testing
import WaxCore
import WaxIdentity
import WaxNoise
import WaxSession
import WaxTestSupport
import WaxWire

/// The documentation shows one connection byte by byte. Here the code makes those bytes again, and both sides of a real
/// session are shown to speak them.
///
/// After a change of the protocol, `WAXWING_WRITE_DOCUMENTATION=1 swift test --filter WorkedExchangeTests` writes the
/// article anew.
@Suite("The worked exchange of the documentation")
struct WorkedExchangeTests {
    static let file = TestVectors.checkout.appending(
        path: "Sources/Protocol/WaxWire/WaxWire.docc/WorkedExchange.md")

    @Test("The article shows what the code makes")
    func article() throws {
        let text = try WorkedExchange().markdown
        if ProcessInfo.processInfo.environment["WAXWING_WRITE_DOCUMENTATION"] != nil {
            try text.write(to: Self.file, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: Self.file, encoding: .utf8)
        let lines = zip(written.split(separator: "\n"), text.split(separator: "\n"))
        for (old, new) in lines where old != new {
            Issue.record("the article says \(old), the code makes \(new)")
            return
        }
        #expect(written == text)
    }

    /// Trusts everybody: the keys of the exchange are published.
    private struct Anyone: PeerTrust {
        func preliminaryDecision(about claim: IdentityClaim) -> TrustDecision { .trusted }
        func decision(about identity: PeerIdentity) -> TrustDecision { .trusted }
    }

    /// The limits behind the settings of the exchange.
    static var limits: Limits {
        var limits = Limits()
        limits.largestMessage = 16 << 20
        limits.streams = 64
        limits.streamWindow = 256 << 10
        limits.receiveWindow = 4 << 20
        limits.idleTimeout = 60000
        return limits
    }

    /// Hands the units of one side to a connection that plays the other.
    ///
    /// - Returns: What the connection sent up to its first record, and what happened.
    private func play(_ exchange: WorkedExchange, against connection: Connection, isClient: Bool) -> ([UInt8], [Event])
    {
        var output = connection.takeOutput(), all = output
        var events: [Event] = []
        for step in exchange.steps where step.isClient == !isClient {
            connection.receive(step.unit.span, now: WorkedExchange.now)
            while let event = connection.nextEvent() { events.append(event) }
            output = connection.takeOutput()
            all += output
        }
        while let event = connection.nextEvent() { events.append(event) }
        return (all, events)
    }

    private func units(_ exchange: WorkedExchange, isClient: Bool, first count: Int) -> [UInt8] {
        exchange.steps.filter { $0.isClient == isClient }.prefix(count).flatMap { $0.unit }
    }

    @Test("A server understands the client of the exchange, and sends its units up to the first record")
    func server() throws {
        let exchange = try WorkedExchange()
        var parameters = ServerParameters(identity: exchange.server, trust: Anyone())
        parameters.grease = .never
        parameters.limits = Self.limits
        let connection = Connection(
            server: parameters, now: WorkedExchange.now, random: PresetRandom(WorkedExchange.serverEphemeral))
        let (output, events) = play(exchange, against: connection, isClient: false)
        let expected = units(exchange, isClient: false, first: 2)
        #expect(output.starts(with: expected) && output.count > expected.count)
        guard case .established(let peer) = events.first else { throw Unexpected(events: events) }
        #expect(peer.identity == exchange.client.identity)
        let texts = events.compactMap { event -> [UInt8]? in
            guard case .message(_, let message, credit: _) = event else { return nil }
            return message.content
        }
        #expect(texts == [[UInt8]("hello".utf8)])
        guard case .goodbye(code: .none, text: "bye", lastStream: 0) = events.dropLast().last,
            case .closed(nil) = events.last
        else { throw Unexpected(events: events) }
    }

    @Test("A client understands the server of the exchange, and sends its units up to the first record")
    func client() throws {
        let exchange = try WorkedExchange()
        var parameters = ClientParameters(identity: exchange.client, trust: Anyone())
        parameters.grease = .never
        parameters.limits = Self.limits
        let connection = Connection(
            client: parameters, now: WorkedExchange.now, random: PresetRandom(WorkedExchange.clientEphemeral))
        let hello = connection.takeOutput()
        #expect(hello == units(exchange, isClient: true, first: 2))
        let fromServer = exchange.steps.filter { !$0.isClient }.map { $0.unit }
        let (message, accept) = (fromServer[0], fromServer[1])
        connection.receive(message.span, now: WorkedExchange.now)
        let answer = connection.takeOutput()
        #expect(hello + answer == units(exchange, isClient: true, first: 4))
        connection.receive(accept.span, now: WorkedExchange.now)
        guard case .established(let peer) = connection.nextEvent() else { throw Unexpected(events: []) }
        #expect(peer.identity == exchange.server.identity)
        // So that there is a stream 2 for the server to end.
        _ = try connection.openStream(service: "")
        _ = connection.takeOutput()
        for unit in fromServer[2...] { connection.receive(unit.span, now: WorkedExchange.now) }
        var events: [Event] = []
        while let event = connection.nextEvent() { events.append(event) }
        guard case .goodbye(code: .none, text: "", lastStream: 2) = events.dropLast().last,
            case .closed(nil) = events.last
        else { throw Unexpected(events: events) }
    }

    struct Unexpected: Error {
        var events: [Event]
    }
}

extension WorkedExchange {
    /// The article.
    var markdown: String {
        var text = """
            # A connection byte by byte

            One connection with fixed keys, from hello to goodbye, in hexadecimal digits.

            ## Overview

            This is what <doc:WireProtocol> looks like on the wire. Whoever writes another implementation can compute
            every value below from the keys given here; only the two signatures are random, and are to be verified. A
            test makes these bytes again and compares them with this article, so it cannot go out of date.

            The suite is `Noise_XX_25519_AESGCM_SHA256`. All X25519 keys are private keys as 32 bytes. The time is
            \(Self.now.unixSeconds), in seconds since 1970.


            """
        text += block("The server's static key", Self.serverStatic)
        text += block("The server's ephemeral key", Self.serverEphemeral)
        text += block("The client's static key", Self.clientStatic)
        text += block("The client's ephemeral key", Self.clientEphemeral)
        text += "The identities are RSA keys of 2048 bits; they are in the payloads of messages 2 and 3.\n"
        for (index, step) in steps.enumerated() {
            if index == 4 { text += keyText }
            text += "\n## \(step.title)\n\n"
            for content in step.contents { text += block(content.caption, content.bytes) }
            text += block("\(step.isClient ? "Client → server" : "Server → client"), the unit", step.unit)
            text.removeLast()
        }
        return text
    }

    private var keyText: String {
        var text = "\n## The keys\n\n"
        text += "What both sides have computed after message 3:\n\n"
        text += block("The handshake hash, which is the channel binding", hash)
        text += block("The client's key for sending", clientKey)
        text += block("The server's key for sending", serverKey)
        text += block("The exporter secret", exporterSecret)
        text += block("32 bytes exported with the label `example` and the context `010203`", exported)
        text.removeLast()
        return text
    }

    /// A caption and bytes, 32 on a line.
    private func block(_ caption: String, _ bytes: [UInt8]) -> String {
        var text = "\(caption) (\(bytes.count) bytes):\n\n```\n"
        for start in stride(from: 0, to: bytes.count, by: 32) {
            text += Hex.encode(Array(bytes[start..<min(start + 32, bytes.count)])) + "\n"
        }
        return text + "```\n\n"
    }
}
