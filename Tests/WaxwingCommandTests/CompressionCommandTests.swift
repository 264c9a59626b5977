import Foundation
import Testing
import WaxTestSupport

@Suite("compress and decompress")
struct CompressionCommandTests {
    private static let text = [UInt8](String(repeating: "the cat sat on the mat; ", count: 5000).utf8)

    /// What standard input becomes.
    private func output(_ arguments: [String], input: [UInt8] = []) async throws -> [UInt8] {
        let result = try await run(arguments, input: input)
        #expect(result.status == 0, "\(result.errorText)")
        return result.output
    }

    private func run(_ arguments: [String], input: [UInt8]) async throws -> Peer.Result {
        try await onOwnThread { try Peer.run(Program.path, arguments, input: input) }
    }

    private func gzip(_ arguments: [String]) async throws -> Peer.Result {
        try await onOwnThread { try Peer.run("gzip", arguments) }
    }

    private func contents(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }
    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    @Test("A file becomes its compressed form and comes back, with its mode and time", arguments: [
        ([], "gz"), (["-9"], "gz"), (["--format", "zlib"], "zz"), (["--format=raw", "-1"], "deflate"),
        (["--level", "0"], "gz"),
    ] as [([String], String)])
    func files(options: [String], suffix: String) async throws {
        try await withTemporaryDirectory { folder in
            let file = folder.appending(path: "text")
            try Data(Self.text).write(to: file)
            let date = Date(timeIntervalSince1970: 1_600_000_000)
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o640, .modificationDate: date], ofItemAtPath: file.path)

            let made = try await Program.run(["compress", file.path] + options)
            #expect(made.status == 0 && made.output.isEmpty, "\(made.errorText)")
            #expect(try names(folder) == ["text.\(suffix)"])
            let size = try contents(folder.appending(path: "text.\(suffix)")).count
            #expect(options.contains("0") ? size > Self.text.count : size < 2000)

