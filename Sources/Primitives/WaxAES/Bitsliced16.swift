#if arch(x86_64) || arch(arm64)
import WaxCore

/// AES on 16 blocks at once, for processors with registers of 128 bits.
///
/// A plane (one bit of every byte) is two vectors of eight lanes. A lane belongs to a place in the block, and
/// bit b of it to block b. The first vector has rows 0 and 2 of the state, the second rows 1 and 3, four columns
/// of each. So ShiftRows and the rotations in MixColumns are exchanges of lanes, one or two instructions each, and
/// the S-box is computed on one vector after the other, which keeps most of its wires in registers.
struct Bitsliced16: BatchCipher {
    static var batch: Int { 16 }

    private let roundCount: Int

    /// Sixteen vectors a round key: eight planes of the even rows, then eight of the odd ones.
    private let roundKeys: SecretBuffer<Wires128>

    init(_ expansion: KeyExpansion) {
        let roundKeys = SecretBuffer<Wires128>(
            repeating: Wires128(repeating: 0), count: 16 &* (expansion.roundCount &+ 1))
        let columns = expansion.columns.span
        roundKeys.withMutableSpan { target in
            for round in 0...expansion.roundCount {
                let key = State(
                    everywhere: columns[4 &* round], columns[4 &* round &+ 1],
                    columns[4 &* round &+ 2], columns[4 &* round &+ 3])
                key.even.store(to: &target, at: 16 &* round)
                key.odd.store(to: &target, at: 16 &* round &+ 8)
            }
        }
        self.roundCount = expansion.roundCount
        self.roundKeys = roundKeys
    }

    @inline(never)
    func encrypt(_ block: CounterBlock, to keystream: inout MutableSpan<UInt8>) {
        precondition(keystream.count >= 256, "a batch has 16 blocks of 16 bytes")
        var state = State(counting: block)
        encrypt(&state)
        state.store(to: &keystream)
    }

    @inline(never)
    func encrypt(_ blocks: inout MutableSpan<UInt8>) {
        precondition(blocks.count == 256, "a batch has 16 blocks of 16 bytes")
        var state = State(loading: blocks.span)
        encrypt(&state)
        state.store(to: &blocks)
    }

    @inline(never)
    func decrypt(_ blocks: inout MutableSpan<UInt8>) {
        precondition(blocks.count == 256, "a batch has 16 blocks of 16 bytes")
        var state = State(loading: blocks.span)
        let keys = roundKeys.span
        state.add(keys.extracting((16 &* roundCount)..<(16 &* roundCount &+ 16)))
        var round = roundCount &- 1
        while round > 0 {
            state.unshiftRows()
            state.unsubstitute()
            state.add(keys.extracting((16 &* round)..<(16 &* round &+ 16)))
            state.unmixColumns()
            round = round &- 1
        }
        state.unshiftRows()
        state.unsubstitute()
        state.add(keys.extracting(0..<16))
        state.store(to: &blocks)
    }

    @inline(__always)
    private func encrypt(_ state: inout State) {
        let keys = roundKeys.span
        state.add(keys.extracting(0..<16))
        for round in 1..<roundCount {
            state.substitute()
            state.mixColumns(afterShiftingRows: true)
            state.add(keys.extracting((16 &* round)..<(16 &* round &+ 16)))
        }
        state.substitute()
        state.shiftRows()
        state.add(keys.extracting((16 &* roundCount)..<(16 &* roundCount &+ 16)))
    }
}

/// The state of 16 blocks.
private struct State {
    var even: BitPlanes<Wires128>
    var odd: BitPlanes<Wires128>

    /// The same block sixteen times, given as its columns, the byte of row 0 lowest.
    @inline(__always)
    init(everywhere c0: UInt32, _ c1: UInt32, _ c2: UInt32, _ c3: UInt32) {
        /// The bytes of one row in lanes 0 to 3, those of the row after the next in lanes 4 to 7.
        @inline(__always)
        func rows(from row: UInt32) -> BitPlanes<Wires128> {
            @inline(__always)
            func byte(_ column: UInt32, _ row: UInt32) -> Int16 {
                Int16(truncatingIfNeeded: (column &>> (8 &* row)) & 0xFF)
            }
            let bytes = Wires128(
                Wires128.Lanes(
                    byte(c0, row), byte(c1, row), byte(c2, row), byte(c3, row),
                    byte(c0, row &+ 2), byte(c1, row &+ 2), byte(c2, row &+ 2), byte(c3, row &+ 2)))
            return BitPlanes(spreading: bytes)
        }
        even = rows(from: 0)
        odd = rows(from: 1)
    }

