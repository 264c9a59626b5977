import WaxCore
import WaxIdentity

/// What comes from outside and what goes back to the application: shared by a connection and its session.
final class Environment {
    var now: Moment
    var random: any RandomSource & Sendable
    private var events = Queue<Event>()
    /// Where in `events`, counted from the first event of all, the content of each stream is that more can join.
    private var growing: [StreamID: Int] = [:]
    /// How many events have been taken.
    private var takenCount = 0

    init(now: Moment, random: any RandomSource & Sendable) {
        self.now = now
        self.random = random
    }

    var hasEvents: Bool { !events.isEmpty }

    func tell(_ event: Event) {
        // What comes later may not overtake this.
        growing.removeAll(keepingCapacity: true)
        events.append(event)
    }

    func nextEvent() -> Event? {
        let event = events.popFirst()
        guard let event else { return nil }
        takenCount += 1
        switch event {
        case .streamData(let stream, _, credit: _), .fileData(let stream, _, credit: _): growing[stream] = nil
        default: break
        }
        return event
    }

    /// Tells of content to which more of the same stream can be joined.
    private func tellGrowing(_ stream: StreamID, _ event: Event) {
        growing[stream] = takenCount + events.count
        events.append(event)
    }

    private func grow(_ stream: StreamID, _ change: (inout Event) -> Bool) -> Bool {
        guard let index = growing[stream] else { return false }
        return events.update(at: index - takenCount, change)
    }

    /// Tells of raw bytes; bytes that follow others of the same stream join them, so that a peer which sends them
    /// one by one, on however many streams in turn, does not cost an event for each.
    func tellData(_ stream: StreamID, _ bytes: Span<UInt8>) {
        let joined = grow(stream) { event in
            guard case .streamData(stream, var data, credit: let credit) = event else { return false }
            event = .streamEnded(stream)  // so that `data` is the only reference, and grows in place
            data.append(copying: bytes)
            event = .streamData(stream, data, credit: credit + bytes.count)
            return true
        }
        if !joined { tellGrowing(stream, .streamData(stream, [UInt8](copying: bytes), credit: bytes.count)) }
    }

    /// The same for the content of a file.
    func tellFileData(_ stream: StreamID, _ bytes: Span<UInt8>) {
        let joined = grow(stream) { event in
            guard case .fileData(stream, var data, credit: let credit) = event else { return false }
            event = .streamEnded(stream)
            data.append(copying: bytes)
            event = .fileData(stream, data, credit: credit + bytes.count)
            return true
        }
        if !joined { tellGrowing(stream, .fileData(stream, [UInt8](copying: bytes), credit: bytes.count)) }
    }
}
