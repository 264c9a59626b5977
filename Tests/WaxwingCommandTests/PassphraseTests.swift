import Foundation
import Testing
import WaxTestSupport

@Suite("Keys with a passphrase")
struct PassphraseTests {
    private static func write(_ text: String, to url: URL) throws -> String {
        try Data(text.utf8).write(to: url)
        return url.path
    }

    @Test("A key is encrypted with the first line of a file, openssl reads it, and it sends and receives")
    func files() async throws {
        try await withTemporaryDirectory { folder in
            let secret = try Self.write("geheim ü\nnot this\n", to: folder.appending(path: "secret"))
            let windows = try Self.write("geheim ü\r\n", to: folder.appending(path: "windows"))
            let wrong = try Self.write("geheim u", to: folder.appending(path: "wrong"))
            let empty = try Self.write("\ngeheim ü\n", to: folder.appending(path: "empty"))
            let alice = folder.appending(path: "alice"), bob = folder.appending(path: "bob")
            let made = try await Program.run(
                "keygen", "--bits", "2048", "--out", alice.path, "--passphrase-file", secret)
            #expect(made.status == 0, "\(made.errorText)")
            let key = alice.appending(path: "identity.pem")
            let text = String(decoding: try Data(contentsOf: key), as: UTF8.self)
            #expect(text.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"))
            #expect(try FileManager.default.attributesOfItem(atPath: key.path)[.posixPermissions] as? Int == 0o600)
            if Peer.isAvailable("openssl") {
                let check = try Peer.run(
                    "openssl", ["pkey", "-in", key.path, "-passin", "file:" + windows, "-check", "-noout"])
                // openssl keeps the carriage return; we do not.
                #expect(!check.succeeded)
                let right = try Peer.run(
                    "openssl", ["pkey", "-in", key.path, "-passin", "file:" + secret, "-check", "-noout"])
                #expect(right.text.contains("Key is valid"))
            }

            let fingerprint = try await Program.run("fingerprint", alice.path)
            for file in [secret, windows] {
                let again = try await Program.run("fingerprint", key.path, "--passphrase-file", file)
                #expect(again.status == 0 && again.output == fingerprint.output)
            }
            let refused = try await Program.run("fingerprint", key.path, "--passphrase-file", wrong)
            #expect(refused.status == 1 && refused.errorText.contains("wrong passphrase"))
            let nothing = try await Program.run("fingerprint", key.path, "--passphrase-file", empty)
            #expect(nothing.status == 1 && nothing.errorText.contains("is empty"))
            let both = try await Program.run("keygen", "--passphrase", "--passphrase-file", secret, "--out", bob.path)
            #expect(both.status == 2 && !FileManager.default.fileExists(atPath: bob.path))

            let made2 = try await Program.run("keygen", "--bits", "2048", "--out", bob.path)
            #expect(made2.status == 0)
            let server = try await ServerProcess(
                identity: alice, inbox: folder.appending(path: "inbox"),
                trust: ["--allow-anyone", "--passphrase-file", secret])
            let sent = try await Program.run(
                "send", server.address, "--identity", bob.path, "--fingerprint", fingerprint.text, "--text", "hello")
            #expect(sent.status == 0, "\(sent.errorText)")
            let wrongSender = try await Program.run(
                "send", server.address, "--identity", alice.path, "--fingerprint", fingerprint.text, "--text", "hello",
                "--passphrase-file", wrong)
            #expect(wrongSender.status == 1 && wrongSender.errorText.contains("wrong passphrase"))
            #expect(await server.stop() == 0)
        }
    }

