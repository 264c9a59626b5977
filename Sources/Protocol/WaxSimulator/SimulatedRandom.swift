public import WaxCore

/// Random numbers of which every one follows from the seed (SplitMix64): the source of all chance in a simulation, and
/// of the keys of its connections. For tests only.
public struct SimulatedRandom: RandomSource, RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Begins the sequence that belongs to a seed.
    public init(seed: UInt64) { state = seed }

    /// The next number.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word &>> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word &>> 31)
    }

    /// Overwrites every byte.
    public mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
        var word: UInt64 = 0
        for index in 0..<bytes.count {
            if index & 7 == 0 { word = next() }
            bytes[index] = UInt8(truncatingIfNeeded: word)
            word = word &>> 8
        }
    }

    /// A number of a range.
    public mutating func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    /// Whether something that happens once in so many times happens now.
    public mutating func happens(oneIn count: Int) -> Bool { count > 0 && next() % UInt64(count) == 0 }

    /// A generator of its own, so that what one part of a simulation draws does not change what another does.
    public mutating func fork() -> SimulatedRandom { SimulatedRandom(seed: next()) }
}
