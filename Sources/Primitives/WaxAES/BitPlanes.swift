/// A machine word of which every bit is a wire of its own, so that one logic operation is as many gates.
protocol GateWord: BitwiseCopyable {
    static func ^ (left: Self, right: Self) -> Self
    static func & (left: Self, right: Self) -> Self
}

extension UInt32: GateWord {}
extension UInt64: GateWord {}

/// Some bytes, bit by bit: `p0` has the least significant bit of every one of them, `p7` the most significant.
struct BitPlanes<Word: GateWord> {
    var p0: Word, p1: Word, p2: Word, p3: Word, p4: Word, p5: Word, p6: Word, p7: Word
}

extension BitPlanes {
    /// Reads eight planes in a row.
    @inline(__always)
    init(_ source: Span<Word>, at offset: Int) {
        self.init(
            p0: source[offset], p1: source[offset &+ 1], p2: source[offset &+ 2], p3: source[offset &+ 3],
            p4: source[offset &+ 4], p5: source[offset &+ 5], p6: source[offset &+ 6], p7: source[offset &+ 7])
    }

    /// Writes the eight planes in a row.
    @inline(__always)
    func store(to target: inout MutableSpan<Word>, at offset: Int) {
        target[offset] = p0
        target[offset &+ 1] = p1
        target[offset &+ 2] = p2
        target[offset &+ 3] = p3
        target[offset &+ 4] = p4
        target[offset &+ 5] = p5
        target[offset &+ 6] = p6
        target[offset &+ 7] = p7
    }

    /// Adds other planes.
    @inline(__always)
    mutating func add(_ other: BitPlanes) {
        p0 = p0 ^ other.p0
        p1 = p1 ^ other.p1
        p2 = p2 ^ other.p2
        p3 = p3 ^ other.p3
        p4 = p4 ^ other.p4
        p5 = p5 ^ other.p5
        p6 = p6 ^ other.p6
        p7 = p7 ^ other.p7
    }

    /// Adds other planes where a wire of the mask is set.
    @inline(__always)
    mutating func add(_ other: BitPlanes, where mask: Word) {
        p0 = p0 ^ (other.p0 & mask)
        p1 = p1 ^ (other.p1 & mask)
        p2 = p2 ^ (other.p2 & mask)
        p3 = p3 ^ (other.p3 & mask)
        p4 = p4 ^ (other.p4 & mask)
        p5 = p5 ^ (other.p5 & mask)
        p6 = p6 ^ (other.p6 & mask)
        p7 = p7 ^ (other.p7 & mask)
    }

    /// Adds to every byte four times (in GF(2^8)) what `change` makes of the planes.
    @inline(__always)
    mutating func addFourfold(_ change: (Word) -> Word) {
        // Twice doubled, and what goes beyond the highest plane reduced modulo x^8 + x^4 + x^3 + x + 1.
        let (t0, t1, t2, t3) = (change(p0), change(p1), change(p2), change(p3))
        let (t4, t5, t6, t7) = (change(p4), change(p5), change(p6), change(p7))
        let t67 = t6 ^ t7
        p0 = p0 ^ t6
        p1 = p1 ^ t67
        p2 = p2 ^ t0 ^ t7
        p3 = p3 ^ t1 ^ t6
        p4 = p4 ^ t2 ^ t67
        p5 = p5 ^ t3 ^ t7
        p6 = p6 ^ t4
        p7 = p7 ^ t5
    }
}
