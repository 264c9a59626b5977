import FuzzSupport
import WaxCore
import WaxIdentity
import WaxWire

@testable import WaxSession

/// Reads the input as a plan: small numbers, one after the other; zeros behind its end.
struct Plan {
    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    mutating func next(below limit: Int) -> Int {
        guard position < bytes.count else { return 0 }
        defer { position += 1 }
        return Int(bytes[position]) % limit
    }

    mutating func take(atMost count: Int) -> [UInt8] {
        let end = min(position + count, bytes.count)
        defer { position = end }
        return Array(bytes[position..<end])
    }
}

/// One connection, with what its application knows, and the promises that hold whatever the peer does.
final class Player {
    let connection: Connection
    private(set) var isClosed = false
    private(set) var closingError: SessionError?
    private var streams: [StreamID] = []
    private var credit: [(StreamID, Int)] = []
    /// The messages that have come, and those that were given to the connection.
    private(set) var received: [Message] = []
    private(set) var sent: [Message] = []

    init(role: Role, limits: Limits) {
        connection = Connection(
            role: role, handshake: ClearHandshake(role: role),
            options: SessionOptions(name: nil, limits: limits.sane, padding: .none, grease: .never),
            now: Moment(monotonicNanoseconds: 1, unixSeconds: 1_700_000_000), random: Counter(value: 3))
    }

    /// Takes the events; nothing may come behind the end, and no more is held than the limits say.
    func collect() {
        while let event = connection.nextEvent() {
            require(!isClosed, "an event behind the end")
            switch event {
            case .message(let stream, let message, let amount):
                received.append(message)
                credit.append((stream, amount))
            case .request(let stream, _, let amount), .response(let stream, _, let amount),
                .streamData(let stream, _, let amount), .fileOffered(let stream, _, let amount),
                .fileData(let stream, _, let amount):
                note(stream)
                credit.append((stream, amount))
            case .streamOpened(let stream, _): note(stream)
            case .closed(let error):
                isClosed = true
                closingError = error
            default: break
            }
        }
        require(
            connection.bufferedByteCount <= connection.largestBufferedByteCount,
            "\(connection.bufferedByteCount) bytes are held")
    }

    private func note(_ stream: StreamID) {
        if streams.count < 32, !streams.contains(stream) { streams.append(stream) }
    }

    func takeAll() {
        for (stream, amount) in credit { connection.taken(amount, on: stream) }
        credit = []
    }

    /// One command of an application that does not look where it steps.
    func command(_ plan: inout Plan) {
        let stream = streams.isEmpty ? StreamID(UInt64(plan.next(below: 8))) : streams[plan.next(below: streams.count)]
        let content = [UInt8](repeating: UInt8(plan.next(below: 256)), count: plan.next(below: 256) * 17)
        let flag = plan.next(below: 2) == 1
        switch plan.next(below: 19) {
        case 0:
            if (try? connection.send(.bytes(content), compressed: flag)) != nil { sent.append(.bytes(content)) }
        case 1: if let new = try? connection.openStream(service: flag ? "x" : "") { note(new) }
        case 2: try? connection.sendRaw(content, on: stream)
        case 3: try? connection.end(stream)
        case 4: try? connection.reset(stream, code: .cancelled)
        case 5: try? connection.stopSending(stream, code: .cancelled)
        case 6: try? connection.refuse(stream, code: .refused)
        case 7:
            let request = Request(service: "s", method: "m", message: .bytes(content))
            if let new = try? connection.request(request, compressed: flag) { note(new) }
        case 8: try? connection.respond(Response(message: .bytes(content)), to: stream, compressed: flag)
        case 9:
            guard let header = try? FileHeader(
                name: "f", size: UInt64(content.count), hashAlgorithm: flag ? .none : .sha256Tree)
            else { return }
            if let new = try? connection.offerFile(header, to: "files", compressed: flag) { note(new) }
        case 10: try? connection.supplyFileData(content, on: stream)
        case 11: try? connection.acceptFile(stream)
        case 12: try? connection.confirmFile(stream)
        case 13: _ = try? connection.ping()
        case 14: try? connection.setName("n")
        case 15: try? connection.rekeyNow()
        case 16: try? connection.requestRekey()
        case 17: takeAll()
        default: if flag { connection.goodbye(code: .none) } else { _ = connection.sendCapacity(stream) }
        }
    }

    /// What is sent can be read.
    func checkOutput(_ bytes: [UInt8]) {
        var position = 0
        while position < bytes.count {
            let end = position + 3 + Int(bytes[position + 1]) << 8 + Int(bytes[position + 2])
            require(end <= bytes.count, "half a unit")
            if bytes[position] == UnitType.record.rawValue {
                let plaintext = Array(bytes[(position + 3)..<(end - 16)])
                var reader = FrameReader(plaintext.span, largestPayload: 65_536)
                do {
                    while try reader.next() != nil {}
                } catch {
                    require(false, "a frame that cannot be read: \(error)")
                }
            }
            position = end
        }
    }
}
