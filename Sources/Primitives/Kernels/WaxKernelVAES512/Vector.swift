import Builtin

// The vectors of this kernel: 512 bits, four blocks of AES side by side. Needs VAES, VPCLMULQDQ and AVX-512 with its
// extensions F, BW, DQ and VL.

typealias V = Builtin.Vec8xInt64

/// Blocks in a vector.
@inline(__always) var lanes: Int { 4 }

// MARK: Memory

@inline(__always)
func load(_ pointer: UnsafeRawPointer, _ offset: Int) -> V {
    pointer.loadUnaligned(fromByteOffset: offset, as: SIMD8<Int64>.self)._storage._value
}

@inline(__always)
func store(_ v: V, _ pointer: UnsafeMutableRawPointer, _ offset: Int) {
    var value = SIMD8<Int64>()
    value._storage._value = v
    pointer.storeBytes(of: value, toByteOffset: offset, as: SIMD8<Int64>.self)
}

/// A mask of the first `count` bytes, 1 to 63.
@inline(__always)
func mask(_ count: Int) -> Builtin.Vec64xInt1 {
    let bits = UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- count)
    return Builtin.bitcast_Int64_Vec64xInt1(bits._value)
}

/// The first `count` bytes, 1 to 63, and zeros.
@inline(__always)
func loadPartial(_ pointer: UnsafeRawPointer, _ count: Int) -> V {
    let bytes: Builtin.Vec64xInt8 = Builtin.int_masked_load_Vec64xInt8_RawPointer(
        pointer._rawValue, Int32(1)._value, mask(count), Builtin.zeroInitializer())
    return Builtin.bitcast_Vec64xInt8_Vec8xInt64(bytes)
}

/// Stores the first `count` bytes, 1 to 63.
@inline(__always)
func storePartial(_ v: V, _ pointer: UnsafeMutableRawPointer, _ count: Int) {
    Builtin.int_masked_store_Vec64xInt8_RawPointer(
        Builtin.bitcast_Vec8xInt64_Vec64xInt8(v), pointer._rawValue, Int32(1)._value, mask(count))
}

/// The first `count` bytes, 1 to 63, and zeros.
@inline(__always)
func keepFirst(_ v: V, _ count: Int) -> V {
    let kept = Builtin.select_Vec64xInt1_Vec64xInt8(
        mask(count), Builtin.bitcast_Vec8xInt64_Vec64xInt8(v), Builtin.zeroInitializer())
    return Builtin.bitcast_Vec64xInt8_Vec8xInt64(kept)
}

// MARK: Logic and order

@inline(__always) func xor(_ a: V, _ b: V) -> V { Builtin.xor_Vec8xInt64(a, b) }

@inline(__always)
func vector(
    _ a: Builtin.Int64, _ b: Builtin.Int64, _ c: Builtin.Int64, _ d: Builtin.Int64,
    _ e: Builtin.Int64, _ f: Builtin.Int64, _ g: Builtin.Int64, _ h: Builtin.Int64
) -> V {
    var v: V = Builtin.zeroInitializer()
    v = Builtin.insertelement_Vec8xInt64_Int64_Int32(v, a, Int32(0)._value)
    v = Builtin.insertelement_Vec8xInt64_Int64_Int32(v, b, Int32(1)._value)
    v = Builtin.insertelement_Vec8xInt64_Int64_Int32(v, c, Int32(2)._value)
    v = Builtin.insertelement_Vec8xInt64_Int64_Int32(v, d, Int32(3)._value)
    v = Builtin.insertelement_Vec8xInt64_Int64_Int32(v, e, Int32(4)._value)
    v = Builtin.insertelement_Vec8xInt64_Int64_Int32(v, f, Int32(5)._value)
    v = Builtin.insertelement_Vec8xInt64_Int64_Int32(v, g, Int32(6)._value)
    return Builtin.insertelement_Vec8xInt64_Int64_Int32(v, h, Int32(7)._value)
}

@inline(__always)
func element(_ v: V, _ index: Int32) -> Builtin.Int64 {
    Builtin.extractelement_Vec8xInt64_Int32(v, index._value)
}

/// The block in every lane.
@inline(__always)
func broadcast(_ block: Block) -> V {
    let (a, b) = (element1(block, 0), element1(block, 1))
    return vector(a, b, a, b, a, b, a, b)
}

/// The block in the first lane, zeros in the others.
@inline(__always)
func extend(_ block: Block) -> V {
    let zero = Int64(0)._value
    return vector(element1(block, 0), element1(block, 1), zero, zero, zero, zero, zero, zero)
}

/// The sum of the lanes.
@inline(__always)
func fold(_ v: V) -> Block {
    let first = block(element(v, 0), element(v, 1)), second = block(element(v, 2), element(v, 3))
    let third = block(element(v, 4), element(v, 5)), fourth = block(element(v, 6), element(v, 7))
    return xor1(xor1(first, third), xor1(second, fourth))
}