    @Test(
        "Where there is no terminal, the message says what to do instead",
        .enabled(if: Peer.isAvailable("setsid"), "setsid is not installed"))
    func noTerminal() async throws {
        try await withTemporaryDirectory { folder in
            let secret = try Self.write("secret", to: folder.appending(path: "secret"))
            let identity = folder.appending(path: "me").path
            _ = try await Program.run("keygen", "--bits", "2048", "--out", identity, "--passphrase-file", secret)
            for words in [["fingerprint", identity + "/identity.pem"], ["keygen", "--passphrase", "--out", identity + "-new"]] {
                let result = try await onOwnThread { try Peer.run("setsid", ["--wait", Program.path] + words) }
                #expect(result.status == 1, "\(words)")
                #expect(result.errorText.contains("no terminal") && result.errorText.contains("use --passphrase-file"))
            }
        }
    }

    /// Runs a program on a new terminal, types each answer when its question is there, and prints all that was shown.
    private static let script = """
        import os, pty, select, sys
        path, words = sys.argv[1], sys.argv[2].split('|')
        exchanges = [pair.split('=') for pair in sys.argv[3].split('|')]
        child, terminal = pty.fork()
        if child == 0:
            os.execv(path, [path] + words)
        shown = b''
        seen = 0
        while True:
            ready, _, _ = select.select([terminal], [], [], 50)
            if not ready:
                break
            try:
                piece = os.read(terminal, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
            if exchanges and exchanges[0][0].encode() in shown[seen:]:
                seen = len(shown)
                os.write(terminal, exchanges.pop(0)[1].encode().decode('unicode_escape').encode('latin-1'))
        _, status = os.waitpid(child, 0)
        sys.stdout.buffer.write(shown)
        sys.exit(os.waitstatus_to_exitcode(status))
        """

    private static func typed(_ words: [String], _ exchanges: [(String, String)]) async throws -> Peer.Result {
        let typing = exchanges.map { "\($0)=\($1)" }.joined(separator: "|")
        return try await onOwnThread {
            try Peer.run("python3", ["-c", script, Program.path, words.joined(separator: "|"), typing])
        }
    }

    @Test(
        "On a terminal the passphrase is asked for, twice when it is new, and never shown",
        .enabled(if: Peer.pythonHas("pty"), "python3 is not installed"))
    func terminal() async throws {
        try await withTemporaryDirectory { folder in
            let identity = folder.appending(path: "me").path
            let made = try await Self.typed(
                ["keygen", "--bits", "2048", "--out", identity, "--passphrase"],
                // A typing error, taken back with Backspace, and a line, taken back with Control-U.
                [("New passphrase: ", "sesamX\\x7fe\\r"), ("again: ", "wrong\\x15sesame\\n")])
            #expect(made.status == 0, "\(made.text)")
            #expect(!made.text.contains("sesam"))
            let key = identity + "/identity.pem"
            let secret = try Self.write("sesame", to: folder.appending(path: "secret"))
            let fingerprint = try await Program.run("fingerprint", key, "--passphrase-file", secret)
            #expect(fingerprint.status == 0 && made.text.contains(fingerprint.text))

            let asked = try await Self.typed(
                ["fingerprint", key], [("Passphrase for ", "sesam\\r"), ("Passphrase for ", "sesame\\r")])
            #expect(asked.status == 0 && asked.text.contains(fingerprint.text) && !asked.text.contains("sesam"))
            #expect(asked.text.contains("that is not the passphrase"))
            let wrong = [(String, String)](repeating: ("Passphrase for ", "no\\r"), count: 3)
            #expect(try await Self.typed(["fingerprint", key], wrong).status == 1)
            #expect(try await Self.typed(["fingerprint", key], [("Passphrase for ", "se\\x03")]).status == 1)

            let other = folder.appending(path: "other").path
            let different = try await Self.typed(
                ["keygen", "--out", other, "--passphrase"], [("New passphrase: ", "a\\r"), ("again: ", "b\\r")])
            #expect(different.status == 1 && different.text.contains("differ"))
            let empty = try await Self.typed(["keygen", "--out", other, "--passphrase"], [("New passphrase: ", "\\r")])
            #expect(empty.status == 1 && !FileManager.default.fileExists(atPath: other))
        }
    }
}
