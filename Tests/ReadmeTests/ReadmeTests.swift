import Foundation
import Synchronization
import Testing
import WaxTestSupport
import Waxwing

@Suite("The README")
struct ReadmeTests {
    @Test("The example is the one that is compiled here")
    func sameLines() throws {
        let here = URL(filePath: #filePath)
        let source = try String(contentsOf: here.deletingLastPathComponent().appending(path: "Example.swift"), encoding: .utf8)
        let lines = source.components(separatedBy: "// README begin\n").last?.components(separatedBy: "// README end").first
        let readme = try String(
            contentsOf: here.deletingLastPathComponent().appending(path: "../../README.md").standardizedFileURL,
            encoding: .utf8)
        #expect(readme.contains("```swift\n\(try #require(lines))```"))
    }

    @Test("The example runs: the text and the file arrive")
    func example() async throws {
        try await withTemporaryDirectory { folder in
            let (alice, bob) = (try await Identity.generate(bits: 2048), try await Identity.generate(bits: 2048))
            try await alice.save(to: folder.appending(path: "alice").path)
            try await bob.save(to: folder.appending(path: "bob").path)
            let keys = folder.appending(path: "authorized_keys")
            try Data(bob.publicKeyLine().utf8).write(to: keys)
            // Whatever this user's files are like: one that others may change would not be taken.
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keys.path)
            let report = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) })
            try report.write(to: folder.appending(path: "report.pdf"))

            let received = Mutex<[String]>([])
            let server = try await serve(in: folder.path) { message in
                received.withLock { list in
                    switch message {
                    case .text(let text): list.append(text)
                    case .file(let file): list.append(file.name)
                    default: list.append("something else")
                    }
                }
            }
            let address = try #require(server.address)
            try await send(from: folder.path, to: "\(address)", fingerprint: alice.fingerprint)
            let deadline = ContinuousClock.now + .seconds(60)
            while received.withLock({ $0.count < 2 }), ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(10))
            }
            #expect(received.withLock { $0 } == ["hello", "report.pdf"])
            #expect(try Data(contentsOf: folder.appending(path: "inbox/report.pdf")) == report)
            await server.shutDown()
        }
    }
}
