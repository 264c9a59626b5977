/// The words that a half of SHA-2 works on, and its functions of one word (FIPS 180-4 sections 4.1.2 and 4.1.3).
protocol SHA2Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable {
    /// Σ0 of the standard, for the variable a.
    var largeSigma0: Self { get }
    /// Σ1, for the variable e.
    var largeSigma1: Self { get }
    /// σ0, for the schedule.
    var smallSigma0: Self { get }
    /// σ1, for the schedule.
    var smallSigma1: Self { get }
}

extension UInt32: SHA2Word {
    @inline(__always) var largeSigma0: UInt32 { rotated(2) ^ rotated(13) ^ rotated(22) }
    @inline(__always) var largeSigma1: UInt32 { rotated(6) ^ rotated(11) ^ rotated(25) }
    @inline(__always) var smallSigma0: UInt32 { rotated(7) ^ rotated(18) ^ (self &>> 3) }
    @inline(__always) var smallSigma1: UInt32 { rotated(17) ^ rotated(19) ^ (self &>> 10) }
}

extension UInt64: SHA2Word {
    @inline(__always) var largeSigma0: UInt64 { rotated(28) ^ rotated(34) ^ rotated(39) }
    @inline(__always) var largeSigma1: UInt64 { rotated(14) ^ rotated(18) ^ rotated(41) }
    @inline(__always) var smallSigma0: UInt64 { rotated(1) ^ rotated(8) ^ (self &>> 7) }
    @inline(__always) var smallSigma1: UInt64 { rotated(19) ^ rotated(61) ^ (self &>> 6) }
}

extension SHA2Word {
    /// Rotates to the right.
    @inline(__always)
    fileprivate func rotated(_ count: Self) -> Self {
        (self &>> count) | (self &<< (Self(truncatingIfNeeded: Self.bitWidth) &- count))
    }

    /// The word at a position, its most significant byte first.
    @inline(__always)
    init(loading bytes: Span<UInt8>, at offset: Int) {
        self = 0
        for index in 0..<(Self.bitWidth &>> 3) { self = (self &<< 8) | Self(truncatingIfNeeded: bytes[offset &+ index]) }
    }
}

/// The variables a to h of a block under way, and its schedule.
struct SHA2Rounds<Word: SHA2Word> {
    private var a: Word, b: Word, c: Word, d: Word, e: Word, f: Word, g: Word, h: Word
    private var w = InlineArray<16, Word>(repeating: 0)

    /// Works whole blocks into a state (FIPS 180-4 sections 6.2.2 and 6.4.2).
    ///
    /// Additions, logic and rotations by fixed amounts, the same for every input. Sixteen rounds a turn: the schedule
    /// needs no more than sixteen words.
    @inline(__always)
    static func compress<let roundCount: Int>(
        _ state: inout InlineArray<8, Word>, _ blocks: Span<UInt8>, _ constants: InlineArray<roundCount, Word>
    ) {
        let blockByteCount = 2 &* Word.bitWidth
        var offset = 0
        while offset < blocks.count {
            var rounds = SHA2Rounds(state, blocks.extracting(offset..<(offset &+ blockByteCount)))
            offset = offset &+ blockByteCount
            var round = 0
            while round < roundCount &- 16 {
                rounds.step(0, constants[round])
                rounds.expand(0)
                rounds.step(1, constants[round &+ 1])
                rounds.expand(1)
                rounds.step(2, constants[round &+ 2])
                rounds.expand(2)
                rounds.step(3, constants[round &+ 3])
                rounds.expand(3)
                rounds.step(4, constants[round &+ 4])
                rounds.expand(4)
                rounds.step(5, constants[round &+ 5])
                rounds.expand(5)
                rounds.step(6, constants[round &+ 6])
                rounds.expand(6)
                rounds.step(7, constants[round &+ 7])
                rounds.expand(7)
                rounds.step(8, constants[round &+ 8])
                rounds.expand(8)
                rounds.step(9, constants[round &+ 9])
                rounds.expand(9)
                rounds.step(10, constants[round &+ 10])
                rounds.expand(10)
                rounds.step(11, constants[round &+ 11])
                rounds.expand(11)
                rounds.step(12, constants[round &+ 12])
                rounds.expand(12)
                rounds.step(13, constants[round &+ 13])
                rounds.expand(13)
                rounds.step(14, constants[round &+ 14])
                rounds.expand(14)
                rounds.step(15, constants[round &+ 15])
                rounds.expand(15)
                round = round &+ 16
            }
            rounds.step(0, constants[round])
            rounds.step(1, constants[round &+ 1])
            rounds.step(2, constants[round &+ 2])
            rounds.step(3, constants[round &+ 3])
            rounds.step(4, constants[round &+ 4])
            rounds.step(5, constants[round &+ 5])
            rounds.step(6, constants[round &+ 6])
            rounds.step(7, constants[round &+ 7])
            rounds.step(8, constants[round &+ 8])
            rounds.step(9, constants[round &+ 9])
            rounds.step(10, constants[round &+ 10])
            rounds.step(11, constants[round &+ 11])
            rounds.step(12, constants[round &+ 12])
            rounds.step(13, constants[round &+ 13])
            rounds.step(14, constants[round &+ 14])
            rounds.step(15, constants[round &+ 15])
            rounds.add(to: &state)
        }
    }

