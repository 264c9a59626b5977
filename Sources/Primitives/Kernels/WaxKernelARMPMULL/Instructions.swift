import Builtin

// Carry-less products: PMULL and PMULL2 of Armv8-A.

@inline(__always)
private func product(_ a: V, _ b: V, _ half: Int32) -> V {
    let bytes = Builtin.int_aarch64_neon_pmull64(
        Builtin.extractelement_Vec2xInt64_Int32(a, half._value), Builtin.extractelement_Vec2xInt64_Int32(b, half._value))
    return Builtin.bitcast_Vec16xInt8_Vec2xInt64(bytes)
}

/// Of the lower halves.
@inline(__always) func productOfLow(_ a: V, _ b: V) -> V { product(a, b, 0) }

/// Of the upper halves.
@inline(__always) func productOfHigh(_ a: V, _ b: V) -> V { product(a, b, 1) }
