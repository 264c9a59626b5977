import Builtin

// SHA-256 (FIPS 180-4 section 6.2) with the instructions SHA256H, SHA256H2, SHA256SU0 and SHA256SU1 of Armv8-A (Arm,
// "Architecture Reference Manual for A-profile architecture", C7.2).
//
// The eight variables stand in two registers, a to d and e to h, as they do in memory. SHA256H and SHA256H2 do the same
// four rounds, of which the first gives the one register and the second the other. Each pair waits for the pair before;
// that wait is what a single message costs, and what a second message beside it fills.

// MARK: Rounds

/// Four rounds, of which the sum of message and constants is given.
@inline(__always)
func rounds(_ first: inout V, _ second: inout V, _ input: V) {
    let before = first
    first = Builtin.int_aarch64_crypto_sha256h(first, second, input)
    second = Builtin.int_aarch64_crypto_sha256h2(second, before, input)
}

/// Four words of the schedule, from the sixteen before: `a` the oldest four.
@inline(__always)
func expand(_ a: V, _ b: V, _ c: V, _ d: V) -> V {
    Builtin.int_aarch64_crypto_sha256su1(Builtin.int_aarch64_crypto_sha256su0(a, b), c, d)
}

// MARK: State

/// The first register, of a state in its usual order: a to d, e to h.
@inline(__always) func first(_ abcd: V, _ efgh: V) -> V { abcd }

/// The second register.
@inline(__always) func second(_ abcd: V, _ efgh: V) -> V { efgh }

/// The first half of a state in its usual order.
@inline(__always) func abcd(_ first: V, _ second: V) -> V { first }

/// The second half.
@inline(__always) func efgh(_ first: V, _ second: V) -> V { second }
