import Foundation
import Testing
import WaxKeys
import WaxRSA
import WaxTestSupport
import Waxwing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Something that must not be seen on the way.
struct Marker: Sendable {
    let name: String
    let bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
    init(_ name: String, _ text: String) { (self.name, self.bytes) = (name, Array(text.utf8)) }

    /// Those of some markers that a capture shows, by their names.
    static func visible(_ markers: [Marker], in capture: [UInt8]) -> [String] {
        markers.filter { $0.isVisible(in: capture) }.map(\.name)
    }

    func isVisible(in capture: [UInt8]) -> Bool {
        capture.withUnsafeBytes { capture in
            bytes.withUnsafeBytes { bytes in
                var start = 0
                while start + bytes.count <= capture.count {
                    let rest = capture.count - start - bytes.count + 1
                    guard let hit = memchr(capture.baseAddress! + start, Int32(bytes[0]), rest) else { return false }
                    if memcmp(hit, bytes.baseAddress!, bytes.count) == 0 { return true }
                    start = UnsafeRawPointer(hit) - capture.baseAddress! + 1
                }
                return false
            }
        }
    }
}

/// A session in which something of every kind is sent in both directions, and what it was.
enum Disclosure {
    struct Thing: Codable, Equatable, Sendable {
        var propertyWithALongName: String
        var anotherPropertyName: [String]
    }

    private static func random(_ seed: UInt64, _ count: Int) -> [UInt8] {
        var random = SeededRandom(seed: seed)
        var bytes = [UInt8](repeating: 0, count: count)
        var span = bytes.mutableSpan
        random.fill(&span)
        return bytes
    }

    // Each side has its own, so that both directions are looked at.
    static func text(_ side: String) -> String { "attack at dawn, says the \(side)" }
    static func monotony(_ side: String) -> [UInt8] { [UInt8](repeating: side == "client" ? 0x41 : 0x42, count: 2_000) }
    static func bytes(_ side: String) -> [UInt8] { random(side == "client" ? 11 : 12, 48) }
    static func thing(_ side: String) -> Thing {
        Thing(propertyWithALongName: "value of the \(side)'s", anotherPropertyName: ["element of the \(side)'s"])
    }
    static func list(_ side: String) -> [String] { ["first item of the \(side)", "second item of the \(side)"] }
    static func displayName(_ side: String) -> String { "display name of the \(side)" }
    static func fileName(_ side: String) -> String { "secret plans of the \(side).bin" }

    /// Noise, then a page of zeros, then words.
    static func file(_ side: String) -> [UInt8] {
        random(side == "client" ? 13 : 14, 300_000) + [UInt8](repeating: 0, count: 65_536)
            + Array(String(repeating: "line of the \(side)'s file\n", count: 4_000).utf8)
    }

    static let service = "service-of-secrets", method = "method-of-secrets"
    static let argument = "argument of a request", answer = "answer to a request"

    static let markers: [Marker] = {
        var markers = [
            Marker("service", service), Marker("method", method), Marker("argument", argument),
            Marker("answer", answer), Marker("property", "propertyWithALongName"),
            Marker("property", "anotherPropertyName"), Marker("zeros", [UInt8](repeating: 0, count: 32)),
        ]
        for side in ["client", "server"] {
            markers += [
                Marker("text", text(side)), Marker("monotony", Array(monotony(side).prefix(32))),
                Marker("bytes", Array(bytes(side).prefix(24))), Marker("value", thing(side).propertyWithALongName),
                Marker("element", thing(side).anotherPropertyName[0]), Marker("item", list(side)[0]),
                Marker("item", list(side)[1]), Marker("display name", displayName(side)),
                Marker("file name", fileName(side)), Marker("line", "line of the \(side)'s file"),
            ]
            for place in stride(from: 0, to: 300_000, by: 5_000) {
                markers.append(Marker("file at \(place)", Array(file(side)[place..<(place + 16)])))
            }
        }
        return markers
    }()

