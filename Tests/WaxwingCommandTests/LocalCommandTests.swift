import Foundation
import Testing
import WaxTestSupport

@testable import WaxwingCommand

@Suite("Commands that need no peer", .timeLimit(.minutes(10)))
struct LocalCommandTests {
    @Test("Help is a success; a command line that is not understood is status 2 with one line that says what to do")
    func usage() async throws {
        let overview = try await Program.run("--help")
        #expect(overview.status == 0)
        let commands = [
            "demo", "keygen", "fingerprint", "serve", "send", "compress", "decompress", "digest", "vectors",
        ]
        for command in commands {
            #expect(overview.text.contains("  \(command)"))
            let help = try await Program.run(command, "--help")
            #expect(help.status == 0 && help.text.contains("usage: waxwing \(command)"), "\(command)")
            #expect(try await Program.run("help", command).output == help.output)
            #expect(try await Program.run(command, "-h").output == help.output)
        }
        #expect(try await Program.run().status == 2)
        #expect(try await Program.run("--version").text == "waxwing \(Main.version)")
        for words in [["nothing"], ["keygen", "--size", "1"], ["fingerprint"], ["send", "x"], ["serve"], ["help", "x"]] {
            let result = try await Program.run(words)
            #expect(result.status == 2, "\(words)")
            #expect(result.errorText.hasPrefix("waxwing: ") && !result.errorText.contains("\n"), "\(words)")
            #expect(result.output.isEmpty)
        }
    }

