import Builtin

// SHA-256 (FIPS 180-4 section 6.2) with the instructions SHA256RNDS2, SHA256MSG1 and SHA256MSG2 (Intel, "Software
// Developer's Manual", volume 2B; S. Gulley and others, "Intel SHA Extensions", 2013).
//
// The eight variables stand in two registers, from the lowest word on: (f, e, b, a) and (h, g, d, c). SHA256RNDS2 does
// two rounds: what it is given as (c, d, g, h) was (a, b, e, f) two rounds before, so the registers exchange their
// parts and nothing is moved. Thirty-two of them follow each other, each waiting for the one before; that wait is
// what a single message costs, and what a second message beside it fills.

@inline(__always)
func word(_ v: V, _ index: Int32) -> Builtin.Int32 { Builtin.extractelement_Vec4xInt32_Int32(v, index._value) }

@inline(__always)
func vector(_ a: Builtin.Int32, _ b: Builtin.Int32, _ c: Builtin.Int32, _ d: Builtin.Int32) -> V {
    var v: V = Builtin.insertelement_Vec4xInt32_Int32_Int32(Builtin.zeroInitializer(), a, Int32(0)._value)
    v = Builtin.insertelement_Vec4xInt32_Int32_Int32(v, b, Int32(1)._value)
    v = Builtin.insertelement_Vec4xInt32_Int32_Int32(v, c, Int32(2)._value)
    return Builtin.insertelement_Vec4xInt32_Int32_Int32(v, d, Int32(3)._value)
}

/// The upper two words, in the lower places.
@inline(__always)
func upperHalf(_ v: V) -> V { vector(word(v, 2), word(v, 3), word(v, 2), word(v, 3)) }

// MARK: Rounds

/// Four rounds, of which the sum of message and constants is given.
@inline(__always)
func rounds(_ first: inout V, _ second: inout V, _ input: V) {
    second = Builtin.int_x86_sha256rnds2(second, first, input)
    first = Builtin.int_x86_sha256rnds2(first, second, upperHalf(input))
}

/// Four words of the schedule, from the sixteen before: `a` the oldest four.
@inline(__always)
func expand(_ a: V, _ b: V, _ c: V, _ d: V) -> V {
    // The four words that are seven before: the last three of `c`, and the first of `d`.
    let middle = vector(word(c, 1), word(c, 2), word(c, 3), word(d, 0))
    return Builtin.int_x86_sha256msg2(add(Builtin.int_x86_sha256msg1(a, b), middle), d)
}

// MARK: State

/// The first register, of a state in its usual order: a to d, e to h.
@inline(__always)
func first(_ abcd: V, _ efgh: V) -> V { vector(word(efgh, 1), word(efgh, 0), word(abcd, 1), word(abcd, 0)) }

/// The second register.
@inline(__always)
func second(_ abcd: V, _ efgh: V) -> V { vector(word(efgh, 3), word(efgh, 2), word(abcd, 3), word(abcd, 2)) }

/// The first half of a state in its usual order.
@inline(__always)
func abcd(_ first: V, _ second: V) -> V { vector(word(first, 3), word(first, 2), word(second, 3), word(second, 2)) }

/// The second half.
@inline(__always)
func efgh(_ first: V, _ second: V) -> V { vector(word(first, 1), word(first, 0), word(second, 1), word(second, 0)) }
