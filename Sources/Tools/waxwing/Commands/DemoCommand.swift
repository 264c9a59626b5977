import Foundation
import WaxSHA
import Waxwing

/// Shows a server and a client in one process, over a real connection.
enum DemoCommand: Command {
    static let specification = CommandSpecification(
        name: "demo", summary: "Shows a server and a client on this machine: every kind of message, and a file.",
        usage: [""], options: [], operands: 0...0,
        notes: ["Makes fresh identities and a folder in the temporary directory, and removes them again."])

    static func run(_ arguments: Arguments) async throws -> ExitStatus {
        StandardOutput.outliveReader()
        let terminal = Terminal(arguments)
        let folder = FileManager.default.temporaryDirectory.appending(path: "waxwing-demo-\(UUID().uuidString)")
        // Before the folder is there, so that an interruption always finds it.
        let signals = Signals([SIGINT, SIGTERM, SIGHUP]) { number in
            // Again where a file came in meanwhile, as the demo goes on until the signal ends it.
            for _ in 0..<10 where FileManager.default.fileExists(atPath: folder.path) {
                try? FileManager.default.removeItem(at: folder)
            }
            Signals.end(by: number)
        }
        defer { signals.stop() }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        var demo = try await Demo(folder: folder, terminal: terminal)
        try await demo.run()
        return .done
    }
}

/// A step of the demo did not give what it had to.
private struct DemoFailure: Error, CustomStringConvertible {
    let description: String
}

private struct Demo {
    private struct Order: Codable, Equatable {
        var item: String
        var count: Int
        var notes: [String]
        var photo: [UInt8]
    }

    let folder: URL
    let terminal: Terminal
    private let alice: Identity
    private let bob: Identity
    private let stranger: Identity
    private var checks = 0

    init(folder: URL, terminal: Terminal) async throws {
        self.folder = folder
        self.terminal = terminal
        terminal.note("making three identities (RSA, 2048 bits) …")
        async let first = Identity.generate(bits: 2048)
        async let second = Identity.generate(bits: 2048)
        async let third = Identity.generate(bits: 2048)
        (alice, bob, stranger) = try await (first, second, third)
    }

    mutating func run() async throws {
        var options = ServerOptions()
        options.requestHandler = { _, request in
            guard request.service == "arithmetic", request.method == "add" else { throw RequestRefused() }
            let numbers = try request.message.decode([Int].self)
            return Response(message: try .value(numbers.reduce(0, &+)))
        }
        let authorized = try AuthorizedKeys(parsing: bob.publicKeyLine(comment: "bob"))
        let inbox = folder.appending(path: "inbox")
        let server = try await Server(
            identity: alice, trust: .authorizedKeys(authorized), inbox: Inbox(inbox.path), options: options
        ).listen(on: "127.0.0.1:0")
        guard let address = server.address else { throw DemoFailure(description: "the server does not listen") }
        terminal.note("alice listens on \(address) as \(alice.fingerprint)")

        try await exchange(server, "\(address)", inbox)
        try await refusals("\(address)", inbox)
        await server.shutDown()
        terminal.result(
            "demo: \(checks) checks passed", ["event": .string("done"), "checks": .integer(checks)])
    }

