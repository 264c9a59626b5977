import Foundation
import Synchronization
import Testing
import WaxCore
import WaxSHA
import WaxTestSupport

@testable import Waxwing

@Suite("Files", .timeLimit(.minutes(10)))
struct FileTests {
    private func root(of content: [UInt8]) -> [UInt8] {
        var tree = SHA256Tree()
        tree.update(content.span)
        return [UInt8](copying: tree.finalize().bytes)
    }

    private func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        return random.bytes(count: count)
    }

    @Test(
        "A file arrives whole, and its receipt has the root of its tree",
        arguments: [0, 1, 1 << 20 - 1, 1 << 20, 1 << 20 + 1, 20 << 20 + 12_345])
    func sizes(count: Int) async throws {
        try await withServer { stage in
            let (client, server) = try await stage.pair()
            let content = bytes(count)
            let path = try stage.makeFile("data.bin", content)
            let last = Mutex<TransferProgress?>(nil)
            let sent = try await client.send(file: path) { progress in last.withLock { $0 = progress } }
            let root = root(of: content)
            #expect(sent == SentFile(size: UInt64(count), root: root))
            // The receipt says that it is there already.
            let isSame = try stage.contents("data.bin") == content
            #expect(isSame)
            #expect(try stage.inboxNames == ["data.bin"])
            let progress = last.withLock { $0 }
            #expect(
                count == 0
                    ? progress == nil
                    : progress == TransferProgress(byteCount: UInt64(count), size: UInt64(count), resumedFrom: 0))

            var messages = server.messages.makeAsyncIterator()
            guard case .file(let file) = try await messages.next() else {
                Issue.record("expected a file")
                return
            }
            #expect(file.name == "data.bin" && file.size == UInt64(count) && file.root == root)
            #expect(file.path == stage.inbox.appending(path: "data.bin").path)
            try await client.close()
        }
    }

    @Test("A server sends files too, and both directions at once")
    func bothWays() async throws {
        try await withServer { stage in
            var stage = stage
            let other = stage.directory.appending(path: "mine")
            stage.options.inbox = Inbox(other.path)
            let (client, server) = try await stage.pair()
            let up = bytes(3_000_000, seed: 1), down = bytes(2_000_000, seed: 2)
            let upPath = try stage.makeFile("up", up), downPath = try stage.makeFile("down", down)
            async let first = client.send(file: upPath)
            async let second = server.send(file: downPath, hash: .none)
            #expect(try await first.root.count == 32)
            #expect(try await second.root == [])
            let isSame =
                try stage.contents("up") == up && [UInt8](Data(contentsOf: other.appending(path: "down"))) == down
            #expect(isSame)
            try await client.close()
        }
    }

    @Test("Many files at once, more than the peer allows streams")
    func manyFiles() async throws {
        try await withServer { stage in
            let (client, _) = try await stage.pair()
            let paths = try (0..<150).map { try stage.makeFile("file-\($0)", bytes($0 * 100, seed: UInt64($0))) }
            try await withThrowingTaskGroup { tasks in
                for path in paths { tasks.addTask { try await client.send(file: path) } }
                try await tasks.waitForAll()
            }
            #expect(try stage.inboxNames.count == 150)
            try await client.close()
        }
    }

    @Test("Mode and time are taken over, but not what lends the owner's rights or lets others write")
    func attributes() async throws {
        try await withServer { stage in
            let (client, _) = try await stage.pair()
            let path = try stage.makeFile("tool", [1])
            #expect(chmod(path, 0o6777) == 0)
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_000_000)], ofItemAtPath: path)
            try await client.send(file: path)
            let attributes = try FileManager.default.attributesOfItem(atPath: stage.inbox.appending(path: "tool").path)
            #expect(attributes[.posixPermissions] as? Int == 0o755)
            #expect((attributes[.modificationDate] as? Date)?.timeIntervalSince1970 == 1_000_000)
            let folder = try FileManager.default.attributesOfItem(atPath: stage.inbox.path)
            #expect(folder[.posixPermissions] as? Int == 0o700)
            try await client.close()
        }
    }

    @Test("A name that is taken is refused before anything is sent")
    func collisionRefused() async throws {
        try await withServer { stage in
            let (client, _) = try await stage.pair()
            let path = try stage.makeFile("a.txt", [1])
            try await client.send(file: path)
            await #expect(throws: WaxwingError(.refused(.alreadyExists), "")) { try await client.send(file: path) }
            #expect(try stage.inboxNames == ["a.txt"])
            // The session goes on.
            try await client.send(file: path, as: "b.txt")
            #expect(try stage.inboxNames == ["a.txt", "b.txt"])
            try await client.close()
        }
    }

    @Test("A name that is taken gets a number, if the inbox wants it so")
    func collisionRenamed() async throws {
        try await withServer(inbox: { $0.onCollision = .rename }) { stage in
            let (client, _) = try await stage.pair()
            let path = try stage.makeFile("a.txt", [1])
            for _ in 0..<3 { try await client.send(file: path) }
            #expect(try stage.inboxNames == ["a (2).txt", "a (3).txt", "a.txt"])
            try await client.close()
        }
    }

    @Test("A file that is there is replaced, if the inbox wants it so; a directory or a link never is")
    func collisionReplaced() async throws {
        try await withServer(inbox: { $0.onCollision = .replace }) { stage in
            let (client, _) = try await stage.pair()
            try await client.send(file: try stage.makeFile("a.txt", [1]))
            try await client.send(file: try stage.makeFile("a.txt", [2, 2]))
            #expect(try stage.contents("a.txt") == [2, 2])

            let secret = try stage.makeFile("secret", [7])
            try FileManager.default.createSymbolicLink(
                atPath: stage.inbox.appending(path: "link").path, withDestinationPath: secret)
            try FileManager.default.createDirectory(
                at: stage.inbox.appending(path: "folder"), withIntermediateDirectories: false)
            for name in ["link", "folder"] {
                await #expect(throws: WaxwingError(.refused(.alreadyExists), "")) {
                    try await client.send(file: try stage.makeFile("x", [3]), as: name)
                }
            }
            #expect(try [UInt8](Data(contentsOf: URL(filePath: secret))) == [7])
            #expect(try stage.inboxNames == ["a.txt", "folder", "link"])
            try await client.close()
        }
    }

    @Test("A link in the inbox is not followed")
    func links() async throws {
        try await withServer { stage in
            let (client, _) = try await stage.pair()
            let target = stage.directory.appending(path: "outside")
            try FileManager.default.createSymbolicLink(
                atPath: stage.inbox.appending(path: "x").path, withDestinationPath: target.path)
            await #expect(throws: WaxwingError(.refused(.alreadyExists), "")) {
                try await client.send(file: try stage.makeFile("x", [1]))
            }
            #expect(!FileManager.default.fileExists(atPath: target.path))
            try await client.close()
        }
    }

    @Test("The largest size and the quota hold, for what is on its way too")
    func limits() async throws {
        try await withServer(inbox: { ($0.largestFile, $0.quota) = (1000, 2500) }) { stage in
            let (client, _) = try await stage.pair()
            await #expect(throws: WaxwingError(.refused(.limitExceeded), "")) {
                try await client.send(file: try stage.makeFile("large", bytes(1001)))
            }
            let paths = try (0..<4).map { try stage.makeFile("f\($0)", bytes(1000, seed: UInt64($0))) }
            let outcomes = await withTaskGroup(of: WaxwingError?.self) { tasks in
                for path in paths {
                    tasks.addTask {
                        do throws(WaxwingError) {
                            try await client.send(file: path)
                            return nil
                        } catch {
                            return error
                        }
                    }
                }
                return await tasks.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.filter { $0 == nil }.count == 2)
            #expect(outcomes.filter { $0 == WaxwingError(.refused(.noSpace), "") }.count == 2)
            #expect(try stage.inboxNames.count == 2)
            // What was refused has reserved nothing.
            try await client.send(file: try stage.makeFile("small", bytes(500)))
            try await client.close()
        }
    }

    @Test("The application has a say, and knows who asks")
    func application() async throws {
        let offers = Mutex<[String]>([])
        try await withServer(inbox: {
            $0.accepts = { offer in
                offers.withLock {
                    $0.append(
                        "\(offer.name) \(offer.size) \(offer.peer.identity?.publicKey == TestIdentity.client.publicKey)"
                    )
                }
                return !offer.name.hasSuffix(".exe")
            }
        }) { stage in
            let (client, _) = try await stage.pair()
            await #expect(throws: WaxwingError(.refused(.refused), "")) {
                try await client.send(file: try stage.makeFile("game", [1]), as: "../game.exe")
            }
            try await client.send(file: try stage.makeFile("game", [1]))
            #expect(offers.withLock { $0 } == ["game.exe 1 true", "game 1 true"])
            #expect(try stage.inboxNames == ["game"])
            try await client.close()
        }
    }

    @Test("Names that would lead elsewhere do not")
    func names() async throws {
        try await withServer { stage in
            let (client, server) = try await stage.pair()
            let path = try stage.makeFile("x", [1])
            let names = [
                "../up", "/etc/cron.d/job", "a/b/../../c", "..", ".hidden", "two\nlines", "\u{202E}txt.exe", "-n",
            ]
            for name in names { try await client.send(file: path, as: name) }
            #expect(try stage.inboxNames == ["_hidden", "_n", "_txt.exe", "c", "job", "two_lines", "unnamed", "up"])
            var originals: [String] = []
            try await client.close()
            for try await case .file(let file) in server.messages { originals.append(file.originalName) }
            #expect(originals == names)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: stage.directory.path).sorted() == ["inbox", "x"])
        }
    }

    @Test("Without an inbox files are refused, and what cannot be read is not offered")
    func noInbox() async throws {
        try await withServer { stage in
            let (client, server) = try await stage.pair()
            let path = try stage.makeFile("x", [1])
            await #expect(throws: WaxwingError(.refused(.refused), "")) { try await server.send(file: path) }
            await #expect(throws: WaxwingError(.file(.notFound), "")) { try await client.send(file: path + "y") }
            await #expect(throws: WaxwingError(.file(.notSupported), "")) {
                try await client.send(file: stage.directory.path)
            }
            await #expect(throws: WaxwingError(.misuse, "")) {
                try await client.send(file: path, as: String(repeating: "x", count: 1025))
            }
            try await client.close()
        }
    }

    @Test("A transfer that is given up leaves nothing, and the session goes on")
    func cancellation() async throws {
        try await withServer { stage in
            let (client, _) = try await stage.pair()
            let path = try stage.makeEndlessFile()
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let transfer = Task { try await client.send(file: path) { _ in start.yield() } }
            _ = await started.first { _ in true }
            #expect(try stage.inboxNames.contains { $0.hasPrefix(".waxwing-") })
            transfer.cancel()
            await #expect(throws: WaxwingError.cancelled) { try await outcome(of: transfer) }
            try await eventually { try stage.inboxNames.isEmpty }
            try await client.send(file: try stage.makeFile("small", [1]))
            #expect(try stage.inboxNames == ["small"])
            try await client.close()
        }
    }

    @Test("A file that is changed while it is being sent is not stored", arguments: ["longer", "shorter", "rewritten"])
    func changing(how: String) async throws {
        try await withServer { stage in
            let (client, _) = try await stage.pair()
            let path = try stage.makeFile("log", bytes(8 << 20))
            // Clocks of file systems go on in steps: a change right after this writing might bear the same time.
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_000_000)], ofItemAtPath: path)
            let isChanged = Mutex(false)
            let error = await #expect(throws: WaxwingError(.file(.notSupported), "")) {
                try await client.send(file: path) { _ in
                    guard !isChanged.withLock({ let was = $0; $0 = true; return was }) else { return }
                    guard let file = FileHandle(forWritingAtPath: path) else { return }
                    switch how {
                    case "longer": try? file.truncate(atOffset: 8 << 20 + 1)
                    case "shorter": try? file.truncate(atOffset: 8 << 20 - 1)
                    default: try? file.write(contentsOf: Data([0]))
                    }
                    try? file.close()
                }
            }
            #expect(error?.reason.contains("while it was being sent") == true)
            try await eventually { try stage.inboxNames.isEmpty }
            // Nothing was wrong with the session, and the file as it is now can be sent.
            try await client.send(file: path)
            #expect(try stage.inboxNames == ["log"])
            try await client.close()
        }
    }

    @Test("A sender that vanishes in the middle leaves nothing under any name")
    func vanishing() async throws {
        try await withServer { stage in
            let (client, server) = try await stage.pair()
            let path = try stage.makeEndlessFile()
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let transfer = Task { try await client.send(file: path) { _ in start.yield() } }
            _ = await started.first { _ in true }
            client.abandon()
            await #expect(throws: WaxwingError.cancelled) { try await outcome(of: transfer) }
            await #expect(throws: WaxwingError(.truncated, "")) { for try await _ in server.messages {} }
            try await eventually { try stage.inboxNames.isEmpty }
        }
    }

    @Test("What another process has left behind is removed, what it still writes is not")
    func leftovers() throws {
        try withTemporaryDirectory { directory in
            let path = directory.path
            func make(_ name: String) throws { try Data([1]).write(to: directory.appending(path: name)) }
            try make(".waxwing-0011223344556677.part")
            try make("keep.part")
            let log = LogBook()
            let first = try InboxStore(Inbox(path), log: Log(log.handler))
            #expect(log.text.contains("removed .waxwing-0011223344556677.part"))
            let (name, file) = try first.makeTemporary()
            _ = try InboxStore(Inbox(path), log: Log(nil))
            #expect(try first.directory.names().sorted() == [name, "keep.part"])
            try file.write([1].span, at: 0)
        }
    }
}