    /// Sixteen blocks with successive counters.
    @inline(__always)
    init(counting block: CounterBlock) {
        // The low four bits of the sums are computed plane by plane, and what they carry selects between two values
        // of the other bits: the counter may be secret, so there is no branch on whether something is carried.
        let base = block.counter & ~15
        self.init(everywhere: block.columns.0, block.columns.1, block.columns.2, base.byteSwapped)
        let change = State(everywhere: 0, 0, 0, (base ^ (base &+ 16)).byteSwapped)
        var carry: UInt16 = 0
        @inline(__always)
        func sum(_ bit: UInt32, _ numbers: UInt16) -> Wires128 {
            let start = 0 &- UInt16(truncatingIfNeeded: (block.counter &>> bit) & 1)
            let sum = start ^ numbers ^ carry
            carry = (start & numbers) | (carry & (start ^ numbers))
            return Wires128(last: sum)
        }
        // Bit by bit the numbers 0 to 15 of the blocks. Row 3 of column 3 is the last lane of the odd rows.
        odd.p0 = odd.p0 ^ sum(0, 0xAAAA)
        odd.p1 = odd.p1 ^ sum(1, 0xCCCC)
        odd.p2 = odd.p2 ^ sum(2, 0xF0F0)
        odd.p3 = odd.p3 ^ sum(3, 0xFF00)
        even.add(change.even, where: Wires128(repeating: carry))
        odd.add(change.odd, where: Wires128(repeating: carry))
    }

    /// Sixteen blocks, one after the other.
    @inline(__always)
    init(loading blocks: Span<UInt8>) {
        // The way of `store(to:)` backwards.
        let (e0, o0) = Self.load(0, from: blocks), (e1, o1) = Self.load(1, from: blocks)
        let (e2, o2) = Self.load(2, from: blocks), (e3, o3) = Self.load(3, from: blocks)
        let (e4, o4) = Self.load(4, from: blocks), (e5, o5) = Self.load(5, from: blocks)
        let (e6, o6) = Self.load(6, from: blocks), (e7, o7) = Self.load(7, from: blocks)
        even = BitPlanes(p0: e0, p1: e1, p2: e2, p3: e3, p4: e4, p5: e5, p6: e6, p7: e7)
        odd = BitPlanes(p0: o0, p1: o1, p2: o2, p3: o3, p4: o4, p5: o5, p6: o6, p7: o7)
        even.transpose()
        odd.transpose()
    }

    /// The even and the odd rows of a block, and of the one eight blocks behind it in the upper halves of the lanes.
    @inline(__always)
    private static func load(_ block: Int, from source: Span<UInt8>) -> (even: Wires128, odd: Wires128) {
        let low = load(at: 16 &* block, from: source)
        let high = load(at: 16 &* block &+ 128, from: source)
        return (
            (low & Wires128(repeating: 0x00FF)) ^ (high &<< 8), (low &>> 8) ^ (high & Wires128(repeating: 0xFF00))
        )
    }

    /// Lanes 0–3 get rows 0 and 1 of the four columns, lanes 4–7 rows 2 and 3.
    @inline(__always)
    private static func load(at offset: Int, from source: Span<UInt8>) -> Wires128 {
        var sorted = Wires128.Lanes(repeating: 0)
        for lane in 0..<8 {
            let low = UInt16(source[offset &+ 2 &* lane]), high = UInt16(source[offset &+ 2 &* lane &+ 1])
            sorted[lane] = Int16(truncatingIfNeeded: low | (high &<< 8))
        }
        let s = sorted
        return Wires128(Wires128.Lanes(s[0], s[2], s[4], s[6], s[1], s[3], s[5], s[7]))
    }

    @inline(__always)
    mutating func add(_ roundKey: Span<Wires128>) {
        even.add(BitPlanes(roundKey, at: 0))
        odd.add(BitPlanes(roundKey, at: 8))
    }

