import WaxCore

/// AES on 4 blocks at once, for processors without vectors.
///
/// A plane (one bit of every byte) is a word of 64 bits: sixteen for each row of the state, the first row lowest,
/// four for each column of a row, one for each block. So the rotations in MixColumns are rotations of the word.
struct Bitsliced4: BatchCipher {
    static var batch: Int { 4 }

    private let roundCount: Int

    /// Eight planes a round key.
    private let roundKeys: SecretBuffer<UInt64>

    init(_ expansion: KeyExpansion) {
        let roundKeys = SecretBuffer<UInt64>(repeating: 0, count: 8 &* (expansion.roundCount &+ 1))
        let columns = expansion.columns.span
        roundKeys.withMutableSpan { target in
            for round in 0...expansion.roundCount {
                let planes = BitPlanes<UInt64>(
                    everywhere: columns[4 &* round], columns[4 &* round &+ 1],
                    columns[4 &* round &+ 2], columns[4 &* round &+ 3])
                planes.store(to: &target, at: 8 &* round)
            }
        }
        self.roundCount = expansion.roundCount
        self.roundKeys = roundKeys
    }

    @inline(never)
    func encrypt(_ block: CounterBlock, to keystream: inout MutableSpan<UInt8>) {
        precondition(keystream.count >= 64, "a batch has 4 blocks of 16 bytes")
        var state = BitPlanes<UInt64>(counting: block)
        encrypt(&state)
        state.storeBlocks(to: &keystream)
    }

    @inline(never)
    func encrypt(_ blocks: inout MutableSpan<UInt8>) {
        precondition(blocks.count == 64, "a batch has 4 blocks of 16 bytes")
        var state = BitPlanes<UInt64>(loading: blocks.span)
        encrypt(&state)
        state.storeBlocks(to: &blocks)
    }

    @inline(never)
    func decrypt(_ blocks: inout MutableSpan<UInt8>) {
        precondition(blocks.count == 64, "a batch has 4 blocks of 16 bytes")
        let keys = roundKeys.span
        var state = BitPlanes<UInt64>(loading: blocks.span)
        state.add(BitPlanes(keys.extracting((8 &* roundCount)..<(8 &* roundCount &+ 8)), at: 0))
        var round = roundCount &- 1
        while round > 0 {
            state.unshiftRows()
            state.unsubstituteWithoutConstant()
            state.add(BitPlanes(keys.extracting((8 &* round)..<(8 &* round &+ 8)), at: 0))
            state.unmixColumns()
            round = round &- 1
        }
        state.unshiftRows()
        state.unsubstituteWithoutConstant()
        state.add(BitPlanes(keys.extracting(0..<8), at: 0))
        state.storeBlocks(to: &blocks)
    }

    @inline(__always)
    private func encrypt(_ state: inout BitPlanes<UInt64>) {
        let keys = roundKeys.span
        state.add(BitPlanes(keys.extracting(0..<8), at: 0))
        for round in 1..<roundCount {
            state.substituteWithoutConstant()
            state.shiftRows()
            state.mixColumns()
            state.add(BitPlanes(keys.extracting((8 &* round)..<(8 &* round &+ 8)), at: 0))
        }
        state.substituteWithoutConstant()
        state.shiftRows()
        state.add(BitPlanes(keys.extracting((8 &* roundCount)..<(8 &* roundCount &+ 8)), at: 0))
    }
}

extension BitPlanes<UInt64> {
    /// The same block four times, given as its columns, the byte of row 0 lowest.
    @inline(__always)
    fileprivate init(everywhere c0: UInt32, _ c1: UInt32, _ c2: UInt32, _ c3: UInt32) {
        // The bytes of a column sixteen bits apart.
        @inline(__always)
        func apart(_ column: UInt32) -> UInt64 {
            let wide = UInt64(column)
            let halves = (wide | (wide &<< 16)) & 0x0000_FFFF_0000_FFFF
            return (halves | (halves &<< 8)) & 0x00FF_00FF_00FF_00FF
        }
        let (w0, w1, w2, w3) = (apart(c0), apart(c1), apart(c2), apart(c3))
        @inline(__always)
        func plane(_ bit: UInt64) -> UInt64 {
            let low: UInt64 = 0x0001_0001_0001_0001
            let bits =
                ((w0 &>> bit) & low) | (((w1 &>> bit) & low) &<< 4)
                | (((w2 &>> bit) & low) &<< 8) | (((w3 &>> bit) & low) &<< 12)
            return (bits &<< 4) &- bits
        }
        self.init(
            p0: plane(0), p1: plane(1), p2: plane(2), p3: plane(3),
            p4: plane(4), p5: plane(5), p6: plane(6), p7: plane(7))
    }

