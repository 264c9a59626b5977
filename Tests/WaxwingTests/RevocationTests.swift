import Foundation
import Synchronization
import Testing
import WaxTestSupport

@testable import Waxwing

/// Something that one task waits for and another lets happen.
private final class Gate: Sendable {
    private let (passes, pass) = AsyncStream.makeStream(of: Void.self)

    func open() { pass.finish() }
    func wait() async { for await _ in passes {} }
}

@Suite("Identities that are taken out of the list", .timeLimit(.minutes(10)))
struct RevocationTests {
    private func write(_ identities: [Identity], _ path: String) throws {
        try Data(try identities.map { try $0.publicKeyLine() + "\n" }.joined().utf8).write(to: URL(filePath: path))
        chmod(path, 0o600)
    }

    /// Runs a server that trusts the client by a file, and lets it be taken out of it.
    private func withKeys(
        options: ServerOptions = ServerOptions(), _ body: (Stage, _ revoke: () async throws -> Void) async throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appending(path: "keys").path
            try write([TestIdentity.client], path)
            try await withServer(trust: .authorizedKeys(at: path), options: options) { stage in
                try await body(stage) {
                    try write([TestIdentity.stranger], path)
                    try await stage.server.reloadTrust()
                }
            }
        }
    }

    @Test("What waits in a session that the application has is not delivered any more")
    func undelivered() async throws {
        try await withKeys { stage, revoke in
            let (client, server) = try await stage.pair()
            try await client.send("secret plans")
            _ = try await client.ping()
            try await revoke()
            try await eventually { stage.server.sessionCount == 0 }
            await #expect(throws: WaxwingError(.notTrusted, "")) {
                for try await _ in server.messages { Issue.record("delivered") }
            }
        }
    }

    @Test("A session that nobody has taken is not handed out any more, over or not", arguments: [false, true])
    func untaken(isOver: Bool) async throws {
        try await withKeys { stage, revoke in
            let client = try await stage.connect()
            try await client.send("secret plans")
            _ = try await client.ping()
            if isOver {
                try await client.close()
                try await eventually { stage.server.sessionCount == 0 }
            }
            try await revoke()
            try await eventually { stage.server.sessionCount == 0 }
            let other = try await stage.connect(as: TestIdentity.stranger)
            var sessions = stage.server.sessions.makeAsyncIterator()
            #expect(await sessions.next()?.remoteAddress == other.localAddress)
            try await other.close()
        }
    }

    @Test("A handshake that has passed the rule is asked about again when the session stands")
    func handshake() async throws {
        let isAccepted = Gate(), isRevoked = Gate()
        var options = ServerOptions()
        // The last question of the handshake: the identity has been found to be trusted.
        options.admission = { _ in
            isAccepted.open()
            return nil
        }
        try await withKeys(options: options) { stage, revoke in
            let group = try #require(stage.options.group)
            let unsent = Mutex<[UInt8]>([])
            // Passes the handshake on and keeps the client's first record, of type 3, back.
            let proxy = try await Proxy(to: try #require(stage.server.address), group) { toServer, _, bytes in
                guard toServer else { return .pass(bytes) }
                return unsent.withLock { unsent in
                    unsent += bytes
                    var handshake: [UInt8] = []
                    while unsent.count >= 3 {
                        let end = 3 + Int(unsent[1]) << 8 + Int(unsent[2])
                        guard unsent[0] != 3 else {
                            defer { unsent = [] }
                            return .hold(handshake, unsent) { await isRevoked.wait() }
                        }
                        guard unsent.count >= end else { break }
                        handshake += unsent.prefix(end)
                        unsent.removeFirst(end)
                    }
                    return .pass(handshake)
                }
            }
            let client = Client(identity: TestIdentity.client, trust: .anyone, options: stage.options)
            let visit = Task {
                defer { isAccepted.open() }
                let session = try await client.connect(to: "\(proxy.address)")
                try await session.send("secret plans")
                for try await _ in session.messages {}
            }
            await isAccepted.wait()
            try await revoke()
            #expect(stage.server.sessionCount == 1)
            isRevoked.open()
            try await eventually { stage.server.sessionCount == 0 }
            // The client is told. (Were it cancelled here, it might not have heard of it yet.)
            let error = await #expect(throws: WaxwingError.self) { try await outcome(of: visit) }
            #expect(error?.exitStatus == 3)
            await stage.server.shutDown()
            for await _ in stage.server.sessions { Issue.record("handed out") }
            proxy.stop()
        }
    }
}
