/// A socket on an event loop with a queue for output: what the owner of a connection reads from and writes to.
///
/// It belongs to an actor of the loop, which is told through ``ReadinessHandler`` when to go on.
public final class ByteChannel {
    /// How a round of reading ended.
    public enum ReadOutcome: Sendable {
        /// All that there was has been read.
        case drained
        /// There may be more, but others want their turn; the loop reports again.
        case interrupted
        /// The peer sends nothing more.
        case ended
    }

    /// The socket.
    public let socket: Socket

    private let loop: EventLoop
    private let registration: Registration
    private var output = OutputQueue()
    private var interest: Interest
    private var isOpen = true

    /// Puts a socket under the watch of a loop. Must be called on the loop's thread, as everything here.
    public init(_ socket: Socket, on loop: EventLoop, owner: any ReadinessHandler) throws(SystemError) {
        self.socket = socket
        self.loop = loop
        interest = .reading
        registration = try loop.register(socket, interest: .reading, handler: owner)
    }

    /// Reads for one round and lends the bytes to `take`, piece by piece; `take` answers whether it wants more.
    public func read(_ take: (Span<UInt8>) -> Bool) throws(SystemError) -> ReadOutcome {
        for _ in 0..<Self.readsPerRound {
            let (count, capacity, wantsMore) = try loop.withScratch { (buffer) throws(SystemError) in
                let count = try socket.receive(into: &buffer)
                var wantsMore = true
                if let count, count > 0 { wantsMore = take(buffer.span.extracting(first: count)) }
                return (count, buffer.count, wantsMore)
            }
            guard let count else { return .drained }
            if count == 0 { return .ended }
            if !wantsMore { return .interrupted }
            // A short read has emptied the socket; asking again would only cost a call.
            if count < capacity { return .drained }
        }
        return .interrupted
    }

    private static let readsPerRound = 4

    /// The number of bytes that were written here and that the socket has not taken yet.
    public var pendingByteCount: Int { output.byteCount }

    /// Queues bytes; ``flush()`` sends them.
    public func write(_ bytes: [UInt8]) { output.append(bytes) }

    /// Sends as much as the socket takes. If something is left, the owner hears of room by
    /// ``Readiness/writable``, and calls this again.
    public func flush() throws(SystemError) {
        guard isOpen else { return }
        try output.write { (chunks, offset) throws(SystemError) in try socket.send(chunks, skipping: offset) }
        try watch(.writing, !output.isEmpty)
    }

    /// Whether the owner wants to hear of input. Where it does not, the peer is held up by TCP.
    public func setReading(_ isWanted: Bool) throws(SystemError) { try watch(.reading, isWanted) }

    /// When the owner wants ``ReadinessHandler/deadlineHasPassed()``.
    public func setDeadline(_ deadline: UInt64?) { if isOpen { registration.setDeadline(deadline) } }

    /// Ends the connection at once; what waits is thrown away.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        registration.cancel()
        output.removeAll()
    }

    /// Ends the connection so that the peer receives what was sent: nothing more is sent, and what still comes is
    /// read and thrown away for a short time. A socket closed with unread input would be reset, and the peer's
    /// kernel would throw away what it had not read, such as the reason for the end.
    public func closeGently() {
        guard isOpen else { return }
        close()
        Lingering.begin(socket, on: loop)
    }

    private func watch(_ kind: Interest, _ isWanted: Bool) throws(SystemError) {
        let wanted = isWanted ? interest.union(kind) : interest.subtracting(kind)
        guard isOpen, wanted != interest else { return }
        try registration.setInterest(wanted)
        interest = wanted
    }
}
