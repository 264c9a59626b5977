import WaxCore

/// AES on 16 blocks at once, for processors with registers of 128 bits.
///
/// A plane (one bit of every byte) is two vectors of eight lanes. A lane belongs to a place in the block, and
/// bit b of it to block b. The first vector has rows 0 and 2 of the state, the second rows 1 and 3, four columns
/// of each. So ShiftRows and the rotations in MixColumns are exchanges of whole lanes, one instruction or none
/// on most processors, and the S-box is computed on one vector after the other, which keeps its wires in
/// registers.
struct Bitsliced16: CounterCipher {
    typealias Vector = SIMD8<UInt16>

    static var batch: Int { 16 }

    private let roundCount: Int

    /// Sixteen vectors a round key: eight planes of the even rows, then eight of the odd ones.
    private let roundKeys: SecretBuffer<Vector>

    init(_ expansion: KeyExpansion) {
        let roundKeys = SecretBuffer<Vector>(repeating: .zero, count: 16 &* (expansion.roundCount &+ 1))
        let columns = expansion.columns.span
        roundKeys.withMutableSpan { target in
            for round in 0...expansion.roundCount {
                let state = State(
                    everywhere: columns[4 &* round], columns[4 &* round &+ 1],
                    columns[4 &* round &+ 2], columns[4 &* round &+ 3])
                state.even.store(to: &target, at: 16 &* round)
                state.odd.store(to: &target, at: 16 &* round &+ 8)
            }
        }
        self.roundCount = expansion.roundCount
        self.roundKeys = roundKeys
    }

    @inline(never)
    func encrypt(_ block: CounterBlock, to keystream: inout MutableSpan<UInt8>) {
        precondition(keystream.count >= 256, "a batch has 16 blocks of 16 bytes")
        let keys = roundKeys.span
        precondition(keys.count >= 16 &* (roundCount &+ 1), "a key for every round")
        var state = State(counting: block)
        state.addRoundKey(keys, at: 0)
        var offset = 16
        for _ in 1..<roundCount {
            state.substitute()
            state.shiftRows()
            state.mixColumns()
            state.addRoundKey(keys, at: offset)
            offset = offset &+ 16
        }
        state.substitute()
        state.shiftRows()
        state.addRoundKey(keys, at: offset)
        state.store(to: &keystream)
    }
}

/// The state of 16 blocks.
private struct State {
    typealias Vector = SIMD8<UInt16>

    var even: BitPlanes<Vector>
    var odd: BitPlanes<Vector>

    /// The same block sixteen times, given as its columns, the byte of row 0 lowest.
    @inline(__always)
    init(everywhere c0: UInt32, _ c1: UInt32, _ c2: UInt32, _ c3: UInt32) {
        let columns = SIMD4<UInt32>(c0, c1, c2, c3)
        let rows02 = SIMD4<UInt16>(truncatingIfNeeded: columns & 0xFF)
        let row2 = SIMD4<UInt16>(truncatingIfNeeded: (columns &>> 16) & 0xFF)
        let row1 = SIMD4<UInt16>(truncatingIfNeeded: (columns &>> 8) & 0xFF)
        let row3 = SIMD4<UInt16>(truncatingIfNeeded: columns &>> 24)
        even = BitPlanes(spreading: Vector(lowHalf: rows02, highHalf: row2))
        odd = BitPlanes(spreading: Vector(lowHalf: row1, highHalf: row3))
    }

    /// Sixteen blocks with successive counters.
    @inline(__always)
    init(counting block: CounterBlock) {
        // The low four bits are added plane by plane; what they carry selects between two values of the others.
        let base = block.counter & ~15
        self.init(everywhere: block.columns.0, block.columns.1, block.columns.2, base.byteSwapped)
        let change = State(everywhere: 0, 0, 0, (base ^ (base &+ 16)).byteSwapped)
        var carry: UInt16 = 0
        @inline(__always)
        func sum(_ bit: UInt32, _ numbers: UInt16) -> UInt16 {
            let start = 0 &- UInt16(truncatingIfNeeded: (block.counter &>> bit) & 1)
            defer { carry = (start & numbers) | (carry & (start ^ numbers)) }
            return start ^ numbers ^ carry
        }
        let (sum0, sum1, sum2, sum3) = (sum(0, 0xAAAA), sum(1, 0xCCCC), sum(2, 0xF0F0), sum(3, 0xFF00))
        even.add(change.even, where: Vector(repeating: carry))
        odd.add(change.odd, where: Vector(repeating: carry))
        odd.p0[7] = sum0
        odd.p1[7] = sum1
        odd.p2[7] = sum2
        odd.p3[7] = sum3
    }

