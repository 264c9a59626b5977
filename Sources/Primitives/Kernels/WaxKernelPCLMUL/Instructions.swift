import Builtin

// Carry-less products: PCLMULQDQ.

/// Of the lower halves.
@inline(__always)
func productOfLow(_ a: V, _ b: V) -> V { Builtin.int_x86_pclmulqdq(a, b, UInt8(0x00)._value) }

/// Of the upper halves.
@inline(__always)
func productOfHigh(_ a: V, _ b: V) -> V { Builtin.int_x86_pclmulqdq(a, b, UInt8(0x11)._value) }