    /// What bob may do: send everything there is, and ask.
    private mutating func exchange(_ server: Server, _ address: String, _ inbox: URL) async throws {
        let session = try await Client(identity: bob, trust: .fingerprint(alice.fingerprint)).connect(to: address)
        var sessions = server.sessions.makeAsyncIterator()
        guard let accepted = await sessions.next() else { throw DemoFailure(description: "no session arrived") }
        var received = accepted.messages.makeAsyncIterator()
        try check("session: alice knows bob, bob knows alice", accepted.peer.identity?.publicKey == bob.publicKey
            && session.peer.identity?.publicKey == alice.publicKey)
        let binding = try await (session.channelBinding, accepted.channelBinding)
        let exported = try await (session.export(label: "demo"), accepted.export(label: "demo"))
        try check("session: both sides derive the same secrets", binding.0 == binding.1 && exported.0 == exported.1)

        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await session.send(bytes)
        if case .bytes(let got)? = try await received.next() {
            try check("bytes: 100,000 arrived unchanged", got == bytes)
        } else {
            try check("bytes arrived", false)
        }

        let text = "Grüße – 你好 – \u{1F426}"
        try await session.send(text)
        if case .text(let got)? = try await received.next() {
            try check("text: \(text)", got == text)
        } else {
            try check("text arrived", false)
        }

        let order = Order(item: "seed", count: 3, notes: ["dry", "cool"], photo: [0, 1, 254, 255])
        try await session.send(order)
        if case .object(let got)? = try await received.next() {
            try check("object: decoded as the type that was sent", try got.decode(Order.self) == order)
        } else {
            try check("object arrived", false)
        }

        try await session.send([1.5, -2, 1e300])
        if case .list(let got)? = try await received.next() {
            try check("list: three numbers", try got.decode([Double].self) == [1.5, -2, 1e300])
        } else {
            try check("list arrived", false)
        }

        let sum: Int = try await session.request("add", of: "arithmetic", [1, 2, 39])
        try check("request: 1 + 2 + 39 is answered with \(sum)", sum == 42)
        try check("request: a service that does not exist is refused", try await isRefused {
            _ = try await session.request("add", of: "astrology", [1], returning: Int.self)
        })

        let words = String(repeating: "All work and no play makes Jack a dull boy. ", count: 6_000)
        let before = await session.traffic.sent
        try await session.send(words, compressed: true)
        if case .text(let got)? = try await received.next() {
            let count = await session.traffic.sent - before
            try check(
                "compression: a text of \(Progress.size(UInt64(words.utf8.count))) in \(Progress.size(count)) on the wire",
                got == words && count < UInt64(words.utf8.count / 10))
        } else {
            try check("compressed text arrived", false)
        }

        try await sendFile(over: session, &received, inbox)
        let roundTrip = try await session.ping()
        try check("ping: there and back in \(roundTrip.formatted(.units(allowed: [.microseconds, .milliseconds])))", true)
        try await session.rekey()
        try await session.send("after the change of keys")
        if case .text(let got)? = try await received.next() {
            try check("rekey: a text under the new key", got == "after the change of keys")
        } else {
            try check("text arrived after the change of keys", false)
        }
        try await session.close()
        try check("goodbye: nothing came after it", try await received.next() == nil)
    }

    private mutating func sendFile(
        over session: Session, _ received: inout MessageSequence.Iterator, _ inbox: URL
    ) async throws {
        let source = folder.appending(path: "photo.raw")
        let contents = Data((0..<(5 << 20) + 321).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 11) })
        try contents.write(to: source)
        try await session.send(file: source.path)
        guard case .file(let file)? = try await received.next() else { return try check("file arrived", false) }
        let stored = try Data(contentsOf: inbox.appending(path: file.name))
        try check(
            "file: \(Progress.size(file.size)) stored as \(Terminal.escape(file.name)), SHA-256 equal",
            SHA256.hash(data: [UInt8](stored)) == SHA256.hash(data: [UInt8](contents)))
        try check("file: a second one of that name is refused", try await isRefused {
            try await session.send(file: source.path)
        })
    }

    /// What must not work.
    private mutating func refusals(_ address: String, _ inbox: URL) async throws {
        let before = try FileManager.default.contentsOfDirectory(atPath: inbox.path)
        do {
            _ = try await Client(identity: bob, trust: .fingerprint(stranger.fingerprint)).connect(to: address)
            try check("wrong fingerprint: bob does not talk to a server with another key", false)
        } catch let error as WaxwingError {
            try check("wrong fingerprint: bob does not talk to a server with another key", error.code == .notTrusted)
        }
        do {
            _ = try await Client(identity: stranger, trust: .fingerprint(alice.fingerprint)).connect(to: address)
            try check("unauthorised key: alice does not let a stranger in", false)
        } catch let error as WaxwingError {
            try check("unauthorised key: alice does not let a stranger in", error.code == .notAuthorised)
        }
        let after = try FileManager.default.contentsOfDirectory(atPath: inbox.path)
        try check("refusals: nothing was stored", before == after)
    }

    private func isRefused(_ body: () async throws -> Void) async throws -> Bool {
        do {
            try await body()
            return false
        } catch let error as WaxwingError {
            if case .refused = error.code { return true }
            throw error
        }
    }

    private mutating func check(_ what: String, _ holds: Bool) throws {
        guard holds else { throw DemoFailure(description: "the demo failed at: \(what)") }
        checks += 1
        terminal.result("ok  \(what)", ["event": .string("check"), "what": .string(what)])
    }
}
