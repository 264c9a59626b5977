import Foundation
import Testing
import WaxTestSupport
@testable import WaxTransport

@Suite("Files and directories")
struct FileTests {
    @Test("A file is made, written at places, read and described")
    func contents() throws {
        try withTemporaryDirectory { url in
            let directory = try Directory(url.path)
            let file = try directory.create("a", permissions: 0o600)
            try file.write([1, 2, 3].span, at: 0)
            try file.write([9].span, at: 5)
            try file.setPermissions(0o6755)
            try file.setModificationTime(seconds: 1_000_000_000, nanoseconds: 5)
            try file.sync()
            try directory.sync()

            let status = try #require(try directory.status(of: "a"))
            #expect(status.kind == .file && status.size == 6)
            #expect(status.permissions == 0o755, "setuid and setgid are left out")
            #expect(status.modificationSeconds == 1_000_000_000 && status.modificationNanoseconds == 5)

            var bytes = [UInt8](repeating: 0xFF, count: 10)
            var span = bytes.mutableSpan
            let count = try directory.open("a").read(into: &span, at: 1)
            #expect(count == 5 && bytes.prefix(5) == [2, 3, 0, 0, 9])
            #expect(try directory.status(of: "b") == nil)
            #expect(try File(reading: url.appending(path: "a").path).status() == status)
        }
    }

    @Test("A name that is taken is neither made again nor replaced, unless that is asked for")
    func takenNames() throws {
        try withTemporaryDirectory { url in
            let directory = try Directory(url.path)
            try directory.create("a", permissions: 0o600).write([1].span, at: 0)
            try directory.create("b", permissions: 0o600).write([2, 2].span, at: 0)
            let taken = SystemError("", code: .alreadyExists)
            #expect(throws: taken) { _ = try directory.create("a", permissions: 0o600) }
            #expect(throws: taken) { try directory.rename("a", toUnused: "b") }
            try directory.rename("a", toUnused: "c")
            #expect(try directory.names().sorted() == ["b", "c"])
            try directory.rename("c", replacing: "b")
            #expect(try directory.status(of: "b")?.size == 1)
            try directory.remove("b")
            try directory.remove("b")
            #expect(try directory.names().isEmpty)
        }
    }

    @Test("Links are not followed, to files or from a name about to be made")
    func links() throws {
        try withTemporaryDirectory { url in
            try Data([1]).write(to: url.appending(path: "secret"))
            let place = url.appending(path: "inbox")
            let directory = try Directory(place.path, creatingWith: 0o700)
            for (name, target) in [("link", "../secret"), ("dangling", "../nothing")] {
                try FileManager.default.createSymbolicLink(
                    atPath: place.appending(path: name).path, withDestinationPath: target)
            }
            #expect(throws: SystemError("", code: .symbolicLink)) { _ = try directory.open("link") }
            #expect(throws: SystemError("", code: .symbolicLink)) { _ = try directory.openForWriting("link") }
            #expect(throws: SystemError("", code: .alreadyExists)) {
                _ = try directory.create("dangling", permissions: 0o600)
            }
            _ = try directory.create("new", permissions: 0o600)
            #expect(throws: SystemError("", code: .alreadyExists)) { try directory.rename("new", toUnused: "dangling") }
            #expect(try directory.status(of: "link")?.kind == .symbolicLink)
            #expect(!FileManager.default.fileExists(atPath: url.appending(path: "nothing").path))
        }
    }

    @Test("What is no ordinary file is refused without waiting for it")
    func otherKinds() throws {
        try withTemporaryDirectory { url in
            let pipe = url.appending(path: "pipe").path
            #expect(mkfifo(pipe, 0o600) == 0)
            #expect(throws: SystemError("", code: .notSupported)) { _ = try File(reading: pipe) }
            #expect(throws: SystemError("", code: .notSupported)) { _ = try File(reading: url.path) }
            #expect(throws: SystemError("", code: .notFound)) { _ = try File(reading: pipe + "x") }
            #expect(throws: SystemError("", code: .notADirectory)) { _ = try Directory(pipe) }
            #expect(throws: SystemError.self) { _ = try File(reading: "a\u{0}b") }
        }
    }

    @Test("Permissions that let others in are seen")
    func permissions() throws {
        try withTemporaryDirectory { url in
            let directory = try Directory(url.path)
            let file = try directory.create("a", permissions: 0o600)
            #expect(try !file.status().isAccessibleToOthers && file.status().isOwnedByUserOrSuperuser)
            try file.setPermissions(0o644)
            #expect(try file.status().isAccessibleToOthers && !file.status().isWritableByOthers)
            try file.setPermissions(0o620)
            #expect(try file.status().isWritableByOthers)
        }
    }

    @Test("A pipe is read in the order in which it is written, and one that nobody writes to is waited for")
    func pipes() throws {
        try withTemporaryDirectory { url in
            let path = url.appending(path: "pipe").path
            #expect(mkfifo(path, 0o600) == 0)
            let reading = try File(ofAnyKind: path)
            #expect(try reading.status().kind == .pipe)
            var bytes = [UInt8](repeating: 0, count: 10)
            func next() throws -> [UInt8] {
                var span = bytes.mutableSpan
                let count = try reading.readNext(into: &span)
                return Array(bytes.prefix(count))
            }
            #expect(try next() == [], "there is no writer yet")
            do {
                let writing = try Directory(url.path).openForWriting("pipe")
                try writing.writeNext([1, 2, 3].span)
                try writing.writeNext([4].span)
                try reading.waitForInput()
                #expect(try next() == [1, 2, 3, 4])
                // More than a pipe holds: it is taken as it is read.
                let isRead = DispatchSemaphore(value: 0)
                let reader = Thread {
                    defer { isRead.signal() }
                    var buffer = [UInt8](repeating: 0, count: 1 << 16)
                    var rest = 1 << 20
                    while rest > 0 {
                        var span = buffer.mutableSpan
                        guard let count = try? reading.readNext(into: &span) else { return }
                        rest -= count
                    }
                }
                reader.start()
                try writing.writeNext([UInt8](repeating: 7, count: 1 << 20).span)
                isRead.wait()
            }
            #expect(try next() == [], "the writer has gone")
        }
    }

    @Test("A path is taken apart into its directory and a name in it", arguments: [
        ("a", ".", "a"), ("/tmp", "/", "tmp"), ("/tmp/x", "/tmp", "x"), ("./y/", "./y", ""), ("", ".", ""),
    ])
    func places(path: String, directory: String, name: String) throws {
        guard directory != "./y" else {
            #expect(throws: SystemError("", code: .notFound)) { _ = try Directory.containing(path) }
            return
        }
        let place = try Directory.containing(path)
        #expect(place.directory.path == directory && place.name == name)
    }

    @Test("A directory that cannot be written to is named in the error, and no temporary file")
    func unwritable() throws {
        try withTemporaryDirectory { url in
            let directory = try Directory(url.path)
            // Nobody can write into a directory that has gone, not even the superuser.
            try FileManager.default.removeItem(at: url)
            let error = #expect(throws: SystemError("", code: .notFound)) {
                try directory.write([1].span, to: "a", permissions: 0o600, replacing: true)
            }
            #expect(error?.description == "cannot write into \(url.path): No such file or directory")
            #expect(mkdir(url.path, 0o700) == 0)
        }
    }
}
