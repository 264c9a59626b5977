import Builtin

// GCM (NIST SP 800-38D, section 7): counter mode, and GHASH over what was encrypted.
//
// A batch is eight vectors. Their rounds go side by side, so that the latency of one hides behind the others, and
// between the rounds stands the hashing of eight vectors: when sealing, of the batch before; when opening, of the same.
// What is left after the last batch goes vector by vector, which a processor overlaps on its own, as each takes but the
// counter from the one before. The last block of the hash, the lengths, takes part in the last reduction.

typealias Batch = (V, V, V, V, V, V, V, V)

/// A round on eight vectors.
@inline(__always)
func round(_ states: inout Batch, _ key: V) {
    states.0 = aesenc(states.0, key)
    states.1 = aesenc(states.1, key)
    states.2 = aesenc(states.2, key)
    states.3 = aesenc(states.3, key)
    states.4 = aesenc(states.4, key)
    states.5 = aesenc(states.5, key)
    states.6 = aesenc(states.6, key)
    states.7 = aesenc(states.7, key)
}

/// A round key in every lane.
@inline(__always)
func roundKey(_ context: UnsafeRawPointer, _ index: Int) -> V { broadcast(load1(context, 16 &* index)) }

/// A counter in every lane, as AES takes it, and the first round key added.
@inline(__always)
private func counted(_ counter: inout V, _ first: V) -> V {
    let state = xor(shuffle(counter, reversalOfLastWord()), first)
    counter = add(counter, broadcast(block(Int64(0)._value, (Int64(lanes) &<< 32)._value)))
    return state
}

/// The last round of one vector, and the text added in the same step.
@inline(__always)
private func finish(
    _ state: V, _ last: V, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ offset: Int
) {
    store(aesenclast(state, xor(last, load(source, offset))), target, offset)
}

/// Encrypts or decrypts a batch; if `hashed` is not nil, eight vectors from there are hashed meanwhile.
@inline(__always)
private func batch(
    _ context: UnsafeRawPointer, _ rounds: Int, _ counter: inout V, _ source: UnsafeRawPointer,
    _ target: UnsafeMutableRawPointer, _ hash: Block, _ hashed: UnsafeRawPointer?
) -> Block {
    let size = 16 &* lanes, powers = powersEnd &- 8 &* size
    let first = roundKey(context, 0)
    var states: Batch = (
        counted(&counter, first), counted(&counter, first), counted(&counter, first), counted(&counter, first),
        counted(&counter, first), counted(&counter, first), counted(&counter, first), counted(&counter, first))
    if rounds > 10 {
        round(&states, roundKey(context, 1))
        round(&states, roundKey(context, 2))
        if rounds > 12 {
            round(&states, roundKey(context, 3))
            round(&states, roundKey(context, 4))
        }
    }
    // From here on there is no branch, so that the compiler leaves the hashing where it is, between the rounds.
    let keys = context + 16 &* (rounds &- 10)
    var sums = noSums()
    round(&states, roundKey(keys, 1))
    if let hashed { accumulate(xor(extend(hash), shuffle(load(hashed, 0), reversal())), context, powers, &sums) }
    round(&states, roundKey(keys, 2))
    if let hashed { accumulate(shuffle(load(hashed, size), reversal()), context, powers &+ size, &sums) }
    round(&states, roundKey(keys, 3))
    if let hashed { accumulate(shuffle(load(hashed, 2 &* size), reversal()), context, powers &+ 2 &* size, &sums) }
    round(&states, roundKey(keys, 4))
    if let hashed { accumulate(shuffle(load(hashed, 3 &* size), reversal()), context, powers &+ 3 &* size, &sums) }
    round(&states, roundKey(keys, 5))
    if let hashed { accumulate(shuffle(load(hashed, 4 &* size), reversal()), context, powers &+ 4 &* size, &sums) }
    round(&states, roundKey(keys, 6))
    if let hashed { accumulate(shuffle(load(hashed, 5 &* size), reversal()), context, powers &+ 5 &* size, &sums) }
    round(&states, roundKey(keys, 7))
    if let hashed { accumulate(shuffle(load(hashed, 6 &* size), reversal()), context, powers &+ 6 &* size, &sums) }
    round(&states, roundKey(keys, 8))
    if let hashed { accumulate(shuffle(load(hashed, 7 &* size), reversal()), context, powers &+ 7 &* size, &sums) }
    round(&states, roundKey(keys, 9))
    let result = hashed == nil ? hash : fold(reduce(sums))
    let last = roundKey(keys, 10)
    finish(states.0, last, source, target, 0)
    finish(states.1, last, source, target, size)
    finish(states.2, last, source, target, 2 &* size)
    finish(states.3, last, source, target, 3 &* size)
    finish(states.4, last, source, target, 4 &* size)
    finish(states.5, last, source, target, 5 &* size)
    finish(states.6, last, source, target, 6 &* size)
    finish(states.7, last, source, target, 7 &* size)
    return result
}

