import Builtin

// GHASH (NIST SP 800-38D, section 6.4) by carry-less multiplication.
//
// A block is a polynomial whose first coefficient is the highest bit of its first byte; with the bytes turned round it
// is a number of 128 bits with the coefficients in reverse. The product of two such numbers is the product of the
// polynomials in reverse, but for a shift by one bit, which is made up for once, in the hash key (Gueron and Kounavis,
// "Intel Carry-Less Multiplication Instruction and its Usage for Computing the GCM Mode", 2010; RFC 8452, appendix A).
//
// Products of many blocks with the powers of the hash key are added before they are reduced, each in three parts after
// Karatsuba: low halves, high halves, and sums of halves.

/// Sums of products: of the low halves, of the sums of halves, and of the high halves.
typealias Sums = (low: V, middle: V, high: V)

@inline(__always)
func noSums() -> Sums { (Builtin.zeroInitializer(), Builtin.zeroInitializer(), Builtin.zeroInitializer()) }

/// Adds the products of blocks, turned round, and the powers at an offset.
@inline(__always)
func accumulate(_ blocks: V, _ context: UnsafeRawPointer, _ offset: Int, _ sums: inout Sums) {
    let powers = load(context, offset), powerSums = load(context, offset &+ sumsOffset)
    sums.low = xor(sums.low, productOfLow(blocks, powers))
    sums.high = xor(sums.high, productOfHigh(blocks, powers))
    sums.middle = xor(sums.middle, productOfLow(xor(blocks, swapHalves(blocks)), powerSums))
}

/// What the two halves of the polynomial x^128 + x^7 + x^2 + x + 1 are in reverse, but for its last coefficient.
@inline(__always)
private func polynomial() -> Block { block(Int64(1)._value, UInt64(0xC200_0000_0000_0000)._value) }

/// Reduces sums to one block a lane.
///
/// The lowest quarter of the product is folded into the two in the middle, then the second into the upper half.
@inline(__always)
func reduce(_ sums: Sums) -> V {
    let polynomial = broadcast(polynomial())
    let middle = xor(xor(sums.middle, xor(sums.low, sums.high)), swapHalves(sums.low))
    let first = xor(middle, productOfLowAndHigh(sums.low, polynomial))
    return xor(xor(sums.high, swapHalves(first)), productOfLowAndHigh(first, polynomial))
}

@inline(__always)
func product(_ a: V, _ b: V) -> V {
    reduce((productOfLow(a, b), productOfLow(xor(a, swapHalves(a)), xor(b, swapHalves(b))), productOfHigh(a, b)))
}

/// The same in one block.
@inline(__always)
func product1(_ a: Block, _ b: Block) -> Block {
    let low = productOfLow1(a, b), high = productOfHigh1(a, b)
    let sums = productOfLow1(xor1(a, swapHalves1(a)), xor1(b, swapHalves1(b)))
    let middle = xor1(xor1(sums, xor1(low, high)), swapHalves1(low))
    let first = xor1(middle, productOfLowAndHigh1(low, polynomial()))
    return xor1(xor1(high, swapHalves1(first)), productOfLowAndHigh1(first, polynomial()))
}

/// The hash of eight vectors of text after `hash`.
@inline(__always)
func hashBatch(_ hash: Block, _ text: UnsafeRawPointer, _ context: UnsafeRawPointer) -> Block {
    let size = 16 &* lanes, powers = powersEnd &- 8 &* size
    var sums = noSums()
    accumulate(xor(extend(hash), shuffle(load(text, 0), reversal())), context, powers, &sums)
    accumulate(shuffle(load(text, size), reversal()), context, powers &+ size, &sums)
    accumulate(shuffle(load(text, 2 &* size), reversal()), context, powers &+ 2 &* size, &sums)
    accumulate(shuffle(load(text, 3 &* size), reversal()), context, powers &+ 3 &* size, &sums)
    accumulate(shuffle(load(text, 4 &* size), reversal()), context, powers &+ 4 &* size, &sums)
    accumulate(shuffle(load(text, 5 &* size), reversal()), context, powers &+ 5 &* size, &sums)
    accumulate(shuffle(load(text, 6 &* size), reversal()), context, powers &+ 6 &* size, &sums)
    accumulate(shuffle(load(text, 7 &* size), reversal()), context, powers &+ 7 &* size, &sums)
    return fold(reduce(sums))
}

/// The hash of bytes after `hash`, filled up with zeros to whole blocks; as a function of its own.
@inline(never)
func hashBytes(
    _ hash: Block, _ bytes: UnsafeRawPointer, _ count: Int, _ context: UnsafeRawPointer
) -> Block {
    hashBytesHere(hash, bytes, count, context)
}

/// The hash of bytes after `hash`, filled up with zeros to whole blocks. No function is called, so that what the
/// caller has in vectors stays there: a function keeps none of them, and the stack is no place for secrets.
@inline(__always)
func hashBytesHere(
    _ hash: Block, _ bytes: UnsafeRawPointer, _ count: Int, _ context: UnsafeRawPointer
) -> Block {
    let size = 16 &* lanes
    var hash = hash, bytes = bytes, count = count
    while count >= 8 &* size {
        hash = hashBatch(hash, bytes, context)
        bytes = bytes + 8 &* size
        count = count &- 8 &* size
    }
    guard count > 0 else { return hash }
    var powers = powersEnd &- ((count &+ 15) & ~15)
    var sums = noSums()
    var next = extend(hash)
    while count >= size {
        accumulate(xor(next, shuffle(load(bytes, 0), reversal())), context, powers, &sums)
        next = Builtin.zeroInitializer()
        powers = powers &+ size
        bytes = bytes + size
        count = count &- size
    }
    if count > 0 {
        accumulate(xor(next, shuffle(loadPartial(bytes, count), reversal())), context, powers, &sums)
    }
    return fold(reduce(sums))
}

/// The block that ends a hash: the numbers of bits of associated data and text.
@inline(__always)
func lengths(_ dataByteCount: Int, _ textByteCount: Int) -> Block {
    block((textByteCount &<< 3)._value, (dataByteCount &<< 3)._value)
}
