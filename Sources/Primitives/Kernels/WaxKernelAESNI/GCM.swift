import Builtin

// GCM (NIST SP 800-38D, section 7): counter mode, and GHASH over what was encrypted.
//
// A batch is eight vectors. Their rounds go side by side, so that the latency of one hides behind the others, and
// between the rounds stands the hashing of eight vectors: when sealing, of the batch before; when opening, of the same.
// What is left after the last batch goes by four vectors, which are just enough to hide the latency, and then vector by
// vector, which a processor overlaps on its own, as each takes but the counter from the one before. The last block of
// the hash, the lengths, takes part in the last reduction; up to 25 vectors in all there is no other.
//
// What bounds it, on Zen 4 with vectors of 512 bits, for a batch: each of four pipes takes an instruction on 512 bits
// every second cycle. Two of them know AES, one of these two carry-less products, three know shuffles, so that with
// keys of 128 bits
//
//     80 rounds, 24 products, and 2 more in every third batch    are 105 cycles on the first two pipes,
//     22 additions, 12 of three terms, 18 shuffles, 1 sum        are 53 more instructions, for any of them.
//
// If those stayed on the other pipes, a batch took 105 cycles. It takes 111 (opening) to 113 (sealing), and about 117
// and 121 where the text is not at a multiple of 64; with keys of 256 bits 139 to 141 of 137. The processor chooses an
// instruction's pipe when it issues it, not when its operands are there, so each of the small ones costs up to half a
// cycle, and a shuffle more than an addition. Hence all that spares some: counters in one addition, pairs of vectors
// for the sums of halves, additions of three terms, reductions for 24 vectors at a time, and round keys that stand in
// memory as they are needed (a load that broadcasts is a shuffle as well). Tried, and no faster: hashing in other
// places between the rounds, reducing a batch later, sixteen vectors at once, bytes permuted across two vectors.

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

/// A round key in every lane, from where the key for GCM has it so.
@inline(__always)
private func vectorKey(_ context: UnsafeRawPointer, _ index: Int) -> V {
    load(context, vectorKeysOffset &+ 16 &* lanes &* index)
}

/// A counter in every lane, as AES takes it, and the first round key added.
@inline(__always)
private func counted(_ counter: inout V, _ first: V) -> V {
    let state = xor(shuffle(counter, reversalOfLastWord()), first)
    counter = add(counter, broadcast(block(Int64(0)._value, (Int64(lanes) &<< 32)._value)))
    return state
}

/// Where the counters of a text stand whose nonce has 12 bytes: they begin at 2, so those of a batch go from a multiple
/// of its size m and 2 to the next multiple and 1. Apart from the lowest bits, that is but two blocks as AES takes
/// them: with a bit pattern added that is the same in every batch, each of them serves for all vectors.
///
/// - current: The block for the multiple where the batch begins, in every lane, the first round key added.
/// - next: The multiple where the next one begins, as a number in the last word of every lane.
private typealias Counters = (current: V, next: V)

/// Where the counters begin if this is the block J0.
@inline(__always)
private func beginCounters(_ initial: Block, _ context: UnsafeRawPointer) -> Counters {
    let zeroth = add1(initial, UInt32.max)
    return (
        xor(broadcast(shuffle1(zeroth, reversalOfLastWord())), vectorKey(context, 0)),
        broadcast(add1(zeroth, UInt32(truncatingIfNeeded: 8 &* lanes))))
}

/// The counters of one vector of a batch.
@inline(__always)
private func counters(_ index: Int, _ current: V, _ next: V) -> V {
    let first = 2 &+ lanes &* index, end = 8 &* lanes
    let block = first &+ lanes <= end ? current : first >= end ? next : halfAndHalf(current, next)
    return xor(block, lastBytes(from: first))
}

/// The counters of a batch.
@inline(__always)
private func takeCounters(_ all: inout Counters, _ context: UnsafeRawPointer) -> Batch {
    let current = all.current, next = xor(shuffle(all.next, reversalOfLastWord()), vectorKey(context, 0))
    all = (next, add(all.next, broadcast(block(Int64(0)._value, (Int64(8 &* lanes) &<< 32)._value))))
    return (
        counters(0, current, next), counters(1, current, next), counters(2, current, next),
        counters(3, current, next), counters(4, current, next), counters(5, current, next),
        counters(6, current, next), counters(7, current, next))
}

