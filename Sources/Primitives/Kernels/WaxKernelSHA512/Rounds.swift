import Builtin

// SHA-512 (FIPS 180-4 section 6.4) on two parts of the processor at once: the rounds in general registers, where RORX
// rotates without destroying what it rotates and ANDN is half of Ch, and beside them the schedule in vectors, two words
// at a time (S. Gulley and others, "Fast SHA-512 Implementations on Intel Architecture Processors", 2012). The sums of
// words and constants pass from one to the other through sixteen words of memory.

/// The variables a to h, and what the next Maj has of this one: a xor b.
typealias Variables = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, shared: UInt64)

/// Two rounds, of which the sums of schedule and constants stand at a place in memory.
@inline(__always)
func rounds(_ v: inout Variables, _ inputs: UnsafeRawPointer, _ offset: Int) {
    round(&v, word(inputs, offset))
    round(&v, word(inputs, offset &+ 8))
}

/// One round. The variables change places here, but not registers.
@inline(__always)
private func round(_ v: inout Variables, _ input: UInt64) {
    let (a, b, c, d, e, f, g, h, bc) = v
    // Every round waits for the e of the one before: what depends on it comes last in the sum, and its own e first.
    let first = h &+ input &+ ((e & f) ^ (~e & g)) &+ (rotate(e, 14) ^ rotate(e, 18) ^ rotate(e, 41))
    let nextE = d &+ first
    // Maj with a term that two rounds share.
    let ab = a ^ b
    let nextA = first &+ (rotate(a, 28) ^ rotate(a, 34) ^ rotate(a, 39)) &+ (b ^ (ab & bc))
    v = (nextA, a, b, c, nextE, e, f, g, ab)
}

/// Sixteen words of the schedule, from the oldest on.
typealias Schedule = (V, V, V, V, V, V, V, V)

/// Replaces the two oldest words with the two that come sixteen rounds later, and puts their sums with constants where
/// those of the oldest have just been read.
@inline(__always)
func expand(
    _ w: inout Schedule, _ inputs: UnsafeMutableRawPointer, _ constants: UnsafeRawPointer, _ offset: Int
) {
    let early = middle(w.0, w.1), late = w.7
    let sigma0 = xor(xor(rotate(early, 1), rotate(early, 8)), shift(early, 7))
    let sigma1 = xor(xor(rotate(late, 19), rotate(late, 61)), shift(late, 6))
    let next = add(add(add(w.0, middle(w.4, w.5)), sigma0), sigma1)
    store(add(next, load(constants, offset)), inputs, offset)
    w = (w.1, w.2, w.3, w.4, w.5, w.6, w.7, next)
}

@inline(__always)
func word(_ pointer: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    pointer.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
}

/// Rotates to the right.
@inline(__always)
private func rotate(_ x: UInt64, _ count: UInt64) -> UInt64 { (x &>> count) | (x &<< (64 &- count)) }

/// Rotates each word to the right.
@inline(__always)
private func rotate(_ v: V, _ count: UInt64) -> V { Builtin.int_fshr_Vec2xInt64(v, v, vector(count, count)) }

/// Shifts each word to the right.
@inline(__always)
private func shift(_ v: V, _ count: UInt64) -> V { Builtin.lshr_Vec2xInt64(v, vector(count, count)) }