    @inline(__always)
    mutating func addRoundKey(_ keys: Span<Vector>, at offset: Int) {
        even.add(BitPlanes(keys, at: offset))
        odd.add(BitPlanes(keys, at: offset &+ 8))
    }

    @inline(__always)
    mutating func substitute() {
        even.substituteWithoutConstant()
        odd.substituteWithoutConstant()
    }

    /// Row r moves r columns to the left.
    @inline(__always)
    mutating func shiftRows() {
        even.map { v in Vector(v[0], v[1], v[2], v[3], v[6], v[7], v[4], v[5]) }
        odd.map { v in Vector(v[1], v[2], v[3], v[0], v[7], v[4], v[5], v[6]) }
    }

    /// The byte in row r becomes 2 (a[r] + a[r+1]) + a[r+1] + (a[r+2] + a[r+3]).
    @inline(__always)
    mutating func mixColumns() {
        // Rows r and r+1 added: of an even row with the odd one below, of an odd row with the even one below.
        @inline(__always)
        func pair(_ even: Vector, _ odd: Vector) -> (even: Vector, odd: Vector) {
            (even ^ odd, odd ^ exchanged(even))
        }
        // What does not get doubled is a[r+1] + a[r+2] + a[r+3], for even and for odd rows.
        @inline(__always)
        func rest(_ even: Vector, _ odd: Vector, _ evenPair: Vector) -> (even: Vector, odd: Vector) {
            let below = exchanged(evenPair)
            return (odd ^ below, even ^ below)
        }
        let t7 = pair(even.p7, odd.p7), r7 = rest(even.p7, odd.p7, t7.even)
        let t0 = pair(even.p0, odd.p0), r0 = rest(even.p0, odd.p0, t0.even)
        even.p0 = r0.even ^ t7.even
        odd.p0 = r0.odd ^ t7.odd
        let t1 = pair(even.p1, odd.p1), r1 = rest(even.p1, odd.p1, t1.even)
        even.p1 = r1.even ^ t0.even ^ t7.even
        odd.p1 = r1.odd ^ t0.odd ^ t7.odd
        let t2 = pair(even.p2, odd.p2), r2 = rest(even.p2, odd.p2, t2.even)
        even.p2 = r2.even ^ t1.even
        odd.p2 = r2.odd ^ t1.odd
        let t3 = pair(even.p3, odd.p3), r3 = rest(even.p3, odd.p3, t3.even)
        even.p3 = r3.even ^ t2.even ^ t7.even
        odd.p3 = r3.odd ^ t2.odd ^ t7.odd
        let t4 = pair(even.p4, odd.p4), r4 = rest(even.p4, odd.p4, t4.even)
        even.p4 = r4.even ^ t3.even ^ t7.even
        odd.p4 = r4.odd ^ t3.odd ^ t7.odd
        let t5 = pair(even.p5, odd.p5), r5 = rest(even.p5, odd.p5, t5.even)
        even.p5 = r5.even ^ t4.even
        odd.p5 = r5.odd ^ t4.odd
        let t6 = pair(even.p6, odd.p6), r6 = rest(even.p6, odd.p6, t6.even)
        even.p6 = r6.even ^ t5.even
        odd.p6 = r6.odd ^ t5.odd
        even.p7 = r7.even ^ t6.even
        odd.p7 = r7.odd ^ t6.odd
    }

    /// Writes the sixteen blocks one after the other.
    @inline(__always)
    func store(to target: inout MutableSpan<UInt8>) {
        // Three exchanges turn planes, of which a lane has one bit of 16 blocks, into vectors, of which a lane
        // has a byte of block k below and the same byte of block k + 8 above.
        var even = self.even
        var odd = self.odd
        even.transpose()
        odd.transpose()
        store(even.p0, odd.p0, 0, to: &target)
        store(even.p1, odd.p1, 1, to: &target)
        store(even.p2, odd.p2, 2, to: &target)
        store(even.p3, odd.p3, 3, to: &target)
        store(even.p4, odd.p4, 4, to: &target)
        store(even.p5, odd.p5, 5, to: &target)
        store(even.p6, odd.p6, 6, to: &target)
        store(even.p7, odd.p7, 7, to: &target)
    }

