/// How a byte stream between two machines behaves. Bytes arrive in order, as over TCP, but broken up anyhow and late.
public struct Link: Hashable, Sendable {
    /// How long bytes are on their way, in nanoseconds.
    public var latency: ClosedRange<Int> = 0...0
    /// In pieces of how many bytes they arrive.
    public var pieces: ClosedRange<Int> = 65_536...65_536
    /// How many bytes can be on their way in one direction before the sender has to wait.
    public var capacity: Int = 256 << 10
    /// What somebody does to the bytes, and to which unit of which direction.
    public var attack: Attack?
    /// Whether it is the client's units that are attacked, or the server's.
    public var attacksClient = true
    /// Which unit is attacked, counted from zero.
    public var target = 0

    /// A link that is fast, in whole pieces, and honest.
    public init() {}
}

/// The bytes on their way in one direction.
struct Pipe {
    private struct Parcel {
        var time: UInt64
        var bytes: [UInt8]
        var isTampered: Bool
    }

    private let link: Link
    private var random: SimulatedRandom
    private var interceptor: Interceptor
    private var parcels: [Parcel] = []
    private var next = 0
    private var lastTime: UInt64 = 0
    private var end: UInt64?

    /// How many bytes are on their way.
    private(set) var byteCount = 0

    init(link: Link, isAttacked: Bool, random: SimulatedRandom) {
        self.link = link
        self.random = random
        interceptor = Interceptor(
            attack: isAttacked ? link.attack : nil, target: link.target, random: self.random.fork())
    }

    var hasRoom: Bool { byteCount < link.capacity }

    var hasBeenAttacked: Bool { interceptor.hasStruck }

    /// When something arrives next: bytes, or the end.
    var arrival: UInt64? { next < parcels.count ? parcels[next].time : end }

    /// Sends bytes, and gives what the attacker does with the other direction.
    mutating func send(_ bytes: [UInt8], now: UInt64) -> (back: [UInt8], ends: Bool) {
        let result = interceptor.pass(bytes)
        for piece in result.onward { enqueue(piece.bytes, isTampered: piece.isTampered, now: now) }
        if result.ends { close(now: now) }
        return (result.back, result.ends)
    }

    /// Puts bytes in that the other side did not send.
    mutating func inject(_ bytes: [UInt8], now: UInt64) { enqueue(bytes, isTampered: true, now: now) }

    private mutating func enqueue(_ bytes: [UInt8], isTampered: Bool, now: UInt64) {
        guard end == nil else { return }
        var position = 0
        while position < bytes.count {
            let count = min(random.pick(link.pieces), bytes.count - position)
            lastTime = max(lastTime, now + UInt64(random.pick(link.latency)))
            parcels.append(
                Parcel(time: lastTime, bytes: Array(bytes[position..<(position + count)]), isTampered: isTampered))
            position += count
        }
        byteCount += bytes.count
    }

    /// Ends the byte stream behind what is on its way.
    mutating func close(now: UInt64) {
        guard end == nil else { return }
        end = max(lastTime, now + UInt64(random.pick(link.latency)))
    }

    /// What arrives.
    enum Arrival {
        case bytes([UInt8], isTampered: Bool)
        case end
    }

    mutating func receive() -> Arrival {
        guard next < parcels.count else {
            end = nil
            return .end
        }
        let parcel = parcels[next]
        parcels[next].bytes = []
        next += 1
        if next == parcels.count {
            parcels.removeAll(keepingCapacity: true)
            next = 0
        }
        byteCount -= parcel.bytes.count
        return .bytes(parcel.bytes, isTampered: parcel.isTampered)
    }
}
