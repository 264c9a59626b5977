import WaxCore
import WaxIdentity
import WaxTestSupport
import WaxWire

@testable import WaxSession

/// One connection, whose peer is played by the test, frame by frame.
final class Scripted {
    /// A frame that the connection has sent.
    struct Sent: Equatable {
        var kind: UInt64
        var stream: UInt64
        var payload: [UInt8]

        init(_ kind: FrameKind, _ stream: UInt64 = 0, _ payload: [UInt8] = []) {
            self.kind = kind.rawValue
            self.stream = stream
            self.payload = payload
        }

        init(number: UInt64, _ stream: UInt64 = 0, _ payload: [UInt8] = []) {
            kind = number
            self.stream = stream
            self.payload = payload
        }
    }

    let connection: Connection
    let role: Role
    private let channel: TransparentChannel
    var now: UInt64 = 1_000
    private(set) var events: [Event] = []
    /// The lengths of the plaintexts of the records that the connection has sent.
    private(set) var recordLengths: [Int] = []
    /// Units other than records that the connection has sent.
    private(set) var otherUnits: [[UInt8]] = []

    /// A connection that waits for the first frame of its peer.
    init(_ role: Role, options: SessionOptions = .plain) {
        self.role = role
        channel = TransparentChannel(role: role.other)
        connection = Connection(
            role: role, handshake: TransparentHandshake(role: role), options: options, now: .at(milliseconds: 1_000),
            random: SeededRandom(seed: 9))
        feed(role == .server ? [1, 0, 1, 0] : [2, 0, 1, 0])
    }

    /// A connection that is established; what it has sent and told so far is forgotten.
    static func established(_ role: Role, options: SessionOptions = .plain, settings: Settings = Settings()) -> Scripted
    {
        let script = Scripted(role, options: options)
        script.send([Sent(role == .server ? .settings : .accept, 0, settings.encoded())])
        _ = script.sent()
        script.events = []
        script.recordLengths = []
        return script
    }

    var moment: Moment { .at(milliseconds: now) }

    /// Bytes from the peer.
    func feed(_ bytes: [UInt8]) {
        connection.receive(bytes.span, now: moment)
        collect()
    }

    /// A record of the peer's with these frames.
    func send(_ frames: [Sent]) { feed(record(frames)) }

    func record(_ frames: [Sent]) -> [UInt8] {
        var writer = FrameWriter()
        for frame in frames {
            let payload = frame.payload
            let fits = writer.append(kindNumber: frame.kind, stream: frame.stream, payload: payload.span)
            precondition(fits, "the test's frames do not fit into a record")
        }
        guard let unit = writer.takeUnit() else { preconditionFailure("a record has at least one frame") }
        return seal(unit)
    }

    /// A record with any plaintext.
    func record(plaintext: [UInt8]) -> [UInt8] {
        let count = plaintext.count + 16
        return seal([3, UInt8(count >> 8), UInt8(count & 0xFF)] + plaintext + [UInt8](repeating: 0, count: 16))
    }

    private func seal(_ unit: [UInt8]) -> [UInt8] {
        var unit = unit
        let header = [unit[0], unit[1], unit[2]]
        var span = unit.mutableSpan
        var body = span._mutatingExtracting(3...)
        do {
            try channel.seal(&body, authenticating: header.span)
        } catch {
            preconditionFailure("the test's channel does not seal")
        }
        return unit
    }

    func collect() {
        while let event = connection.nextEvent() { events.append(event) }
    }

    func takeEvents() -> [Event] {
        collect()
        defer { events = [] }
        return events
    }

    /// The frames that the connection has sent since the last time, padding left out.
    func sent() -> [Sent] {
        var frames: [Sent] = []
        while connection.wantsOutput {
            let bytes = connection.takeOutput()
            if bytes.isEmpty { break }
            frames += read(bytes)
        }
        collect()
        return frames
    }

    /// The frames of one call for output.
    func read(_ bytes: [UInt8]) -> [Sent] {
        var frames: [Sent] = []
        var position = 0
        while position < bytes.count {
            let count = 3 + Int(bytes[position + 1]) << 8 + Int(bytes[position + 2])
            var unit = Array(bytes[position..<(position + count)])
            position += count
            guard unit[0] == 3 else {
                otherUnits.append(unit)
                continue
            }
            frames += open(&unit)
        }
        return frames
    }

    private func open(_ unit: inout [UInt8]) -> [Sent] {
        let header = [unit[0], unit[1], unit[2]]
        do {
            var span = unit.mutableSpan
            var body = span._mutatingExtracting(3...)
            try channel.open(&body, authenticating: header.span)
        } catch {
            preconditionFailure("the connection's record does not open")
        }
        recordLengths.append(unit.count - 19)
        var frames: [Sent] = []
        let plaintext = Array(unit[3..<(unit.count - 16)])
        var reader = FrameReader(plaintext.span, largestPayload: 65_536)
        do {
            while let frame = try reader.next() {
                if frame.kind == .rekey { channel.rekeyOpening() }
                guard frame.kind != .padding else { continue }
                frames.append(Sent(number: frame.kindNumber, frame.stream, [UInt8](copying: frame.payload)))
            }
        } catch {
            preconditionFailure("the connection's frames cannot be read: \(error)")
        }
        return frames
    }

    /// The connection changes the key with which it opens, as after a rekey frame of the peer's.
    func rekeyed() { channel.rekeySealing() }

    /// The error with which the connection has ended, and what it has told the peer.
    var ending: (error: SessionError?, told: ErrorCode?)? {
        guard let closed = events.last(where: { if case .closed = $0 { true } else { false } }) else { return nil }
        let goodbye = sent().last { $0.kind == FrameKind.goodbye.rawValue || $0.kind == FrameKind.refuse.rawValue }
        let code = goodbye.map { ErrorCode(rawValue: UInt16($0.payload[0]) << 8 | UInt16($0.payload[1])) }
        return (closed.closingError, code)
    }
}

/// A varint as a payload.
func varint(_ value: UInt64) -> [UInt8] {
    var writer = ByteWriter()
    writer.writeVarint(value)
    return writer.bytes
}

/// The payload of a message frame.
func header(_ content: MessageHeader.Content, _ length: Int) -> [UInt8] {
    do {
        return try MessageHeader(content, length: UInt64(length)).encoded()
    } catch {
        preconditionFailure("the test's header cannot be made")
    }
}

/// A file of the name and size given.
func fileContent(name: String, size: UInt64, hash: HashAlgorithm = .sha256Tree) -> MessageHeader.Content {
    do {
        return .file(try FileHeader(name: name, size: size, hashAlgorithm: hash))
    } catch {
        preconditionFailure("the test's file cannot be described")
    }
}
