import WaxWire

/// The streams of a session, and which numbers have been used.
struct StreamTable {
    let role: Role
    private var streams: [UInt64: Stream] = [:]

    /// The highest number that the peer has opened, 0 for none.
    private(set) var highestOfPeer: UInt64 = 0
    /// The number that this side opens next.
    private var nextOwn: UInt64
    /// How many streams each side has open, as the peer sees it.
    private(set) var openByPeer = 0
    private(set) var openBySelf = 0

    init(role: Role) {
        self.role = role
        nextOwn = role == .client ? 2 : 1
    }

    var all: some Sequence<Stream> { streams.values }

    subscript(id: StreamID) -> Stream? { streams[id.rawValue] }

    /// What a number in a frame of the peer stands for.
    enum Entry {
        case stream(Stream)
        /// A stream that is over, or was passed over when a higher one was opened.
        case closed
        case neverOpened
    }

    func entry(_ number: UInt64) -> Entry {
        if let stream = streams[number] { return .stream(stream) }
        let wasUsed = isPeers(number) ? number <= highestOfPeer : number < nextOwn
        return wasUsed ? .closed : .neverOpened
    }

    /// Whether streams with this number are opened by the peer.
    func isPeers(_ number: UInt64) -> Bool { number.isMultiple(of: 2) == (role == .server) }

    /// Whether the peer may open a stream of this number: it is one of its own, and higher than all before.
    func isNewOfPeer(_ number: UInt64) -> Bool { isPeers(number) && number > highestOfPeer }

    /// The number for a new stream of this side.
    mutating func takeNumber() -> StreamID {
        defer { nextOwn += 2 }
        return StreamID(nextOwn)
    }

    mutating func add(_ stream: Stream) {
        streams[stream.id.rawValue] = stream
        if stream.isOpenedByPeer {
            highestOfPeer = stream.id.rawValue
            openByPeer += 1
        } else {
            openBySelf += 1
        }
    }

    /// Takes note that a number of the peer is used up although there is no stream.
    mutating func pass(over number: UInt64) { highestOfPeer = number }

    /// Counts a stream out of which both directions are over.
    mutating func countOut(_ stream: Stream) {
        if stream.isOpenedByPeer { openByPeer -= 1 } else { openBySelf -= 1 }
    }

    mutating func remove(_ stream: Stream) { streams[stream.id.rawValue] = nil }

    mutating func removeAll() { streams = [:] }
}
