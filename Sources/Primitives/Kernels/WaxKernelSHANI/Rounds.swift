import Builtin

// The rounds of SHA-256 (FIPS 180-4 section 6.2) over one block. The instructions for four of them, and for four words
// of the schedule, are in Instructions.swift, with the order in which the eight variables stand in two registers. That
// file differs between x86-64 and arm64; this one, Messages.swift, TwoMessages.swift and Vector.swift are the same.

/// The constants of FIPS 180-4 section 4.2.2 for rounds 4·i to 4·i + 3.
@inline(__always)
func constants(_ index: Int) -> V {
    switch index {
    case 0: vector(0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5)
    case 1: vector(0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5)
    case 2: vector(0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3)
    case 3: vector(0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174)
    case 4: vector(0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc)
    case 5: vector(0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da)
    case 6: vector(0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7)
    case 7: vector(0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967)
    case 8: vector(0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13)
    case 9: vector(0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85)
    case 10: vector(0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3)
    case 11: vector(0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070)
    case 12: vector(0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5)
    case 13: vector(0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3)
    case 14: vector(0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208)
    default: vector(0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2)
    }
}

/// Works one block, of which the sixteen words are given, into the state.
@inline(__always)
func compress(_ first: inout V, _ second: inout V, _ w0: V, _ w1: V, _ w2: V, _ w3: V) {
    let (firstBefore, secondBefore) = (first, second)
    var a = w0, b = w1, c = w2, d = w3
    rounds(&first, &second, add(a, constants(0)))
    rounds(&first, &second, add(b, constants(1)))
    rounds(&first, &second, add(c, constants(2)))
    rounds(&first, &second, add(d, constants(3)))
    a = expand(a, b, c, d)
    rounds(&first, &second, add(a, constants(4)))
    b = expand(b, c, d, a)
    rounds(&first, &second, add(b, constants(5)))
    c = expand(c, d, a, b)
    rounds(&first, &second, add(c, constants(6)))
    d = expand(d, a, b, c)
    rounds(&first, &second, add(d, constants(7)))
    a = expand(a, b, c, d)
    rounds(&first, &second, add(a, constants(8)))
    b = expand(b, c, d, a)
    rounds(&first, &second, add(b, constants(9)))
    c = expand(c, d, a, b)
    rounds(&first, &second, add(c, constants(10)))
    d = expand(d, a, b, c)
    rounds(&first, &second, add(d, constants(11)))
    a = expand(a, b, c, d)
    rounds(&first, &second, add(a, constants(12)))
    b = expand(b, c, d, a)
    rounds(&first, &second, add(b, constants(13)))
    c = expand(c, d, a, b)
    rounds(&first, &second, add(c, constants(14)))
    d = expand(d, a, b, c)
    rounds(&first, &second, add(d, constants(15)))
    first = add(first, firstBefore)
    second = add(second, secondBefore)
}
