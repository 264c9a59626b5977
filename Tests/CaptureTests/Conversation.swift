import Foundation
import Synchronization
import Testing
import WaxKeys
import WaxRSA
import WaxTestSupport
import Waxwing

/// Identities for the tests.
enum TestIdentity {
    static let server = identity(TestKeys.first)
    static let client = identity(TestKeys.second)

    private static func identity(_ pem: String) -> Identity {
        do {
            return Identity(try RSA.PrivateKey(pemRepresentation: pem))
        } catch {
            preconditionFailure("a key of the tests cannot be used: \(error)")
        }
    }
}

/// How a session ended for one side, and what that side took from it before.
struct Ending: Sendable {
    var isEstablished = false
    var texts: [String] = []
    var files: [String] = []
    /// Nil for an orderly end.
    var code: WaxwingError.Code?
    var reason = ""
    /// Whether all that this side wanted to do was done.
    var isComplete = false

    mutating func note(_ error: WaxwingError) {
        code = error.code
        reason = error.reason
    }
}

/// What there is to see after a conversation.
struct Aftermath {
    var client = Ending()
    var server = Ending()
    /// The names in the inboxes, hidden ones included.
    var clientInbox: [String] = []
    var serverInbox: [String] = []
    var toServer = Proxy.Traffic()
    var toClient = Proxy.Traffic()
    var hasAttacked = false
    /// Whether the connection had to be cut from outside because nobody moved.
    var wasCut = false

    func ending(_ direction: Proxy.Direction) -> Ending { direction == .toServer ? server : client }
    func inbox(_ direction: Proxy.Direction) -> [String] { direction == .toServer ? serverInbox : clientInbox }
    func traffic(_ direction: Proxy.Direction) -> Proxy.Traffic { direction == .toServer ? toServer : toClient }
}

/// Three texts and their answers, one after the other, a file each way, and a goodbye: through a ``Proxy``.
enum Conversation {
    static let texts = 3
    static let fileSize = 300_000

    /// A text that is long enough to be told apart by its length.
    static func text(_ number: Int, from side: String) -> String {
        "\(side) \(number): " + String(repeating: "the same words over and over; ", count: 40)
    }

