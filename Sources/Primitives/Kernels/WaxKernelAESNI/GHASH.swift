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

/// Adds the products of a vector of blocks, turned round, and the powers at an offset.
@inline(__always)
func accumulate(_ blocks: V, _ context: UnsafeRawPointer, _ offset: Int, _ sums: inout Sums) {
    let powers = load(context, offset), powerSums = load(context, offset &+ sumsOffset)
    sums.low = xor(sums.low, productOfLow(blocks, powers))
    sums.high = xor(sums.high, productOfHigh(blocks, powers))
    sums.middle = xor(sums.middle, productOfLow(xor(blocks, swapHalves(blocks)), powerSums))
}

/// The same for two vectors, the powers of the second behind those of the first. The sums of halves of both share a
/// vector, which saves an addition, and each two products are added in one instruction where there is one for that.
@inline(__always)
func accumulate(_ first: V, _ second: V, _ context: UnsafeRawPointer, _ offset: Int, _ sums: inout Sums) {
    let firstPowers = load(context, offset), secondPowers = load(context, offset &+ 16 &* lanes)
    let powerSums = load(context, offset &+ sumsOffset)
    let blockSums = xor(lowHalves(first, second), highHalves(first, second))
    sums.low = xor(sums.low, xor(productOfLow(first, firstPowers), productOfLow(second, secondPowers)))
    sums.high = xor(sums.high, xor(productOfHigh(first, firstPowers), productOfHigh(second, secondPowers)))
    sums.middle = xor(sums.middle, xor(productOfLow(blockSums, powerSums), productOfHigh(blockSums, powerSums)))
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

// MARK: A hash on its way

/// A hash on its way: sums that have not been reduced yet, and the hash of what came before them.
typealias Hash = (sums: Sums, before: Block)

/// Where a hash is: at which offset the power of the next block stands, and how many blocks there still are.
///
/// Blocks are hashed in groups that are reduced once: 24 vectors, and at the end whatever the table suffices for.
/// This is no part of `Hash`, because numbers that came out of memory would count as data where they are addresses.
typealias Place = (offset: Int, left: Int)

/// The beginning of a hash after another one.
@inline(__always) func beginHash(_ before: Block) -> Hash { (noSums(), before) }

/// The place where a hash of so many blocks begins.
@inline(__always)
func beginning(_ count: Int) -> Place { (powersEnd &- 16 &* (count <= powerCount ? count : 24 &* lanes), count) }

/// The hash of all blocks that were added.
@inline(__always)
func endHash(_ hash: Hash) -> Block { fold(reduce(hash.sums)) }

/// The place after so many blocks, which are not the end of a group that another one follows.
@inline(__always)
func after(_ count: Int, _ place: Place) -> Place { (place.offset &+ 16 &* count, place.left &- count) }

/// The place after eight vectors; reduces the sums if they were the end of a group. Nowhere else does one end that is
/// not the last.
@inline(__always)
func endBatch(_ hash: inout Hash, _ place: Place) -> Place {
    let next = after(8 &* lanes, place)
    guard next.offset == powersEnd, next.left > 0 else { return next }
    hash = beginHash(endHash(hash))
    return beginning(next.left)
}

/// A vector of text, turned round.
@inline(__always)
func turned(_ text: UnsafeRawPointer, _ index: Int) -> V { shuffle(load(text, 16 &* lanes &* index), reversal()) }

/// Adds two of several vectors. The first two wait for the hash of the group before: they should come last.
@inline(__always)
func addPair(
    _ hash: inout Hash, _ place: Place, _ text: UnsafeRawPointer, _ index: Int, _ context: UnsafeRawPointer
) {
    var first = turned(text, index)
    if index == 0 {
        first = xor(first, extend(hash.before))
        hash.before = Builtin.zeroInitializer()
    }
    accumulate(first, turned(text, index &+ 1), context, place.offset &+ 16 &* lanes &* index, &hash.sums)
}

/// Adds eight vectors.
@inline(__always)
func addBatch(_ hash: inout Hash, _ place: Place, _ text: UnsafeRawPointer, _ context: UnsafeRawPointer) -> Place {
    addPair(&hash, place, text, 2, context)
    addPair(&hash, place, text, 4, context)
    addPair(&hash, place, text, 6, context)
    addPair(&hash, place, text, 0, context)
    return endBatch(&hash, place)
}

/// Adds one vector, of which so many blocks count, to the last group.
@inline(__always)
func addVector(_ hash: inout Hash, _ place: Place, _ blocks: V, _ count: Int, _ context: UnsafeRawPointer) -> Place {
    accumulate(xor(blocks, extend(hash.before)), context, place.offset, &hash.sums)
    hash.before = Builtin.zeroInitializer()
    return after(count, place)
}

/// Adds bytes, filled up with zeros to whole blocks. No function is called, so that what the caller has in vectors
/// stays there: a function keeps none of them, and the stack is no place for secrets.
@inline(__always)
func addBytes(
    _ hash: inout Hash, _ start: Place, _ bytes: UnsafeRawPointer, _ count: Int, _ context: UnsafeRawPointer
) -> Place {
    let size = 16 &* lanes
    var place = start, bytes = bytes, count = count
    while count >= 8 &* size {
        place = addBatch(&hash, place, bytes, context)
        bytes = bytes + 8 &* size
        count = count &- 8 &* size
    }
    while count >= size {
        place = addVector(&hash, place, turned(bytes, 0), lanes, context)
        bytes = bytes + size
        count = count &- size
    }
    guard count > 0 else { return place }
    return addVector(&hash, place, shuffle(loadPartial(bytes, count), reversal()), blockCount(count), context)
}

/// The number of blocks that bytes fill, the last one perhaps in part.
@inline(__always)
func blockCount(_ byteCount: Int) -> Int { (byteCount &+ 15) &>> 4 }

/// The hash of bytes after `before`, filled up with zeros to whole blocks; as a function of its own.
@inline(never)
func hashBytes(
    _ before: Block, _ bytes: UnsafeRawPointer, _ count: Int, _ context: UnsafeRawPointer
) -> Block {
    guard count > 0 else { return before }
    var hash = beginHash(before)
    _ = addBytes(&hash, beginning(blockCount(count)), bytes, count, context)
    return endHash(hash)
}

/// The block that ends a hash: the numbers of bits of associated data and text.
@inline(__always)
func lengths(_ dataByteCount: Int, _ textByteCount: Int) -> Block {
    block((textByteCount &<< 3)._value, (dataByteCount &<< 3)._value)
}