    @inline(__always)
    mutating func substitute() {
        even.substituteWithoutConstant()
        odd.substituteWithoutConstant()
    }

    /// Row r moves r columns to the left.
    @inline(__always)
    mutating func shiftRows() {
        even.map { shiftedEven($0) }
        odd.map { shiftedOdd($0) }
    }

    @inline(__always)
    mutating func unsubstitute() {
        even.unsubstituteWithoutConstant()
        odd.unsubstituteWithoutConstant()
    }

    /// Row r moves r columns to the right.
    @inline(__always)
    mutating func unshiftRows() {
        // Two columns are half of a row: in this row both directions are the same.
        even.map { shiftedEven($0) }
        odd.map { unshiftedOdd($0) }
    }

    /// The inverse of ``mixColumns(afterShiftingRows:)``: that of a + 4 (a[r] + a[r+2]).
    @inline(__always)
    mutating func unmixColumns() {
        even.addFourfold { $0 ^ exchanged($0) }
        odd.addFourfold { $0 ^ exchanged($0) }
        mixColumns(afterShiftingRows: false)
    }

    /// The byte in row r becomes 2 (a[r] + a[r+1]) + a[r+1] + (a[r+2] + a[r+3]).
    @inline(__always)
    mutating func mixColumns(afterShiftingRows shifts: Bool) {
        let m7 = MixedPlane(even.p7, odd.p7, shifts)
        let m0 = MixedPlane(even.p0, odd.p0, shifts)
        even.p0 = m0.even ^ m7.evenPair
        odd.p0 = m0.odd ^ m7.oddPair
        let m1 = MixedPlane(even.p1, odd.p1, shifts)
        even.p1 = m1.even ^ m0.evenPair ^ m7.evenPair
        odd.p1 = m1.odd ^ m0.oddPair ^ m7.oddPair
        let m2 = MixedPlane(even.p2, odd.p2, shifts)
        even.p2 = m2.even ^ m1.evenPair
        odd.p2 = m2.odd ^ m1.oddPair
        let m3 = MixedPlane(even.p3, odd.p3, shifts)
        even.p3 = m3.even ^ m2.evenPair ^ m7.evenPair
        odd.p3 = m3.odd ^ m2.oddPair ^ m7.oddPair
        let m4 = MixedPlane(even.p4, odd.p4, shifts)
        even.p4 = m4.even ^ m3.evenPair ^ m7.evenPair
        odd.p4 = m4.odd ^ m3.oddPair ^ m7.oddPair
        let m5 = MixedPlane(even.p5, odd.p5, shifts)
        even.p5 = m5.even ^ m4.evenPair
        odd.p5 = m5.odd ^ m4.oddPair
        let m6 = MixedPlane(even.p6, odd.p6, shifts)
        even.p6 = m6.even ^ m5.evenPair
        odd.p6 = m6.odd ^ m5.oddPair
        even.p7 = m7.even ^ m6.evenPair
        odd.p7 = m7.odd ^ m6.oddPair
    }

    /// Writes the sixteen blocks one after the other.
    @inline(__always)
    func store(to target: inout MutableSpan<UInt8>) {
        // Transposing turns planes, of which a lane has one bit of 16 blocks, into vectors, of which a lane has a
        // byte of block k below and the same byte of block k + 8 above.
        var even = self.even
        var odd = self.odd
        even.transpose()
        odd.transpose()
        Self.store(even.p0, odd.p0, 0, to: &target)
        Self.store(even.p1, odd.p1, 1, to: &target)
        Self.store(even.p2, odd.p2, 2, to: &target)
        Self.store(even.p3, odd.p3, 3, to: &target)
        Self.store(even.p4, odd.p4, 4, to: &target)
        Self.store(even.p5, odd.p5, 5, to: &target)
        Self.store(even.p6, odd.p6, 6, to: &target)
        Self.store(even.p7, odd.p7, 7, to: &target)
    }

    @inline(__always)
    private static func store(_ even: Wires128, _ odd: Wires128, _ block: Int, to target: inout MutableSpan<UInt8>) {
        let low = (even & Wires128(repeating: 0x00FF)) ^ (odd &<< 8)
        let high = (even &>> 8) ^ (odd & Wires128(repeating: 0xFF00))
        store(low.lanes, at: 16 &* block, to: &target)
        store(high.lanes, at: 16 &* block &+ 128, to: &target)
    }