            let back = try await Program.run("decompress", "\(file.path).\(suffix)")
            #expect(back.status == 0, "\(back.errorText)")
            #expect(try names(folder) == ["text"])
            #expect(try contents(file) == Self.text)
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect(attributes[.posixPermissions] as? Int == 0o640)
            #expect(attributes[.modificationDate] as? Date == date)
        }
    }

    @Test("Standard input becomes standard output, and the format is seen from the data")
    func streams() async throws {
        for format in ["gzip", "zlib"] {
            let small = try await output(["compress", "--format", format], input: Self.text)
            #expect(try await output(["decompress"], input: small) == Self.text)
        }
        let raw = try await output(["compress", "--format", "raw", "-"], input: Self.text)
        #expect(try await output(["decompress", "--format", "raw"], input: raw) == Self.text)
        let unknown = try await run(["decompress"], input: raw)
        #expect(unknown.status == 1 && unknown.errorText.contains("--format raw"))
        #expect(try await run(["decompress"], input: []).status == 1)
    }

    @Test("Nothing is replaced or removed unless asked for")
    func caution() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder.appending(path: "a").path
            try Data(Self.text).write(to: URL(fileURLWithPath: file))
            #expect(try await Program.run("compress", "--keep", file).status == 0)
            let first = try contents(URL(fileURLWithPath: "\(file).gz"))
            let again = try await Program.run("compress", "--format", "gzip", "-0", file)
            #expect(again.status == 1 && again.errorText.contains("--force"))
            #expect(try contents(URL(fileURLWithPath: "\(file).gz")) == first)
            #expect(try names(folder) == ["a", "a.gz"])
            let twice = try await Program.run("compress", "\(file).gz")
            #expect(twice.status == 1 && twice.errorText.contains("already"))
            #expect(try await Program.run("compress", "--force", "-0", "--keep", file).status == 0)
            #expect(try contents(URL(fileURLWithPath: "\(file).gz")).count > Self.text.count)
            #expect(try await output(["decompress", "--stdout", "\(file).gz"]) == Self.text)
            #expect(try await Program.run("decompress", "--test", "\(file).gz").status == 0)
            #expect(try await Program.run("decompress", "--out", "\(file).b", "\(file).gz").status == 0)
            #expect(try contents(URL(fileURLWithPath: "\(file).b")) == Self.text)
            #expect(try names(folder) == ["a", "a.b", "a.gz"])

            try FileManager.default.createSymbolicLink(atPath: "\(file).link", withDestinationPath: file)
            #expect(try await Program.run("compress", "\(file).link").status == 1)
            #expect(try await Program.run("compress", folder.path).status == 1)
            #expect(try await Program.run("compress", "\(file).none").status == 1)
            #expect(try await Program.run("decompress", file).status == 1)
        }
    }

    @Test("On standard output stands what came before a fault")
    func rescue() async throws {
        let small = try await output(["compress"], input: Self.text)
        for (data, status) in [(small + [1], 4), (Array(small.dropLast()), 4), (small + [0x1F, 0x8B, 0, 0], 1)] {
            let result = try await run(["decompress"], input: data)
            #expect(result.status == status && result.output == Self.text, "\(result.errorText)")
        }
        let limited = try await run(["decompress", "--max-output", "1000"], input: small)
        #expect(limited.status == 1 && limited.output == Array(Self.text.prefix(1000)))
    }

    @Test("Damaged data is status 4 and leaves nothing behind; a limit is status 1")
    func damage() async throws {
        try await withTemporaryDirectory { folder in
            let small = try await output(["compress"], input: Self.text)
            var changed = small
            changed[small.count - 5] ^= 1
            for (data, status) in [(changed, 4), ([UInt8](small.dropLast()), 4), (small + [1], 4), ([1, 2, 3], 1)] {
                try Data(data).write(to: folder.appending(path: "x.gz"))
                let result = try await Program.run("decompress", folder.appending(path: "x.gz").path)
                #expect(result.status == status && !result.errorText.contains("\n"), "\(result.errorText)")
                #expect(try names(folder) == ["x.gz"])
            }
            try Data(small).write(to: folder.appending(path: "x.gz"))
            let path = folder.appending(path: "x.gz").path
            #expect(try await Program.run("decompress", "--max-output", "\(Self.text.count - 1)", path).status == 1)
            #expect(try names(folder) == ["x.gz"])
            let bomb = try await output(["compress"], input: [UInt8](repeating: 0, count: 3 << 20))
            try Data(bomb).write(to: folder.appending(path: "y.gz"))
            let both = try await Program.run("decompress", "--max-ratio", "100", folder.appending(path: "y.gz").path, path)
            #expect(both.status == 1 && both.errorText.contains("y.gz"))
            #expect(try names(folder) == ["x", "y.gz"])
        }
    }

    @Test("Wrong words are status 2")
    func usage() async throws {
        for words in [["compress", "--format", "zip"], ["compress", "-10"], ["compress", "--level", "10"],
            ["compress", "-1", "-2"], ["decompress", "-1"], ["decompress", "--max-ratio", "0"],
            ["compress", "--out", "a", "b", "c"], ["compress", "--out", "a", "--stdout"]]
        {
            #expect(try Peer.run(Program.path, words).status == 2, "\(words)")
        }
    }

    @Test("gzip reads ours and we read gzip's", .enabled(if: Peer.isAvailable("gzip"), "gzip is not installed"))
    func gzipProgram() async throws {
        try await withTemporaryDirectory { folder in
            let file = folder.appending(path: "name").path
            try Data(Self.text).write(to: URL(fileURLWithPath: file))
            #expect(try await Program.run("compress", file).status == 0)
            let listed = try await gzip(["-lN", "\(file).gz"])
            #expect(listed.text.contains("name") && listed.text.contains("\(Self.text.count)"))
            #expect(try await gzip(["-d", "\(file).gz"]).succeeded)
            #expect(try contents(URL(fileURLWithPath: file)) == Self.text)
            #expect(try await gzip([file]).succeeded)
            #expect(try await Program.run("decompress", "\(file).gz").status == 0)
            #expect(try contents(URL(fileURLWithPath: file)) == Self.text)
        }
    }
}
