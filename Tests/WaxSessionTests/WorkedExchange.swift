import Testing
import WaxCore
import WaxIdentity
import WaxRSA
import WaxTestSupport
import WaxWire
import WaxX25519

@testable import WaxNoise

/// The connection that the documentation shows byte by byte, made from fixed keys by the modules under the session.
struct WorkedExchange {
    /// Something that is sent, and what is in it.
    struct Step {
        var title: String
        var isClient: Bool
        /// What is in it before encryption, with a caption for each.
        var contents: [(caption: String, bytes: [UInt8])]
        /// The whole unit as it is sent.
        var unit: [UInt8]
    }

    static let now = Moment(monotonicNanoseconds: 0, unixSeconds: 1_790_000_000)
    static let clientEphemeral = pattern(0x20), clientStatic = pattern(0x40)
    static let serverEphemeral = pattern(0x60), serverStatic = pattern(0x80)
    static let clientSalt = pattern(0xA0), serverSalt = pattern(0xC0)

    let client: LocalIdentity
    let server: LocalIdentity
    private(set) var steps: [Step] = []
    private(set) var hash: [UInt8] = []
    private(set) var clientKey: [UInt8] = []
    private(set) var serverKey: [UInt8] = []
    private(set) var exporterSecret: [UInt8] = []
    private(set) var exported: [UInt8] = []

    static func pattern(_ first: UInt8) -> [UInt8] { (0..<32).map { first + $0 } }

    init() throws {
        let keys = try RSAKeyFile.keys(bits: 2048)
        var clientRandom = PresetRandom(Self.clientStatic + Self.clientSalt)
        var serverRandom = PresetRandom(Self.serverStatic + Self.serverSalt)
        server = try LocalIdentity(
            key: keys[0], role: .server, validitySeconds: 43200, now: Self.now, random: &serverRandom)
        client = try LocalIdentity(
            key: keys[1], role: .client, validitySeconds: 43200, now: Self.now, random: &clientRandom)
        try converse()
    }

    /// The settings of both sides.
    static func settings() throws -> Settings {
        var settings = Settings()
        try settings.set(.largestFramePayload, to: 65536)
        try settings.set(.largestMessage, to: 16 << 20)
        try settings.set(.streams, to: 64)
        try settings.set(.streamWindow, to: 256 << 10)
        try settings.set(.connectionWindow, to: 4 << 20)
        try settings.set(.idleTimeout, to: 60000)
        try settings.set(.compressionMethods, to: Settings.deflate)
        return settings
    }