    /// Four blocks with successive counters.
    @inline(__always)
    fileprivate init(counting block: CounterBlock) {
        // The low two bits of the sums are computed plane by plane, and what they carry selects between two values
        // of the other bits: the counter may be secret, so there is no branch on whether something is carried.
        let base = block.counter & ~3
        self.init(everywhere: block.columns.0, block.columns.1, block.columns.2, base.byteSwapped)
        let change = BitPlanes(everywhere: 0, 0, 0, (base ^ (base &+ 4)).byteSwapped)
        let start0 = 0 &- UInt64(block.counter & 1)
        let start1 = 0 &- UInt64((block.counter &>> 1) & 1)
        let carry0 = start0 & 0b1010
        let carry1 = (start1 & 0b1100) | (carry0 & (start1 ^ 0b1100))
        p0 = p0 ^ (((start0 ^ 0b1010) & 15) &<< 60)
        p1 = p1 ^ (((start1 ^ 0b1100 ^ carry0) & 15) &<< 60)
        // The same nibble at all places of a block.
        add(change, where: (carry1 & 15) &* 0x1111_1111_1111_1111)
    }

    /// Four blocks, one after the other.
    @inline(__always)
    fileprivate init(loading blocks: Span<UInt8>) {
        // The way of `storeBlocks(to:)` backwards.
        let (b0, b1) = (Self.loadBlock(0, from: blocks), Self.loadBlock(1, from: blocks))
        let (b2, b3) = (Self.loadBlock(2, from: blocks), Self.loadBlock(3, from: blocks))
        self.init(
            p0: b0.even, p1: b1.even, p2: b2.even, p3: b3.even, p4: b0.odd, p5: b1.odd, p6: b2.odd, p7: b3.odd)
        transpose()
    }

    /// The even and the odd columns of a block.
    @inline(__always)
    private static func loadBlock(_ block: Int, from source: Span<UInt8>) -> (even: UInt64, odd: UInt64) {
        var even: UInt64 = 0, odd: UInt64 = 0
        for row in 0..<4 {
            let shift = UInt64(truncatingIfNeeded: 16 &* row)
            let offset = 16 &* block &+ row
            even |= (UInt64(source[offset]) | (UInt64(source[offset &+ 8]) &<< 8)) &<< shift
            odd |= (UInt64(source[offset &+ 4]) | (UInt64(source[offset &+ 12]) &<< 8)) &<< shift
        }
        return (even, odd)
    }

    /// Row r moves r columns to the left.
    @inline(__always)
    fileprivate mutating func shiftRows() {
        @inline(__always)
        func shifted(_ plane: UInt64) -> UInt64 {
            // Rows 2 and 3 by two columns, then rows 1 and 3 by one.
            let difference = (plane ^ (plane &>> 8)) & 0x00FF_00FF_0000_0000
            let half = plane ^ difference ^ (difference &<< 8)
            return (half & 0x0000_FFFF_0000_FFFF) | ((half &>> 4) & 0x0FFF_0000_0FFF_0000)
                | ((half &<< 12) & 0xF000_0000_F000_0000)
        }
        p0 = shifted(p0)
        p1 = shifted(p1)
        p2 = shifted(p2)
        p3 = shifted(p3)
        p4 = shifted(p4)
        p5 = shifted(p5)
        p6 = shifted(p6)
        p7 = shifted(p7)
    }

    /// Row r moves r columns to the right.
    @inline(__always)
    fileprivate mutating func unshiftRows() {
        @inline(__always)
        func shifted(_ plane: UInt64) -> UInt64 {
            // Rows 2 and 3 by two columns, where both directions are the same, then rows 1 and 3 by one.
            let difference = (plane ^ (plane &>> 8)) & 0x00FF_00FF_0000_0000
            let half = plane ^ difference ^ (difference &<< 8)
            return (half & 0x0000_FFFF_0000_FFFF) | ((half &<< 4) & 0xFFF0_0000_FFF0_0000)
                | ((half &>> 12) & 0x000F_0000_000F_0000)
        }
        p0 = shifted(p0)
        p1 = shifted(p1)
        p2 = shifted(p2)
        p3 = shifted(p3)
        p4 = shifted(p4)
        p5 = shifted(p5)
        p6 = shifted(p6)
        p7 = shifted(p7)
    }