/// All rounds but the last of one vector.
@inline(__always)
private func encryptExceptLast(_ context: UnsafeRawPointer, _ rounds: Int, _ start: V) -> V {
    var state = start
    state = aesenc(state, roundKey(context, 1))
    state = aesenc(state, roundKey(context, 2))
    state = aesenc(state, roundKey(context, 3))
    state = aesenc(state, roundKey(context, 4))
    state = aesenc(state, roundKey(context, 5))
    state = aesenc(state, roundKey(context, 6))
    state = aesenc(state, roundKey(context, 7))
    state = aesenc(state, roundKey(context, 8))
    state = aesenc(state, roundKey(context, 9))
    if rounds > 10 {
        state = aesenc(state, roundKey(context, 10))
        state = aesenc(state, roundKey(context, 11))
        if rounds > 12 {
            state = aesenc(state, roundKey(context, 12))
            state = aesenc(state, roundKey(context, 13))
        }
    }
    return state
}

/// The block J0 of SP 800-38D, section 7.1, its last word as a number.
@inline(__always)
private func initialBlock(_ nonce: UnsafeRawPointer, _ count: Int, _ context: UnsafeRawPointer) -> Block {
    if count == 12 {
        let low = nonce.loadUnaligned(as: UInt64.self)
        let high = UInt64(nonce.loadUnaligned(fromByteOffset: 8, as: UInt32.self)) | (1 &<< 32)
        return block(low._value, high._value)
    }
    let hash = hashBytes(Builtin.zeroInitializer(), nonce, count, context)
    let power = load1(context, powersEnd &- 16)
    let result = product1(xor1(hash, lengths(0, count)), power)
    // All bytes turned round, then those of the last word back.
    return shuffle1(shuffle1(result, reversal()), reversalOfLastWord())
}

/// Seals or opens.
///
/// - Returns: The tag.
@inline(__always)
private func process(
    _ opening: Bool, _ context: UnsafeRawPointer, _ nonce: UnsafeRawPointer, _ nonceByteCount: Int,
    _ data: UnsafeRawPointer, _ dataByteCount: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer,
    _ count: Int
) -> Block {
    let size = 16 &* lanes
    let rounds = context.load(fromByteOffset: roundCountOffset, as: Int.self)
    let initial = initialBlock(nonce, nonceByteCount, context)
    var hash: Block = Builtin.zeroInitializer()
    if dataByteCount > 0 { hash = hashBytesHere(hash, data, dataByteCount, context) }
    var counter = add(broadcast(add1(initial, 1)), laneNumbers())
    var source = source, target = target, rest = count

    if opening {
        while rest >= 8 &* size {
            hash = batch(context, rounds, &counter, source, target, hash, source)
            source = source + 8 &* size
            target = target + 8 &* size
            rest = rest &- 8 &* size
        }
    } else if rest >= 8 &* size {
        _ = batch(context, rounds, &counter, source, target, hash, nil)
        source = source + 8 &* size
        target = target + 8 &* size
        rest = rest &- 8 &* size
        while rest >= 8 &* size {
            let before = UnsafeRawPointer(target) - 8 &* size
            hash = batch(context, rounds, &counter, source, target, hash, before)
            source = source + 8 &* size
            target = target + 8 &* size
            rest = rest &- 8 &* size
        }
        hash = hashBatch(hash, UnsafeRawPointer(target) - 8 &* size, context)
    }

    // The blocks that are left and one more, the lengths.
    var powers = powersEnd &- 16 &- ((rest &+ 15) & ~15)
    var sums = noSums()
    var next = extend(hash)
    let first = roundKey(context, 0), last = roundKey(context, rounds)
    while rest >= size {
        let state = encryptExceptLast(context, rounds, counted(&counter, first))
        let text = load(source, 0)
        let result = aesenclast(state, xor(last, text))
        store(result, target, 0)
        accumulate(xor(next, shuffle(opening ? text : result, reversal())), context, powers, &sums)
        next = Builtin.zeroInitializer()
        powers = powers &+ size
        source = source + size
        target = target + size
        rest = rest &- size
    }
    if rest > 0 {
        let state = encryptExceptLast(context, rounds, counted(&counter, first))
        let text = loadPartial(source, rest)
        let result = aesenclast(state, xor(last, text))
        storePartial(result, target, rest)
        let hashed = opening ? text : keepFirst(result, rest)
        accumulate(xor(next, shuffle(hashed, reversal())), context, powers, &sums)
        next = Builtin.zeroInitializer()
    }
    let end = xor(next, extend(lengths(dataByteCount, count)))
    accumulate(end, context, powersEnd &- 16, &sums)
    let mask = encrypt1(context, rounds, shuffle1(initial, reversalOfLastWord()))
    return xor1(mask, shuffle1(fold(reduce(sums)), reversal()))
}

