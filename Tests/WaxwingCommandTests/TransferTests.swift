import Foundation
import Testing
import WaxTestSupport

/// Two processes, as people use them.
@Suite("Serve and send", .serialized, .timeLimit(.minutes(10)))
struct TransferTests {
    /// Two identities and what they know of each other.
    private struct Setting {
        let folder: URL
        let fingerprint: String
        var server: URL { folder.appending(path: "server") }
        var client: URL { folder.appending(path: "client") }
        var stranger: URL { folder.appending(path: "stranger") }
        var inbox: URL { folder.appending(path: "inbox") }
        var authorizedKeys: URL { folder.appending(path: "authorized_keys") }

        init(_ folder: URL) async throws {
            self.folder = folder
            for name in ["server", "client", "stranger"] {
                let made = try await Program.run("keygen", "--bits", "2048", "--out", folder.appending(path: name).path)
                #expect(made.status == 0, "\(made.errorText)")
            }
            fingerprint = try await Program.run("fingerprint", folder.appending(path: "server").path).text
            try FileManager.default.createDirectory(at: inbox, withIntermediateDirectories: false)
            try FileManager.default.copyItem(at: client.appending(path: "identity.pub"), to: authorizedKeys)
        }

        func serve() async throws -> ServerProcess {
            try await ServerProcess(
                identity: server, inbox: inbox, trust: ["--authorized-keys", authorizedKeys.path])
        }

