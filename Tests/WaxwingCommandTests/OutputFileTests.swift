import Foundation
import Testing
import WaxTestSupport
import WaxTransport

@testable import WaxwingCommand

@Suite("Files that the command line writes")
struct OutputFileTests {
    private func names(_ folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    }

    private func mode(_ url: URL) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
    }

    @Test("Until it is complete it is its owner's alone, under another name; then it has the mode and time of its source")
    func finishing() throws {
        try withTemporaryDirectory { folder in
            let source = folder.appending(path: "source")
            try Data([1]).write(to: source)
            #expect(chmod(source.path, 0o4751) == 0)
            let status = try File(reading: source.path).status()
            let output = try OutputFile(folder.appending(path: "new").path, replaces: false, isPrivate: true)
            let temporary = try #require(try names(folder).first { $0.hasPrefix(".") })
            #expect(try mode(folder.appending(path: temporary)) == 0o600)
            try output.write([1, 2, 3])
            try output.write([4])
            #expect(try !names(folder).contains("new"))
            try output.finish(as: status)
            #expect(try names(folder) == ["new", "source"])
            #expect(try mode(folder.appending(path: "new")) == 0o751, "setuid is left out")
            let now = try File(reading: folder.appending(path: "new").path).status()
            #expect(now.modificationSeconds == status.modificationSeconds && now.size == 4)
        }
    }

    @Test("A link put in place of the temporary file leads nobody to what it points to")
    func links() throws {
        try withTemporaryDirectory { folder in
            let victim = folder.appending(path: "victim")
            try Data("precious".utf8).write(to: victim)
            #expect(chmod(victim.path, 0o600) == 0)
            let before = try File(reading: victim.path).status()
            let place = folder.appending(path: "place")
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
            let output = try OutputFile(place.appending(path: "new").path, replaces: true, isPrivate: true)
            let temporary = place.appending(path: try #require(try names(place).first))
            #expect(unlink(temporary.path) == 0)
            #expect(symlink(victim.path, temporary.path) == 0)
            try output.write([1, 2, 3])
            var other = before
            other.permissions = 0o777
            other.modificationSeconds = 1
            try output.finish(as: other)
            #expect(try File(reading: victim.path).status() == before)
            #expect(try Data(contentsOf: victim) == Data("precious".utf8))
        }
    }

    @Test("What is discarded leaves nothing, and a name that has been taken meanwhile is not replaced")
    func discarding() throws {
        try withTemporaryDirectory { folder in
            let path = folder.appending(path: "a").path
            let first = try OutputFile(path, replaces: false, isPrivate: false)
            try first.write([1])
            first.discard()
            #expect(try names(folder) == [])
            let second = try OutputFile(path, replaces: false, isPrivate: false)
            try Data([9]).write(to: URL(filePath: path))
            let error = #expect(throws: CommandFailure.self) { try second.finish() }
            #expect(error?.message.contains("--force") == true)
            #expect(try names(folder) == ["a"])
            #expect(try Data(contentsOf: URL(filePath: path)) == Data([9]))
        }
    }

    @Test("What is no ordinary file is not replaced, even where a file would be", arguments: ["link", "pipe", "folder"])
    func otherKinds(name: String) throws {
        try withTemporaryDirectory { (folder: URL) throws in
            let path = folder.appending(path: name).path
            switch name {
            case "link": #expect(symlink("nothing", path) == 0)
            case "pipe": #expect(mkfifo(path, 0o600) == 0)
            default: #expect(mkdir(path, 0o700) == 0)
            }
            let error = #expect(throws: CommandFailure.self) {
                _ = try OutputFile(path, replaces: true, isPrivate: true)
            }
            #expect(error?.message.hasSuffix("is no ordinary file") == true)
            #expect(try names(folder) == [name])
        }
    }

    @Test("A file stays its user's if it cannot be handed on, and a group that is another gets no more than everybody")
    func groups() throws {
        try withTemporaryDirectory { folder in
            let file = try Directory(folder.path).create("a", permissions: 0o600)
            var status = try file.status()
            status.permissions = 0o664
            // No such group is anybody's; only the superuser may give a file to it.
            status.group = 4_000_000_000
            try file.takeAttributes(of: status)
            let now = try file.status()
            #expect(now.owner == status.owner)
            #expect(now.permissions == (now.group == status.group ? 0o664 : 0o644))
        }
    }
}
