import Foundation
import Testing
import WaxTestSupport

@testable import WaxwingCommand

@Suite("waxwing digest")
struct DigestTests {
    /// Algorithms and the programs of coreutils for them.
    static let programs = [
        ("sha1", "sha1sum"), ("sha224", "sha224sum"), ("sha256", "sha256sum"), ("sha384", "sha384sum"),
        ("sha512", "sha512sum"),
    ]

    /// Files with names that are easy to get wrong, of sizes around that of a piece.
    private static func makeFiles(in folder: URL) throws -> [String] {
        var random = SeededRandom(seed: 256)
        let names = [
            "empty", "with blanks ", "line\nend", "back\\slash", "carriage\rreturn", "both\r\n\\", "quote'\"", "ünïcode",
            "--", "exact", "large",
        ]
        let sizes = [0, 1, 63, 64, 65, 1000, 5, 6, 7, 1 << 18, (1 << 20) + 7]
        for (name, size) in zip(names, sizes) {
            try Data(random.bytes(count: size)).write(to: folder.appending(path: name))
        }
        return names
    }

    @Test(
        "The lines are those of coreutils, byte for byte, and its --check accepts them",
        .enabled(if: Peer.isAvailable("sha256sum"), "coreutils are not installed"), arguments: programs)
    func coreutils(algorithm: String, program: String) async throws {
        try await withTemporaryDirectory { folder in
            let names = try Self.makeFiles(in: folder)
            let ours = try await Program.run(["digest", algorithm, "--"] + names, in: folder)
            let theirs = try Peer.run(program, ["--"] + names, in: folder)
            #expect(ours.status == 0 && ours.errorOutput.isEmpty)
            #expect(ours.output == theirs.output)
            let check = try Peer.run(program, ["--check", "--strict"], input: ours.output, in: folder)
            #expect(check.status == 0, "\(check.errorText)")
        }
    }

    @Test(
        "Standard input is read for - and where no file is named",
        .enabled(if: Peer.isAvailable("sha256sum"), "coreutils are not installed"))
    func standardInput() async throws {
        var random = SeededRandom(seed: 257)
        let input = random.bytes(count: 300_000)
        let theirs = try Peer.run("sha256sum", [], input: input)
        for words in [[], ["-"]] {
            let ours = try await Program.run(["digest", "sha256"] + words, input: input)
            #expect(ours.status == 0 && ours.output == theirs.output)
        }
        let twice = try await Program.run(["digest", "sha256", "-", "-"], input: input)
        #expect(try twice.output == Peer.run("sha256sum", ["-", "-"], input: input).output)
    }

    @Test(
        "A file that cannot be read makes it status 1; the others are printed all the same",
        .enabled(if: Peer.isAvailable("sha256sum"), "coreutils are not installed"))
    func failures() async throws {
        try await withTemporaryDirectory { folder in
            try Data("a".utf8).write(to: folder.appending(path: "a"))
            try Data("b".utf8).write(to: folder.appending(path: "b"))
            let names = ["a", "missing\u{1B}[31m", ".", "b"]
            let ours = try await Program.run(["digest", "sha256"] + names, in: folder)
            let theirs = try Peer.run("sha256sum", names, in: folder)
            #expect(ours.status == 1 && theirs.status == 1)
            #expect(ours.output == theirs.output)
            let errors = ours.errorText.split(separator: "\n")
            #expect(errors.count == 2 && !ours.errorText.contains("\u{1B}"))
            #expect(errors.first?.hasSuffix(": No such file or directory") == true, "\(errors)")
            #expect(errors.last?.hasSuffix(".: Is a directory") == true, "\(errors)")
        }
    }

    @Test(
        "openssl dgst computes the same, in every spelling of the name",
        .enabled(if: Peer.isAvailable("openssl"), "openssl is not installed"),
        arguments: [
            ("sha512-256", ["SHA-512/256", "sha512_256"]), ("sha512-224", ["sha512/224"]),
            ("sha256", ["SHA256", "SHA-256"]), ("sha1", ["sha-1"]),
        ])
    func openssl(algorithm: String, spellings: [String]) async throws {
        let input = Array("waxwing".utf8)
        let theirs = try Peer.run("openssl", ["dgst", "-r", "-" + algorithm], input: input).text.prefix { $0 != " " }
        for name in [algorithm] + spellings {
            let ours = try await Program.run(["digest", name], input: input)
            #expect(ours.text == "\(theirs)  -")
        }
    }

    @Test("JSON, silence, and an algorithm that is not there")
    func otherForms() async throws {
        let json = try await Program.run(["digest", "--json", "sha224"])
        #expect(
            json.text == """
                {"algorithm":"sha224","digest":"d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f","file":"-"}
                """)
        #expect(try await Program.run(["digest", "--quiet", "sha224"]).output.isEmpty)
        let unknown = try await Program.run("digest", "md5", "x")
        #expect(unknown.status == 2 && unknown.errorText.contains("'md5', there are sha256, "))
        #expect(try await Program.run("digest").status == 2)
    }
}
