/// Byte strings that wait for a socket to take them, in the arrays they came in.
struct OutputQueue {
    private var chunks: [[UInt8]] = []
    /// The first chunk that is not written whole.
    private var first = 0
    /// How much of that chunk is written.
    private var offset = 0

    /// The number of bytes that wait.
    private(set) var byteCount = 0

    var isEmpty: Bool { byteCount == 0 }

    mutating func append(_ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        byteCount += bytes.count
        chunks.append(bytes)
    }

    /// Hands what waits to the writer until it takes no more; the writer says how many bytes it took.
    mutating func write<Failure: Error>(
        with writer: (_ chunks: ArraySlice<[UInt8]>, _ offset: Int) throws(Failure) -> Int?
    ) throws(Failure) {
        while !isEmpty {
            guard let count = try writer(chunks[first...], offset) else { return }
            remove(count)
        }
    }

    mutating func removeAll() { self = OutputQueue() }

    private mutating func remove(_ count: Int) {
        byteCount -= count
        offset += count
        while first < chunks.count, offset >= chunks[first].count {
            offset -= chunks[first].count
            // Freed now, not when the whole queue has gone.
            chunks[first] = []
            first += 1
        }
        // Moving the rest up is rare enough to cost nothing.
        if first == chunks.count || first >= 64 {
            chunks.removeFirst(first)
            first = 0
        }
    }
}
