import Builtin

typealias V = Builtin.Vec8xInt64

@inline(__always)
func load(_ pointer: UnsafeRawPointer, _ offset: Int) -> V {
    pointer.loadUnaligned(fromByteOffset: offset, as: SIMD8<Int64>.self)._storage._value
}

@inline(__always)
func store(_ v: V, _ pointer: UnsafeMutableRawPointer) {
    var value = SIMD8<Int64>()
    value._storage._value = v
    pointer.storeBytes(of: value, as: SIMD8<Int64>.self)
}
