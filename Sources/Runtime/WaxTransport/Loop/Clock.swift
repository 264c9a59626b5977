/// The clocks of the system. The protocol modules have none; whoever drives them passes the time in.
public enum SystemClock {
    /// Nanoseconds since an arbitrary moment, by a clock that is never set back. For deadlines.
    public static var monotonicNanoseconds: UInt64 { System.monotonicNanoseconds }

    /// Seconds since the beginning of 1970, by the clock that people set. For the validity of delegations.
    public static var unixSeconds: Int64 { System.unixSeconds }
}

extension Duration {
    /// The duration in whole nanoseconds; zero if it is negative, the largest number if it is longer.
    package var nanoseconds: UInt64 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (whole, overflow) = UInt64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? .max : whole.saturatingAdd(UInt64(attoseconds / 1_000_000_000))
    }
}

extension UInt64 {
    /// The sum, or the largest number where it does not fit.
    package func saturatingAdd(_ other: UInt64) -> UInt64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
