import Foundation
import Testing
import WaxTestSupport

@testable import WaxVectors

@Suite("Finding files of vectors")
struct FileSearchTests {
    /// SHA-384 of nothing; of this function there is one implementation everywhere.
    private let vector =
        "Len = 0\nMsg = 00\nMD = 38b060a751ac96384cd9327eb1b1e36a21fdb71114be0743"
        + "4c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b\n"

    @Test("Folders are searched to the bottom, in order; loops of links end")
    func folders() throws {
        try withTemporaryDirectory { folder in
            let manager = FileManager.default
            try manager.createDirectory(at: folder.appending(path: "b/c"), withIntermediateDirectories: true)
            for name in ["z.rsp", "b/y.txt", "b/c/x"] {
                try Data(vector.utf8).write(to: folder.appending(path: name))
            }
            try manager.createSymbolicLink(atPath: folder.path + "/b/up", withDestinationPath: "..")
            try manager.createSymbolicLink(atPath: folder.path + "/self", withDestinationPath: "self")
            try manager.createSymbolicLink(atPath: folder.path + "/nowhere", withDestinationPath: "gone")
            try manager.createSymbolicLink(atPath: folder.path + "/link", withDestinationPath: "z.rsp")
            mkfifo(folder.path + "/pipe", 0o600)

            let report = Conformance.run(paths: [folder.path])
            let prefix = folder.path + "/"
            #expect(report.files.map { String($0.path.dropFirst(prefix.count)) }
                == ["b/c/x", "b/y.txt", "link", "nowhere", "pipe", "self", "z.rsp"])
            #expect(report.passed == 4 && report.failed == 0 && report.skipped == 3)
            let reasons = Set(report.files.flatMap(\.skips).map(\.reason))
            #expect(reasons == ["a link that leads nowhere", "neither a file nor a folder"])
        }
    }

    @Test("The command ends with its counts, and is not content where something failed, was not there, or nothing ran")
    func command() throws {
        try withTemporaryDirectory { folder in
            let good = folder.appending(path: "good.rsp").path
            let bad = folder.appending(path: "bad.rsp").path
            try Data(vector.utf8).write(to: URL(filePath: good))
            try Data(("[L = 48]\n" + vector.replacing("38b0", with: "38b1")).utf8).write(to: URL(filePath: bad))

            func run(_ paths: String...) -> (isGood: Bool, lines: [String]) {
                var lines: [String] = []
                let isGood = VectorsCommand.run(paths: paths) { lines.append($0) }
                return (isGood, lines)
            }
            #expect(run(good) == (true, ["\(good): SHA-384, default: 1 passed", "1 passed, 0 failed, 0 skipped"]))
            #expect(run(good, good).lines.last == "2 passed, 0 failed, 0 skipped")
            let failed = run(folder.path)
            #expect(!failed.isGood && failed.lines.last == "1 passed, 1 failed, 0 skipped")
            #expect(failed.lines.contains("\(bad): FAILED line 2, default: another digest"))
            let nothing = folder.appending(path: "nothing.txt").path
            try Data("text".utf8).write(to: URL(filePath: nothing))
            #expect(!run(nothing).isGood)
            #expect(run(good, nothing).isGood)
            let missing = run(good, folder.path + "/missing")
            #expect(!missing.isGood && missing.lines.last == "1 passed, 0 failed, 1 skipped")
        }
    }

    @Test("The report as JSON has an object for each file, and the counts at the end")
    func json() throws {
        try withTemporaryDirectory { folder in
            let good = folder.appending(path: "a \"good\" one.rsp").path
            let bad = folder.appending(path: "bad.rsp").path
            try Data(vector.utf8).write(to: URL(filePath: good))
            try Data(("[L = 48]\n" + vector.replacing("38b0", with: "38b1")).utf8).write(to: URL(filePath: bad))
            var lines: [String] = []
            #expect(!VectorsCommand.run(paths: [good, bad], style: .json) { lines.append($0) })
            let objects = try lines.map { line in
                try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
            try #require(objects.count == 3)
            #expect(objects[0]["path"] as? String == good && objects[0]["format"] as? String == "CAVP")
            let run = try #require((objects[0]["runs"] as? [[String: Any]])?.first)
            #expect(run["algorithm"] as? String == "SHA-384" && run["backend"] as? String == "default")
            #expect(run["passed"] as? Int == 1 && run["failed"] as? Int == 0)
            let failure = try #require((objects[1]["failures"] as? [[String: Any]])?.first)
            #expect(failure["vector"] as? String == "line 2" && failure["message"] as? String == "another digest")
            #expect(objects[2] as? [String: Int] == ["passed": 1, "failed": 1, "skipped": 0])
        }
    }

    @Test("Files without vectors share a line where there are many in a folder")
    func strangers() throws {
        try withTemporaryDirectory { folder in
            for index in 1...5 { try Data("text".utf8).write(to: folder.appending(path: "\(index).txt")) }
            try Data(vector.utf8).write(to: folder.appending(path: "6.rsp"))
            for index in 7...8 { try Data("text".utf8).write(to: folder.appending(path: "\(index).txt")) }
            var lines: [String] = []
            _ = VectorsCommand.run(paths: [folder.path]) { lines.append($0) }
            let reason = "skipped: not a vector file: no figures of the form name = value"
            #expect(lines == [
                "\(folder.path): 5 files \(reason)", "\(folder.path)/6.rsp: SHA-384, default: 1 passed",
                "\(folder.path)/7.txt: 1 \(reason)", "\(folder.path)/8.txt: 1 \(reason)",
                "1 passed, 0 failed, 7 skipped",
            ])
        }
    }

    @Test("What stands in a file cannot steer the terminal")
    func escaping() {
        let report = Conformance.run(
            contents: Array("# \"\u{1B}[31mred\u{202E}\" information\nKey = 00\n".utf8), path: "a\u{7}b")
        #expect(ReportText.lines(report) == ["a\u{FFFD}b: 1 skipped: \u{FFFD}[31mred\u{FFFD} is not supported"])
    }
}
