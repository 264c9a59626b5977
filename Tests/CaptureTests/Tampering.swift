import Testing
import WaxWire
import Waxwing

/// One attack, which side notices it, and as what.
struct Tampering: Sendable, CustomTestStringConvertible {
    var name: String
    var attack: Attack
    /// Who notices: whoever is at that end.
    var noticing: Proxy.Direction
    /// The error there.
    var code: WaxwingError.Code?
    /// The error at the other end, where it is always the same: it may be told, or only see the stream end.
    var otherCode: WaxwingError.Code?
    /// A part of the log's line where a server notices before there is a session.
    var logged = ""
    /// Whether the receiver waits for something that does not come.
    var stalls = false
    var testDescription: String { name }

    init(
        _ name: String, _ attack: Attack, _ code: WaxwingError.Code?, at noticing: Proxy.Direction? = nil,
        other: WaxwingError.Code? = nil, logged: String = "", stalls: Bool = false
    ) {
        self.name = "\(name), \(attack.direction)"
        self.attack = attack
        self.noticing = noticing ?? attack.victim
        self.code = code
        otherCode = other
        self.logged = logged
        self.stalls = stalls
    }

    static let all: [Tampering] = hellos + handshakes + rejects + Proxy.Direction.allCases.flatMap(records)

    // MARK: Hello

    // "WAXW", one version, and the name of the suite.
    private static let hellos: [Tampering] = [
        Tampering(
            "Hello: a further version",
            .rewrite(.toServer, .unit(0)) { hello in
                [hello[0], hello[1], hello[2] + 2] + hello[3..<7] + [2, 0, 1, 0x7A, 0x7A] + hello[10...]
            }, .peerMisbehaved, at: .toClient),
        Tampering(
            "Hello: another version",
            .rewrite(.toServer, .unit(0)) { hello in
                var hello = hello
                hello[9] = 2
                return hello
            }, .peerIncompatible, at: .toServer, other: .peerIncompatible, logged: "peerIncompatible: "),
        Tampering(
            "Hello: no identity wanted", .rewrite(.toServer, .unit(0)) { replace("XX", by: "NX", in: $0) }, .notTrusted,
            at: .toServer, other: .notAuthorised, logged: "anonymous"),
        Tampering(
            "Hello: another suite", .rewrite(.toServer, .unit(0)) { replace("SHA256", by: "BLAKE2", in: $0) },
            .peerIncompatible, at: .toServer, other: .peerIncompatible, logged: "peerIncompatible: "),
        Tampering(
            "Hello: an extension more",
            .rewrite(.toServer, .unit(0)) { hello in
                [hello[0], hello[1], hello[2] + 5] + hello[3...] + [0x0A, 0xFA, 0, 1, 7]
            }, .peerMisbehaved, at: .toClient),
        Tampering(
            "Hello: another magic", .flip(.toServer, .unit(0), .body), .peerMisbehaved, at: .toServer,
            other: .refused(.malformed), logged: "not of this protocol"),
        Tampering(
            "Hello: another type", .flip(.toServer, .unit(0), .type), .peerMisbehaved, at: .toServer,
            logged: "not of this protocol"),
        Tampering(
            "Hello: twice", .replay(.toServer, .unit(0)), .peerMisbehaved, at: .toServer,
            logged: "not of this protocol"),
        Tampering("Hello: sent back", .reflect(.toServer, .unit(0)), .peerMisbehaved),
        Tampering(
            "Hello: kept back", .drop(.toServer, .unit(0)), .peerMisbehaved, at: .toServer,
            logged: "not of this protocol"),
        Tampering("Hello: after the first message", .swap(.toServer, .unit(0)), .peerMisbehaved, at: .toServer,
            logged: "not of this protocol"),
    ]

    private static func replace(_ old: String, by new: String, in bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let (old, new) = (Array(old.utf8), Array(new.utf8))
        for start in 0...(bytes.count - old.count) where Array(bytes[start..<(start + old.count)]) == old {
            bytes.replaceSubrange(start..<(start + old.count), with: new)
            break
        }
        return bytes
    }

    // MARK: Handshake

