import WaxCore

/// The compression function of SHA-1 (FIPS 180-4 section 6.1.2).
enum SHA1Compression: CompressionFunction {
    /// Additions, logic and rotations by fixed amounts, the same for every input. Five rounds a turn: the five
    /// variables change names instead of places.
    @inline(never)
    static func compressLeavingTraces(_ state: inout InlineArray<8, UInt32>, _ blocks: Span<UInt8>) {
        var w = InlineArray<80, UInt32>(repeating: 0)
        var offset = 0
        while offset < blocks.count {
            let block = blocks.extracting(offset..<(offset &+ 64))
            offset = offset &+ 64
            for index in 0..<16 { w[index] = UInt32(loading: block, at: 4 &* index) }
            for index in 16..<80 {
                w[index] = rotate(w[index &- 3] ^ w[index &- 8] ^ w[index &- 14] ^ w[index &- 16], 1)
            }

            var a = state[0], b = state[1], c = state[2], d = state[3], e = state[4]
            var round = 0
            while round < 20 {
                step(a, &b, &e, choose(b, c, d) &+ 0x5a82_7999 &+ w[round])
                step(e, &a, &d, choose(a, b, c) &+ 0x5a82_7999 &+ w[round &+ 1])
                step(d, &e, &c, choose(e, a, b) &+ 0x5a82_7999 &+ w[round &+ 2])
                step(c, &d, &b, choose(d, e, a) &+ 0x5a82_7999 &+ w[round &+ 3])
                step(b, &c, &a, choose(c, d, e) &+ 0x5a82_7999 &+ w[round &+ 4])
                round = round &+ 5
            }
            while round < 40 {
                step(a, &b, &e, parity(b, c, d) &+ 0x6ed9_eba1 &+ w[round])
                step(e, &a, &d, parity(a, b, c) &+ 0x6ed9_eba1 &+ w[round &+ 1])
                step(d, &e, &c, parity(e, a, b) &+ 0x6ed9_eba1 &+ w[round &+ 2])
                step(c, &d, &b, parity(d, e, a) &+ 0x6ed9_eba1 &+ w[round &+ 3])
                step(b, &c, &a, parity(c, d, e) &+ 0x6ed9_eba1 &+ w[round &+ 4])
                round = round &+ 5
            }
            while round < 60 {
                step(a, &b, &e, majority(b, c, d) &+ 0x8f1b_bcdc &+ w[round])
                step(e, &a, &d, majority(a, b, c) &+ 0x8f1b_bcdc &+ w[round &+ 1])
                step(d, &e, &c, majority(e, a, b) &+ 0x8f1b_bcdc &+ w[round &+ 2])
                step(c, &d, &b, majority(d, e, a) &+ 0x8f1b_bcdc &+ w[round &+ 3])
                step(b, &c, &a, majority(c, d, e) &+ 0x8f1b_bcdc &+ w[round &+ 4])
                round = round &+ 5
            }
            while round < 80 {
                step(a, &b, &e, parity(b, c, d) &+ 0xca62_c1d6 &+ w[round])
                step(e, &a, &d, parity(a, b, c) &+ 0xca62_c1d6 &+ w[round &+ 1])
                step(d, &e, &c, parity(e, a, b) &+ 0xca62_c1d6 &+ w[round &+ 2])
                step(c, &d, &b, parity(d, e, a) &+ 0xca62_c1d6 &+ w[round &+ 3])
                step(b, &c, &a, parity(c, d, e) &+ 0xca62_c1d6 &+ w[round &+ 4])
                round = round &+ 5
            }
            state[0] = state[0] &+ a
            state[1] = state[1] &+ b
            state[2] = state[2] &+ c
            state[3] = state[3] &+ d
            state[4] = state[4] &+ e
        }
    }

    /// One round. What the standard then calls a is in `e`, what it calls c is in `b`.
    @inline(__always)
    private static func step(_ a: UInt32, _ b: inout UInt32, _ e: inout UInt32, _ input: UInt32) {
        e = e &+ input &+ rotate(a, 5)
        b = rotate(b, 30)
    }

    // Ch and Maj of section 4.1.1 with fewer operations.

    @inline(__always)
    private static func choose(_ x: UInt32, _ y: UInt32, _ z: UInt32) -> UInt32 { z ^ (x & (y ^ z)) }

    @inline(__always)
    private static func parity(_ x: UInt32, _ y: UInt32, _ z: UInt32) -> UInt32 { x ^ y ^ z }

    @inline(__always)
    private static func majority(_ x: UInt32, _ y: UInt32, _ z: UInt32) -> UInt32 { (x & y) | (z & (x | y)) }

    /// Rotates to the left.
    @inline(__always)
    private static func rotate(_ x: UInt32, _ count: UInt32) -> UInt32 { (x &<< count) | (x &>> (32 &- count)) }
}
