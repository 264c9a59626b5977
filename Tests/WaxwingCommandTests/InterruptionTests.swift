import Foundation
import Testing
import WaxTestSupport

@Suite("Commands that are interrupted", .timeLimit(.minutes(10)))
struct InterruptionTests {
    private func shell(_ line: String, in folder: URL) async throws -> Peer.Result {
        try await onOwnThread { try Peer.run("bash", ["-c", line, Program.path], in: folder, timeout: 300) }
    }

    @Test("compress leaves nothing unfinished behind", arguments: ["INT", "TERM", "HUP"])
    func compress(signal: String) async throws {
        try await withTemporaryDirectory { folder in
            // Held up by a pipe that nothing comes through.
            let line = """
                mkfifo f; set -m; $0 compress --out z f & number=$!; exec 3>f
                until ls -A | grep -q '^[.]waxwing'; do sleep 0.05; done
                kill -\(signal) $number; wait $number; echo $?
                """
            let result = try await shell(line, in: folder)
            let number = ["INT": 130, "TERM": 143, "HUP": 129][signal] ?? 0
            #expect(result.text == "\(number)", "\(result.errorText)")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["f"])
        }
    }

    @Test("demo removes its folder, which is its user's alone", arguments: ["INT", "TERM", "HUP"])
    func demo(signal: String) async throws {
        try await withTemporaryDirectory { folder in
            // A demo may be over before a busy machine has looked; then there is another one.
            let line = """
                export TMPDIR=$PWD; set -m
                for attempt in 1 2 3 4 5 6 7 8 9; do
                    $0 demo >output & number=$!
                    until mode=$(stat -c %a waxwing-demo-* 2>/dev/null) || ! kill -0 $number 2>/dev/null; do sleep 0.02; done
                    kill -\(signal) $number 2>/dev/null; wait $number; status=$?
                    [ $status = 0 ] || break
                done
                echo $mode $status; rm -f output; ls -A
                """
            let result = try await shell(line, in: folder)
            let number = ["INT": 130, "TERM": 143, "HUP": 129][signal] ?? 0
            #expect(result.text == "700 \(number)", "\(result.errorText)")
        }
    }

    private static let script = """
        import os, pty, select, signal, sys, termios, time
        path, number, words = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
        master, slave = pty.openpty()
        child = os.fork()
        if child == 0:
            os.setsid()
            os.close(master)
            import fcntl
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
            os.execv(path, [path] + words)
        def echoes():
            return bool(termios.tcgetattr(slave)[3] & termios.ECHO)
        before = echoes()
        shown = b''
        while b': ' not in shown:
            shown += os.read(master, 100)
        during = echoes()
        os.kill(child, number)
        _, status = os.waitpid(child, 0)
        print(before, during, echoes(), os.waitstatus_to_exitcode(status))
        """

    @Test(
        "A terminal shows what is typed again when a command that asks for a passphrase is ended",
        .enabled(if: Peer.pythonHas("pty"), "python3 is not installed"), arguments: [SIGTERM, SIGHUP, SIGINT])
    func terminal(number: Int32) async throws {
        try await withTemporaryDirectory { folder in
            let words = ["keygen", "--passphrase", "--out", folder.path]
            let text = try await onOwnThread {
                String(decoding: try Peer.python(Self.script, [Program.path, "\(number)"] + words), as: UTF8.self)
            }
            #expect(text == "True False True -\(number)\n")
        }
    }
}
