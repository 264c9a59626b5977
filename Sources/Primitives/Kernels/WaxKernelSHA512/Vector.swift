import Builtin

// Vectors of 128 bits. This file is the same in the kernels of SHA-512 and of CRC-32, for x86-64 and arm64.

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

// MARK: Words

@inline(__always) func vector(_ a: UInt64, _ b: UInt64) -> V { SIMD2<UInt64>(a, b)._storage._value }

@inline(__always) func add(_ a: V, _ b: V) -> V { Builtin.add_Vec2xInt64(a, b) }

@inline(__always) func xor(_ a: V, _ b: V) -> V { Builtin.xor_Vec2xInt64(a, b) }

/// The second word of one, and the first of the other.
@inline(__always)
func middle(_ a: V, _ b: V) -> V {
    let first = Builtin.extractelement_Vec2xInt64_Int32(a, Int32(1)._value)
    let second = Builtin.extractelement_Vec2xInt64_Int32(b, Int32(0)._value)
    let v: V = Builtin.insertelement_Vec2xInt64_Int64_Int32(Builtin.zeroInitializer(), first, Int32(0)._value)
    return Builtin.insertelement_Vec2xInt64_Int64_Int32(v, second, Int32(1)._value)
}