    static func file(seed: UInt64) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        var bytes = [UInt8](repeating: 0, count: fileSize)
        var span = bytes.mutableSpan
        random.fill(&span)
        return bytes
    }

    static let clientFile = file(seed: 1)
    static let serverFile = file(seed: 2)

    /// Holds the conversation while somebody attacks it.
    ///
    /// - Parameters:
    ///   - stalls: Whether the attack leaves somebody waiting, so that the connection is cut soon after it. Without
    ///     that, it is cut only if the test would hang.
    static func run(attack: Attack? = nil, stalls: Bool = false) async throws -> Aftermath {
        try await turns.run { try await hold(attack, stalls) }
    }

    /// So that each goes on without long breaks, however busy the machine is.
    private static let turns = Turns(8)

    /// The limits without times that a busy machine needs more of: no attack is over because time is.
    private static var patience: Limits {
        var limits = Limits()
        (limits.handshakeTimeout, limits.closingTimeout, limits.idleTimeout) = (300_000, 300_000, 300_000)
        return limits
    }

    private static func hold(_ attack: Attack?, _ stalls: Bool) async throws -> Aftermath {
        try await withTemporaryDirectory { directory in
            let inbox = directory.appending(path: "server-inbox")
            let clientInbox = directory.appending(path: "client-inbox")
            let paths = [directory.appending(path: "c.bin"), directory.appending(path: "s.bin")]
            try Data(clientFile).write(to: paths[0])
            try Data(serverFile).write(to: paths[1])

            let log = Mutex<String?>(nil)
            var options = ServerOptions()
            options.grease = .never
            options.limits = patience
            options.log = { entry in
                if entry.message.contains("the session ended: ") { log.withLock { $0 = entry.message } }
            }
            let server = try await Server(
                identity: TestIdentity.server, trust: try .fingerprint(TestIdentity.client.fingerprint),
                inbox: Inbox(inbox.path), options: options
            ).listen(on: "127.0.0.1:0")
            let proxy = try Proxy(to: try #require(server.address).port, attack: attack)
            let watchdog = Task {
                if stalls {
                    while !proxy.hasAttacked { try await Task.sleep(for: .milliseconds(10)) }
                    try await Task.sleep(for: .milliseconds(300))
                } else {
                    try await Task.sleep(for: .seconds(100))
                }
                proxy.cut()
            }
            async let serving = serve(server, paths[1].path)

            var result = Aftermath()
            result.client = await speak(proxy.port, paths[0].path, clientInbox.path)
            // Nobody else connects. Where the server's side of the session has not come to stand, whatever the client's
            // has, none comes any more, and only the end of the server says so.
            let lastCall = ContinuousClock.now + .seconds(120)
            while server.sessionCount > 0, ContinuousClock.now < lastCall {
                try await Task.sleep(for: .milliseconds(2))
            }
            await server.shutDown()
            result.server = await serving
            if !result.server.isEstablished { result.server.reason = log.withLock { $0 } ?? "" }
            watchdog.cancel()
            result.wasCut = proxy.isCut
            proxy.stop()

            result.hasAttacked = proxy.hasAttacked
            result.toServer = proxy.traffic(.toServer)
            result.toClient = proxy.traffic(.toClient)
            // A failed expectation describes what it looked at: that takes long for so many bytes.
            result.toServer.bytes = []
            result.toClient.bytes = []
            result.serverInbox = try names(inbox)
            // A client's inbox is cleaned up by a worker, a moment after the session.
            let deadline = ContinuousClock.now + .seconds(60)
            while try names(clientInbox).contains(where: { $0.hasPrefix(".") }), ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(2))
            }
            result.clientInbox = try names(clientInbox)
            try check(inbox, ["c.bin": clientFile])
            try check(clientInbox, ["s.bin": serverFile])
            return result
        }
    }

    private static func names(_ directory: URL) throws -> [String] {
        guard FileManager.default.fileExists(atPath: directory.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    }

    /// Whatever happened: what is there is whole.
    private static func check(_ inbox: URL, _ contents: [String: [UInt8]]) throws {
        for name in try names(inbox) {
            let bytes = [UInt8](try Data(contentsOf: inbox.appending(path: name)))
            let isWhole = bytes == contents[name]
            #expect(isWhole, "\(name) is not what was sent")
        }
    }

    private static func speak(_ port: UInt16, _ file: String, _ inbox: String) async -> Ending {
        var ending = Ending()
        do {
            var options = ClientOptions()
            options.grease = .never
            options.limits = patience
            options.inbox = Inbox(inbox)
            let client = Client(
                identity: TestIdentity.client, trust: try .fingerprint(TestIdentity.server.fingerprint),
                options: options)
            let session = try await client.connect(to: "127.0.0.1:\(port)")
            ending.isEstablished = true
            var messages = session.messages.makeAsyncIterator()
            do throws(WaxwingError) {
                for number in 0..<texts {
                    try await session.send(text(number, from: "client"))
                    guard await take(&messages, into: &ending) else { return ending }
                }
                try await session.send(file: file, as: "c.bin")
                guard await take(&messages, into: &ending) else { return ending }
                try await session.close()
                ending.isComplete = true
            } catch {
                // What came before counts, and the session knows best why it ended.
                while await take(&messages, into: &ending) {}
                if ending.code == nil { ending.note(error) }
            }
        } catch {
            ending.note(error)
        }
        return ending
    }

    /// Takes one message; false at the end.
    private static func take(_ messages: inout MessageSequence.Iterator, into ending: inout Ending) async -> Bool {
        do throws(WaxwingError) {
            switch try await messages.next() {
            case .text(let text)?: ending.texts.append(text)
            case .file(let file)?: ending.files.append(file.name)
            case nil: return false
            default: Issue.record("a message came that nobody sent")
            }
            return true
        } catch {
            ending.note(error)
            return false
        }
    }

    private static func serve(_ server: Server, _ file: String) async -> Ending {
        var ending = Ending()
        for await session in server.sessions {
            ending.isEstablished = true
            do throws(WaxwingError) {
                for try await message in session.messages {
                    switch message {
                    case .text(let received):
                        ending.texts.append(received)
                        try? await session.send(text(ending.texts.count - 1, from: "server"))
                    case .file(let received):
                        ending.files.append(received.name)
                        ending.isComplete = (try? await session.send(file: file, as: "s.bin")) != nil
                    default: break
                    }
                }
            } catch {
                ending.note(error)
            }
            break
        }
        return ending
    }
}
