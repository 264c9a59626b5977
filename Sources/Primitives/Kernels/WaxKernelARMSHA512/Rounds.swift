import Builtin

// SHA-512 (FIPS 180-4 section 6.4) with the instructions SHA512H, SHA512H2, SHA512SU0 and SHA512SU1 of Armv8.2-A (Arm,
// "Architecture Reference Manual for A-profile architecture", C7.2).
//
// The eight variables stand in four registers, two in each, as they do in memory. SHA512H computes the first sum T1 of
// two rounds, to which SHA512H2 adds T2. After two rounds the registers have changed places, as the variables do.

/// The state: (a, b), (c, d), (e, f), (g, h).
typealias State = (ab: V, cd: V, ef: V, gh: V)

/// Two rounds with two words of the schedule.
@inline(__always)
func rounds(_ state: inout State, _ words: V, _ constants: V) {
    // The instruction takes the second round's word first.
    let inOrder = add(words, constants)
    let input = add(state.gh, middle(inOrder, inOrder))
    let sum = Builtin.int_aarch64_crypto_sha512h(input, middle(state.ef, state.gh), middle(state.cd, state.ef))
    state = (
        ab: Builtin.int_aarch64_crypto_sha512h2(sum, state.cd, state.ab), cd: state.ab, ef: add(state.cd, sum),
        gh: state.ef
    )
}

/// Two words of the schedule, from pairs of the sixteen before: the first, the second, the fifth, the sixth, the last.
@inline(__always)
private func expand(_ first: V, _ second: V, _ fifth: V, _ sixth: V, _ last: V) -> V {
    Builtin.int_aarch64_crypto_sha512su1(
        Builtin.int_aarch64_crypto_sha512su0(first, second), last, middle(fifth, sixth))
}

/// Sixteen words, two in a register.
typealias Words = (V, V, V, V, V, V, V, V)

/// Sixteen rounds, from the one whose number is sixteen times `turn`, and the words of the next sixteen.
@inline(__always)
private func turn(_ turn: Int, _ state: inout State, _ w: inout Words) {
    rounds(&state, w.0, constants(8 &* turn))
    if turn < 4 { w.0 = expand(w.0, w.1, w.4, w.5, w.7) }
    rounds(&state, w.1, constants(8 &* turn &+ 1))
    if turn < 4 { w.1 = expand(w.1, w.2, w.5, w.6, w.0) }
    rounds(&state, w.2, constants(8 &* turn &+ 2))
    if turn < 4 { w.2 = expand(w.2, w.3, w.6, w.7, w.1) }
    rounds(&state, w.3, constants(8 &* turn &+ 3))
    if turn < 4 { w.3 = expand(w.3, w.4, w.7, w.0, w.2) }
    rounds(&state, w.4, constants(8 &* turn &+ 4))
    if turn < 4 { w.4 = expand(w.4, w.5, w.0, w.1, w.3) }
    rounds(&state, w.5, constants(8 &* turn &+ 5))
    if turn < 4 { w.5 = expand(w.5, w.6, w.1, w.2, w.4) }
    rounds(&state, w.6, constants(8 &* turn &+ 6))
    if turn < 4 { w.6 = expand(w.6, w.7, w.2, w.3, w.5) }
    rounds(&state, w.7, constants(8 &* turn &+ 7))
    if turn < 4 { w.7 = expand(w.7, w.0, w.3, w.4, w.6) }
}

/// Works whole blocks into a state.
///
/// - Parameters:
///   - state: The eight words a to h.
///   - blocks: As many times 128 bytes as `blockCount` says.
@export(interface) @inline(never)
public func compressSHA512(_ state: UnsafeMutableRawPointer, _ blocks: UnsafeRawPointer, _ blockCount: Int) {
    var sum: State = (ab: load(state, 0), cd: load(state, 16), ef: load(state, 32), gh: load(state, 48))
    var offset = 0
    let end = blockCount &<< 7
    while offset < end {
        var words: Words = (
            loadMessage(blocks, offset), loadMessage(blocks, offset &+ 16), loadMessage(blocks, offset &+ 32),
            loadMessage(blocks, offset &+ 48), loadMessage(blocks, offset &+ 64), loadMessage(blocks, offset &+ 80),
            loadMessage(blocks, offset &+ 96), loadMessage(blocks, offset &+ 112))
        var next = sum
        turn(0, &next, &words)
        turn(1, &next, &words)
        turn(2, &next, &words)
        turn(3, &next, &words)
        turn(4, &next, &words)
        sum = (ab: add(sum.ab, next.ab), cd: add(sum.cd, next.cd), ef: add(sum.ef, next.ef), gh: add(sum.gh, next.gh))
        offset = offset &+ 128
    }
    store(sum.ab, state, 0)
    store(sum.cd, state, 16)
    store(sum.ef, state, 32)
    store(sum.gh, state, 48)
}
