/// Tells when the data changes so much that a block with codes of its own pays.
///
/// Literals are counted in eight classes and matches in two; when the share of the classes in the last 512 differs
/// enough from that in the block before them, the block should end.
struct BlockSplitter: Sendable {
    static let leastBlockByteCount = 5000
    private static let leastNewCount: UInt32 = 512

    private var old = InlineArray<10, UInt32>(repeating: 0)
    private var new = InlineArray<10, UInt32>(repeating: 0)
    private var oldCount: UInt32 = 0
    private var newCount: UInt32 = 0

    @inline(__always)
    mutating func observe(literal: UInt8) {
        new[Int(literal &>> 5 & 6 | literal & 1)] &+= 1
        newCount = newCount &+ 1
    }

    @inline(__always)
    mutating func observe(length: Int) {
        new[length >= 9 ? 9 : 8] &+= 1
        newCount = newCount &+ 1
    }

    /// Whether the block should end here.
    ///
    /// - Parameter left: How much input there is still; a short rest gets no block of its own.
    @inline(__always)
    mutating func shouldEnd(blockByteCount: Int, left: Int) -> Bool {
        guard newCount >= Self.leastNewCount, blockByteCount >= Self.leastBlockByteCount,
            left >= Self.leastBlockByteCount
        else { return false }
        return compare(blockByteCount)
    }

    private mutating func compare(_ blockByteCount: Int) -> Bool {
        if oldCount > 0 {
            var difference: UInt64 = 0
            for index in 0..<10 {
                let expected = UInt64(old[index]) &* UInt64(newCount)
                let actual = UInt64(new[index]) &* UInt64(oldCount)
                difference = difference &+ (actual > expected ? actual &- expected : expected &- actual)
            }
            let count = UInt64(oldCount &+ newCount)
            var cutoff = UInt64(newCount) &* 200 / 512 &* UInt64(oldCount)
            if blockByteCount < 10_000, count < 8192 {
                // A short block has to gain more than its header costs.
                cutoff = cutoff &+ cutoff &* (8192 &- count) / 8192
            }
            // The longer a block, the less must speak against it.
            let age = UInt64(truncatingIfNeeded: blockByteCount / 4096) &* UInt64(oldCount)
            if difference &+ age >= cutoff { return true }
        }
        for index in 0..<10 {
            old[index] &+= new[index]
            new[index] = 0
        }
        oldCount = oldCount &+ newCount
        newCount = 0
        return false
    }
}
