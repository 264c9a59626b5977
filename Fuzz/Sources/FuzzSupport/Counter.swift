import WaxCore

/// The same numbers in every run, in place of random ones, so that an input means the same each time.
public struct Counter: RandomSource, Sendable {
    private var value: UInt8

    /// Numbers that begin with what follows `value`.
    public init(value: UInt8) { self.value = value }

    public mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
        for index in 0..<bytes.count {
            value = value &* 5 &+ 113
            bytes[index] = value
        }
    }
}