    @Test("Results that cannot be written are a failure, not a success that nobody hears of")
    func unwritableOutput() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder.appending(path: "file")
            try Data("abc".utf8).write(to: file)
            let key = folder.appending(path: "key").path
            try #require(try await Program.run("keygen", "--bits", "2048", "--out", key).status == 0)
            for words in [
                ["digest", "sha256", file.path], ["fingerprint", key], ["--help"], ["digest", "--help"],
                ["compress", "--stdout", file.path],
            ] {
                let script = #""$0" "$@" > /dev/full"#
                let result = try await onOwnThread { try Peer.run("/bin/sh", ["-c", script, Program.path] + words) }
                #expect(result.status == 1, "\(words)")
                #expect(result.errorText == "waxwing: cannot write to standard output: No space left on device")
            }
        }
    }

    @Test("A place that is not HOST:PORT is wrong usage")
    func places() async throws {
        try await withTemporaryDirectory { folder in
            let key = folder.appending(path: "key").path
            try #require(try await Program.run("keygen", "--bits", "2048", "--out", key).status == 0)
            let fingerprint = try await Program.run("fingerprint", key).text
            for place in ["127.0.0.1", "a:b", "::1:5", "host:65536"] {
                let sent = try await Program.run(
                    "send", place, "--identity", key, "--fingerprint", fingerprint, "--text", "x")
                #expect(sent.status == 2 && sent.errorText.contains("HOST:PORT"), "\(sent.errorText)")
                let served = try await Program.run(
                    "serve", "--listen", place, "--identity", key, "--inbox", folder.path, "--allow-anyone")
                #expect(served.status == 2 && served.errorText.contains("HOST:PORT"), "\(served.errorText)")
            }
        }
    }

    @Test("A key is made that OpenSSL and OpenSSH accept, kept from others, and not overwritten")
    func keygen() async throws {
        try await withTemporaryDirectory { folder in
            let directory = folder.appending(path: "alice").path
            let made = try await Program.run("keygen", "--bits", "2048", "--out", directory)
            #expect(made.status == 0, "\(made.errorText)")
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(directory)/identity.pem")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
            let fingerprint = try await Program.run("fingerprint", "\(directory)/identity.pub")
            #expect(fingerprint.status == 0 && made.text.hasPrefix(fingerprint.text))
            #expect(try await Program.run("fingerprint", "\(directory)/identity.pem").text == fingerprint.text)
            #expect(try await Program.run("fingerprint", directory).text == fingerprint.text)
            if Peer.isAvailable("ssh-keygen") {
                let theirs = try Peer.run("ssh-keygen", ["-lf", "\(directory)/identity.pub"])
                #expect(theirs.text.split(separator: " ").dropFirst().first.map(String.init) == fingerprint.text)
            }
            if Peer.isAvailable("openssl") {
                let check = try Peer.run("openssl", ["pkey", "-in", "\(directory)/identity.pem", "-check", "-noout"])
                #expect(check.text.contains("Key is valid"))
            }

            let key = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/identity.pem"))
            let again = try await Program.run("keygen", "--bits", "2048", "--out", directory)
            #expect(again.status == 1)
            #expect(try Data(contentsOf: URL(fileURLWithPath: "\(directory)/identity.pem")) == key)
            #expect(try await Program.run("keygen", "--bits", "1024", "--out", directory).status == 2)
        }
    }

    @Test("A key in DER is read as one in PEM is; one of another kind is refused for its kind")
    func derKeys() async throws {
        try await withTemporaryDirectory { folder in
            let directory = folder.path
            #expect(try await Program.run("keygen", "--bits", "2048", "--out", directory).status == 0)
            let fingerprint = try await Program.run("fingerprint", directory).text
            let body = try String(contentsOfFile: "\(directory)/identity.pem", encoding: .utf8)
                .split(separator: "\n").filter { !$0.hasPrefix("-----") }.joined()
            let key = try #require(Data(base64Encoded: body))
            let file = folder.appending(path: "key.der")
            try key.write(to: file)
            #expect(try await Program.run("fingerprint", file.path).text == fingerprint)

            let openSSL = ["pkey", "-in", "\(directory)/identity.pem", "-outform", "DER", "-out", file.path]
            for options in [["-pubout"], ["-traditional"], []] where Peer.isAvailable("openssl") {
                let made = try await onOwnThread { try Peer.run("openssl", openSSL + options) }
                #expect(made.succeeded)
                #expect(try await Program.run("fingerprint", file.path).text == fingerprint, "\(options)")
            }

            try (key + [0]).write(to: file)
            let longer = try await Program.run("fingerprint", file.path)
            #expect(longer.status == 1 && longer.errorText.contains("DER"), "\(longer.errorText)")

            // The algorithm becomes one that there is not.
            var other = key
            let oid = try #require(key.firstRange(of: Data([0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 1, 1])))
            other[oid.upperBound - 1] = 0x7F
            try other.write(to: file)
            let unknown = try await Program.run("fingerprint", file.path)
            #expect(unknown.status == 1 && unknown.errorText.contains("1.2.840.113549.1.1.127"), "\(unknown.errorText)")
        }
    }

    @Test("What is no key is refused in one line", arguments: ["", "nonsense", "-----BEGIN PUBLIC KEY-----\nAAAA\n"])
    func badKeys(contents: String) async throws {
        try await withTemporaryDirectory { folder in
            let file = folder.appending(path: "key\u{1B}[31m")
            try Data(contents.utf8).write(to: file)
            let result = try await Program.run("fingerprint", file.path)
            #expect(result.status == 1)
            #expect(!result.errorText.contains("\u{1B}"))
            let missing = try await Program.run("fingerprint", "\(file.path)x")
            #expect(missing.status == 1 && missing.errorText.contains("No such file"))
        }
    }

    @Test("Vectors: the last line counts, and a wrong vector makes it status 1")
    func vectors() async throws {
        let good = try await Program.run("vectors", try TestVectors.url("rfc").path)
        #expect(good.status == 0)
        let last = try #require(good.text.split(separator: "\n").last)
        #expect(last.contains(/^[1-9]\d* passed, 0 failed, \d+ skipped$/))

        try await withTemporaryDirectory { folder in
            let wrong = folder.appending(path: "wrong.rsp")
            try Data("[L = 48]\n\nLen = 0\nMsg = 00\nMD = \(String(repeating: "0", count: 96))\n".utf8).write(to: wrong)
            let bad = try await Program.run("vectors", wrong.path)
            #expect(bad.status == 1)
            #expect(bad.text.split(separator: "\n").last?.contains("0 passed, 1 failed, 0 skipped") == true)
        }
    }
}