    /// Lanes 0–3 have rows 0 and 1 of the four columns, lanes 4–7 rows 2 and 3.
    @inline(__always)
    private static func store(_ v: Wires128.Lanes, at offset: Int, to target: inout MutableSpan<UInt8>) {
        let sorted = Wires128.Lanes(v[0], v[4], v[1], v[5], v[2], v[6], v[3], v[7])
        for lane in 0..<8 {
            target[offset &+ 2 &* lane] = UInt8(truncatingIfNeeded: sorted[lane])
            target[offset &+ 2 &* lane &+ 1] = UInt8(truncatingIfNeeded: sorted[lane] &>> 8)
        }
    }
}

/// Row 0 stays, row 2 moves two columns to the left.
@inline(__always)
private func shiftedEven(_ rows: Wires128) -> Wires128 {
    let v = rows.lanes
    return Wires128(Wires128.Lanes(v[0], v[1], v[2], v[3], v[6], v[7], v[4], v[5]))
}

/// Row 1 moves one column to the left, row 3 three.
@inline(__always)
private func shiftedOdd(_ rows: Wires128) -> Wires128 {
    let v = rows.lanes
    return Wires128(Wires128.Lanes(v[1], v[2], v[3], v[0], v[7], v[4], v[5], v[6]))
}

/// Row 1 moves one column to the right, row 3 three.
@inline(__always)
private func unshiftedOdd(_ rows: Wires128) -> Wires128 {
    let v = rows.lanes
    return Wires128(Wires128.Lanes(v[3], v[0], v[1], v[2], v[5], v[6], v[7], v[4]))
}

/// The two rows of a vector exchanged.
@inline(__always)
private func exchanged(_ rows: Wires128) -> Wires128 {
    let v = rows.lanes
    return Wires128(Wires128.Lanes(v[4], v[5], v[6], v[7], v[0], v[1], v[2], v[3]))
}

/// One plane on its way through MixColumns.
private struct MixedPlane {
    /// Rows r and r + 1 added: what is doubled and therefore goes to the next plane.
    let evenPair, oddPair: Wires128

    /// Rows r + 1, r + 2 and r + 3 added: what stays in the plane.
    let even, odd: Wires128

    @inline(__always)
    init(_ even: Wires128, _ odd: Wires128, _ shifts: Bool) {
        let above = shifts ? shiftedEven(even) : even
        let below = shifts ? shiftedOdd(odd) : odd
        // The row below an even row stands in the other vector at the same place, that below an odd row at the
        // other place.
        let wrapped = exchanged(above)
        evenPair = above ^ below
        oddPair = below ^ wrapped
        let opposite = wrapped ^ exchanged(below)
        self.even = below ^ opposite
        self.odd = above ^ opposite
    }
}

extension BitPlanes<Wires128> {
    /// Sixteen blocks with the same bytes, which are the lanes of `bytes`.
    @inline(__always)
    fileprivate init(spreading bytes: Wires128) {
        self.init(
            p0: bytes.spread(bit: 0), p1: bytes.spread(bit: 1), p2: bytes.spread(bit: 2), p3: bytes.spread(bit: 3),
            p4: bytes.spread(bit: 4), p5: bytes.spread(bit: 5), p6: bytes.spread(bit: 6), p7: bytes.spread(bit: 7))
    }

    @inline(__always)
    fileprivate mutating func map(_ change: (Wires128) -> Wires128) {
        self = BitPlanes(
            p0: change(p0), p1: change(p1), p2: change(p2), p3: change(p3),
            p4: change(p4), p5: change(p5), p6: change(p6), p7: change(p7))
    }

    /// Exchanges the number of the plane with the three low bits of the place in a lane.
    @inline(__always)
    fileprivate mutating func transpose() {
        @inline(__always)
        func exchange(_ low: inout Wires128, _ high: inout Wires128, _ distance: UInt16, _ mask: UInt16) {
            let difference = ((low &>> distance) ^ high) & Wires128(repeating: mask)
            high = high ^ difference
            low = low ^ (difference &<< Int16(truncatingIfNeeded: distance))
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
#endif