/// Encrypts a text and computes its tag.
///
/// - Parameters:
///   - context: What `prepareGCM` made.
///   - nonce: At least one byte.
///   - source: The text; `target` may be the same, but must not overlap otherwise.
///   - tag: Where the tag goes, all 16 bytes of it.
@inline(never)
public func sealGCM(
    _ context: UnsafeRawPointer, _ nonce: UnsafeRawPointer, _ nonceByteCount: Int,
    _ data: UnsafeRawPointer, _ dataByteCount: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer,
    _ count: Int, _ tag: UnsafeMutableRawPointer
) {
    store1(
        process(false, context, nonce, nonceByteCount, data, dataByteCount, source, target, count), tag, 0)
}

/// Decrypts a text and compares its tag. The text has been written even if the tag is wrong.
///
/// - Parameters:
///   - tag: The tag.
///   - tagByteCount: Its size, 12 to 16.
/// - Returns: Zero if the tag is right.
@inline(never)
public func openGCM(
    _ context: UnsafeRawPointer, _ nonce: UnsafeRawPointer, _ nonceByteCount: Int,
    _ data: UnsafeRawPointer, _ dataByteCount: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer,
    _ count: Int, _ tag: UnsafeRawPointer, _ tagByteCount: Int
) -> UInt64 {
    let right = process(true, context, nonce, nonceByteCount, data, dataByteCount, source, target, count)
    let given = tagByteCount == 16 ? load1(tag, 0) : loadPartial1(tag, tagByteCount)
    let difference = keepFirst1(xor1(given, right), tagByteCount)
    return UInt64(element1(difference, 0)) | UInt64(element1(difference, 1))
}

/// Counter mode alone.
///
/// - Parameters:
///   - low: The lower half of the first block of counter, the first byte lowest.
///   - high: The third word of that block, the first byte lowest, and above it the fourth as a number.
///   - count: Any number of bytes.
@inline(never)
public func addKeystreamGCM(
    _ context: UnsafeRawPointer, _ low: UInt64, _ high: UInt64, _ source: UnsafeRawPointer,
    _ target: UnsafeMutableRawPointer, _ count: Int
) {
    let size = 16 &* lanes
    let rounds = context.load(fromByteOffset: roundCountOffset, as: Int.self)
    var counter = add(broadcast(block(low._value, high._value)), laneNumbers())
    var source = source, target = target, rest = count
    while rest >= 8 &* size {
        _ = batch(context, rounds, &counter, source, target, Builtin.zeroInitializer(), nil)
        source = source + 8 &* size
        target = target + 8 &* size
        rest = rest &- 8 &* size
    }
    let first = roundKey(context, 0), last = roundKey(context, rounds)
    while rest >= size {
        let state = encryptExceptLast(context, rounds, counted(&counter, first))
        finish(state, last, source, target, 0)
        source = source + size
        target = target + size
        rest = rest &- size
    }
    if rest > 0 {
        let state = encryptExceptLast(context, rounds, counted(&counter, first))
        storePartial(aesenclast(state, xor(last, loadPartial(source, rest))), target, rest)
    }
}

/// The block J0 for a nonce of any size, in the form that `addKeystreamGCM` takes.
@inline(never)
public func initialBlockGCM(_ context: UnsafeRawPointer, _ nonce: UnsafeRawPointer, _ count: Int) -> (UInt64, UInt64) {
    let initial = initialBlock(nonce, count, context)
    return (UInt64(element1(initial, 0)), UInt64(element1(initial, 1)))
}

/// The hash of bytes after a hash, filled up with zeros to whole blocks.
///
/// - Parameters: Of the hash, the halves as numbers; its first byte is the highest of `high`.
@inline(never)
public func hashGCM(
    _ context: UnsafeRawPointer, _ high: UInt64, _ low: UInt64, _ bytes: UnsafeRawPointer, _ count: Int
) -> (high: UInt64, low: UInt64) {
    let hash = hashBytes(block(low._value, high._value), bytes, count, context)
    return (UInt64(element1(hash, 1)), UInt64(element1(hash, 0)))
}