/// The last round of one vector, and the text added in the same step.
@inline(__always)
private func finish(
    _ state: V, _ last: V, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ index: Int
) {
    let offset = 16 &* lanes &* index
    store(aesenclast(state, xor(last, load(source, offset))), target, offset)
}

/// Encrypts or decrypts a batch whose counters are given; if `hashed` is not nil, eight vectors from there are hashed
/// meanwhile.
@inline(__always)
private func batch(
    _ context: UnsafeRawPointer, _ rounds: Int, _ counters: Batch, _ source: UnsafeRawPointer,
    _ target: UnsafeMutableRawPointer, _ hash: inout Hash, _ place: Place, _ hashed: UnsafeRawPointer?
) -> Place {
    var states = counters
    if rounds > 10 {
        round(&states, vectorKey(context, 1))
        round(&states, vectorKey(context, 2))
        if rounds > 12 {
            round(&states, vectorKey(context, 3))
            round(&states, vectorKey(context, 4))
        }
    }
    // From here on there is no branch, so that the compiler leaves the hashing where it is, between the rounds.
    let keys = context + 16 &* lanes &* (rounds &- 10)
    round(&states, vectorKey(keys, 1))
    round(&states, vectorKey(keys, 2))
    if let hashed { addPair(&hash, place, hashed, 2, context) }
    round(&states, vectorKey(keys, 3))
    round(&states, vectorKey(keys, 4))
    if let hashed { addPair(&hash, place, hashed, 4, context) }
    round(&states, vectorKey(keys, 5))
    round(&states, vectorKey(keys, 6))
    if let hashed { addPair(&hash, place, hashed, 6, context) }
    round(&states, vectorKey(keys, 7))
    round(&states, vectorKey(keys, 8))
    if let hashed { addPair(&hash, place, hashed, 0, context) }
    round(&states, vectorKey(keys, 9))
    let last = vectorKey(keys, 10)
    finish(states.0, last, source, target, 0)
    finish(states.1, last, source, target, 1)
    finish(states.2, last, source, target, 2)
    finish(states.3, last, source, target, 3)
    finish(states.4, last, source, target, 4)
    finish(states.5, last, source, target, 5)
    finish(states.6, last, source, target, 6)
    finish(states.7, last, source, target, 7)
    return hashed == nil ? place : endBatch(&hash, place)
}

private typealias Four = (V, V, V, V)

/// A round on four vectors.
@inline(__always)
private func round(_ states: inout Four, _ key: V) {
    states.0 = aesenc(states.0, key)
    states.1 = aesenc(states.1, key)
    states.2 = aesenc(states.2, key)
    states.3 = aesenc(states.3, key)
}

/// Encrypts or decrypts four vectors, which are just enough to keep the processor busy; if `hashed` is not nil, four or
/// eight vectors from there are hashed meanwhile.
@inline(__always)
private func four(
    _ context: UnsafeRawPointer, _ rounds: Int, _ counter: inout V, _ source: UnsafeRawPointer,
    _ target: UnsafeMutableRawPointer, _ hash: inout Hash, _ place: Place, _ hashed: UnsafeRawPointer?,
    _ hashedCount: Int
) -> Place {
    let first = vectorKey(context, 0)
    var states = (
        counted(&counter, first), counted(&counter, first), counted(&counter, first), counted(&counter, first))
    if rounds > 10 {
        round(&states, vectorKey(context, 1))
        round(&states, vectorKey(context, 2))
        if rounds > 12 {
            round(&states, vectorKey(context, 3))
            round(&states, vectorKey(context, 4))
        }
    }
    let keys = context + 16 &* lanes &* (rounds &- 10)
    round(&states, vectorKey(keys, 1))
    round(&states, vectorKey(keys, 2))
    if let hashed { addPair(&hash, place, hashed, 2, context) }
    round(&states, vectorKey(keys, 3))
    round(&states, vectorKey(keys, 4))
    if let hashed, hashedCount == 8 { addPair(&hash, place, hashed, 4, context) }
    round(&states, vectorKey(keys, 5))
    round(&states, vectorKey(keys, 6))
    if let hashed, hashedCount == 8 { addPair(&hash, place, hashed, 6, context) }
    round(&states, vectorKey(keys, 7))
    round(&states, vectorKey(keys, 8))
    if let hashed { addPair(&hash, place, hashed, 0, context) }
    round(&states, vectorKey(keys, 9))
    let last = vectorKey(keys, 10)
    finish(states.0, last, source, target, 0)
    finish(states.1, last, source, target, 1)
    finish(states.2, last, source, target, 2)
    finish(states.3, last, source, target, 3)
    if hashed == nil { return place }
    return hashedCount == 8 ? endBatch(&hash, place) : after(4 &* lanes, place)
}

