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

/// Turns round the bytes of each word.
@inline(__always) func reverseBytes(_ v: V) -> V { Builtin.int_bswap_Vec4xInt32(v) }

@inline(__always) func add(_ a: V, _ b: V) -> V { Builtin.add_Vec4xInt32(a, b) }
