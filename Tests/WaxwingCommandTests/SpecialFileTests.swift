import Foundation
import Testing
import WaxTestSupport

/// What is no ordinary file: pipes, devices, folders, links, and files with rights of their own.
@Suite("Special files on the command line", .timeLimit(.minutes(10)))
struct SpecialFileTests {
    private func write(_ text: String, to path: String) throws { try Data(text.utf8).write(to: URL(filePath: path)) }

    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    private func status(_ path: String) throws -> stat {
        var value = stat()
        try #require(lstat(path, &value) == 0)
        return value
    }

    /// A line for a shell, in which `$0` is the program.
    private func shell(_ line: String, in folder: URL? = nil) async throws -> Peer.Result {
        try await onOwnThread { try Peer.run("bash", ["-c", line, Program.path], in: folder, timeout: 300) }
    }

    @Test("A file that is setuid, setgid or sticky is left alone, and with --force becomes one that is not", arguments: [
        0o4755, 0o2755, 0o1644,
    ] as [mode_t])
    func specialBits(mode: mode_t) async throws {
        try await withTemporaryDirectory { folder in
            let path = folder.appending(path: "x").path
            try write("text", to: path)
            #expect(chmod(path, mode) == 0)
            let refused = try await Program.run("compress", path)
            #expect(refused.status == 1 && refused.errorText.contains("setuid, setgid or sticky"), "\(refused.errorText)")
            #expect(try names(folder) == ["x"])
            #expect(try await Program.run("compress", "--force", path).status == 0)
            #expect(try status(path + ".gz").st_mode & 0o7777 == mode & 0o777)
            #expect(try await Program.run("decompress", path + ".gz").status == 0)
            #expect(try status(path).st_mode & 0o7777 == mode & 0o777)
        }
    }

