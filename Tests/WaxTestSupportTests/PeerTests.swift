import Foundation
import Testing
import WaxTestSupport

@Suite("Independent programs")
struct PeerTests {
    @Test("Arguments, input, both outputs and the status pass through",
        .enabled(if: Peer.isAvailable("python3"), "python3 is not installed"))
    func run() throws {
        let script = "import sys; d = sys.stdin.buffer.read(); sys.stdout.buffer.write(d[::-1]); "
            + "sys.stderr.write(sys.argv[1]); sys.exit(7)"
        let input = [UInt8](repeating: 1, count: 300_000) + [2]
        let result = try Peer.run("python3", ["-c", script, "a b"], input: input)
        #expect(result.status == 7 && !result.succeeded)
        #expect(result.output == input.reversed())
        #expect(result.errorText == "a b")
    }

    @Test("A failing program is an error where its output is wanted")
    func failure() throws {
        #expect(throws: Peer.Failure.self) { try Peer.output(of: "false") }
        #expect(throws: Peer.Failure.self) { try Peer.run("no-such-program-as-this") }
        #expect(!Peer.isAvailable("no-such-program-as-this"))
        #expect(!Peer.pythonHas("no_such_module_as_this"))
    }

    @Test("A program that does not end is killed")
    func timeout() {
        #expect(throws: Peer.Failure.self) { try Peer.run("sleep", ["60"], timeout: 0.2) }
    }

    @Test("A temporary folder is private and goes away")
    func temporaryFolder() throws {
        let path = try withTemporaryDirectory { directory in
            let mode = try FileManager.default.attributesOfItem(atPath: directory.path)[.posixPermissions] as? Int
            #expect(mode == 0o700)
            try Data([1]).write(to: directory.appending(path: "file"))
            return directory.path
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }
}
