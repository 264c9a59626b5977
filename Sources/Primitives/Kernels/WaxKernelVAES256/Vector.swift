import Builtin

// The vectors of this kernel: 256 bits, two blocks of AES side by side. Needs VAES, VPCLMULQDQ and AVX2.

typealias V = Builtin.Vec4xInt64

/// Blocks in a vector.
@inline(__always) var lanes: Int { 2 }

// MARK: Memory

@inline(__always)
func load(_ pointer: UnsafeRawPointer, _ offset: Int) -> V {
    pointer.loadUnaligned(fromByteOffset: offset, as: SIMD4<Int64>.self)._storage._value
}

@inline(__always)
func store(_ v: V, _ pointer: UnsafeMutableRawPointer, _ offset: Int) {
    var value = SIMD4<Int64>()
    value._storage._value = v
    pointer.storeBytes(of: value, toByteOffset: offset, as: SIMD4<Int64>.self)
}

/// The first `count` bytes, 1 to 31, and zeros.
@inline(__always)
func loadPartial(_ pointer: UnsafeRawPointer, _ count: Int) -> V {
    if count < 16 { return extend(loadPartial1(pointer, count)) }
    let first = load1(pointer, 0)
    return count == 16 ? extend(first) : join(first, loadPartial1(pointer + 16, count &- 16))
}

/// Stores the first `count` bytes, 1 to 31.
@inline(__always)
func storePartial(_ v: V, _ pointer: UnsafeMutableRawPointer, _ count: Int) {
    let first = block(element(v, 0), element(v, 1)), second = block(element(v, 2), element(v, 3))
    if count < 16 { return storePartial1(first, pointer, count) }
    store1(first, pointer, 0)
    if count > 16 { storePartial1(second, pointer + 16, count &- 16) }
}

/// The first `count` bytes, 1 to 31, and zeros.
@inline(__always)
func keepFirst(_ v: V, _ count: Int) -> V {
    let first = block(element(v, 0), element(v, 1)), second = block(element(v, 2), element(v, 3))
    if count < 16 { return extend(keepFirst1(first, count)) }
    return count == 16 ? extend(first) : join(first, keepFirst1(second, count &- 16))
}

// MARK: Logic and order

@inline(__always) func xor(_ a: V, _ b: V) -> V { Builtin.xor_Vec4xInt64(a, b) }

@inline(__always)
func vector(_ a: Builtin.Int64, _ b: Builtin.Int64, _ c: Builtin.Int64, _ d: Builtin.Int64) -> V {
    var v: V = Builtin.zeroInitializer()
    v = Builtin.insertelement_Vec4xInt64_Int64_Int32(v, a, Int32(0)._value)
    v = Builtin.insertelement_Vec4xInt64_Int64_Int32(v, b, Int32(1)._value)
    v = Builtin.insertelement_Vec4xInt64_Int64_Int32(v, c, Int32(2)._value)
    return Builtin.insertelement_Vec4xInt64_Int64_Int32(v, d, Int32(3)._value)
}

@inline(__always)
func element(_ v: V, _ index: Int32) -> Builtin.Int64 {
    Builtin.extractelement_Vec4xInt64_Int32(v, index._value)
}

/// A vector of two blocks.
@inline(__always)
func join(_ first: Block, _ second: Block) -> V {
    vector(element1(first, 0), element1(first, 1), element1(second, 0), element1(second, 1))
}

/// The block in every lane.
@inline(__always) func broadcast(_ block: Block) -> V { join(block, block) }

/// The block in the first lane, zeros in the others.
@inline(__always) func extend(_ block: Block) -> V { join(block, Builtin.zeroInitializer()) }

/// The sum of the lanes.
@inline(__always)
func fold(_ v: V) -> Block {
    xor1(block(element(v, 0), element(v, 1)), block(element(v, 2), element(v, 3)))
}

/// The halves of every lane exchanged.
@inline(__always)
func swapHalves(_ v: V) -> V { vector(element(v, 1), element(v, 0), element(v, 3), element(v, 2)) }