/// The halves of every lane exchanged.
@inline(__always)
func swapHalves(_ v: V) -> V {
    vector(
        element(v, 1), element(v, 0), element(v, 3), element(v, 2),
        element(v, 5), element(v, 4), element(v, 7), element(v, 6))
}

/// The lower halves of each two lanes side by side: first that of `a`, then that of `b`.
@inline(__always)
func lowHalves(_ a: V, _ b: V) -> V {
    vector(
        element(a, 0), element(b, 0), element(a, 2), element(b, 2),
        element(a, 4), element(b, 4), element(a, 6), element(b, 6))
}

/// The upper halves of each two lanes side by side: first that of `a`, then that of `b`.
@inline(__always)
func highHalves(_ a: V, _ b: V) -> V {
    vector(
        element(a, 1), element(b, 1), element(a, 3), element(b, 3),
        element(a, 5), element(b, 5), element(a, 7), element(b, 7))
}

/// The first two lanes of `a`, the last two of `b`.
@inline(__always)
func halfAndHalf(_ a: V, _ b: V) -> V {
    vector(
        element(a, 0), element(a, 1), element(a, 2), element(a, 3),
        element(b, 4), element(b, 5), element(b, 6), element(b, 7))
}

/// Moves bytes within every lane.
@inline(__always)
func shuffle(_ v: V, _ order: Block) -> V {
    let bytes = Builtin.int_x86_avx512_pshuf_b_512(
        Builtin.bitcast_Vec8xInt64_Vec64xInt8(v), Builtin.bitcast_Vec8xInt64_Vec64xInt8(broadcast(order)))
    return Builtin.bitcast_Vec64xInt8_Vec8xInt64(bytes)
}

/// Adds words of 32 bits.
@inline(__always)
func add(_ a: V, _ b: V) -> V {
    let sum = Builtin.add_Vec16xInt32(
        Builtin.bitcast_Vec8xInt64_Vec16xInt32(a), Builtin.bitcast_Vec8xInt64_Vec16xInt32(b))
    return Builtin.bitcast_Vec16xInt32_Vec8xInt64(sum)
}

/// 0, 1, … in the last word of each lane.
@inline(__always)
func laneNumbers() -> V {
    let zero = Int64(0)._value
    return vector(
        zero, zero, zero, Int64(1 &<< 32)._value, zero, Int64(2 &<< 32)._value, zero, Int64(3 &<< 32)._value)
}

/// `start`, `start + 1`, … modulo 32, the number of blocks in eight vectors, in the last byte of each lane.
@inline(__always)
func lastBytes(from start: Int) -> V {
    let zero = Int64(0)._value
    return vector(
        zero, lastByte(start), zero, lastByte(start &+ 1), zero, lastByte(start &+ 2), zero, lastByte(start &+ 3))
}

/// Adds words of 64 bits.
@inline(__always) func addWide(_ a: V, _ b: V) -> V { Builtin.add_Vec8xInt64(a, b) }

/// 0, 1, … in the first word of 64 bits of each lane.
@inline(__always)
func wideLaneNumbers() -> V {
    let zero = Int64(0)._value
    return vector(
        zero, zero, Int64(1)._value, zero, Int64(2)._value, zero, Int64(3)._value, zero)
}

/// The lanes moved up by one, and a block in the first.
@inline(__always)
func prepend(_ block: Block, _ v: V) -> V {
    vector(
        element1(block, 0), element1(block, 1), element(v, 0), element(v, 1),
        element(v, 2), element(v, 3), element(v, 4), element(v, 5))
}

// MARK: AES

@inline(__always) func aesenc(_ state: V, _ key: V) -> V { Builtin.int_x86_aesni_aesenc_512(state, key) }

@inline(__always) func aesenclast(_ state: V, _ key: V) -> V { Builtin.int_x86_aesni_aesenclast_512(state, key) }

@inline(__always) func aesdec(_ state: V, _ key: V) -> V { Builtin.int_x86_aesni_aesdec_512(state, key) }

@inline(__always) func aesdeclast(_ state: V, _ key: V) -> V { Builtin.int_x86_aesni_aesdeclast_512(state, key) }

// MARK: Carry-less products

/// Of the lower halves.
@inline(__always)
func productOfLow(_ a: V, _ b: V) -> V { Builtin.int_x86_pclmulqdq_512(a, b, UInt8(0x00)._value) }

/// Of the upper halves.
@inline(__always)
func productOfHigh(_ a: V, _ b: V) -> V { Builtin.int_x86_pclmulqdq_512(a, b, UInt8(0x11)._value) }

/// Of the lower half of the first and the upper half of the second.
@inline(__always)
func productOfLowAndHigh(_ a: V, _ b: V) -> V { Builtin.int_x86_pclmulqdq_512(a, b, UInt8(0x10)._value) }
