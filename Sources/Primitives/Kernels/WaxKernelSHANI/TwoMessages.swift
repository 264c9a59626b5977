import Builtin

// Two messages at once: each waits for its own rounds, and the instructions of the other fill the wait. Their states are
// in registers; where there are only sixteen of those, part of the schedules goes to the stack and back.

/// A register of each of two messages.
typealias V2 = (V, V)

/// Works blocks of two messages into their states, side by side.
///
/// - Parameters:
///   - state0: The eight words a to h of the first message; the others are alike.
///   - blocks0: As many times 64 bytes as `blockCount` says.
@export(interface) @inline(never)
public func compressTwoSHA256(
    _ state0: UnsafeMutableRawPointer, _ blocks0: UnsafeRawPointer,
    _ state1: UnsafeMutableRawPointer, _ blocks1: UnsafeRawPointer,
    _ blockCount: Int
) {
    var first: V2 = (
        first(load(state0, 0), load(state0, 16)),
        first(load(state1, 0), load(state1, 16)))
    var second: V2 = (
        second(load(state0, 0), load(state0, 16)),
        second(load(state1, 0), load(state1, 16)))
    var offset = 0
    let end = blockCount &<< 6
    while offset < end {
        let a: V2 = (loadMessage(blocks0, offset), loadMessage(blocks1, offset))
        let b: V2 = (loadMessage(blocks0, offset &+ 16), loadMessage(blocks1, offset &+ 16))
        let c: V2 = (loadMessage(blocks0, offset &+ 32), loadMessage(blocks1, offset &+ 32))
        let d: V2 = (loadMessage(blocks0, offset &+ 48), loadMessage(blocks1, offset &+ 48))
        compress(&first, &second, a, b, c, d)
        offset = offset &+ 64
    }
    store(abcd(first.0, second.0), state0, 0)
    store(efgh(first.0, second.0), state0, 16)
    store(abcd(first.1, second.1), state1, 0)
    store(efgh(first.1, second.1), state1, 16)
}

/// Four rounds of each message.
@inline(__always)
private func rounds(_ first: inout V2, _ second: inout V2, _ words: V2, _ constants: V) {
    rounds(&first.0, &second.0, add(words.0, constants))
    rounds(&first.1, &second.1, add(words.1, constants))
}

/// Four words of each schedule.
@inline(__always)
private func expand(_ a: inout V2, _ b: V2, _ c: V2, _ d: V2) {
    a.0 = expand(a.0, b.0, c.0, d.0)
    a.1 = expand(a.1, b.1, c.1, d.1)
}

/// What `compress` in Rounds.swift does with one block, with one of each message.
@inline(__always)
private func compress(_ first: inout V2, _ second: inout V2, _ w0: V2, _ w1: V2, _ w2: V2, _ w3: V2) {
    let (firstBefore, secondBefore) = (first, second)
    var a = w0, b = w1, c = w2, d = w3
    rounds(&first, &second, a, constants(0))
    rounds(&first, &second, b, constants(1))
    rounds(&first, &second, c, constants(2))
    rounds(&first, &second, d, constants(3))
    expand(&a, b, c, d)
    rounds(&first, &second, a, constants(4))
    expand(&b, c, d, a)
    rounds(&first, &second, b, constants(5))
    expand(&c, d, a, b)
    rounds(&first, &second, c, constants(6))
    expand(&d, a, b, c)
    rounds(&first, &second, d, constants(7))
    expand(&a, b, c, d)
    rounds(&first, &second, a, constants(8))
    expand(&b, c, d, a)
    rounds(&first, &second, b, constants(9))
    expand(&c, d, a, b)
    rounds(&first, &second, c, constants(10))
    expand(&d, a, b, c)
    rounds(&first, &second, d, constants(11))
    expand(&a, b, c, d)
    rounds(&first, &second, a, constants(12))
    expand(&b, c, d, a)
    rounds(&first, &second, b, constants(13))
    expand(&c, d, a, b)
    rounds(&first, &second, c, constants(14))
    expand(&d, a, b, c)
    rounds(&first, &second, d, constants(15))
    first.0 = add(first.0, firstBefore.0)
    second.0 = add(second.0, secondBefore.0)
    first.1 = add(first.1, firstBefore.1)
    second.1 = add(second.1, secondBefore.1)
}
