import WaxCore

/// The compression function of SHA-384 and SHA-512 (FIPS 180-4 section 6.4.2).
enum SHA512Compression: CompressionFunction {
    /// Additions, logic and rotations by fixed amounts, the same for every input. Sixteen rounds a turn: the
    /// eight variables change names instead of places, and the schedule needs no more than sixteen words.
    @inline(never)
    static func compressLeavingTraces(_ state: inout InlineArray<8, UInt64>, _ blocks: Span<UInt8>) {
        var w = InlineArray<16, UInt64>(repeating: 0)
        var offset = 0
        while offset < blocks.count {
            let block = blocks.extracting(offset..<(offset &+ 128))
            offset = offset &+ 128
            for index in 0..<16 { w[index] = load(block, at: 8 &* index) }

            var a = state[0], b = state[1], c = state[2], d = state[3]
            var e = state[4], f = state[5], g = state[6], h = state[7]
            var round = 0
            while round < 64 {
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
        _ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: inout UInt64, _ e: UInt64, _ f: UInt64, _ g: UInt64,
        _ h: inout UInt64, _ input: UInt64
    ) {
        // Ch and Maj of section 4.1.3 with fewer operations; rounds that follow each other share a term of Maj. What
        // depends on the round before comes last in the sum.
        let first = h &+ input &+ (g ^ (e & (f ^ g))) &+ largeSigma1(e)
        d = d &+ first
        h = first &+ largeSigma0(a) &+ (b ^ ((a ^ b) & (b ^ c)))
    }

    /// Replaces a word of the schedule with the one sixteen rounds later.
    @inline(__always)
    private static func expand(_ w: inout InlineArray<16, UInt64>, _ index: Int) {
        w[index] =
            w[index] &+ smallSigma0(w[(index &+ 1) & 15]) &+ w[(index &+ 9) & 15]
            &+ smallSigma1(w[(index &+ 14) & 15])
    }

    @inline(__always)
    private static func largeSigma0(_ x: UInt64) -> UInt64 { rotate(x, 28) ^ rotate(x, 34) ^ rotate(x, 39) }

    @inline(__always)
    private static func largeSigma1(_ x: UInt64) -> UInt64 { rotate(x, 14) ^ rotate(x, 18) ^ rotate(x, 41) }

    @inline(__always)
    private static func smallSigma0(_ x: UInt64) -> UInt64 { rotate(x, 1) ^ rotate(x, 8) ^ (x &>> 7) }

    @inline(__always)
    private static func smallSigma1(_ x: UInt64) -> UInt64 { rotate(x, 19) ^ rotate(x, 61) ^ (x &>> 6) }

    /// Rotates to the right.
    @inline(__always)
    private static func rotate(_ x: UInt64, _ count: UInt64) -> UInt64 { (x &>> count) | (x &<< (64 &- count)) }

    /// The word at a position, its most significant byte first.
    @inline(__always)
    private static func load(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
        (UInt64(SHA256Compression.load(bytes, at: offset)) &<< 32)
            | UInt64(SHA256Compression.load(bytes, at: offset &+ 4))
    }

    /// The constants of section 4.2.3: the first 64 bits of the fractions of the cube roots of the first 80 primes.
    private static let constants: InlineArray<80, UInt64> = [
        0x428a_2f98_d728_ae22, 0x7137_4491_23ef_65cd, 0xb5c0_fbcf_ec4d_3b2f, 0xe9b5_dba5_8189_dbbc,
        0x3956_c25b_f348_b538, 0x59f1_11f1_b605_d019, 0x923f_82a4_af19_4f9b, 0xab1c_5ed5_da6d_8118,
        0xd807_aa98_a303_0242, 0x1283_5b01_4570_6fbe, 0x2431_85be_4ee4_b28c, 0x550c_7dc3_d5ff_b4e2,
        0x72be_5d74_f27b_896f, 0x80de_b1fe_3b16_96b1, 0x9bdc_06a7_25c7_1235, 0xc19b_f174_cf69_2694,
        0xe49b_69c1_9ef1_4ad2, 0xefbe_4786_384f_25e3, 0x0fc1_9dc6_8b8c_d5b5, 0x240c_a1cc_77ac_9c65,
        0x2de9_2c6f_592b_0275, 0x4a74_84aa_6ea6_e483, 0x5cb0_a9dc_bd41_fbd4, 0x76f9_88da_8311_53b5,
        0x983e_5152_ee66_dfab, 0xa831_c66d_2db4_3210, 0xb003_27c8_98fb_213f, 0xbf59_7fc7_beef_0ee4,
        0xc6e0_0bf3_3da8_8fc2, 0xd5a7_9147_930a_a725, 0x06ca_6351_e003_826f, 0x1429_2967_0a0e_6e70,
        0x27b7_0a85_46d2_2ffc, 0x2e1b_2138_5c26_c926, 0x4d2c_6dfc_5ac4_2aed, 0x5338_0d13_9d95_b3df,
        0x650a_7354_8baf_63de, 0x766a_0abb_3c77_b2a8, 0x81c2_c92e_47ed_aee6, 0x9272_2c85_1482_353b,
        0xa2bf_e8a1_4cf1_0364, 0xa81a_664b_bc42_3001, 0xc24b_8b70_d0f8_9791, 0xc76c_51a3_0654_be30,
        0xd192_e819_d6ef_5218, 0xd699_0624_5565_a910, 0xf40e_3585_5771_202a, 0x106a_a070_32bb_d1b8,
        0x19a4_c116_b8d2_d0c8, 0x1e37_6c08_5141_ab53, 0x2748_774c_df8e_eb99, 0x34b0_bcb5_e19b_48a8,
        0x391c_0cb3_c5c9_5a63, 0x4ed8_aa4a_e341_8acb, 0x5b9c_ca4f_7763_e373, 0x682e_6ff3_d6b2_b8a3,
        0x748f_82ee_5def_b2fc, 0x78a5_636f_4317_2f60, 0x84c8_7814_a1f0_ab72, 0x8cc7_0208_1a64_39ec,
        0x90be_fffa_2363_1e28, 0xa450_6ceb_de82_bde9, 0xbef9_a3f7_b2c6_7915, 0xc671_78f2_e372_532b,
        0xca27_3ece_ea26_619c, 0xd186_b8c7_21c0_c207, 0xeada_7dd6_cde0_eb1e, 0xf57d_4f7f_ee6e_d178,
        0x06f0_67aa_7217_6fba, 0x0a63_7dc5_a2c8_98a6, 0x113f_9804_bef9_0dae, 0x1b71_0b35_131c_471b,
        0x28db_77f5_2304_7d84, 0x32ca_ab7b_40c7_2493, 0x3c9e_be0a_15c9_bebc, 0x431d_67c4_9c10_0d4c,
        0x4cc5_d4be_cb3e_42b6, 0x597f_299c_fc65_7e2a, 0x5fcb_6fab_3ad6_faec, 0x6c44_198c_4a47_5817,
    ]
}
