import WaxCore
import WaxIdentity
import WaxTestSupport
import WaxWire

@testable import WaxSession

extension Moment {
    /// A time of the test's own clock.
    static func at(milliseconds: UInt64) -> Moment {
        Moment(monotonicNanoseconds: milliseconds * 1_000_000, unixSeconds: 1_700_000_000 + Int64(milliseconds / 1_000))
    }
}

/// Two connections and the bytes between them, without any delay.
final class Pair {
    let client: Connection
    let server: Connection
    var now: UInt64 = 1_000
    var clientEvents: [Event] = []
    var serverEvents: [Event] = []

    init(clientOptions: SessionOptions = .plain, serverOptions: SessionOptions = .plain) {
        client = Connection(
            role: .client, handshake: TransparentHandshake(role: .client), options: clientOptions,
            now: .at(milliseconds: 1_000), random: SeededRandom(seed: 1))
        server = Connection(
            role: .server, handshake: TransparentHandshake(role: .server), options: serverOptions,
            now: .at(milliseconds: 1_000), random: SeededRandom(seed: 2))
    }

    /// A pair that has come to an understanding.
    static func established(
        clientOptions: SessionOptions = .plain, serverOptions: SessionOptions = .plain
    ) -> Pair {
        let pair = Pair(clientOptions: clientOptions, serverOptions: serverOptions)
        pair.run()
        pair.clientEvents.removeFirst()
        pair.serverEvents.removeFirst()
        return pair
    }

    var moment: Moment { .at(milliseconds: now) }

    /// Carries bytes to and fro until there are no more.
    func run(takingContent: Bool = true) {
        var isQuiet = false
        while !isQuiet {
            isQuiet = true
            for (from, to) in [(client, server), (server, client)] {
                let bytes = from.takeOutput()
                if !bytes.isEmpty {
                    isQuiet = false
                    to.receive(bytes.span, now: moment)
                }
                collect(takingContent: takingContent)
            }
        }
    }

    func collect(takingContent: Bool) {
        while let event = client.nextEvent() {
            clientEvents.append(event)
            if takingContent, let (credit, stream) = event.content { client.taken(credit, on: stream) }
        }
        while let event = server.nextEvent() {
            serverEvents.append(event)
            if takingContent, let (credit, stream) = event.content { server.taken(credit, on: stream) }
        }
    }

    /// The time goes on; both sides do what it asks for.
    func wait(milliseconds: UInt64) {
        now += milliseconds
        client.handleDeadline(now: moment)
        server.handleDeadline(now: moment)
        run()
    }
}

extension SessionOptions {
    static var plain: SessionOptions {
        SessionOptions(name: nil, limits: Limits().sane, padding: .none, grease: .never)
    }

    static func limited(_ change: (inout Limits) -> Void) -> SessionOptions {
        var options = SessionOptions.plain
        change(&options.limits)
        options.limits = options.limits.sane
        return options
    }
}

extension Event {
    /// The credit that the event holds.
    var content: (credit: Int, stream: StreamID)? {
        switch self {
        case .message(let stream, _, let credit), .request(let stream, _, let credit),
            .response(let stream, _, let credit), .streamData(let stream, _, let credit),
            .fileOffered(let stream, _, let credit), .fileData(let stream, _, let credit):
            (credit, stream)
        default: nil
        }
    }

    /// The error with which a session ended; nil for other events and for an end in order.
    var closingError: SessionError? {
        if case .closed(let error) = self { error } else { nil }
    }

    var isClean: Bool {
        if case .closed(nil) = self { true } else { false }
    }
}

extension [Event] {
    var messages: [Message] {
        compactMap { event in
            if case .message(_, let message, _) = event { message } else { nil }
        }
    }
}
