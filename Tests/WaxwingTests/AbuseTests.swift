import Foundation
import Synchronization
import Testing
import WaxTestSupport

@testable import WaxTransport
@testable import Waxwing

@Suite("Abuse", .timeLimit(.minutes(10)))
struct AbuseTests {
    private func shortHandshake() -> ServerOptions {
        var options = ServerOptions()
        options.limits.handshakeTimeout = 1_000
        return options
    }

    @Test("Whoever connects and says nothing, or too little, is cut off when the handshake's time is over")
    func slowClients() async throws {
        try await withServer(options: shortHandshake()) { stage in
            let group = try #require(stage.options.group)
            let address = try #require(stage.server.address)
            let silent = try await Wire.connect(to: address, group)
            let partial = try await Wire.connect(to: address, group)
            // A hello of which more is announced than comes.
            await partial.write([1, 0, 100] + Array("WAXW".utf8))
            // Byte by byte, each in time but all together not.
            let dripping = try await Wire.connect(to: address, group)
            let drip = Task {
                for byte in [1, 0, 200] + [UInt8]("WAXW".utf8) + [UInt8](repeating: 0, count: 100) {
                    await dripping.write([byte])
                    try await Task.sleep(for: .milliseconds(20))
                }
            }
            // What they get is a reject: type 4, two bytes, deadline.
            for wire in [silent, partial, dripping] { #expect(await wire.readToEnd() == [4, 0, 2, 0, 7]) }
            drip.cancel()
            try await eventually { stage.server.sessionCount == 0 }
            // Others are served, if the machine is not too slow for a handshake of that time.
            try await eventually { (try? await stage.connect().close()) != nil }
        }
    }

    @Test("What is not this protocol is rejected, and ends")
    func nonsense() async throws {
        try await withServer { stage in
            let group = try #require(stage.options.group)
            let address = try #require(stage.server.address)
            for text in ["GET / HTTP/1.1\r\n\r\n", "SSH-2.0-x\r\n", "\u{16}\u{3}\u{1}", "\u{3}\u{0}\u{20}"] {
                let wire = try await Wire.connect(to: address, group)
                await wire.write(Array(text.utf8))
                let answer = await wire.readToEnd()
                #expect(answer.count == 5 && answer.starts(with: [4, 0, 2]))
            }
            try await eventually { stage.server.sessionCount == 0 }
        }
    }

    @Test("More sessions from one address than allowed are turned away with a word, and places are given back")
    func limits() async throws {
        var options = ServerOptions()
        options.connections = ConnectionLimits(total: 10, perAddress: 2)
        try await withServer(options: options) { stage in
            let first = try await stage.connect(), second = try await stage.connect()
            await #expect(throws: WaxwingError(.refused(.busy), "")) { _ = try await stage.connect() }
            try await first.close()
            try await eventually { stage.server.sessionCount == 1 }
            let third = try await stage.connect()
            try await second.close()
            try await third.close()
        }
    }

    @Test("A peer that goes silent is given up after the idle time")
    func idle() async throws {
        let log = LogBook()
        var options = ServerOptions()
        options.log = log.handler
        options.limits.idleTimeout = 500
        options.limits.keepAliveInterval = 0
        try await withServer(options: options) { stage in
            let group = try #require(stage.options.group)
            let isStopped = Atomic(false)
            let proxy = try await Proxy(to: try #require(stage.server.address), group) { toServer, _, bytes in
                .pass(isStopped.load(ordering: .relaxed) ? [] : bytes)
            }
            let client = Client(
                identity: TestIdentity.client, trust: try .only(TestIdentity.server), options: stage.options)
            // A machine that is slow today may miss the idle time at once, which is as good.
            let session = try? await client.connect(to: "\(proxy.address)")
            isStopped.store(true, ordering: .relaxed)
            try await eventually { log.text.contains("nothing came from the peer for 500 ms") }
            try await eventually { stage.server.sessionCount == 0 }
            session?.abandon()
            proxy.stop()
        }
    }

    private func transfer(_ rule: @escaping Proxy.Rule) async throws {
        try await withServer { stage in
            let group = try #require(stage.options.group)
            let proxy = try await Proxy(to: try #require(stage.server.address), group, rule: rule)
            var random = SeededRandom(seed: 3)
            let path = try stage.makeFile("data", random.bytes(count: 2 << 20))
            let error = await #expect(throws: WaxwingError.self) {
                let client = try await Client(
                    identity: TestIdentity.client, trust: .only(TestIdentity.server), options: stage.options
                ).connect(to: "\(proxy.address)")
                try await client.send(file: path)
            }
            #expect(error?.code != .misuse && error?.code != .cancelled, "\(error?.reason ?? "")")
            try await eventually { stage.server.sessionCount == 0 }
            try await eventually { try stage.inboxNames.isEmpty }
            proxy.stop()
        }
    }

    @Test(
        "A connection that is cut anywhere leaves nothing", arguments: [0, 1, 40, 700, 3_000, 70_000, 1 << 20, 2 << 20])
    func cut(count: Int) async throws {
        try await transfer { toServer, before, bytes in
            guard toServer, before + bytes.count > count else { return .pass(bytes) }
            return .cut(after: Array(bytes.prefix(count - before)))
        }
    }

    @Test(
        "A byte that is changed on the way ends the session and leaves nothing",
        arguments: [2, 20, 500, 2_000, 100_000, 2 << 20])
    func changed(place: Int) async throws {
        try await transfer { toServer, before, bytes in
            var bytes = bytes
            if toServer, (before..<before + bytes.count).contains(place) { bytes[place - before] ^= 1 }
            return .pass(bytes)
        }
    }
}
