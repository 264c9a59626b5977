/// A point in time, as whoever owns a clock tells it: no protocol module looks at one.
public struct Moment: Hashable, Sendable {
    /// Nanoseconds of a clock that never jumps, from any beginning: for deadlines and durations.
    public var monotonicNanoseconds: UInt64
    /// Seconds since the beginning of 1970 (UTC) by the clock on the wall: for validity.
    public var unixSeconds: Int64

    /// Makes a moment.
    public init(monotonicNanoseconds: UInt64, unixSeconds: Int64) {
        self.monotonicNanoseconds = monotonicNanoseconds
        self.unixSeconds = unixSeconds
    }
}