    @inline(__always)
    private func store(_ even: Vector, _ odd: Vector, _ block: Int, to target: inout MutableSpan<UInt8>) {
        store((even & 0x00FF) | (odd &<< 8), at: 16 &* block, to: &target)
        store((even &>> 8) | (odd & 0xFF00), at: 16 &* block &+ 128, to: &target)
    }

    /// Lanes 0–3 have rows 0 and 1 of the four columns, lanes 4–7 rows 2 and 3.
    @inline(__always)
    private func store(_ v: Vector, at offset: Int, to target: inout MutableSpan<UInt8>) {
        let sorted = Vector(v[0], v[4], v[1], v[5], v[2], v[6], v[3], v[7])
        for lane in 0..<8 {
            target[offset &+ 2 &* lane] = UInt8(truncatingIfNeeded: sorted[lane])
            target[offset &+ 2 &* lane &+ 1] = UInt8(truncatingIfNeeded: sorted[lane] &>> 8)
        }
    }
}

/// The rows of a vector exchanged: 2 and 0, or 3 and 1.
@inline(__always)
private func exchanged(_ v: SIMD8<UInt16>) -> SIMD8<UInt16> {
    SIMD8(v[4], v[5], v[6], v[7], v[0], v[1], v[2], v[3])
}

extension BitPlanes<SIMD8<UInt16>> {
    /// Sixteen blocks with the same bytes, which are the lanes of `bytes`.
    @inline(__always)
    fileprivate init(spreading bytes: Word) {
        @inline(__always)
        func plane(_ bit: UInt16) -> Word { 0 &- ((bytes &>> Word(repeating: bit)) & 1) }
        self.init(
            p0: plane(0), p1: plane(1), p2: plane(2), p3: plane(3),
            p4: plane(4), p5: plane(5), p6: plane(6), p7: plane(7))
    }

    @inline(__always)
    fileprivate init(_ source: Span<Word>, at offset: Int) {
        self.init(
            p0: source[offset], p1: source[offset &+ 1], p2: source[offset &+ 2], p3: source[offset &+ 3],
            p4: source[offset &+ 4], p5: source[offset &+ 5], p6: source[offset &+ 6], p7: source[offset &+ 7])
    }

    @inline(__always)
    fileprivate func store(to target: inout MutableSpan<Word>, at offset: Int) {
        target[offset] = p0
        target[offset &+ 1] = p1
        target[offset &+ 2] = p2
        target[offset &+ 3] = p3
        target[offset &+ 4] = p4
        target[offset &+ 5] = p5
        target[offset &+ 6] = p6
        target[offset &+ 7] = p7
    }

    @inline(__always)
    fileprivate mutating func add(_ other: BitPlanes, where mask: Word) {
        p0 = p0 ^ (other.p0 & mask)
        p1 = p1 ^ (other.p1 & mask)
        p2 = p2 ^ (other.p2 & mask)
        p3 = p3 ^ (other.p3 & mask)
        p4 = p4 ^ (other.p4 & mask)
        p5 = p5 ^ (other.p5 & mask)
        p6 = p6 ^ (other.p6 & mask)
        p7 = p7 ^ (other.p7 & mask)
    }

    @inline(__always)
    fileprivate mutating func map(_ change: (Word) -> Word) {
        p0 = change(p0)
        p1 = change(p1)
        p2 = change(p2)
        p3 = change(p3)
        p4 = change(p4)
        p5 = change(p5)
        p6 = change(p6)
        p7 = change(p7)
    }

    /// Exchanges the number of the plane with the three low bits of the place in a lane.
    @inline(__always)
    fileprivate mutating func transpose() {
        @inline(__always)
        func exchange(_ low: inout Word, _ high: inout Word, _ shift: UInt16, _ mask: UInt16) {
            let distance = Word(repeating: shift)
            let difference = ((low &>> distance) ^ high) & Word(repeating: mask)
            high = high ^ difference
            low = low ^ (difference &<< distance)
        }
        exchange(&p0, &p1, 1, 0x5555)
        exchange(&p2, &p3, 1, 0x5555)
        exchange(&p4, &p5, 1, 0x5555)
        exchange(&p6, &p7, 1, 0x5555)
        exchange(&p0, &p2, 2, 0x3333)
        exchange(&p1, &p3, 2, 0x3333)
        exchange(&p4, &p6, 2, 0x3333)
        exchange(&p5, &p7, 2, 0x3333)
        exchange(&p0, &p4, 4, 0x0F0F)
        exchange(&p1, &p5, 4, 0x0F0F)
        exchange(&p2, &p6, 4, 0x0F0F)
        exchange(&p3, &p7, 4, 0x0F0F)
    }
}
