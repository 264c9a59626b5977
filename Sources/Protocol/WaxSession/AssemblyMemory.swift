/// The memory for messages that are larger than a stream's window, shared by all streams in the order in which they
/// asked for it.
///
/// A message has all that it needs before the peer is given credit for it, and gives it back when the application
/// has taken the message. So messages that are assembled at the same time can never wait for each other.
struct AssemblyMemory {
    private var free: Int
    private var waiting: [(stream: UInt64, amount: Int)] = []

    init(byteCount: Int) { free = byteCount }

    /// Asks for memory.
    ///
    /// - Returns: Whether it is granted at once; if not, ``nextGrant()`` will tell.
    mutating func request(_ amount: Int, for stream: UInt64) -> Bool {
        guard waiting.isEmpty, amount <= free else {
            waiting.append((stream, amount))
            return false
        }
        free -= amount
        return true
    }

    /// Gives memory back.
    mutating func release(_ amount: Int) { free += amount }

    /// Forgets what a stream asked for and has not been granted.
    mutating func cancel(_ stream: UInt64) { waiting.removeAll { $0.stream == stream } }

    /// Who is next to get what it asked for, if there is enough. The first in the line holds up the others: a large
    /// message must not starve.
    mutating func nextGrant() -> (stream: UInt64, amount: Int)? {
        guard let first = waiting.first, first.amount <= free else { return nil }
        free -= first.amount
        return waiting.removeFirst()
    }
}
