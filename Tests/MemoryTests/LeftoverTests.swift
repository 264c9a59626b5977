import Foundation
import Testing
import WaxTestSupport

@Suite(
    "Keys in memory after use",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/maps"), "there is no /proc"))
struct LeftoverTests {
    /// The program as it was built beside the tests.
    private static let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        .appendingPathComponent("waxwing-ctcheck").path

    /// The search goes through all the memory of a process, so it is made in one of its own. This is a sample: CI lets
    /// every operation run.
    @Test("Nothing is left by hashes, ciphers, key agreement and handshakes")
    func nothing() throws {
        let operations = [
            "core", "sha/sha256", "sha/sha512/", "aes/gcm-seal/256", "aes/gcm-open/128", "aes/cbc-decrypt/256",
            "aes/key-wrap/256", "x25519", "noise",
        ]
        let result = try Peer.run(Self.program, ["--leftovers"] + operations, timeout: 500)
        #expect(result.status == 0, "\(result.text)\n\(result.errorText)")
        #expect(result.text.contains(" 0 of them left something behind"))
    }

    @Test("A key that is left on purpose is found")
    func planted() throws {
        let result = try Peer.run(Self.program, ["--leftovers", "--plant"])
        #expect(result.status == 1)
        let finds = result.text.matches(of: #/\n +(\d+) bytes of a key at /#).compactMap { Int($0.1) }
        // Nearly always all 32. One key in some thousand has a window of few different bytes at one of its ends: such
        // windows are not looked for.
        #expect((24...32).contains(finds.max() ?? 0), "\(result.text)")
    }
}
