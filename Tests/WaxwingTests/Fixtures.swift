import Foundation
import Synchronization
import Testing
import WaxCore
import WaxKeys
import WaxTestSupport

@testable import WaxTransport
@testable import Waxwing

/// Identities for tests.
enum TestIdentity {
    static let server = identity(TestKeys.first)
    static let client = identity(TestKeys.second)
    static let stranger = identity(TestKeys.third)

    private static func identity(_ pem: String) -> Identity {
        do {
            return Identity(try RSA.PrivateKey(pemRepresentation: pem))
        } catch {
            preconditionFailure("a key of the tests cannot be used: \(error)")
        }
    }
}

extension TrustPolicy {
    /// The keys of some identities.
    static func only(_ identities: Identity...) throws -> TrustPolicy {
        let lines = try identities.map { try $0.publicKeyLine() }
        return .authorizedKeys(try AuthorizedKeys(parsing: lines.joined(separator: "\n")))
    }
}

/// What a log was told.
final class LogBook: Sendable {
    private let entries = Mutex<[LogEntry]>([])

    var handler: LogHandler { { entry in self.entries.withLock { $0.append(entry) } } }
    var text: String { entries.withLock { $0.map { "\($0.level): \($0.message)" }.joined(separator: "\n") } }
    var warnings: String {
        entries.withLock { $0.filter { $0.level == .warning }.map(\.message).joined(separator: "\n") }
    }
}

/// Waits for something that happens on another thread a moment later, for two minutes at most.
func eventually(
    sourceLocation: SourceLocation = #_sourceLocation, _ condition: @escaping () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(120)
    repeat {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(2))
    } while ContinuousClock.now < end
    Issue.record("what was waited for has not come", sourceLocation: sourceLocation)
}

extension Limits {
    /// The limits without those times that a busy machine needs more of, where a test has not set them.
    var patient: Limits {
        var limits = self
        let usual = Limits()
        if handshakeTimeout == usual.handshakeTimeout { limits.handshakeTimeout = 120_000 }
        if closingTimeout == usual.closingTimeout { limits.closingTimeout = 120_000 }
        if idleTimeout == usual.idleTimeout { limits.idleTimeout = 600_000 }
        return limits
    }
}

/// A server and the means to connect to it.
struct Stage {
    let server: Server
    let endpoint: String
    let directory: URL
    var options = ClientOptions()

    var inbox: URL { directory.appending(path: "inbox") }

    func connect(as identity: Identity? = TestIdentity.client) async throws -> Session {
        try await Client(
            identity: identity, trust: try .fingerprint(TestIdentity.server.fingerprint), options: options
        ).connect(to: endpoint)
    }

    /// A session and its other end.
    func pair() async throws -> (client: Session, server: Session) {
        var sessions = server.sessions.makeAsyncIterator()
        let client = try await connect()
        let server = try #require(await sessions.next())
        return (client, server)
    }

    /// What is in the inbox, hidden files included.
    var inboxNames: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: inbox.path).sorted() }
    }

    func contents(_ name: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: inbox.appending(path: name))) }

    /// A file of zeros without blocks on the disk: sending it takes so long that it cannot be over by chance.
    func makeEndlessFile() throws -> String {
        let path = try makeFile("endless", [])
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: 64 << 30)
        try file.close()
        return path
    }

    /// A file to send, which stands outside of the inbox.
    func makeFile(_ name: String, _ bytes: [UInt8]) throws -> String {
        let url = directory.appending(path: name)
        try Data(bytes).write(to: url)
        return url.path
    }
}

/// Runs a server that trusts the client's identity, on threads of its own that are gone afterwards.
func withServer(
    trust: TrustPolicy? = nil, inbox change: (inout Inbox) -> Void = { _ in },
    options: ServerOptions = ServerOptions(), mechanism: PollingMechanism = .preferred, host: String = "127.0.0.1",
    _ body: (Stage) async throws -> Void
) async throws {
    try await turns.run {
        try await withServerNow(trust, change, options, mechanism, host, body)
    }
}

/// Each of these has threads of its own.
private let turns = Turns(8)

private func withServerNow(
    _ trust: TrustPolicy?, _ change: (inout Inbox) -> Void, _ options: ServerOptions, _ mechanism: PollingMechanism,
    _ host: String, _ body: (Stage) async throws -> Void
) async throws {
    let group = try EventLoopGroup(loops: 2, workers: 2, mechanism: mechanism)
    try await withTemporaryDirectory { directory in
        var inbox = Inbox(directory.appending(path: "inbox").path)
        change(&inbox)
        var options = options
        options.group = group
        options.limits = options.limits.patient
        let server = try await Server(
            identity: TestIdentity.server, trust: try trust ?? .only(TestIdentity.client), inbox: inbox,
            options: options
        ).listen(on: "\(host):0")
        let address = try #require(server.address)
        var stage = Stage(server: server, endpoint: "\(address)", directory: directory)
        stage.options.group = group
        stage.options.limits = stage.options.limits.patient
        do {
            try await body(stage)
        } catch {
            Issue.record(error)
        }
        await server.shutDown(patience: .milliseconds(500))
    }
    await group.shutDown()
}

/// A number that several threads count up.
final class Counter: Sendable {
    private let count = Mutex(0)
    func add(_ number: Int) { count.withLock { $0 += number } }
    var value: Int { count.withLock { $0 } }
}

/// Whether the machine has IPv6 on its loopback interface.
let hasIPv6: Bool = {
    let address = SocketAddress(host: .v6(high: 0, low: 1), port: 0)
    guard let descriptor = try? System.makeSocket(for: address) else { return false }
    return (try? System.assign(descriptor, to: address)) != nil
}()
