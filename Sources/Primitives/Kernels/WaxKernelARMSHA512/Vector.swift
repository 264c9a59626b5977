import Builtin

/// Two words of 64 bits in a register, the first at the lower address.
typealias V = Builtin.Vec2xInt64

// MARK: Memory

@inline(__always)
func load(_ pointer: UnsafeRawPointer, _ offset: Int) -> V {
    pointer.loadUnaligned(fromByteOffset: offset, as: SIMD2<Int64>.self)._storage._value
}

@inline(__always)
func store(_ v: V, _ pointer: UnsafeMutableRawPointer, _ offset: Int) {
    var value = SIMD2<Int64>()
    value._storage._value = v
    pointer.storeBytes(of: value, toByteOffset: offset, as: SIMD2<Int64>.self)
}

/// Two words of a message, whose bytes stand the most significant first.
@inline(__always)
func loadMessage(_ pointer: UnsafeRawPointer, _ offset: Int) -> V { Builtin.int_bswap_Vec2xInt64(load(pointer, offset)) }

// MARK: Order

@inline(__always) func vector(_ a: UInt64, _ b: UInt64) -> V { SIMD2<UInt64>(a, b)._storage._value }

@inline(__always)
private func word(_ v: V, _ index: Int32) -> Builtin.Int64 { Builtin.extractelement_Vec2xInt64_Int32(v, index._value) }

/// The second word of the one, and the first of the other.
@inline(__always)
func straddle(_ a: V, _ b: V) -> V {
    let first: V = Builtin.insertelement_Vec2xInt64_Int64_Int32(
        Builtin.zeroInitializer(), word(a, 1), Int32(0)._value)
    return Builtin.insertelement_Vec2xInt64_Int64_Int32(first, word(b, 0), Int32(1)._value)
}

@inline(__always) func swap(_ v: V) -> V { straddle(v, v) }

@inline(__always) func add(_ a: V, _ b: V) -> V { Builtin.add_Vec2xInt64(a, b) }
