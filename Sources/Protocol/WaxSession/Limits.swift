/// What a session may cost this side. Passing a limit is a named error and hurts only the peer that passed it.
/// A value out of its range counts as the nearest in it; no size is larger than 4 GiB, and `streams` not than 2^20.
///
/// **Memory.** Whatever the peer does, a session holds at most
///
///     receiveWindow + streams × streamWindow + assemblyMemory        bytes of content received,
///     2 × 65,538                                                     bytes of unparsed input and a record,
///     sendBuffer for each stream that the application writes to, and one batch of output
///
/// and a small fixed amount for each stream. With the defaults, that is 4 + 64 × ¼ + 32 MiB at the very worst; a
/// peer that sends no message larger than a stream window never causes more than the first two.
public struct Limits: Hashable, Sendable {
    /// How long the handshake may take, up to the peer's settings, in milliseconds: 10 seconds.
    public var handshakeTimeout: UInt64 = 10_000
    /// After how long without anything from the peer the session is given up, in milliseconds; 0 for never. The
    /// shorter of the two sides' values holds: 60 seconds.
    public var idleTimeout: UInt64 = 60_000
    /// After how long without anything from the peer it is pinged, in milliseconds; 0 for never: 20 seconds.
    /// If a third of the idle timeout is less, that holds.
    public var keepAliveInterval: UInt64 = 20_000
    /// After how long the session ends whatever happens, in milliseconds; 0 for never, which is the default.
    public var lifetime: UInt64 = 0
    /// How long a session that is ending waits without progress, in milliseconds: 5 seconds. Progress is that something
    /// is sent before the goodbye, or that 16 KiB come before the peer's.
    public var closingTimeout: UInt64 = 5_000

    /// The largest message that is accepted, in bytes of content: 16 MiB; at least 65,536.
    public var largestMessage: Int = 16 << 20
    /// How many streams the peer may have open at a time: 64; at least 16.
    public var streams: Int = 64
    /// How much the peer may send on a stream ahead of what the application took, in bytes: 256 KiB; at least 65,536.
    public var streamWindow: Int = 256 << 10
    /// How much the peer may send on all streams ahead of what the application took, not counting messages that
    /// are still incomplete, in bytes: 4 MiB; at least 262,144.
    public var receiveWindow: Int = 4 << 20
    /// How much memory messages that are larger than a stream's window may take together while they are
    /// assembled, in bytes: 32 MiB. A message waits for its turn; raised to ``largestMessage`` if it is smaller.
    public var assemblyMemory: Int = 32 << 20
    /// How deep an object or list may be nested: 64.
    public var nesting: Int = 64

    /// Whether the peer may compress what it sends: yes. A frame stands for at most 48 KiB then, and counts against all
    /// limits with what it stands for, so compression gets a peer no more memory; a little of its output can cost this
    /// side the work for much.
    public var acceptsCompression = true

    /// How much output may wait in a stream before ``Connection/sendCapacity(_:)`` is zero, in bytes: 1 MiB.
    public var sendBuffer: Int = 1 << 20
    /// How many pings may be on their way: 16.
    public var pings: Int = 16

    /// How many frames without content (pings, names, empty data, unknown ignorable kinds, …) a peer may send at
    /// once: 2,048; at least 1,024.
    public var controlBurst: Int = 2_048
    /// How many such frames a second it may send in the long run: 512; at least 256.
    public var controlRate: Int = 512

    /// After how many bytes in one direction this side changes its key: 2^36; at least 2^24.
    public var rekeyAfterBytes: UInt64 = 1 << 36
    /// After how long this side changes its key, in milliseconds: an hour; at least a second.
    public var rekeyInterval: UInt64 = 3_600_000
    /// How many bytes one key may protect at most in either direction: 2^38, and never more; at least 2^25.
    public var keyByteLimit: UInt64 = 1 << 38

    /// The defaults.
    public init() {}
}
