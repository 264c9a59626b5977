import WaxCore
import WaxWire

/// What waits to be sent on one stream, in order.
struct SendQueue {
    /// One thing to send.
    enum Item {
        /// A small frame that costs no credit.
        case frame(FrameKind, [UInt8])
        /// The frame that begins a message.
        case message([UInt8])
        /// Content, in as many frames as it takes; compressed where that gains something, if it may be.
        case content([UInt8], mayCompress: Bool)
        /// The frame that ends this side's sending: `end` or `reset`.
        case last(FrameKind, [UInt8])
    }

    /// Why writing stopped.
    enum Outcome {
        /// Nothing waits any more.
        case idle
        /// The turn is over; more waits.
        case more
        /// What is next does not fit into the record.
        case recordFull
        /// The peer has given no credit for what is next on this stream.
        case needsStreamCredit
        /// The peer has given no credit for what is next on any stream.
        case needsConnectionCredit
    }

    private var items = Queue<Item>()
    /// How much of the first item, if it is content, has been sent.
    private var position = 0

    /// How much of the first item goes out as it is before compression is considered again.
    private var plainCount = 0
    /// The next bytes of the first item in their compressed form, which has not found room yet.
    private var deflated: DeflatedPiece?
    private var sampling = CompressionSampling()

    /// The bytes of content and messages that wait.
    private(set) var byteCount = 0
    /// Those among them that may be compressed.
    private(set) var compressibleByteCount = 0
    /// For how many bytes compressed frames have been written.
    private(set) var compressedByteCount = 0

    /// Whether the last frame has been written into a record.
    private(set) var lastWasSent = false

    var isEmpty: Bool { items.isEmpty }

    mutating func append(_ item: Item) {
        switch item {
        case .message(let header): byteCount += header.count
        case .content(let bytes, let mayCompress):
            byteCount += bytes.count
            if mayCompress { compressibleByteCount += bytes.count }
        case .frame, .last: break
        }
        items.append(item)
    }

    /// Throws everything away.
    mutating func removeAll() {
        items.removeAll()
        position = 0
        plainCount = 0
        deflated = nil
        byteCount = 0
        compressibleByteCount = 0
    }

    /// Writes as much as the record, the credit and the turn allow.
    ///
    /// - Parameters:
    ///   - quantum: About how many bytes of content the turn allows.
    ///   - largestPayload: The largest payload of a frame that the peer accepts.
    mutating func write(
        into writer: inout FrameWriter, stream: UInt64, quantum: Int, largestPayload: Int,
        streamCredit: inout SendCredit, connectionCredit: inout SendCredit
    ) -> Outcome {
        var left = quantum
        while let item = items.peek() {
            switch item {
            case .frame(let kind, let payload):
                guard writer.append(kind, stream: stream, payload: payload) else { return .recordFull }
            case .last(let kind, let payload):
                guard writer.append(kind, stream: stream, payload: payload) else { return .recordFull }
                lastWasSent = true
            case .message(let header):
                guard streamCredit.available >= messageCost else { return .needsStreamCredit }
                guard connectionCredit.available >= messageCost else { return .needsConnectionCredit }
                guard left > 0 else { return .more }
                guard writer.append(.message, stream: stream, payload: header) else { return .recordFull }
                streamCredit.use(messageCost)
                connectionCredit.use(messageCost)
                left -= messageCost
                byteCount -= header.count
            case .content(let bytes, let mayCompress):
                while position < bytes.count {
                    guard streamCredit.available > 0 else { return .needsStreamCredit }
                    guard connectionCredit.available > 0 else { return .needsConnectionCredit }
                    guard left > 0 else { return .more }
                    let credit = min(streamCredit.available, connectionCredit.available)
                    var rest = bytes.count - position
                    let count: Int
                    if mayCompress { consider(bytes, within: min(credit, largestPayload, max(left, 16_384))) }
                    if let deflated {
                        guard writer.append(.deflated, stream: stream, payload: deflated.payload) else {
                            return .recordFull
                        }
                        count = deflated.byteCount
                        compressedByteCount += count
                        self.deflated = nil
                    } else {
                        if mayCompress { rest = min(rest, plainCount) }
                        let room = min(writer.room(.data, stream: stream), largestPayload)
                        // Rather a new record than a sliver at the end of this one.
                        guard room >= min(rest, 64) else { return .recordFull }
                        count = min(min(rest, room), min(left, credit))
                        let piece = bytes.span.extracting(position..<(position + count))
                        guard writer.append(.data, stream: stream, payload: piece) else { return .recordFull }
                        if mayCompress { plainCount -= count }
                    }
                    streamCredit.use(count)
                    connectionCredit.use(count)
                    position += count
                    left -= count
                    byteCount -= count
                    if mayCompress { compressibleByteCount -= count }
                }
                position = 0
            }
            _ = items.popFirst()
        }
        return .idle
    }

    /// Decides how the next bytes of the first item go out: either ``deflated`` or ``plainCount`` is set afterwards.
    ///
    /// - Parameter limit: How many bytes the credit and the peer's largest frame allow.
    private mutating func consider(_ bytes: [UInt8], within limit: Int) {
        if let deflated {
            guard deflated.byteCount > limit else { return }
            // Another stream has used the credit up. Rather send a little than wait for enough.
            self.deflated = nil
            plainCount = deflated.byteCount
        }
        guard plainCount == 0 else { return }
        let rest = bytes.count - position
        let count = min(min(rest, limit), DeflatedPayload.largestByteCount)
        if count >= CompressionSampling.leastByteCount(of: rest), sampling.isWorthTrying() {
            deflated = DeflatedPiece(bytes.span.extracting(position..<(position + count)))
            sampling.note(gained: deflated != nil)
        }
        if deflated == nil { plainCount = count }
    }
}
