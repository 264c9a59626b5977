import Foundation
import Testing
import WaxTestSupport

@Suite("What keygen finds in its way, and fingerprint in a folder", .timeLimit(.minutes(10)))
struct KeygenTests {
    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    private func keygen(_ place: URL, _ options: String...) async throws -> Peer.Result {
        try await Program.run(["keygen", "--bits", "2048", "--out", place.path] + options)
    }

    @Test("An identity, or half of one, is replaced only with --force, and both files together")
    func halves() async throws {
        try await withTemporaryDirectory { folder in
            let place = folder.appending(path: "alice")
            #expect(try await keygen(place).status == 0)
            let again = try await keygen(place)
            #expect(again.status == 1 && again.errorText.hasSuffix("alice holds an identity already; --force replaces it"))

            let key = place.appending(path: "identity.pem"), line = place.appending(path: "identity.pub")
            let firstLine = try Data(contentsOf: line)
            try FileManager.default.removeItem(at: key)
            let half = try await keygen(place)
            #expect(half.status == 1 && half.errorText.hasSuffix("identity.pub exists already; --force replaces it"))
            #expect(try names(place) == ["identity.pub"])
            #expect(try Data(contentsOf: line) == firstLine)

            #expect(try await keygen(place, "--force").status == 0)
            #expect(try Data(contentsOf: line) != firstLine)
            #expect(try names(place) == ["identity.pem", "identity.pub"])
        }
    }

    @Test("If the second file cannot be written, the first is not there or as it was")
    func undoing() async throws {
        try await withTemporaryDirectory { folder in
            let place = folder.appending(path: "alice")
            // What nothing can take the place of by renaming.
            let obstacle = place.appending(path: "identity.pub/x")
            try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
            #expect(try await keygen(place, "--force").status == 1)
            #expect(try names(place) == ["identity.pub"])
            let key = place.appending(path: "identity.pem")
            try Data("old".utf8).write(to: key)
            #expect(try await keygen(place, "--force").status == 1)
            #expect(try names(place) == ["identity.pem", "identity.pub"])
            #expect(try Data(contentsOf: key) == Data("old".utf8))
        }
    }

    @Test("What cannot be is told before a key is made, and with the names that were given")
    func refusals() async throws {
        try await withTemporaryDirectory { folder in
            let odd = try await Program.run("keygen", "--bits", "2049", "--out", folder.path)
            #expect(odd.status == 2 && odd.errorText.contains("an even number from 2048 to 8192"))
            let deep = try await keygen(folder.appending(path: "a/b/c"))
            #expect(deep.status == 1 && deep.errorText.hasSuffix("there is no folder \(folder.path)/a/b"), "\(deep.errorText)")
            try Data().write(to: folder.appending(path: "file"))
            let file = try await keygen(folder.appending(path: "file"))
            #expect(file.status == 1 && file.errorText.hasSuffix("file: Not a directory"), "\(file.errorText)")
            #expect(try names(folder) == ["file"])
        }
    }

    @Test(
        "A folder that cannot be written to is named, and no temporary file",
        .enabled(if: geteuid() != 0 || access("/proc/self/fd", F_OK) == 0, "there is no folder that the superuser cannot write to"))
    func unwritable() async throws {
        try await withTemporaryDirectory { folder in
            // The superuser writes everywhere but there.
            let place = geteuid() == 0 ? URL(filePath: "/proc/self/fd") : folder
            #expect(geteuid() == 0 || chmod(folder.path, 0o500) == 0)
            defer { chmod(folder.path, 0o700) }
            let result = try await keygen(place)
            #expect(result.status == 1 && result.errorText.contains("cannot write into \(place.path): "), "\(result.errorText)")
        }
    }

    @Test("fingerprint takes a folder with either file, and says what other keys are")
    func fingerprint() async throws {
        try await withTemporaryDirectory { folder in
            let place = folder.appending(path: "alice")
            let made = try await keygen(place)
            try FileManager.default.removeItem(at: place.appending(path: "identity.pub"))
            let shown = try await Program.run("fingerprint", place.path)
            #expect(shown.status == 0 && made.text.hasPrefix(shown.text) && !shown.text.isEmpty)
            let empty = try await Program.run("fingerprint", folder.path)
            #expect(empty.status == 1 && empty.errorText.contains("no identity.pub or identity.pem"))

            let other = folder.appending(path: "other")
            try Data("-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n".utf8).write(to: other)
            let curve = try await Program.run("fingerprint", other.path)
            #expect(curve.status == 1 && curve.errorText.contains("a key of elliptic curves"))
            try Data(String(repeating: "nonsense here\n", count: 1000).utf8).write(to: other)
            let nonsense = try await Program.run("fingerprint", other.path)
            #expect(nonsense.status == 1 && nonsense.errorText.split(separator: "\n").count == 7)
            #expect(nonsense.errorText.contains("995 more lines are no keys"))
        }
    }
}