        func stored() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: inbox.path).sorted() }
    }

    @Test("Texts, objects and files arrive; the file is the same and has its name only once")
    func transfer() async throws {
        try await withTemporaryDirectory { folder in
            let setting = try await Setting(folder)
            let server = try await setting.serve()
            let trust = ["--identity", setting.client.path, "--fingerprint", setting.fingerprint]
            let file = folder.appending(path: "data.bin")
            var random = SeededRandom(seed: 1)
            let contents = Data((0..<(3 << 20) + 17).map { _ in UInt8.random(in: 0...255, using: &random) })
            try contents.write(to: file)

            for what in [["--text", "grüße"], ["--object", #"{"a":[1,2.5,null]}"#], [file.path]] {
                let sent = try await Program.run(["send", server.address] + trust + what)
                #expect(sent.status == 0, "\(what): \(sent.errorText)")
            }
            #expect(try setting.stored() == ["data.bin"])
            #expect(try Data(contentsOf: setting.inbox.appending(path: "data.bin")) == contents)

            let again = try await Program.run(["send", server.address] + trust + [file.path])
            #expect(again.status == 1 && again.errorText.contains("data.bin"))
            let missing = try await Program.run(["send", server.address] + trust + [file.path + "x"])
            #expect(missing.status == 1)
            let malformed = try await Program.run(["send", server.address] + trust + ["--object", "{"])
            #expect(malformed.status == 2)
            #expect(try setting.stored() == ["data.bin"])
            #expect(await server.stop() == 0)
        }
    }

    @Test("A file that is refused does not keep the others from being sent, and all that was sent is told")
    func severalFiles() async throws {
        try await withTemporaryDirectory { folder in
            let setting = try await Setting(folder)
            let server = try await setting.serve()
            let names = ["first", "taken", "last"]
            for name in names { try Data(name.utf8).write(to: folder.appending(path: name)) }
            try Data("mine".utf8).write(to: setting.inbox.appending(path: "taken"))
            let sent = try await Program.run(
                ["send", server.address, "--identity", setting.client.path, "--fingerprint", setting.fingerprint]
                    + ["--text", "hello"] + names.map { folder.appending(path: $0).path })
            #expect(sent.status == 1)
            #expect(sent.errorText == "waxwing: the peer has a file of the name taken already")
            let lines = sent.text.split(separator: "\n")
            #expect(lines.count == 3 && lines.last == "text sent", "\(sent.text)")
            #expect(try setting.stored() == ["first", "last", "taken"])
            #expect(try Data(contentsOf: setting.inbox.appending(path: "taken")) == Data("mine".utf8))
            #expect(await server.stop() == 0)
        }
    }

    @Test("With --compress a file of words arrives the same, and takes a fraction of its size on the wire")
    func compression() async throws {
        try await withTemporaryDirectory { folder in
            let setting = try await Setting(folder)
            let server = try await setting.serve()
            let file = folder.appending(path: "words.txt")
            let contents = Data(String(repeating: "What shrinks is sent small. ", count: 100_000).utf8)
            try contents.write(to: file)
            let sent = try await Program.run(
                "send", server.address, "--identity", setting.client.path, "--fingerprint", setting.fingerprint,
                "--compress", "--json", file.path)
            #expect(sent.status == 0, "\(sent.errorText)")
            let line = try #require(sent.text.split(separator: "\n").first { $0.contains("words.txt") })
            let report = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(report["bytes"] as? Int == contents.count)
            #expect(try #require(report["sent"] as? Int) < contents.count / 10)
            let isSame = try Data(contentsOf: setting.inbox.appending(path: "words.txt")) == contents
            #expect(isSame)
            #expect(await server.stop() == 0)
        }
    }

    @Test("A server that is not the one expected, and a client that is not authorised: status 3, nothing stored")
    func trust() async throws {
        try await withTemporaryDirectory { folder in
            let setting = try await Setting(folder)
            let server = try await setting.serve()
            let file = folder.appending(path: "secret.txt")
            try Data("secret".utf8).write(to: file)
            let wrong = try await Program.run("fingerprint", setting.stranger.path).text
            for (identity, fingerprint) in [(setting.client, wrong), (setting.stranger, setting.fingerprint)] {
                let sent = try await Program.run(
                    "send", server.address, "--identity", identity.path, "--fingerprint", fingerprint, file.path)
                #expect(sent.status == 3, "\(sent.errorText)")
                #expect(!sent.errorText.contains("\n"))
                // Each is told which key is meant.
                let unknown = identity == setting.stranger ? wrong : setting.fingerprint
                #expect(sent.errorText.contains(unknown), "\(sent.errorText)")
                #expect(try setting.stored() == [])
            }
            #expect(await server.stop(SIGINT) == 0)
            let refused = server.errors.split(separator: "\n").filter { $0.contains("refused") }
            #expect(refused.count == 1 && refused[0].contains(wrong), "\(server.errors)")
        }
    }

    @Test("Known hosts: a new key is taken when told so, and a changed one is refused")
    func knownHosts() async throws {
        try await withTemporaryDirectory { folder in
            let setting = try await Setting(folder)
            let known = folder.appending(path: "known_hosts").path
            var server = try await setting.serve()
            func send(_ extra: String...) async throws -> Peer.Result {
                try await Program.run(["send", server.address, "--identity", setting.client.path, "--known-hosts", known, "--text", "x"] + extra)
            }
            #expect(try await send().status == 3)
            #expect(try await send("--accept-new").status == 0)
            #expect(try await send().status == 0)
            #expect(await server.stop() == 0)

            // Another server behind the same name: the entry is made to name the stranger's key.
            server = try await setting.serve()
            let line = try String(contentsOfFile: setting.stranger.path + "/identity.pub", encoding: .utf8)
            try Data("\(server.address) \(line)".utf8).write(to: URL(fileURLWithPath: known))
            let changed = try await send("--accept-new")
            #expect(changed.status == 3)
            #expect(changed.errorText.lowercased().contains("changed"), "\(changed.errorText)")
            #expect(await server.stop() == 0)
        }
    }

    @Test("The demo succeeds and says what it checked")
    func demo() async throws {
        let result = try await Program.run("demo")
        #expect(result.status == 0, "\(result.errorText)")
        for word in ["bytes", "text", "object", "list", "request", "file", "wrong fingerprint"] {
            #expect(result.text.contains(word), "\(word) is not mentioned")
        }
    }
}
