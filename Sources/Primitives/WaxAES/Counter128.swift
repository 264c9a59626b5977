import WaxCore

/// A block that is a counter of 128 bits, big-endian, that wraps around at 2^128 (SP 800-38A, appendix B.1).
///
/// Unlike ``CounterBlock`` it is not secret: in counter mode it is sent along, or both sides know it.
struct Counter128 {
    var high: UInt64 = 0
    var low: UInt64 = 0

    /// Takes a block of 16 bytes apart.
    init(_ block: Span<UInt8>) {
        precondition(block.count == 16, "a block has 16 bytes")
        for index in 0..<8 {
            high = (high &<< 8) | UInt64(block[index])
            low = (low &<< 8) | UInt64(block[index &+ 8])
        }
    }

    /// Goes on by some blocks.
    mutating func advance(by count: Int) {
        let sum = low.addingReportingOverflow(UInt64(truncatingIfNeeded: count))
        low = sum.partialValue
        if sum.overflow { high = high &+ 1 }
    }

    /// Writes the 16 bytes from `offset` on.
    func store(to target: inout MutableSpan<UInt8>, at offset: Int) {
        for index in 0..<8 {
            let shift = UInt64(truncatingIfNeeded: 56 &- 8 &* index)
            target[offset &+ index] = UInt8(truncatingIfNeeded: high &>> shift)
            target[offset &+ 8 &+ index] = UInt8(truncatingIfNeeded: low &>> shift)
        }
    }
}
