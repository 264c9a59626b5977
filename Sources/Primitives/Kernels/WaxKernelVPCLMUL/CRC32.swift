import Builtin

// CRC-32 by folding, as in WaxKernelPCLMUL, on vectors of 512 bits: each lane of 128 bits is folded by itself.

/// Folds blocks of 256 bytes to the 64 bytes whose checksum, begun with a register of zero, is theirs.
///
/// - Parameters:
///   - blocks: As many times 256 bytes as `blockCount` says, one at least.
///   - register: The checksum's register after what came before.
///   - result: 64 bytes.
@export(interface) @inline(never)
public func foldCRC32(
    _ blocks: UnsafeRawPointer, _ blockCount: Int, _ register: UInt32, _ result: UnsafeMutableRawPointer
) {
    // x^2080 and x^2016: on by 2048 bits. x^544 and x^480: on by 512 bits.
    let far = constants(0x1_1542_778a, 0x1_322d_1430), near = constants(0x1_5444_2bd4, 0x1_c6e4_1596)
    let first = SIMD8<Int64>(Int64(register), 0, 0, 0, 0, 0, 0, 0)._storage._value
    var a = Builtin.xor_Vec8xInt64(load(blocks, 0), first)
    var b = load(blocks, 64), c = load(blocks, 128), d = load(blocks, 192)
    var offset = 256
    let end = blockCount &<< 8
    while offset < end {
        a = fold(a, far, load(blocks, offset))
        b = fold(b, far, load(blocks, offset &+ 64))
        c = fold(c, far, load(blocks, offset &+ 128))
        d = fold(d, far, load(blocks, offset &+ 192))
        offset = offset &+ 256
    }
    store(fold(fold(fold(a, near, b), near, c), near, d), result)
}

@inline(__always)
private func constants(_ low: Int64, _ high: Int64) -> V {
    SIMD8<Int64>(low, high, low, high, low, high, low, high)._storage._value
}

@inline(__always)
private func fold(_ v: V, _ powers: V, _ next: V) -> V {
    let low = Builtin.int_x86_pclmulqdq_512(v, powers, UInt8(0x00)._value)
    let high = Builtin.int_x86_pclmulqdq_512(v, powers, UInt8(0x11)._value)
    return Builtin.xor_Vec8xInt64(Builtin.xor_Vec8xInt64(low, high), next)
}
