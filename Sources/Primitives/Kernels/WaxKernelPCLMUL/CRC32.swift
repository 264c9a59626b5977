import Builtin

// CRC-32 by folding (V. Gopal and others, "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ Instruction",
// Intel, 2009). A remainder of 128 bits stands for all bytes so far. Moving it on by D bits multiplies it by x^D; each of
// its halves is multiplied by the remainder of a power of x instead, and the products are added to the bytes D bits
// further on. Bits are in reversed order, as in the checksum, which is why the powers are D + 32 and D − 32 and the
// constants are shifted by one.

@inline(__always)
private func fold(_ v: V, _ powers: V, _ next: V) -> V {
    xor(xor(productOfLow(v, powers), productOfHigh(v, powers)), next)
}

/// Folds blocks of 64 bytes to the 16 bytes whose checksum, begun with a register of zero, is theirs.
///
/// - Parameters:
///   - blocks: As many times 64 bytes as `blockCount` says, one at least.
///   - register: The checksum's register after what came before.
///   - result: 16 bytes.
@export(interface) @inline(never)
public func foldCRC32(
    _ blocks: UnsafeRawPointer, _ blockCount: Int, _ register: UInt32, _ result: UnsafeMutableRawPointer
) {
    // x^544 and x^480: on by 512 bits. x^160 and x^96: on by 128 bits.
    let far = vector(0x1_5444_2bd4, 0x1_c6e4_1596), near = vector(0x1_7519_97d0, 0x0_ccaa_009e)
    var a = xor(load(blocks, 0), vector(UInt64(register), 0))
    var b = load(blocks, 16), c = load(blocks, 32), d = load(blocks, 48)
    var offset = 64
    let end = blockCount &<< 6
    while offset < end {
        a = fold(a, far, load(blocks, offset))
        b = fold(b, far, load(blocks, offset &+ 16))
        c = fold(c, far, load(blocks, offset &+ 32))
        d = fold(d, far, load(blocks, offset &+ 48))
        offset = offset &+ 64
    }
    store(fold(fold(fold(a, near, b), near, c), near, d), result, 0)
}
