/// Works whole blocks into a state.
///
/// - Parameters:
///   - state: The eight words a to h.
///   - blocks: As many times 128 bytes as `blockCount` says, one at least.
///   - constants: The eighty words of FIPS 180-4 section 4.2.3.
///   - scratch: 128 bytes to work with, in which words that depend on the message are left.
@export(interface) @inline(never)
public func compressSHA512(
    _ state: UnsafeMutableRawPointer, _ blocks: UnsafeRawPointer, _ blockCount: Int, _ constants: UnsafeRawPointer,
    _ scratch: UnsafeMutableRawPointer
) {
    var block = blocks
    let end = blocks + (blockCount &<< 7)
    var a = word(state, 0), b = word(state, 8), c = word(state, 16), d = word(state, 24)
    var e = word(state, 32), f = word(state, 40), g = word(state, 48), h = word(state, 56)
    repeat {
        var w: Schedule = (
            begin(block, constants, scratch, 0), begin(block, constants, scratch, 16),
            begin(block, constants, scratch, 32), begin(block, constants, scratch, 48),
            begin(block, constants, scratch, 64), begin(block, constants, scratch, 80),
            begin(block, constants, scratch, 96), begin(block, constants, scratch, 112))
        block += 128
        var v: Variables = (a, b, c, d, e, f, g, h, b ^ c)
        var following = constants + 128
        let last = constants + 640
        repeat {
            rounds(&v, scratch, 0)
            expand(&w, scratch, following, 0)
            rounds(&v, scratch, 16)
            expand(&w, scratch, following, 16)
            rounds(&v, scratch, 32)
            expand(&w, scratch, following, 32)
            rounds(&v, scratch, 48)
            expand(&w, scratch, following, 48)
            rounds(&v, scratch, 64)
            expand(&w, scratch, following, 64)
            rounds(&v, scratch, 80)
            expand(&w, scratch, following, 80)
            rounds(&v, scratch, 96)
            expand(&w, scratch, following, 96)
            rounds(&v, scratch, 112)
            expand(&w, scratch, following, 112)
            following += 128
        } while following != last
        rounds(&v, scratch, 0)
        rounds(&v, scratch, 16)
        rounds(&v, scratch, 32)
        rounds(&v, scratch, 48)
        rounds(&v, scratch, 64)
        rounds(&v, scratch, 80)
        rounds(&v, scratch, 96)
        rounds(&v, scratch, 112)
        a = addToWord(v.0, state, 0)
        b = addToWord(v.1, state, 8)
        c = addToWord(v.2, state, 16)
        d = addToWord(v.3, state, 24)
        e = addToWord(v.4, state, 32)
        f = addToWord(v.5, state, 40)
        g = addToWord(v.6, state, 48)
        h = addToWord(v.7, state, 56)
    } while block != end
}

/// Two words of a block; their sums with constants go to the same place in `inputs`.
@inline(__always)
private func begin(
    _ block: UnsafeRawPointer, _ constants: UnsafeRawPointer, _ inputs: UnsafeMutableRawPointer, _ offset: Int
) -> V {
    let words = loadMessage(block, offset)
    store(add(words, load(constants, offset)), inputs, offset)
    return words
}

@inline(__always)
private func addToWord(_ x: UInt64, _ state: UnsafeMutableRawPointer, _ offset: Int) -> UInt64 {
    let sum = word(state, offset) &+ x
    state.storeBytes(of: sum, toByteOffset: offset, as: UInt64.self)
    return sum
}
