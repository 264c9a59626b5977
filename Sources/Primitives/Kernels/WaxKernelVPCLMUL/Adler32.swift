import Builtin

// Adler-32 (RFC 1950 section 8.2): the first sum adds the bytes, the second adds the first after each byte. Of 64
// bytes at once: the second grows by 64 times the first as it was, and by each byte as often as bytes from it to the end.

/// Adds blocks of 64 bytes to the two sums, without taking remainders.
///
/// - Parameters:
///   - blockCount: At most 86: beyond it, a sum might not fit into 32 bits.
///   - sums: The first sum's growth and the second's, 64 bits each; the second without what the first sum before the
///     blocks adds to it.
@export(interface) @inline(never)
public func sumAdler32(_ blocks: UnsafeRawPointer, _ blockCount: Int, _ sums: UnsafeMutableRawPointer) {
    let weights = SIMD64<Int8>(
        64, 63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40, 39, 38, 37, 36,
        35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6,
        5, 4, 3, 2, 1)._storage._value
    let ones = SIMD32<Int16>(repeating: 1)._storage._value
    let zero: V = Builtin.zeroInitializer()
    // Lanes of 64 bits, lanes of 64 bits and lanes of 32 bits.
    var first = zero, before = zero
    var weighted: Builtin.Vec16xInt32 = Builtin.zeroInitializer()
    var offset = 0
    let end = blockCount &<< 6
    while offset < end {
        let bytes = Builtin.bitcast_Vec8xInt64_Vec64xInt8(load(blocks, offset))
        before = Builtin.add_Vec8xInt64(before, first)
        first = Builtin.add_Vec8xInt64(
            first, Builtin.int_x86_avx512_psad_bw_512(bytes, Builtin.bitcast_Vec8xInt64_Vec64xInt8(zero)))
        let pairs = Builtin.int_x86_avx512_pmaddubs_w_512(bytes, weights)
        weighted = Builtin.add_Vec16xInt32(weighted, Builtin.int_x86_avx512_pmaddw_d_512(pairs, ones))
        offset = offset &+ 64
    }
    var value = SIMD8<Int64>()
    value._storage._value = first
    sums.storeBytes(of: value.wrappedSum(), as: Int64.self)
    var second = SIMD8<Int64>()
    second._storage._value = before
    var rest = SIMD16<Int32>()
    rest._storage._value = weighted
    sums.storeBytes(of: second.wrappedSum() &* 64 &+ Int64(rest.wrappedSum()), toByteOffset: 8, as: Int64.self)
}
