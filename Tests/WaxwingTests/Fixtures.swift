import Foundation
import Synchronization
import Testing
import WaxCore
import WaxTestSupport

@testable import WaxTransport
@testable import Waxwing

/// Identities for tests, made once a run from a seed.
enum TestIdentity {
    static let server = make(seed: 101)
    static let client = make(seed: 102)
    static let stranger = make(seed: 103)

    private static func make(seed: UInt64) -> Identity {
        var random = SeededRandom(seed: seed)
        do {
            return Identity(try RSA.PrivateKey(bitCount: 2048, using: &random))
        } catch {
            preconditionFailure("a key for the tests cannot be made: \(error)")
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
}

/// Waits for something that happens on another thread a moment later; the time limit of the suite ends it.
func eventually(_ condition: @escaping () async throws -> Bool) async throws {
    for _ in 0..<10_000 {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(2))
    }
    Issue.record("what was waited for has not come")
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

    /// A file to send, which stands outside of the inbox.
    /// A file of zeros without blocks on the disk: sending it takes so long that it cannot be over by chance.
    func makeEndlessFile() throws -> String {
        let path = try makeFile("endless", [])
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        try file.truncate(atOffset: 64 << 30)
        try file.close()
        return path
    }

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
    let group = try EventLoopGroup(loops: 2, workers: 2, mechanism: mechanism)
    try await withTemporaryDirectory { directory in
        var inbox = Inbox(directory.appending(path: "inbox").path)
        change(&inbox)
        var options = options
        options.group = group
        let server = try await Server(
            identity: TestIdentity.server, trust: try trust ?? .only(TestIdentity.client), inbox: inbox,
            options: options
        ).listen(on: "\(host):0")
        let address = try #require(server.address)
        var stage = Stage(server: server, endpoint: "\(address)", directory: directory)
        stage.options.group = group
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
