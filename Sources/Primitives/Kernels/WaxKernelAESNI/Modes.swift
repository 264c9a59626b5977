import Builtin

// Single blocks, counter mode and CBC (NIST SP 800-38A). The memory of a key:
//
//       0  the round keys for encryption, 15 of 16 bytes
//     240  the number of rounds, 10, 12 or 14
//     256  the round keys for decryption in the order in which they are used
//
// Decryption is the equivalent inverse cipher of FIPS 197, section 5.3.5: all keys but the first and the last have
// gone through InvMixColumns. All sizes are in bytes and multiples of 16.

@inline(__always) private var inverseOffset: Int { 256 }

/// Prepares a key of 16, 24 or 32 bytes.
///
/// - Parameter context: 512 bytes.
@export(interface) @inline(never)
public func prepareBlocks(_ key: UnsafeRawPointer, _ keyByteCount: Int, _ context: UnsafeMutableRawPointer) {
    expandKey(key, keyByteCount, context)
    let keys = UnsafeRawPointer(context)
    let rounds = keys.load(fromByteOffset: roundCountOffset, as: Int.self)
    store1(load1(keys, 16 &* rounds), context, inverseOffset)
    var index = 1
    while index < rounds {
        store1(aesimc1(load1(keys, 16 &* (rounds &- index))), context, inverseOffset &+ 16 &* index)
        index = index &+ 1
    }
    store1(load1(keys, 0), context, inverseOffset &+ 16 &* rounds)
}

@inline(__always)
private func inverseRound(_ states: inout Batch, _ key: V) {
    states.0 = aesdec(states.0, key)
    states.1 = aesdec(states.1, key)
    states.2 = aesdec(states.2, key)
    states.3 = aesdec(states.3, key)
    states.4 = aesdec(states.4, key)
    states.5 = aesdec(states.5, key)
    states.6 = aesdec(states.6, key)
    states.7 = aesdec(states.7, key)
}

/// All rounds of a batch but the last, which is done where something is added to its result.
@inline(__always)
private func allButLast(_ inverse: Bool, _ states: inout Batch, _ keys: UnsafeRawPointer, _ rounds: Int) {
    let first = roundKey(keys, 0)
    states.0 = xor(states.0, first)
    states.1 = xor(states.1, first)
    states.2 = xor(states.2, first)
    states.3 = xor(states.3, first)
    states.4 = xor(states.4, first)
    states.5 = xor(states.5, first)
    states.6 = xor(states.6, first)
    states.7 = xor(states.7, first)
    var index = 1
    while index < rounds {
        let key = roundKey(keys, index)
        if inverse { inverseRound(&states, key) } else { round(&states, key) }
        index = index &+ 1
    }
}

/// The same for one vector.
@inline(__always)
private func allButLast(_ inverse: Bool, _ start: V, _ keys: UnsafeRawPointer, _ rounds: Int) -> V {
    var state = xor(start, roundKey(keys, 0))
    var index = 1
    while index < rounds {
        let key = roundKey(keys, index)
        state = inverse ? aesdec(state, key) : aesenc(state, key)
        index = index &+ 1
    }
    return state
}

@inline(__always)
private func last(_ inverse: Bool, _ state: V, _ key: V) -> V {
    inverse ? aesdeclast(state, key) : aesenclast(state, key)
}

@inline(__always)
private func loadBatch(_ source: UnsafeRawPointer) -> Batch {
    let size = 16 &* lanes
    return (
        load(source, 0), load(source, size), load(source, 2 &* size), load(source, 3 &* size),
        load(source, 4 &* size), load(source, 5 &* size), load(source, 6 &* size), load(source, 7 &* size))
}

@inline(__always)
private func storeBatch(_ batch: Batch, _ target: UnsafeMutableRawPointer) {
    let size = 16 &* lanes
    store(batch.0, target, 0)
    store(batch.1, target, size)
    store(batch.2, target, 2 &* size)
    store(batch.3, target, 3 &* size)
    store(batch.4, target, 4 &* size)
    store(batch.5, target, 5 &* size)
    store(batch.6, target, 6 &* size)
    store(batch.7, target, 7 &* size)
}

// MARK: Single blocks

