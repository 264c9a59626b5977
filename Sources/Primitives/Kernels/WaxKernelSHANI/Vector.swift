import Builtin

/// Four words of 32 bits in a register, the first at the lowest address.
typealias V = Builtin.Vec4xInt32

// MARK: Memory

@inline(__always)
func load(_ pointer: UnsafeRawPointer, _ offset: Int) -> V {
    pointer.loadUnaligned(fromByteOffset: offset, as: SIMD4<Int32>.self)._storage._value
}

@inline(__always)
func store(_ v: V, _ pointer: UnsafeMutableRawPointer, _ offset: Int) {
    var value = SIMD4<Int32>()
    value._storage._value = v
    pointer.storeBytes(of: value, toByteOffset: offset, as: SIMD4<Int32>.self)
}

/// Four words of a message, whose bytes stand the most significant first.
@inline(__always)
func loadMessage(_ pointer: UnsafeRawPointer, _ offset: Int) -> V { reverseBytes(load(pointer, offset)) }

// MARK: Order

@inline(__always)
func vector(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32) -> V {
    SIMD4<UInt32>(a, b, c, d)._storage._value
}

@inline(__always)
func word(_ v: V, _ index: Int32) -> Builtin.Int32 { Builtin.extractelement_Vec4xInt32_Int32(v, index._value) }

@inline(__always)
func vector(_ a: Builtin.Int32, _ b: Builtin.Int32, _ c: Builtin.Int32, _ d: Builtin.Int32) -> V {
    var v: V = Builtin.insertelement_Vec4xInt32_Int32_Int32(Builtin.zeroInitializer(), a, Int32(0)._value)
    v = Builtin.insertelement_Vec4xInt32_Int32_Int32(v, b, Int32(1)._value)
    v = Builtin.insertelement_Vec4xInt32_Int32_Int32(v, c, Int32(2)._value)
    return Builtin.insertelement_Vec4xInt32_Int32_Int32(v, d, Int32(3)._value)
}

/// Turns round the bytes of each word.
@inline(__always)
func reverseBytes(_ v: V) -> V {
    let order = vector(0x0001_0203, 0x0405_0607, 0x0809_0a0b, 0x0c0d_0e0f)
    return Builtin.bitcast_Vec16xInt8_Vec4xInt32(
        Builtin.int_x86_ssse3_pshuf_b_128(
            Builtin.bitcast_Vec4xInt32_Vec16xInt8(v), Builtin.bitcast_Vec4xInt32_Vec16xInt8(order)))
}

/// The upper two words, in the lower places.
@inline(__always)
func upperHalf(_ v: V) -> V { vector(word(v, 2), word(v, 3), word(v, 2), word(v, 3)) }

@inline(__always) func add(_ a: V, _ b: V) -> V { Builtin.add_Vec4xInt32(a, b) }
