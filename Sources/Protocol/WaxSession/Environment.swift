import WaxCore
import WaxIdentity

/// What comes from outside and what goes back to the application: shared by a connection and its session.
final class Environment {
    var now: Moment
    var random: any RandomSource & Sendable
    private var events = Queue<Event>()

    init(now: Moment, random: any RandomSource & Sendable) {
        self.now = now
        self.random = random
    }

    var hasEvents: Bool { !events.isEmpty }

    func tell(_ event: Event) { events.append(event) }

    func nextEvent() -> Event? { events.popFirst() }

    /// Tells of raw bytes; bytes that follow others of the same stream join them, so that a peer which sends them
    /// one by one does not cost an event for each.
    func tellData(_ stream: StreamID, _ bytes: Span<UInt8>) {
        let joined = events.updateLast { event in
            guard case .streamData(stream, var data, credit: let credit) = event else { return false }
            event = .streamEnded(stream)  // so that `data` is the only reference, and grows in place
            data.append(copying: bytes)
            event = .streamData(stream, data, credit: credit + bytes.count)
            return true
        }
        if !joined { tell(.streamData(stream, [UInt8](copying: bytes), credit: bytes.count)) }
    }

    /// The same for the content of a file.
    func tellFileData(_ stream: StreamID, _ bytes: Span<UInt8>) {
        let joined = events.updateLast { event in
            guard case .fileData(stream, var data, credit: let credit) = event else { return false }
            event = .streamEnded(stream)
            data.append(copying: bytes)
            event = .fileData(stream, data, credit: credit + bytes.count)
            return true
        }
        if !joined { tell(.fileData(stream, [UInt8](copying: bytes), credit: bytes.count)) }
    }
}