@inline(__always)
private func replaceBlocks(
    _ inverse: Bool, _ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int
) {
    let size = 16 &* lanes
    let rounds = context.load(fromByteOffset: roundCountOffset, as: Int.self)
    let keys = inverse ? context + inverseOffset : context
    let final = roundKey(keys, rounds)
    var blocks = blocks, rest = count
    while rest >= 8 &* size {
        var states = loadBatch(blocks)
        allButLast(inverse, &states, keys, rounds)
        storeBatch(
            (
                last(inverse, states.0, final), last(inverse, states.1, final), last(inverse, states.2, final),
                last(inverse, states.3, final), last(inverse, states.4, final), last(inverse, states.5, final),
                last(inverse, states.6, final), last(inverse, states.7, final)
            ), blocks)
        blocks = blocks + 8 &* size
        rest = rest &- 8 &* size
    }
    while rest >= size {
        store(last(inverse, allButLast(inverse, load(blocks, 0), keys, rounds), final), blocks, 0)
        blocks = blocks + size
        rest = rest &- size
    }
    if rest > 0 {
        storePartial(last(inverse, allButLast(inverse, loadPartial(blocks, rest), keys, rounds), final), blocks, rest)
    }
}

/// Replaces each block by its encryption.
@export(interface) @inline(never)
public func encryptBlocks(_ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int) {
    replaceBlocks(false, context, blocks, count)
}

/// Replaces each block by what it is the encryption of.
@export(interface) @inline(never)
public func decryptBlocks(_ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int) {
    replaceBlocks(true, context, blocks, count)
}

// MARK: Counter mode

/// The counter in every lane, as AES takes it.
@inline(__always)
private func nextCounters(_ counter: inout V) -> V {
    let state = shuffle(counter, reversal())
    counter = addWide(counter, broadcast(block(Int64(lanes)._value, Int64(0)._value)))
    return state
}

/// Adds keystream to blocks. The counter has 128 bits, but its lower half must not wrap around on the way.
@export(interface) @inline(never)
public func addKeystream(
    _ context: UnsafeRawPointer, _ high: UInt64, _ low: UInt64, _ blocks: UnsafeMutableRawPointer, _ count: Int
) {
    let size = 16 &* lanes
    let rounds = context.load(fromByteOffset: roundCountOffset, as: Int.self)
    let final = roundKey(context, rounds)
    var counter = addWide(broadcast(block(low._value, high._value)), wideLaneNumbers())
    var blocks = blocks, rest = count
    while rest >= 8 &* size {
        var states: Batch = (
            nextCounters(&counter), nextCounters(&counter), nextCounters(&counter), nextCounters(&counter),
            nextCounters(&counter), nextCounters(&counter), nextCounters(&counter), nextCounters(&counter))
        allButLast(false, &states, context, rounds)
        let text = loadBatch(blocks)
        storeBatch(
            (
                aesenclast(states.0, xor(final, text.0)), aesenclast(states.1, xor(final, text.1)),
                aesenclast(states.2, xor(final, text.2)), aesenclast(states.3, xor(final, text.3)),
                aesenclast(states.4, xor(final, text.4)), aesenclast(states.5, xor(final, text.5)),
                aesenclast(states.6, xor(final, text.6)), aesenclast(states.7, xor(final, text.7))
            ), blocks)
        blocks = blocks + 8 &* size
        rest = rest &- 8 &* size
    }
    while rest >= size {
        let state = allButLast(false, nextCounters(&counter), context, rounds)
        store(aesenclast(state, xor(final, load(blocks, 0))), blocks, 0)
        blocks = blocks + size
        rest = rest &- size
    }
    if rest > 0 {
        let state = allButLast(false, nextCounters(&counter), context, rounds)
        storePartial(aesenclast(state, xor(final, loadPartial(blocks, rest))), blocks, rest)
    }
}

// MARK: CBC