    @Test("A result belongs to whom its source belonged to", .enabled(if: geteuid() == 0, "only the superuser can"))
    func owner() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder.appending(path: "x").path
            try write("text", to: path)
            #expect(chown(path, 12345, 23456) == 0)
            #expect(chmod(path, 0o640) == 0)
            #expect(try await Program.run("compress", path).status == 0)
            let now = try status(path + ".gz")
            #expect(now.st_uid == 12345 && now.st_gid == 23456 && now.st_mode & 0o7777 == 0o640)
        }
    }

    @Test("A named pipe is refused without waiting for it", arguments: [
        ["compress", "f"], ["decompress", "f.gz"], ["fingerprint", "f"],
        ["keygen", "--out", "new", "--passphrase-file", "f"],
    ])
    func pipes(words: [String]) async throws {
        try await withTemporaryDirectory { folder in
            for name in ["f", "f.gz"] { #expect(mkfifo(folder.appending(path: name).path, 0o600) == 0) }
            let result = try await Program.run(words, in: folder)
            #expect(result.status == 1 && result.errorText.contains("is no ordinary file"), "\(result.errorText)")
            #expect(try names(folder) == ["f", "f.gz"])
        }
    }

    @Test("digest and compress --stdout read a named pipe from when somebody writes into it, and pipes of the shell")
    func readingPipes() async throws {
        try await withTemporaryDirectory { folder in
            let plain = try await Program.run(["digest", "sha256"], input: Array("waxwing".utf8))
            let hash = plain.text.prefix { $0 != " " }
            for line in [
                "mkfifo f; (sleep 0.3; printf waxwing >f) & $0 digest sha256 f",
                "$0 digest sha256 <(sleep 0.3; printf waxwing)", "printf waxwing | $0 digest sha256 /dev/stdin",
                "mkfifo g; (sleep 0.3; printf waxwing >g) & $0 compress --stdout g | $0 decompress | $0 digest sha256",
                "printf waxwing | $0 compress --out >($0 decompress | $0 digest sha256 >h); while ! test -s h; do sleep 0.1; done; cat h",
            ] {
                let result = try await shell(line, in: folder)
                #expect(result.text.hasPrefix(hash), "\(line): \(result.errorText)")
            }
        }
    }

    @Test("Results go into devices and pipes, and never take their place")
    func devices() async throws {
        try await withTemporaryDirectory { folder in
            try write("text", to: folder.appending(path: "x").path)
            #expect(symlink("/dev/null", folder.appending(path: "link").path) == 0)
            #expect(symlink("x", folder.appending(path: "name").path) == 0)
            for force in [[], ["--force"]] {
                let swallowed = try await Program.run(["compress", "x", "--out", "/dev/null"] + force, in: folder)
                #expect(swallowed.status == 0, "\(swallowed.errorText)")
                for name in ["link", "name"] {
                    let refused = try await Program.run(["compress", "x", "--out", name] + force, in: folder)
                    #expect(refused.status == 1 && refused.errorText.contains("is no ordinary file"))
                }
            }
            #expect(try status("/dev/null").st_mode & S_IFMT == S_IFCHR)
            #expect(try status(folder.appending(path: "link").path).st_mode & S_IFMT == S_IFLNK)
            let shown = try await Program.run(["compress", "x", "--out", "/dev/stdout"], in: folder)
            #expect(shown.status == 0 && shown.output.starts(with: [0x1F, 0x8B]))
            #expect(try names(folder) == ["link", "name", "x"])
        }
    }

    @Test("With --force a link is replaced by the result, and what it points to stays; a device stays too")
    func forcedLinks() async throws {
        try await withTemporaryDirectory { folder in
            try write("text", to: folder.appending(path: "x").path)
            #expect(symlink("x", folder.appending(path: "link").path) == 0)
            #expect(try await Program.run(["compress", "--force", "link"], in: folder).status == 0)
            #expect(try names(folder) == ["link.gz", "x"])
            #expect(mkfifo(folder.appending(path: "pipe").path, 0o600) == 0)
            #expect(try await shell("printf text >pipe & $0 compress --force pipe", in: folder).status == 0)
            #expect(try names(folder) == ["link.gz", "pipe", "pipe.gz", "x"])
        }
    }

    @Test("The system's words are the right ones")
    func words() async throws {
        try await withTemporaryDirectory { folder in
            try write("text", to: folder.appending(path: "x").path)
            let missing = "No such file or directory"
            for (line, words) in [
                ("$0 compress nope", "cannot read nope: \(missing)"), ("$0 digest sha256 ''", "'': \(missing)"),
                ("$0 decompress nope.gz", "cannot read nope.gz: \(missing)"), ("$0 digest sha256 .", ".: Is a directory"),
                ("$0 compress --out a/b x", "cannot write a/b: \(missing)"),
                ("$0 compress .", ". is a folder"), ("$0 compress --stdout .", ". is a folder"),
                ("$0 fingerprint nope", "cannot read nope: \(missing)"),
                ("$0 digest sha256 <&-", "-: Bad file descriptor"),
                ("$0 compress <&-", "cannot read standard input: Bad file descriptor"),
                ("$0 compress --stdout x >&-", "cannot write to standard output: Bad file descriptor"),
                ("$0 digest sha256 $'bad\\xff'", "not UTF-8"), ("$0 compress $'bad\\xff'", "not UTF-8"),
            ] {
                let result = try await shell(line, in: folder)
                #expect(result.status == 1 && result.errorText.contains(words), "\(line): \(result.errorText)")
            }
            #expect(try names(folder) == ["x"])
        }
    }

    @Test("A reader that has seen enough ends the command without a word, as a signal does")
    func readerGone() async throws {
        try await withTemporaryDirectory { folder in
            let result = try await shell(
                "head -c 100000000 /dev/zero | $0 compress >z.gz; $0 decompress --stdout z.gz | head -c 1; echo ${PIPESTATUS[0]}",
                in: folder)
            #expect(result.text.hasSuffix("141") && result.errorText.isEmpty, "\(result.text) \(result.errorText)")
        }
    }

    @Test("Where nobody reads from the start, every command ends so, whatever it prints", arguments: [
        "digest sha256 x", "compress --stdout x", "compress --out y --json x", "fingerprint key", "help digest",
        "--version",
    ])
    func noReader(words: String) async throws {
        try await withTemporaryDirectory { folder in
            try write("text", to: folder.appending(path: "x").path)
            if words.hasPrefix("fingerprint") {
                let key = folder.appending(path: "key").path
                try #require(try await Program.run("keygen", "--bits", "2048", "--out", key).status == 0)
            }
            let line = "mkfifo pipe; exec 3<>pipe 4>pipe 3<&-; $0 \(words) >&4; echo $?"
            let result = try await shell(line, in: folder)
            #expect(result.text == "141" && result.errorText.isEmpty, "\(result.text) \(result.errorText)")
        }
    }

    @Test("A server and a client go on where the reader of what they print has gone")
    func goingOn() async throws {
        try await withTemporaryDirectory { folder in
            let line = """
                $0 keygen --bits 2048 --out server --quiet; $0 keygen --bits 2048 --out client --quiet
                printf one >one; printf two >two; mkfifo pipe
                $0 serve --listen 127.0.0.1:0 --identity server --inbox inbox --allow-anyone --port-file port \
                    > >(head -n 1 >first) & server=$!
                until [ -s port ] && [ -s first ]; do sleep 0.02; done
                exec 3<>pipe 4>pipe 3<&-
                $0 send 127.0.0.1:$(cat port) --identity client --fingerprint $($0 fingerprint server) one two >&4
                echo $? $(cat inbox/one inbox/two)
                $0 send 127.0.0.1:$(cat port) --identity client --fingerprint $($0 fingerprint server) \
                    --text last --quiet; echo $?
                kill -TERM $server; wait $server; echo $?
                """
            let result = try await shell(line, in: folder)
            let words = result.text.split(whereSeparator: \.isWhitespace)
            // Both say at their ends that nobody got what they printed.
            #expect(words == ["1", "onetwo", "0", "1"], "\(result.text) \(result.errorText)")
            #expect(result.errorText.contains("cannot write to standard output"))
        }
    }

    @Test("Names in capitals are known, and a level that is none is told as such")
    func names() async throws {
        try await withTemporaryDirectory { folder in
            try write("text", to: folder.appending(path: "X").path)
            #expect(try await shell("$0 compress X && mv X.gz X.GZ && $0 decompress X.GZ", in: folder).status == 0)
            #expect(try names(folder) == ["X"])
            let level = try await Program.run("compress", "-10")
            #expect(level.status == 2 && level.errorText.contains("-0 to -9"))
        }
    }
}