/// Encrypts or decrypts a batch, counting word by word: for a counter that may begin anywhere.
@inline(__always)
private func batchFromAnywhere(
    _ context: UnsafeRawPointer, _ rounds: Int, _ counter: inout V, _ source: UnsafeRawPointer,
    _ target: UnsafeMutableRawPointer
) {
    let first = vectorKey(context, 0)
    let counters = (
        counted(&counter, first), counted(&counter, first), counted(&counter, first), counted(&counter, first),
        counted(&counter, first), counted(&counter, first), counted(&counter, first), counted(&counter, first))
    var none = beginHash(Builtin.zeroInitializer())
    _ = batch(context, rounds, counters, source, target, &none, beginning(0), nil)
}

/// All rounds but the last of one vector.
@inline(__always)
private func encryptExceptLast(_ context: UnsafeRawPointer, _ rounds: Int, _ start: V) -> V {
    var state = start
    state = aesenc(state, vectorKey(context, 1))
    state = aesenc(state, vectorKey(context, 2))
    state = aesenc(state, vectorKey(context, 3))
    state = aesenc(state, vectorKey(context, 4))
    state = aesenc(state, vectorKey(context, 5))
    state = aesenc(state, vectorKey(context, 6))
    state = aesenc(state, vectorKey(context, 7))
    state = aesenc(state, vectorKey(context, 8))
    state = aesenc(state, vectorKey(context, 9))
    if rounds > 10 {
        state = aesenc(state, vectorKey(context, 10))
        state = aesenc(state, vectorKey(context, 11))
        if rounds > 12 {
            state = aesenc(state, vectorKey(context, 12))
            state = aesenc(state, vectorKey(context, 13))
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
    let blocks = blockCount(count) &+ 1, dataBlocks = blockCount(dataByteCount)
    var hash = beginHash(Builtin.zeroInitializer()), place = beginning(dataBlocks &+ blocks)
    if dataBlocks > 0 {
        // Groups are of whole vectors: if there is more than one, the text begins its own.
        let together = dataBlocks &+ blocks <= powerCount
        place = addBytes(&hash, together ? place : beginning(dataBlocks), data, dataByteCount, context)
        if !together {
            hash = beginHash(endHash(hash))
            place = beginning(blocks)
        }
    }
    var source = source, target = target, rest = count

    if rest >= 8 &* size {
        if nonceByteCount == 12 {
            var counters = beginCounters(initial, context)
            if !opening {
                place = batch(context, rounds, takeCounters(&counters, context), source, target, &hash, place, nil)
                source = source + 8 &* size
                target = target + 8 &* size
                rest = rest &- 8 &* size
            }
            while rest >= 8 &* size {
                let hashed = opening ? source : UnsafeRawPointer(target) - 8 &* size
                place = batch(context, rounds, takeCounters(&counters, context), source, target, &hash, place, hashed)
                source = source + 8 &* size
                target = target + 8 &* size
                rest = rest &- 8 &* size
            }
        } else {
            var counter = add(broadcast(add1(initial, 1)), laneNumbers())
            while rest >= 8 &* size {
                if opening { place = addBatch(&hash, place, source, context) }
                batchFromAnywhere(context, rounds, &counter, source, target)
                if !opening { place = addBatch(&hash, place, UnsafeRawPointer(target), context) }
                source = source + 8 &* size
                target = target + 8 &* size
                rest = rest &- 8 &* size
            }
        }
    }

    var counter = add(broadcast(add1(initial, 1)), laneNumbers())
    if rest < count {
        let done = UInt32(truncatingIfNeeded: (count &- rest) &>> 4)
        counter = add(counter, broadcast(add1(Builtin.zeroInitializer(), done)))
    }
    // When sealing, the last batch has been encrypted and not hashed.
    let before = UnsafeRawPointer(target) - 8 &* size, isPending = !opening && nonceByteCount == 12 && rest < count
    if rest >= 4 &* size {
        if opening {
            place = four(context, rounds, &counter, source, target, &hash, place, source, 4)
        } else {
            if isPending {
                place = four(context, rounds, &counter, source, target, &hash, place, before, 8)
            } else {
                place = four(context, rounds, &counter, source, target, &hash, place, nil, 0)
            }
            addPair(&hash, place, target, 2, context)
            addPair(&hash, place, target, 0, context)
            place = after(4 &* lanes, place)
        }
        source = source + 4 &* size
        target = target + 4 &* size
        rest = rest &- 4 &* size
    } else if isPending {
        place = addBatch(&hash, place, before, context)
    }
    let first = vectorKey(context, 0), last = vectorKey(context, rounds)
    while rest >= size {
        let state = encryptExceptLast(context, rounds, counted(&counter, first))
        let text = load(source, 0)
        let result = aesenclast(state, xor(last, text))
        store(result, target, 0)
        place = addVector(&hash, place, shuffle(opening ? text : result, reversal()), lanes, context)
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
        place = addVector(&hash, place, shuffle(hashed, reversal()), blockCount(rest), context)
    }
    _ = addVector(&hash, place, extend(lengths(dataByteCount, count)), 1, context)
    let mask = encrypt1(context, rounds, shuffle1(initial, reversalOfLastWord()))
    return xor1(mask, shuffle1(endHash(hash), reversal()))
}

/// Encrypts a text and computes its tag.
///
/// - Parameters:
///   - context: What `prepareGCM` made.
///   - nonce: At least one byte.
///   - source: The text; `target` may be the same, but must not overlap otherwise.
///   - tag: Where the tag goes, all 16 bytes of it.
@export(interface) @inline(never)
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
@export(interface) @inline(never)
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
@export(interface) @inline(never)
public func addKeystreamGCM(
    _ context: UnsafeRawPointer, _ low: UInt64, _ high: UInt64, _ source: UnsafeRawPointer,
    _ target: UnsafeMutableRawPointer, _ count: Int
) {
    let size = 16 &* lanes
    let rounds = context.load(fromByteOffset: roundCountOffset, as: Int.self)
    var counter = add(broadcast(block(low._value, high._value)), laneNumbers())
    var source = source, target = target, rest = count
    while rest >= 8 &* size {
        batchFromAnywhere(context, rounds, &counter, source, target)
        source = source + 8 &* size
        target = target + 8 &* size
        rest = rest &- 8 &* size
    }
    let first = vectorKey(context, 0), last = vectorKey(context, rounds)
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
@export(interface) @inline(never)
public func initialBlockGCM(_ context: UnsafeRawPointer, _ nonce: UnsafeRawPointer, _ count: Int) -> (UInt64, UInt64) {
    let initial = initialBlock(nonce, count, context)
    return (UInt64(element1(initial, 0)), UInt64(element1(initial, 1)))
}

/// The hash of bytes after a hash, filled up with zeros to whole blocks.
///
/// - Parameters: Of the hash, the halves as numbers; its first byte is the highest of `high`.
@export(interface) @inline(never)
public func hashGCM(
    _ context: UnsafeRawPointer, _ high: UInt64, _ low: UInt64, _ bytes: UnsafeRawPointer, _ count: Int
) -> (high: UInt64, low: UInt64) {
    let hash = hashBytes(block(low._value, high._value), bytes, count, context)
    return (UInt64(element1(hash, 1)), UInt64(element1(hash, 0)))
}