/// Encrypts in CBC mode. Each block waits for the one before, so nothing is left but to make the way short: the next
/// text and the first round key are added in the last round, next to which the block of ciphertext is computed.
///
/// Ten rounds of four cycles each, on Zen 4 with keys of 128 bits, are 40 cycles for a block, or 1.5 GB/s at 3.7 GHz,
/// whatever the width of the vectors. It reaches 1.4.
///
/// - Parameter chain: 16 bytes: the block of ciphertext before the first, and afterwards the last one.
@export(interface) @inline(never)
public func encryptCBC(
    _ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int, _ chain: UnsafeMutableRawPointer
) {
    guard count > 0 else { return }
    let rounds = context.load(fromByteOffset: roundCountOffset, as: Int.self)
    let first = load1(context, 0), final = load1(context, 16 &* rounds)
    let both = xor1(first, final)
    var state = xor1(xor1(load1(chain, 0), load1(blocks, 0)), first)
    var blocks = blocks, rest = count
    while true {
        if rounds > 10 {
            if rounds > 12 {
                state = aesenc1(state, load1(context, 16 &* (rounds &- 13)))
                state = aesenc1(state, load1(context, 16 &* (rounds &- 12)))
            }
            state = aesenc1(state, load1(context, 16 &* (rounds &- 11)))
            state = aesenc1(state, load1(context, 16 &* (rounds &- 10)))
        }
        let keys = context + 16 &* (rounds &- 10)
        state = aesenc1(state, load1(keys, 16))
        state = aesenc1(state, load1(keys, 32))
        state = aesenc1(state, load1(keys, 48))
        state = aesenc1(state, load1(keys, 64))
        state = aesenc1(state, load1(keys, 80))
        state = aesenc1(state, load1(keys, 96))
        state = aesenc1(state, load1(keys, 112))
        state = aesenc1(state, load1(keys, 128))
        state = aesenc1(state, load1(keys, 144))
        let result = aesenclast1(state, final)
        if rest == 16 {
            store1(result, blocks, 0)
            return store1(result, chain, 0)
        }
        state = aesenclast1(state, xor1(both, load1(blocks, 16)))
        store1(result, blocks, 0)
        blocks = blocks + 16
        rest = rest &- 16
    }
}

/// Decrypts in CBC mode. The text is what the inverse cipher gives plus the block of ciphertext before.
///
/// What bounds it on Zen 4 are the two pipes that know AES. They begin a round on 64 bytes in every cycle with vectors of
/// 256 bits as with those of 512, on 32 bytes with those of 128. With keys of 128 bits that is 23.7 GB/s at 3.7 GHz, and
/// half of it for AES-NI. It reaches 21.5.
///
/// - Parameter chain: 16 bytes: the block of ciphertext before the first, and afterwards the last one.
@export(interface) @inline(never)
public func decryptCBC(
    _ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int, _ chain: UnsafeMutableRawPointer
) {
    guard count > 0 else { return }
    let size = 16 &* lanes
    let rounds = context.load(fromByteOffset: roundCountOffset, as: Int.self)
    let keys = context + inverseOffset
    let final = roundKey(keys, rounds)
    var before = load1(chain, 0)
    store1(load1(blocks, count &- 16), chain, 0)
    var blocks = blocks, rest = count
    while rest >= 8 &* size {
        var states = loadBatch(blocks)
        let next = load1(blocks, 8 &* size &- 16)
        let first = states.0
        allButLast(true, &states, keys, rounds)
        // All that stands before a vector is read before anything is written.
        let results: Batch = (
            aesdeclast(states.0, xor(final, prepend(before, first))),
            aesdeclast(states.1, xor(final, load(blocks, size &- 16))),
            aesdeclast(states.2, xor(final, load(blocks, 2 &* size &- 16))),
            aesdeclast(states.3, xor(final, load(blocks, 3 &* size &- 16))),
            aesdeclast(states.4, xor(final, load(blocks, 4 &* size &- 16))),
            aesdeclast(states.5, xor(final, load(blocks, 5 &* size &- 16))),
            aesdeclast(states.6, xor(final, load(blocks, 6 &* size &- 16))),
            aesdeclast(states.7, xor(final, load(blocks, 7 &* size &- 16)))
        )
        storeBatch(results, blocks)
        before = next
        blocks = blocks + 8 &* size
        rest = rest &- 8 &* size
    }
    while rest >= size {
        let ciphertext = load(blocks, 0)
        let next = load1(blocks, size &- 16)
        let state = allButLast(true, ciphertext, keys, rounds)
        store(aesdeclast(state, xor(final, prepend(before, ciphertext))), blocks, 0)
        before = next
        blocks = blocks + size
        rest = rest &- size
    }
    if rest > 0 {
        let ciphertext = loadPartial(blocks, rest)
        let state = allButLast(true, ciphertext, keys, rounds)
        storePartial(aesdeclast(state, xor(final, prepend(before, ciphertext))), blocks, rest)
    }
}
