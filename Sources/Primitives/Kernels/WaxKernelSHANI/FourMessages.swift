import Builtin

// As with two messages. Most of the four schedules is on the stack between its uses, which costs less than the wait.

/// A register of each of four messages.
typealias V4 = (V, V, V, V)

/// Works blocks of four messages into their states, side by side.
///
/// - Parameters:
///   - state0: The eight words a to h of the first message; the others are alike.
///   - blocks0: As many times 64 bytes as `blockCount` says.
@export(interface) @inline(never)
public func compressFourSHA256(
    _ state0: UnsafeMutableRawPointer, _ blocks0: UnsafeRawPointer,
    _ state1: UnsafeMutableRawPointer, _ blocks1: UnsafeRawPointer,
    _ state2: UnsafeMutableRawPointer, _ blocks2: UnsafeRawPointer,
    _ state3: UnsafeMutableRawPointer, _ blocks3: UnsafeRawPointer,
    _ blockCount: Int
) {
    var abef: V4 = (
        abef(load(state0, 0), load(state0, 16)),
        abef(load(state1, 0), load(state1, 16)),
        abef(load(state2, 0), load(state2, 16)),
        abef(load(state3, 0), load(state3, 16)))
    var cdgh: V4 = (
        cdgh(load(state0, 0), load(state0, 16)),
        cdgh(load(state1, 0), load(state1, 16)),
        cdgh(load(state2, 0), load(state2, 16)),
        cdgh(load(state3, 0), load(state3, 16)))
    var offset = 0
    let end = blockCount &<< 6
    while offset < end {
        let a: V4 = (
            loadMessage(blocks0, offset), loadMessage(blocks1, offset),
            loadMessage(blocks2, offset), loadMessage(blocks3, offset))
        let b: V4 = (
            loadMessage(blocks0, offset &+ 16), loadMessage(blocks1, offset &+ 16),
            loadMessage(blocks2, offset &+ 16), loadMessage(blocks3, offset &+ 16))
        let c: V4 = (
            loadMessage(blocks0, offset &+ 32), loadMessage(blocks1, offset &+ 32),
            loadMessage(blocks2, offset &+ 32), loadMessage(blocks3, offset &+ 32))
        let d: V4 = (
            loadMessage(blocks0, offset &+ 48), loadMessage(blocks1, offset &+ 48),
            loadMessage(blocks2, offset &+ 48), loadMessage(blocks3, offset &+ 48))
        compress(&abef, &cdgh, a, b, c, d)
        offset = offset &+ 64
    }
    store(abcd(abef.0, cdgh.0), state0, 0)
    store(efgh(abef.0, cdgh.0), state0, 16)
    store(abcd(abef.1, cdgh.1), state1, 0)
    store(efgh(abef.1, cdgh.1), state1, 16)
    store(abcd(abef.2, cdgh.2), state2, 0)
    store(efgh(abef.2, cdgh.2), state2, 16)
    store(abcd(abef.3, cdgh.3), state3, 0)
    store(efgh(abef.3, cdgh.3), state3, 16)
}

/// Four rounds of each message.
@inline(__always)
private func rounds(_ abef: inout V4, _ cdgh: inout V4, _ words: V4, _ constants: V) {
    rounds(&abef.0, &cdgh.0, add(words.0, constants))
    rounds(&abef.1, &cdgh.1, add(words.1, constants))
    rounds(&abef.2, &cdgh.2, add(words.2, constants))
    rounds(&abef.3, &cdgh.3, add(words.3, constants))
}

/// Four words of each schedule.
@inline(__always)
private func expand(_ a: inout V4, _ b: V4, _ c: V4, _ d: V4) {
    a.0 = expand(a.0, b.0, c.0, d.0)
    a.1 = expand(a.1, b.1, c.1, d.1)
    a.2 = expand(a.2, b.2, c.2, d.2)
    a.3 = expand(a.3, b.3, c.3, d.3)
}

/// What `compress` in Rounds.swift does with one block, with one of each message.
@inline(__always)
private func compress(_ abef: inout V4, _ cdgh: inout V4, _ w0: V4, _ w1: V4, _ w2: V4, _ w3: V4) {
    let (abefBefore, cdghBefore) = (abef, cdgh)
    var a = w0, b = w1, c = w2, d = w3
    rounds(&abef, &cdgh, a, constants(0))
    rounds(&abef, &cdgh, b, constants(1))
    rounds(&abef, &cdgh, c, constants(2))
    rounds(&abef, &cdgh, d, constants(3))
    expand(&a, b, c, d)
    rounds(&abef, &cdgh, a, constants(4))
    expand(&b, c, d, a)
    rounds(&abef, &cdgh, b, constants(5))
    expand(&c, d, a, b)
    rounds(&abef, &cdgh, c, constants(6))
    expand(&d, a, b, c)
    rounds(&abef, &cdgh, d, constants(7))
    expand(&a, b, c, d)
    rounds(&abef, &cdgh, a, constants(8))
    expand(&b, c, d, a)
    rounds(&abef, &cdgh, b, constants(9))
    expand(&c, d, a, b)
    rounds(&abef, &cdgh, c, constants(10))
    expand(&d, a, b, c)
    rounds(&abef, &cdgh, d, constants(11))
    expand(&a, b, c, d)
    rounds(&abef, &cdgh, a, constants(12))
    expand(&b, c, d, a)
    rounds(&abef, &cdgh, b, constants(13))
    expand(&c, d, a, b)
    rounds(&abef, &cdgh, c, constants(14))
    expand(&d, a, b, c)
    rounds(&abef, &cdgh, d, constants(15))
    abef.0 = add(abef.0, abefBefore.0)
    cdgh.0 = add(cdgh.0, cdghBefore.0)
    abef.1 = add(abef.1, abefBefore.1)
    cdgh.1 = add(cdgh.1, cdghBefore.1)
    abef.2 = add(abef.2, abefBefore.2)
    cdgh.2 = add(cdgh.2, cdghBefore.2)
    abef.3 = add(abef.3, abefBefore.3)
    cdgh.3 = add(cdgh.3, cdghBefore.3)
}