    private mutating func converse() throws {
        let hello = try Hello(suite: .xx).encodedUnit()
        steps.append(Step(title: "Hello", isClient: true, contents: [], unit: hello))

        let name = try NoiseProtocol(name: Suite.xx.protocolName)
        var left = try Handshake(
            name, role: .initiator, prologue: hello, keys: HandshakeKeys(localStatic: client.delegatedKey))
        var right = try Handshake(
            name, role: .responder, prologue: hello, keys: HandshakeKeys(localStatic: server.delegatedKey))
        var clientRandom = PresetRandom(Self.clientEphemeral), serverRandom = PresetRandom(Self.serverEphemeral)

        let first = try left.writeMessage(using: &clientRandom)
        _ = try right.readMessage(first)
        try addHandshake("Handshake message 1", isClient: true, first, [])

        let secondPayload = ServerPayload(version: Hello.version1, block: server.block).encoded()
        let second = try right.writeMessage(payload: secondPayload, using: &serverRandom)
        _ = try left.readMessage(second)
        try addHandshake(
            "Handshake message 2", isClient: false, second,
            [("The delegation in it", server.block.delegation), ("The whole payload", secondPayload)])

        let thirdPayload = client.block.encoded()
        let third = try left.writeMessage(payload: thirdPayload, using: &clientRandom)
        _ = try right.readMessage(third)
        try addHandshake(
            "Handshake message 3", isClient: true, third,
            [("The delegation in it", client.block.delegation), ("The whole payload", thirdPayload)])

        let split = left.symmetric.split()
        clientKey = [UInt8](copying: split.0.bytes)
        serverKey = [UInt8](copying: split.1.bytes)
        exporterSecret = [UInt8](copying: split.exporter.bytes)
        let clientEnd = try left.finish(), serverEnd = try right.finish()
        hash = clientEnd.exporter.channelBinding
        let secret = try clientEnd.exporter.export(label: [UInt8]("example".utf8), context: [1, 2, 3], byteCount: 32)
        exported = [UInt8](copying: secret.bytes)
        try exchangeRecords(try #require(clientEnd.sending), try #require(serverEnd.sending))
    }

    private mutating func exchangeRecords(_ fromClient: CipherState, _ fromServer: CipherState) throws {
        let settings = try Self.settings().encoded()
        try addRecord("First record of the client", fromClient, isClient: true) { writer in
            writer.append(.settings, payload: settings)
        }
        try addRecord("First record of the server", fromServer, isClient: false) { writer in
            writer.append(.accept, payload: settings)
        }
        let text = [UInt8]("hello".utf8)
        let header = try MessageHeader(.text, length: UInt64(text.count)).encoded()
        try addRecord("A text, on stream 2: open, message, data, end", fromClient, isClient: true) { writer in
            writer.append(.open, stream: 2) && writer.append(.message, stream: 2, payload: header)
                && writer.append(.data, stream: 2, payload: text) && writer.append(.end, stream: 2)
        }
        try addRecord("The server ends the stream too", fromServer, isClient: false) { writer in
            writer.append(.end, stream: 2)
        }
        try addRecord("Ping, a made-up frame, padding, rekey", fromClient, isClient: true) { writer in
            let madeUp: [UInt8] = [0xDE, 0xAD]
            return writer.append(.ping, payload: [1, 2, 3, 4, 5, 6, 7, 8])
                && writer.append(kindNumber: 0x7F, stream: 0, payload: madeUp.span)
                && writer.append(.padding, payload: [0, 0, 0, 0, 0]) && writer.append(.rekey)
        }
        try fromClient.rekey()
        try addRecord("Pong", fromServer, isClient: false) { writer in
            writer.append(.pong, payload: [1, 2, 3, 4, 5, 6, 7, 8])
        }
        let farewell = try GoodbyePayload(code: .none, lastStream: 0, text: "bye").encoded()
        try addRecord("Goodbye, with the client's second key", fromClient, isClient: true) { writer in
            writer.append(.goodbye, payload: farewell)
        }
        let answer = try GoodbyePayload(code: .none, lastStream: 2).encoded()
        try addRecord("The server's goodbye", fromServer, isClient: false) { writer in
            writer.append(.goodbye, payload: answer)
        }
    }

    private mutating func addHandshake(
        _ title: String, isClient: Bool, _ message: [UInt8], _ contents: [(caption: String, bytes: [UInt8])]
    ) throws {
        let unit = try UnitHeader.unit(.handshake, body: message.span)
        steps.append(Step(title: title, isClient: isClient, contents: contents, unit: unit))
    }

    private mutating func addRecord(
        _ title: String, _ cipher: CipherState, isClient: Bool, frames: (inout FrameWriter) -> Bool
    ) throws {
        var writer = FrameWriter()
        let fits = frames(&writer)
        let taken = writer.takeUnit()
        var unit = try #require(fits ? taken : nil)
        let plaintext = [UInt8](unit[3..<(unit.count - 16)])
        let header = Array(unit[..<3])
        do {
            var span = unit.mutableSpan
            var body = span._mutatingExtracting(3...)
            try cipher.encrypt(message: &body, authenticating: header.span)
        }
        steps.append(
            Step(title: title, isClient: isClient, contents: [("The frames", plaintext)], unit: unit))
    }
}

/// Gives out bytes that were fixed before, and seeded ones afterwards.
struct PresetRandom: RandomSource, Sendable {
    private var preset: [UInt8]
    private var rest = SeededRandom(seed: 0)

    init(_ preset: [UInt8]) { self.preset = preset }

    mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
        for index in 0..<bytes.count {
            bytes[index] = preset.isEmpty ? UInt8(truncatingIfNeeded: rest.next()) : preset.removeFirst()
        }
    }
}

/// The RSA keys that the tests share.
enum RSAKeyFile {
    private struct Numbers: Decodable {
        var bits: Int
        var n, e, d, p, q, dP, dQ, qInv: String
    }

    static func keys(bits: Int) throws -> [RSA.PrivateKey] {
        try TestVectors.json("waxwing/rsa_keys.json", as: [Numbers].self).filter { $0.bits == bits }.map { numbers in
            let (n, e, d) = (try Hex.decode(numbers.n), try Hex.decode(numbers.e), try Hex.decode(numbers.d))
            let (p, q, dP) = (try Hex.decode(numbers.p), try Hex.decode(numbers.q), try Hex.decode(numbers.dP))
            let (dQ, qInv) = (try Hex.decode(numbers.dQ), try Hex.decode(numbers.qInv))
            return try RSA.PrivateKey(
                modulus: n.span, publicExponent: e.span, privateExponent: d.span, prime1: p.span, prime2: q.span,
                exponent1: dP.span, exponent2: dQ.span, coefficient: qInv.span)
        }
    }
}