    @inline(__always)
    private init(_ state: InlineArray<8, Word>, _ block: Span<UInt8>) {
        a = state[0]
        b = state[1]
        c = state[2]
        d = state[3]
        e = state[4]
        f = state[5]
        g = state[6]
        h = state[7]
        w[0] = Word(loading: block, at: 0)
        w[1] = Word(loading: block, at: 1 &* (Word.bitWidth &>> 3))
        w[2] = Word(loading: block, at: 2 &* (Word.bitWidth &>> 3))
        w[3] = Word(loading: block, at: 3 &* (Word.bitWidth &>> 3))
        w[4] = Word(loading: block, at: 4 &* (Word.bitWidth &>> 3))
        w[5] = Word(loading: block, at: 5 &* (Word.bitWidth &>> 3))
        w[6] = Word(loading: block, at: 6 &* (Word.bitWidth &>> 3))
        w[7] = Word(loading: block, at: 7 &* (Word.bitWidth &>> 3))
        w[8] = Word(loading: block, at: 8 &* (Word.bitWidth &>> 3))
        w[9] = Word(loading: block, at: 9 &* (Word.bitWidth &>> 3))
        w[10] = Word(loading: block, at: 10 &* (Word.bitWidth &>> 3))
        w[11] = Word(loading: block, at: 11 &* (Word.bitWidth &>> 3))
        w[12] = Word(loading: block, at: 12 &* (Word.bitWidth &>> 3))
        w[13] = Word(loading: block, at: 13 &* (Word.bitWidth &>> 3))
        w[14] = Word(loading: block, at: 14 &* (Word.bitWidth &>> 3))
        w[15] = Word(loading: block, at: 15 &* (Word.bitWidth &>> 3))
    }

    /// One round. The variables change places here, but not registers.
    @inline(__always)
    private mutating func step(_ index: Int, _ constant: Word) {
        // Ch and Maj with fewer operations; rounds that follow each other share a term of Maj. What depends on the round
        // before comes last in the sum.
        let first = h &+ constant &+ w[index] &+ (g ^ (e & (f ^ g))) &+ e.largeSigma1
        h = g
        g = f
        f = e
        e = d &+ first
        let second = a.largeSigma0 &+ (b ^ ((a ^ b) & (b ^ c)))
        d = c
        c = b
        b = a
        a = first &+ second
    }

    /// Replaces a word of the schedule with the one sixteen rounds later.
    @inline(__always)
    private mutating func expand(_ index: Int) {
        w[index] =
            w[index] &+ w[(index &+ 1) & 15].smallSigma0 &+ w[(index &+ 9) & 15] &+ w[(index &+ 14) & 15].smallSigma1
    }

    @inline(__always)
    private func add(to state: inout InlineArray<8, Word>) {
        state[0] = state[0] &+ a
        state[1] = state[1] &+ b
        state[2] = state[2] &+ c
        state[3] = state[3] &+ d
        state[4] = state[4] &+ e
        state[5] = state[5] &+ f
        state[6] = state[6] &+ g
        state[7] = state[7] &+ h
    }
}