    /// Who the two are. None of it is sent in clear, not even by the server to a stranger who only listens.
    static let identities: [Marker] = {
        var markers: [Marker] = []
        for (side, identity) in [("client", TestIdentity.client), ("server", TestIdentity.server)] {
            let spki = identity.publicKey.derRepresentation
            // The digits of the fingerprint without "SHA256:".
            markers.append(Marker("\(side)'s fingerprint", String(identity.fingerprint.dropFirst(7))))
            // The first bytes say that it is an RSA key; the modulus follows.
            for place in stride(from: 0, to: spki.count - 16, by: 8) {
                markers.append(Marker("\(side)'s key at \(place)", Array(spki[place..<(place + 16)])))
            }
        }
        return markers
    }()

    /// Sends everything through a proxy.
    ///
    /// - Parameter prepare: Called with the port of the proxy before anything is sent, and, with what it gave, after.
    static func run<Watch>(
        watching prepare: (UInt16) throws -> Watch, _ finish: (Watch, Proxy) throws -> Void
    ) async throws {
        try await withTemporaryDirectory { directory in
            let paths = ["client", "server"].map { directory.appending(path: $0).path }
            try Data(file("client")).write(to: URL(filePath: paths[0]))
            try Data(file("server")).write(to: URL(filePath: paths[1]))
            var options = ServerOptions()
            options.name = displayName("server")
            options.requestHandler = { _, request in
                #expect(request.service == service && request.method == method)
                return Response(message: .text(answer))
            }
            let server = try await Server(
                identity: TestIdentity.server, trust: try .fingerprint(TestIdentity.client.fingerprint),
                inbox: Inbox(directory.appending(path: "in-s").path), options: options
            ).listen(on: "127.0.0.1:0")
            let proxy = try Proxy(to: try #require(server.address).port)
            let watch = try prepare(proxy.port)

            var clientOptions = ClientOptions()
            clientOptions.name = displayName("client")
            clientOptions.inbox = Inbox(directory.appending(path: "in-c").path)
            let client = try await Client(
                identity: TestIdentity.client, trust: try .fingerprint(TestIdentity.server.fingerprint),
                options: clientOptions
            ).connect(to: "127.0.0.1:\(proxy.port)")
            var sessions = server.sessions.makeAsyncIterator()
            let session = try #require(await sessions.next())

            try await send(everythingOf: "client", from: client, to: session, file: paths[0])
            try await send(everythingOf: "server", from: session, to: client, file: paths[1])
            let response = try await client.request(
                Request(service: service, method: method, message: .text(argument)))
            #expect(response.message.text == answer)
            try await client.close(text: text("client"))
            await server.shutDown()
            proxy.stop()
            try finish(watch, proxy)
        }
    }

    private static func send(
        everythingOf side: String, from sender: Session, to receiver: Session, file path: String
    ) async throws {
        try await sender.send(text(side))
        try await sender.send(bytes(side))
        try await sender.send(monotony(side))
        try await sender.send(thing(side))
        try await sender.send(list(side))
        var messages = receiver.messages.makeAsyncIterator()
        guard case .text(text(side))? = try await messages.next(),
            case .bytes(bytes(side))? = try await messages.next(),
            case .bytes(monotony(side))? = try await messages.next(),
            case .object(let object)? = try await messages.next(), case .list(let list)? = try await messages.next()
        else { throw Unexpected() }
        #expect(try object.decode(Thing.self) == thing(side))
        #expect(try list.decode([String].self) == self.list(side))
        try await sender.send(file: path, as: fileName(side))
        guard case .file(let file)? = try await messages.next() else { throw Unexpected() }
        #expect(file.name == fileName(side))
        let isWhole = [UInt8](try Data(contentsOf: URL(filePath: file.path))) == self.file(side)
        #expect(isWhole)
        #expect(await receiver.peerName == displayName(side))
    }

    /// Another message came than was sent.
    struct Unexpected: Error {}
}