    private static let handshakes: [Tampering] = [
        // The first message is not encrypted; what became of it is noticed with the second.
        Tampering("First message: a bit", .flip(.toServer, .unit(1), .body), .peerMisbehaved, at: .toClient),
        Tampering(
            "First message: shorter", .length(.toServer, .unit(1), -1), .peerMisbehaved, at: .toServer,
            other: .notAuthorised, logged: "handshake failed"),
        Tampering(
            "First message: twice", .replay(.toServer, .unit(1)), .peerMisbehaved, at: .toServer,
            logged: "handshake failed"),
        Tampering("First message: sent back", .reflect(.toServer, .unit(1)), .peerMisbehaved),
        Tampering("First message: kept back", .drop(.toServer, .unit(1)), .truncated, at: .toClient, stalls: true),
        Tampering("Second message: a bit of the key", .flip(.toClient, .unit(0), .body), .peerMisbehaved),
        Tampering("Second message: a bit of a tag", .flip(.toClient, .unit(0), .tag), .peerMisbehaved),
        Tampering("Second message: type", .flip(.toClient, .unit(0), .type), .peerMisbehaved),
        Tampering("Second message: twice", .replay(.toClient, .unit(0)), .peerMisbehaved),
        Tampering(
            "Second message: sent back", .reflect(.toClient, .unit(0)), .peerMisbehaved, logged: "handshake failed"),
        Tampering("Second message: kept back", .drop(.toClient, .unit(0)), .truncated, stalls: true),
        Tampering(
            "Third message: a bit", .flip(.toServer, .unit(2), .body), .peerMisbehaved, other: .notAuthorised,
            logged: "handshake failed"),
        Tampering(
            "Third message: a bit of a tag", .flip(.toServer, .unit(2), .tag), .peerMisbehaved,
            other: .notAuthorised, logged: "handshake failed"),
        Tampering(
            "Third message: twice", .replay(.toServer, .unit(2)), .peerMisbehaved, logged: "not of this protocol"),
        Tampering("Third message: sent back", .reflect(.toServer, .unit(2)), .peerMisbehaved),
        Tampering(
            "Third message: kept back", .drop(.toServer, .unit(2)), .peerMisbehaved, logged: "not of this protocol"),
        Tampering("Third message: cut", .truncate(.toServer, .unit(2), missing: 1), .truncated,
            logged: "the byte stream ended"),
        Tampering(
            "Settings: a bit", .flip(.toServer, .unit(3), .body), .peerMisbehaved, logged: "not what the peer sealed"),
        Tampering("Accept: a bit", .flip(.toClient, .unit(1), .body), .peerMisbehaved),
        Tampering("Accept: a bit of the tag", .flip(.toClient, .unit(1), .tag), .peerMisbehaved),
        Tampering("Accept: kept back", .drop(.toClient, .unit(1)), .truncated, stalls: true),
    ]

    // MARK: Reject

    private static func reject(_ code: ErrorCode) -> [UInt8] { Reject(code: code).encodedUnit() }

    private static let rejects: [Tampering] = [
        // Nobody can be kept from refusing in the other's name before there are keys, but it is no success.
        Tampering(
            "Reject before the second message", .inject(reject(.busy), .toClient, before: .unit(0)), .refused(.busy)),
        Tampering(
            "Reject for authentication", .inject(reject(.authenticationFailed), .toClient, before: .unit(0)),
            .notAuthorised),
        Tampering(
            "Reject for the version", .inject(reject(.unsupportedVersion), .toClient, before: .unit(0)),
            .peerIncompatible),
        Tampering(
            "Reject before accept", .inject(reject(.busy), .toClient, before: .unit(1)), .refused(.busy)),
        Tampering(
            "Reject before the third message", .inject(reject(.busy), .toServer, before: .unit(2)), .refused(.busy),
            logged: "somebody on the way"),
        // Afterwards it can.
        Tampering(
            "Reject in the session", .inject(reject(.busy), .toClient, before: .text(1)), .peerMisbehaved),
        Tampering(
            "Reject in the session", .inject(reject(.busy), .toServer, before: .text(1)), .peerMisbehaved),
    ]

    // MARK: Records

    private static func records(_ direction: Proxy.Direction) -> [Tampering] {
        let foreign = [3, 0, 100] + Conversation.clientFile.prefix(100)
        let (text, bulk) = (Attack.Place.text(1), Attack.Place.bulk(2))
        var all: [Tampering] = []
        for (what, place) in [("Text", text), ("File", bulk)] {
            all += [
                Tampering("\(what): a bit", .flip(direction, place, .body, mask: 1), .peerMisbehaved),
                Tampering("\(what): a bit of the tag", .flip(direction, place, .tag, mask: 0x80), .peerMisbehaved),
                Tampering("\(what): type", .flip(direction, place, .type, mask: 1), .peerMisbehaved),
                Tampering("\(what): unknown type", .flip(direction, place, .type, mask: 0x40), .peerMisbehaved),
                Tampering("\(what): shorter", .length(direction, place, -1), .peerMisbehaved),
                Tampering("\(what): twice", .replay(direction, place), .peerMisbehaved),
                Tampering("\(what): sent back", .reflect(direction, place), .peerMisbehaved),
                Tampering("\(what): a foreign record", .inject(foreign, direction, before: place), .peerMisbehaved),
                Tampering("\(what): an empty record", .inject([3, 0, 0], direction, before: place), .peerMisbehaved),
                Tampering("\(what): stream ends before", .truncate(direction, place, at: 0), .truncated),
                Tampering("\(what): stream ends in the header", .truncate(direction, place, at: 2), .truncated),
                Tampering("\(what): stream ends within", .truncate(direction, place, at: 500), .truncated),
                Tampering(
                    "\(what): stream ends before its last byte", .truncate(direction, place, missing: 1), .truncated),
            ]
        }
        return all + [
            // Nothing follows a text before it is answered.
            Tampering("Text: kept back", .drop(direction, text), .truncated, stalls: true),
            Tampering("Text: longer", .length(direction, text, 1), .truncated, stalls: true),
            Tampering("File: kept back", .drop(direction, .bulk(1)), .peerMisbehaved),
            Tampering("File: longer", .length(direction, .bulk(1), 1), .peerMisbehaved),
            Tampering("File: in another order", .swap(direction, .bulk(1)), .peerMisbehaved),
            Tampering("File: stream ends after a whole record", .truncate(direction, bulk, missing: 0), .truncated),
        ]
    }
}
