import Foundation
import Testing
import WaxTestSupport

@testable import Waxwing

@Suite("Trust", .timeLimit(.minutes(10)))
struct TrustTests {
    private func client(_ identity: Identity?, _ trust: TrustPolicy, _ stage: Stage) -> Client {
        Client(identity: identity, trust: trust, options: stage.options)
    }

    @Test("A key that is not authorised is refused, and nothing of it is delivered or stored")
    func unauthorised() async throws {
        let log = LogBook()
        var options = ServerOptions()
        options.log = log.handler
        try await withServer(options: options) { stage in
            for identity in [TestIdentity.stranger, nil] {
                let error = await #expect(throws: WaxwingError.self) { _ = try await stage.connect(as: identity) }
                #expect(error?.code == .notAuthorised && error?.exitStatus == 3)
            }
            try await eventually { stage.server.sessionCount == 0 }
            #expect(try stage.inboxNames.isEmpty)
            let key = TestIdentity.stranger.fingerprint
            #expect(log.warnings.contains("is not trusted: \(key) is not among the keys that are trusted"))
            #expect(log.warnings.contains("an anonymous client is not accepted"))
        }
    }

    @Test("A server with another key is refused, and does not learn who asks")
    func wrongFingerprint() async throws {
        let log = LogBook()
        var options = ServerOptions()
        options.log = log.handler
        try await withServer(options: options) { stage in
            let trust = try TrustPolicy.fingerprint(TestIdentity.stranger.fingerprint)
            let error = await #expect(throws: WaxwingError.self) {
                _ = try await client(TestIdentity.client, trust, stage).connect(to: stage.endpoint)
            }
            #expect(error?.code == .notTrusted && error?.exitStatus == 3)
            try await eventually { stage.server.sessionCount == 0 }
            #expect(!log.text.contains(TestIdentity.client.fingerprint))
        }
    }

    @Test("Anyone is welcome only where the server says so, with and without an identity")
    func anyone() async throws {
        try await withServer(trust: .anyone) { stage in
            for identity in [TestIdentity.stranger, nil] {
                var sessions = stage.server.sessions.makeAsyncIterator()
                let session = try await client(identity, .anyone, stage).connect(to: stage.endpoint)
                let other = try #require(await sessions.next())
                #expect(other.peer.identity?.publicKey == identity?.publicKey)
                #expect(session.peer.identity?.publicKey == TestIdentity.server.publicKey)
                try await session.close()
            }
        }
    }

    @Test("A known host is trusted, a new one only if that is asked for, a changed one never")
    func knownHosts() async throws {
        try await withServer { stage in
            let path = stage.directory.appending(path: "known_hosts").path
            func connect(acceptNew: Bool) async throws {
                let session = try await client(TestIdentity.client, .knownHosts(at: path, acceptNew: acceptNew), stage)
                    .connect(to: stage.endpoint)
                try await session.close()
            }
            let unknown = await #expect(throws: WaxwingError(.notTrusted, "")) { try await connect(acceptNew: false) }
            #expect(unknown?.reason.contains("is not in \(path)") == true)
            #expect(!FileManager.default.fileExists(atPath: path))

            try await connect(acceptNew: true)
            let line = try String(contentsOfFile: path, encoding: .utf8)
            #expect(line == "\(stage.endpoint) \(try TestIdentity.server.publicKeyLine())\n")
            try await connect(acceptNew: false)
            try await connect(acceptNew: true)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == line)

            let other = "\(stage.endpoint) \(try TestIdentity.stranger.publicKeyLine())\n"
            try Data(other.utf8).write(to: URL(filePath: path))
            chmod(path, 0o600)
            for acceptNew in [false, true] {
                let changed = await #expect(throws: WaxwingError(.notTrusted, "")) {
                    try await connect(acceptNew: acceptNew)
                }
                let reason = try #require(changed?.reason)
                #expect(reason.contains("HAS CHANGED") && reason.contains(TestIdentity.stranger.fingerprint))
                #expect(reason.contains(TestIdentity.server.fingerprint))
                #expect(try String(contentsOfFile: path, encoding: .utf8) == other)
            }

            // A line that is not understood might be this host's: an error, not a new host.
            try Data("what is this\n".utf8).write(to: URL(filePath: path))
            await #expect(throws: WaxwingError(.badKey, "")) { try await connect(acceptNew: true) }
        }
    }

    @Test("A line with an option is refused, lines of other types are skipped, and the log says so")
    func options() async throws {
        let log = LogBook()
        var options = ServerOptions()
        options.log = log.handler
        try await withTemporaryDirectory { directory in
            let path = directory.appending(path: "keys").path
            let lines = [
                "# people", "restrict \(try TestIdentity.client.publicKeyLine())", "ssh-ed25519 AAAA me",
                try TestIdentity.stranger.publicKeyLine(comment: "a friend"),
            ]
            try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
            chmod(path, 0o644)
            try await withServer(trust: .authorizedKeys(at: path), options: options) { stage in
                await #expect(throws: WaxwingError(.notAuthorised, "")) { _ = try await stage.connect() }
                try await stage.connect(as: TestIdentity.stranger).close()
            }
            #expect(log.text.contains("line 2 is refused: the option “restrict” is not known"))
            #expect(log.text.contains("line 3 is skipped"))
        }
    }

    @Test("A file of keys that others may change, or that is missing, stops the server from listening")
    func unsafeFile() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appending(path: "keys").path
            let server = Server(identity: TestIdentity.server, trust: .authorizedKeys(at: path))
            await #expect(throws: WaxwingError(.file(.notFound), "")) { try await server.listen(on: "127.0.0.1:0") }
            try Data().write(to: URL(filePath: path))
            for mode: mode_t in [0o664, 0o646] {
                chmod(path, mode)
                await #expect(throws: WaxwingError(.laxPermissions, "")) {
                    try await server.listen(on: "127.0.0.1:0")
                }
            }
            chmod(path, 0o644)
            try await server.listen(on: "127.0.0.1:0")
            await #expect(throws: WaxwingError(.misuse, "")) { try await server.listen(on: "127.0.0.1:0") }
            await server.shutDown()

            let other = Server(identity: TestIdentity.server, trust: .knownHosts(at: path))
            await #expect(throws: WaxwingError(.misuse, "")) { try await other.listen(on: "127.0.0.1:0") }
            for text in ["nonsense", "host:99999", "::1:80"] {
                await #expect(throws: WaxwingError(.misuse, "")) { try await other.listen(on: text) }
            }
        }
    }

    @Test("A key that is taken out of the file loses its sessions at the next reload, others keep theirs")
    func reload() async throws {
        try await withTemporaryDirectory { directory in
            let path = directory.appending(path: "keys").path
            func write(_ identities: [Identity]) throws {
                let text = try identities.map { try $0.publicKeyLine() + "\n" }.joined()
                try Data(text.utf8).write(to: URL(filePath: path))
                chmod(path, 0o600)
            }
            try write([TestIdentity.client, TestIdentity.stranger])
            try await withServer(trust: .authorizedKeys(at: path)) { stage in
                let leaving = try await stage.connect(), staying = try await stage.connect(as: TestIdentity.stranger)
                try write([TestIdentity.stranger])
                try await stage.server.reloadTrust()
                let error = await #expect(throws: WaxwingError.self) { for try await _ in leaving.messages {} }
                #expect(error?.exitStatus == 3)
                try await staying.send("here")
                _ = try await staying.ping()
                await #expect(throws: WaxwingError(.notAuthorised, "")) { _ = try await stage.connect() }

                // A file that cannot be read changes nothing.
                chmod(path, 0o666)
                await #expect(throws: WaxwingError(.laxPermissions, "")) { try await stage.server.reloadTrust() }
                _ = try await staying.ping()
                try await staying.close()
            }
        }
    }

    @Test("A pre-shared key is proven by both sides, or there is no session")
    func preSharedKey() async throws {
        let key = SymmetricKey(size: .bits256)
        var options = ServerOptions()
        options.preSharedKey = { $0 == [1, 2] ? key : nil }
        try await withServer(options: options) { stage in
            var stage = stage
            await #expect(throws: WaxwingError.self) { _ = try await stage.connect() }
            let wrong = [
                PreSharedKey(identifier: [1, 2], key: SymmetricKey(size: .bits256)),
                PreSharedKey(identifier: [3], key: key),
            ]
            for secret in wrong {
                stage.options.preSharedKey = secret
                let attempt = stage
                await #expect(throws: WaxwingError.self) { _ = try await attempt.connect() }
            }
            stage.options.preSharedKey = PreSharedKey(identifier: [1, 2], key: key)
            let session = try await stage.connect()
            #expect(session.peer.preSharedKeyIdentifier == [1, 2])
            try await session.close()
        }
    }

    @Test("The application has the last word on a client")
    func admission() async throws {
        var options = ServerOptions()
        options.admission = { _ in Refusal(code: .busy, text: "come \u{1B}[2J back") }
        try await withServer(options: options) { stage in
            let error = await #expect(throws: WaxwingError(.refused(.busy), "")) { _ = try await stage.connect() }
            #expect(error?.reason.contains("come \\u{1b}[2J back") == true)
        }
    }
}
