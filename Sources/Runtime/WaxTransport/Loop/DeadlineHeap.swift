/// The moments at which an event loop has to wake somebody, the earliest first (a binary heap).
///
/// Entries are not removed or moved: who asked for a moment compares it, when it comes, with what it wants by
/// then. A deadline that is put off with every message thus costs nothing until it first comes.
struct DeadlineHeap {
    struct Entry: Equatable {
        let time: UInt64
        let token: UInt64
    }

    private var entries: [Entry] = []

    /// The next entry.
    var earliest: Entry? { entries.first }

    var count: Int { entries.count }

    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard entries[child].time < entries[parent].time else { break }
            entries.swapAt(child, parent)
            child = parent
        }
    }

    /// Takes the next entry out if its time has come.
    mutating func removeEarliest(notAfter now: UInt64) -> Entry? {
        guard let earliest = entries.first, earliest.time <= now else { return nil }
        let last = entries.removeLast()
        guard !entries.isEmpty else { return earliest }
        entries[0] = last
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < entries.count else { break }
            let right = left + 1
            let child = right < entries.count && entries[right].time < entries[left].time ? right : left
            guard entries[child].time < entries[parent].time else { break }
            entries.swapAt(child, parent)
            parent = child
        }
        return earliest
    }
}