/// The lower halves of each two lanes side by side: first that of `a`, then that of `b`.
@inline(__always)
func lowHalves(_ a: V, _ b: V) -> V { vector(element(a, 0), element(b, 0), element(a, 2), element(b, 2)) }

/// The upper halves of each two lanes side by side: first that of `a`, then that of `b`.
@inline(__always)
func highHalves(_ a: V, _ b: V) -> V { vector(element(a, 1), element(b, 1), element(a, 3), element(b, 3)) }

/// The first lane of `a`, the last of `b`.
@inline(__always)
func halfAndHalf(_ a: V, _ b: V) -> V { vector(element(a, 0), element(a, 1), element(b, 2), element(b, 3)) }

/// Moves bytes within every lane.
@inline(__always)
func shuffle(_ v: V, _ order: Block) -> V {
    let bytes = Builtin.int_x86_avx2_pshuf_b(
        Builtin.bitcast_Vec4xInt64_Vec32xInt8(v), Builtin.bitcast_Vec4xInt64_Vec32xInt8(broadcast(order)))
    return Builtin.bitcast_Vec32xInt8_Vec4xInt64(bytes)
}

/// Adds words of 32 bits.
@inline(__always)
func add(_ a: V, _ b: V) -> V {
    let sum = Builtin.add_Vec8xInt32(
        Builtin.bitcast_Vec4xInt64_Vec8xInt32(a), Builtin.bitcast_Vec4xInt64_Vec8xInt32(b))
    return Builtin.bitcast_Vec8xInt32_Vec4xInt64(sum)
}

/// 0, 1, … in the last word of each lane.
@inline(__always)
func laneNumbers() -> V {
    let zero = Int64(0)._value
    return vector(zero, zero, zero, Int64(1 &<< 32)._value)
}

/// `start`, `start + 1` modulo 16, the number of blocks in eight vectors, in the last byte of each lane.
@inline(__always)
func lastBytes(from start: Int) -> V {
    let zero = Int64(0)._value
    return vector(zero, lastByte(start), zero, lastByte(start &+ 1))
}

/// Adds words of 64 bits.
@inline(__always) func addWide(_ a: V, _ b: V) -> V { Builtin.add_Vec4xInt64(a, b) }

/// 0, 1, … in the first word of 64 bits of each lane.
@inline(__always)
func wideLaneNumbers() -> V {
    let zero = Int64(0)._value
    return vector(zero, zero, Int64(1)._value, zero)
}

/// The lanes moved up by one, and a block in the first.
@inline(__always)
func prepend(_ block: Block, _ v: V) -> V {
    vector(element1(block, 0), element1(block, 1), element(v, 0), element(v, 1))
}

// MARK: AES

@inline(__always) func aesenc(_ state: V, _ key: V) -> V { Builtin.int_x86_aesni_aesenc_256(state, key) }

@inline(__always) func aesenclast(_ state: V, _ key: V) -> V { Builtin.int_x86_aesni_aesenclast_256(state, key) }

@inline(__always) func aesdec(_ state: V, _ key: V) -> V { Builtin.int_x86_aesni_aesdec_256(state, key) }

@inline(__always) func aesdeclast(_ state: V, _ key: V) -> V { Builtin.int_x86_aesni_aesdeclast_256(state, key) }

// MARK: Carry-less products

/// Of the lower halves.
@inline(__always)
func productOfLow(_ a: V, _ b: V) -> V { Builtin.int_x86_pclmulqdq_256(a, b, UInt8(0x00)._value) }

/// Of the upper halves.
@inline(__always)
func productOfHigh(_ a: V, _ b: V) -> V { Builtin.int_x86_pclmulqdq_256(a, b, UInt8(0x11)._value) }

/// Of the lower half of the first and the upper of the second.
@inline(__always)
func productOfLowAndHigh(_ a: V, _ b: V) -> V { Builtin.int_x86_pclmulqdq_256(a, b, UInt8(0x10)._value) }
