import WaxCore

/// The compression function of SHA-256 (FIPS 180-4 section 6.2.2).
enum SHA256Compression {
    /// Additions, logic and rotations by fixed amounts, the same for every input. Sixteen rounds a turn: the
    /// eight variables change names instead of places, and the schedule needs no more than sixteen words.
    @inline(never)
    static func compressPortably(_ state: inout InlineArray<8, UInt32>, _ blocks: Span<UInt8>) {
        var w = InlineArray<16, UInt32>(repeating: 0)
        var offset = 0
        while offset < blocks.count {
            let block = blocks.extracting(offset..<(offset &+ 64))
            offset = offset &+ 64
            for index in 0..<16 { w[index] = load(block, at: 4 &* index) }

            var a = state[0], b = state[1], c = state[2], d = state[3]
            var e = state[4], f = state[5], g = state[6], h = state[7]
            var round = 0
            while round < 48 {
                step(a, b, c, &d, e, f, g, &h, constants[round] &+ w[0])
                expand(&w, 0)
                step(h, a, b, &c, d, e, f, &g, constants[round &+ 1] &+ w[1])
                expand(&w, 1)
                step(g, h, a, &b, c, d, e, &f, constants[round &+ 2] &+ w[2])
                expand(&w, 2)
                step(f, g, h, &a, b, c, d, &e, constants[round &+ 3] &+ w[3])
                expand(&w, 3)
                step(e, f, g, &h, a, b, c, &d, constants[round &+ 4] &+ w[4])
                expand(&w, 4)
                step(d, e, f, &g, h, a, b, &c, constants[round &+ 5] &+ w[5])
                expand(&w, 5)
                step(c, d, e, &f, g, h, a, &b, constants[round &+ 6] &+ w[6])
                expand(&w, 6)
                step(b, c, d, &e, f, g, h, &a, constants[round &+ 7] &+ w[7])
                expand(&w, 7)
                step(a, b, c, &d, e, f, g, &h, constants[round &+ 8] &+ w[8])
                expand(&w, 8)
                step(h, a, b, &c, d, e, f, &g, constants[round &+ 9] &+ w[9])
                expand(&w, 9)
                step(g, h, a, &b, c, d, e, &f, constants[round &+ 10] &+ w[10])
                expand(&w, 10)
                step(f, g, h, &a, b, c, d, &e, constants[round &+ 11] &+ w[11])
                expand(&w, 11)
                step(e, f, g, &h, a, b, c, &d, constants[round &+ 12] &+ w[12])
                expand(&w, 12)
                step(d, e, f, &g, h, a, b, &c, constants[round &+ 13] &+ w[13])
                expand(&w, 13)
                step(c, d, e, &f, g, h, a, &b, constants[round &+ 14] &+ w[14])
                expand(&w, 14)
                step(b, c, d, &e, f, g, h, &a, constants[round &+ 15] &+ w[15])
                expand(&w, 15)
                round = round &+ 16
            }
            step(a, b, c, &d, e, f, g, &h, constants[round] &+ w[0])
            step(h, a, b, &c, d, e, f, &g, constants[round &+ 1] &+ w[1])
            step(g, h, a, &b, c, d, e, &f, constants[round &+ 2] &+ w[2])
            step(f, g, h, &a, b, c, d, &e, constants[round &+ 3] &+ w[3])
            step(e, f, g, &h, a, b, c, &d, constants[round &+ 4] &+ w[4])
            step(d, e, f, &g, h, a, b, &c, constants[round &+ 5] &+ w[5])
            step(c, d, e, &f, g, h, a, &b, constants[round &+ 6] &+ w[6])
            step(b, c, d, &e, f, g, h, &a, constants[round &+ 7] &+ w[7])
            step(a, b, c, &d, e, f, g, &h, constants[round &+ 8] &+ w[8])
            step(h, a, b, &c, d, e, f, &g, constants[round &+ 9] &+ w[9])
            step(g, h, a, &b, c, d, e, &f, constants[round &+ 10] &+ w[10])
            step(f, g, h, &a, b, c, d, &e, constants[round &+ 11] &+ w[11])
            step(e, f, g, &h, a, b, c, &d, constants[round &+ 12] &+ w[12])
            step(d, e, f, &g, h, a, b, &c, constants[round &+ 13] &+ w[13])
            step(c, d, e, &f, g, h, a, &b, constants[round &+ 14] &+ w[14])
            step(b, c, d, &e, f, g, h, &a, constants[round &+ 15] &+ w[15])
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

    /// One round. What the standard then calls a is in `h`, what it calls e is in `d`.
    @inline(__always)
    private static func step(
        _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32, _ g: UInt32,
        _ h: inout UInt32, _ input: UInt32
    ) {
        // Ch and Maj of section 4.1.2 with fewer operations; rounds that follow each other share a term of Maj. What
        // depends on the round before comes last in the sum.
        let first = h &+ input &+ (g ^ (e & (f ^ g))) &+ largeSigma1(e)
        d = d &+ first
        h = first &+ largeSigma0(a) &+ (b ^ ((a ^ b) & (b ^ c)))
    }

    /// Replaces a word of the schedule with the one sixteen rounds later.
    @inline(__always)
    private static func expand(_ w: inout InlineArray<16, UInt32>, _ index: Int) {
        w[index] =
            w[index] &+ smallSigma0(w[(index &+ 1) & 15]) &+ w[(index &+ 9) & 15]
            &+ smallSigma1(w[(index &+ 14) & 15])
    }

    @inline(__always)
    private static func largeSigma0(_ x: UInt32) -> UInt32 { rotate(x, 2) ^ rotate(x, 13) ^ rotate(x, 22) }

    @inline(__always)
    private static func largeSigma1(_ x: UInt32) -> UInt32 { rotate(x, 6) ^ rotate(x, 11) ^ rotate(x, 25) }

    @inline(__always)
    private static func smallSigma0(_ x: UInt32) -> UInt32 { rotate(x, 7) ^ rotate(x, 18) ^ (x &>> 3) }

    @inline(__always)
    private static func smallSigma1(_ x: UInt32) -> UInt32 { rotate(x, 17) ^ rotate(x, 19) ^ (x &>> 10) }

    /// Rotates to the right.
    @inline(__always)
    private static func rotate(_ x: UInt32, _ count: UInt32) -> UInt32 { (x &>> count) | (x &<< (32 &- count)) }

    /// The word at a position, its most significant byte first.
    @inline(__always)
    static func load(_ bytes: Span<UInt8>, at offset: Int) -> UInt32 {
        (UInt32(bytes[offset &+ 0]) &<< 24) | (UInt32(bytes[offset &+ 1]) &<< 16)
            | (UInt32(bytes[offset &+ 2]) &<< 8) | UInt32(bytes[offset &+ 3])
    }

    /// The constants of section 4.2.2: the first 32 bits of the fractions of the cube roots of the first 64 primes.
    private static let constants: InlineArray<64, UInt32> = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}
