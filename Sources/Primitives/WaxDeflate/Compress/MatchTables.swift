/// Where byte strings occurred before: the memory of both match finders.
///
/// Positions are kept in 16 bits relative to ``base``, which moves on by 32 KiB whenever the next position would
/// not fit; positions that fall out of reach become ``none``. Tables are sized to the input, so that compressing a
/// short message does not begin with clearing a quarter of a megabyte.
struct MatchTables: Sendable {
    /// Where the tables lie in one array.
    struct Layout: Sendable, Equatable {
        let hash3Bits: UInt32
        let hash4Bits: UInt32
        let hash4Start: Int
        /// Where the table begins that leads from each position to the one before it with the same hash.
        let chainStart: Int
        let chainMask: Int
        let count: Int

        /// - Parameters:
        ///   - byteCount: How much input there will be.
        ///   - usesChains: Chains and a table by three bytes; otherwise buckets of two by four bytes.
        init(byteCount: Int, usesChains: Bool) {
            var bits: UInt32 = 10
            while bits < 16, byteCount > 1 &<< Int(bits &- 1) { bits = bits &+ 1 }
            let half = 1 &<< Int(bits &- 1)
            if usesChains {
                (hash3Bits, hash4Bits) = (bits &- 1, bits)
                (hash4Start, chainStart, chainMask) = (half, half &* 3, half &- 1)
                count = half &* 4
            } else {
                (hash3Bits, hash4Bits) = (0, bits &- 1)
                (hash4Start, chainStart, chainMask) = (0, 0, 0)
                count = half &* 2
            }
        }
    }

    /// A position that no match can reach.
    static let none = Int16.min

    let layout: Layout
    var positions: [Int16]
    var base = 0

    init(_ layout: Layout) {
        self.layout = layout
        positions = [Int16](repeating: Self.none, count: layout.count)
    }

    /// Forgets everything.
    mutating func clear() {
        for index in positions.indices { positions[index] = Self.none }
    }

    /// Moves on by the reach of a match.
    @inline(never) @_lifetime(positions: copy positions)
    static func moveOn(_ positions: inout MutableSpan<Int16>) {
        for index in positions.indices {
            // Subtracts 32768, and stops at the least number.
            positions[index] = Int16.min | (positions[index] & ~(positions[index] &>> 15))
        }
    }

    @inline(__always)
    static func hash(_ word: UInt32, _ bits: UInt32) -> Int {
        Int(truncatingIfNeeded: (word &* 0x1E35_A7BD) &>> (32 &- bits))
    }
}

/// How far two places of a span are the same.
///
/// - Parameters:
///   - start: So many bytes are known to be.
///   - longest: Where to stop.
@inline(__always)
func matchLength(_ window: Span<UInt8>, _ earlier: Int, _ later: Int, from start: Int, longest: Int) -> Int {
    var length = start
    while length &+ 8 <= longest {
        let difference = window.word64(at: earlier &+ length) ^ window.word64(at: later &+ length)
        if difference != 0 { return length &+ difference.trailingZeroBitCount &>> 3 }
        length = length &+ 8
    }
    while length < longest, window[earlier &+ length] == window[later &+ length] { length = length &+ 1 }
    return length
}