    /// The inverse of ``mixColumns()``: that of a + 4 (a[r] + a[r+2]).
    @inline(__always)
    fileprivate mutating func unmixColumns() {
        addFourfold { $0 ^ (($0 &>> 32) | ($0 &<< 32)) }
        mixColumns()
    }

    /// The byte in row r becomes 2 (a[r] + a[r+1]) + a[r+1] + (a[r+2] + a[r+3]).
    @inline(__always)
    fileprivate mutating func mixColumns() {
        @inline(__always)
        func below(_ plane: UInt64) -> UInt64 { (plane &>> 16) | (plane &<< 48) }
        @inline(__always)
        func twoBelow(_ plane: UInt64) -> UInt64 { (plane &>> 32) | (plane &<< 32) }
        let (b0, b1, b2, b3) = (below(p0), below(p1), below(p2), below(p3))
        let (b4, b5, b6, b7) = (below(p4), below(p5), below(p6), below(p7))
        let (t0, t1, t2, t3) = (p0 ^ b0, p1 ^ b1, p2 ^ b2, p3 ^ b3)
        let (t4, t5, t6, t7) = (p4 ^ b4, p5 ^ b5, p6 ^ b6, p7 ^ b7)
        p0 = b0 ^ twoBelow(t0) ^ t7
        p1 = b1 ^ twoBelow(t1) ^ t0 ^ t7
        p2 = b2 ^ twoBelow(t2) ^ t1
        p3 = b3 ^ twoBelow(t3) ^ t2 ^ t7
        p4 = b4 ^ twoBelow(t4) ^ t3 ^ t7
        p5 = b5 ^ twoBelow(t5) ^ t4
        p6 = b6 ^ twoBelow(t6) ^ t5
        p7 = b7 ^ twoBelow(t7) ^ t6
    }

    /// Writes the four blocks one after the other.
    @inline(__always)
    fileprivate func storeBlocks(to target: inout MutableSpan<UInt8>) {
        // The number of the plane changes places with block and column parity. What was plane b (even columns)
        // or b + 4 (odd columns) has two columns of block b then, of which the bytes alternate, row after row.
        var planes = self
        planes.transpose()
        Self.storeBlock(planes.p0, planes.p4, 0, to: &target)
        Self.storeBlock(planes.p1, planes.p5, 1, to: &target)
        Self.storeBlock(planes.p2, planes.p6, 2, to: &target)
        Self.storeBlock(planes.p3, planes.p7, 3, to: &target)
    }

    @inline(__always)
    private static func storeBlock(
        _ evenColumns: UInt64, _ oddColumns: UInt64, _ block: Int, to target: inout MutableSpan<UInt8>
    ) {
        for row in 0..<4 {
            let shift = UInt64(truncatingIfNeeded: 16 &* row)
            let offset = 16 &* block &+ row
            target[offset] = UInt8(truncatingIfNeeded: evenColumns &>> shift)
            target[offset &+ 4] = UInt8(truncatingIfNeeded: oddColumns &>> shift)
            target[offset &+ 8] = UInt8(truncatingIfNeeded: evenColumns &>> (shift &+ 8))
            target[offset &+ 12] = UInt8(truncatingIfNeeded: oddColumns &>> (shift &+ 8))
        }
    }

    /// Exchanges the number of the plane with the three low bits of the place in the word.
    @inline(__always)
    private mutating func transpose() {
        @inline(__always)
        func exchange(_ low: inout UInt64, _ high: inout UInt64, _ shift: UInt64, _ mask: UInt64) {
            let difference = ((low &>> shift) ^ high) & mask
            high = high ^ difference
            low = low ^ (difference &<< shift)
        }
        exchange(&p0, &p1, 1, 0x5555_5555_5555_5555)
        exchange(&p2, &p3, 1, 0x5555_5555_5555_5555)
        exchange(&p4, &p5, 1, 0x5555_5555_5555_5555)
        exchange(&p6, &p7, 1, 0x5555_5555_5555_5555)
        exchange(&p0, &p2, 2, 0x3333_3333_3333_3333)
        exchange(&p1, &p3, 2, 0x3333_3333_3333_3333)
        exchange(&p4, &p6, 2, 0x3333_3333_3333_3333)
        exchange(&p5, &p7, 2, 0x3333_3333_3333_3333)
        exchange(&p0, &p4, 4, 0x0F0F_0F0F_0F0F_0F0F)
        exchange(&p1, &p5, 4, 0x0F0F_0F0F_0F0F_0F0F)
        exchange(&p2, &p6, 4, 0x0F0F_0F0F_0F0F_0F0F)
        exchange(&p3, &p7, 4, 0x0F0F_0F0F_0F0F_0F0F)
    }
}
