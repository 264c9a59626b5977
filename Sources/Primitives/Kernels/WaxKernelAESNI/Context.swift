import Builtin

// A key made ready. What stands where in the memory that the caller provides:
//
//       0  the round keys, 15 of 16 bytes
//     240  the number of rounds, 10, 12 or 14
//     256  the powers of the hash key, the highest first: 25 vectors, then one vector of zeros
//    1920  in the same order, for each power the sum of its halves, and that of the power one vector further
//    3584  the round keys once more, each in every lane of a vector
//
// The hash key is kept as H·x, the first byte of a block highest: see `product`. The round keys are there twice because
// a load that copies a block to all lanes takes as much of the processor as a shuffle.

@inline(__always) var roundCountOffset: Int { 240 }
@inline(__always) var powersOffset: Int { 256 }
/// From a power to the sum of its halves.
@inline(__always) var sumsOffset: Int { 1664 }
@inline(__always) var vectorKeysOffset: Int { 3584 }
/// How many powers there are.
@inline(__always) var powerCount: Int { 25 &* lanes }
/// From the table's begin to its end, that is, to where H^0 would stand.
@inline(__always) var powersEnd: Int { powersOffset &+ 16 &* powerCount }

/// Prepares a key of 16, 24 or 32 bytes: the round keys and the powers of the hash key.
///
/// - Parameter context: 4608 bytes, best at a multiple of 64. What the kernel reads of them is written.
@export(interface) @inline(never)
public func prepareGCM(_ key: UnsafeRawPointer, _ keyByteCount: Int, _ context: UnsafeMutableRawPointer) {
    expandKey(key, keyByteCount, context)
    let rounds = UnsafeRawPointer(context).load(fromByteOffset: roundCountOffset, as: Int.self)
    let hashKey = encrypt1(UnsafeRawPointer(context), rounds, Builtin.zeroInitializer())
    // Times x, modulo the polynomial: a shift by one, and the bit that falls out comes back in four places.
    let bytes = shuffle1(hashKey, reversal())
    let low = UInt64(element1(bytes, 0)), high = UInt64(element1(bytes, 1))
    let carry = 0 &- (high &>> 63)
    let first = block(
        ((low &<< 1) ^ (carry & 1))._value,
        (((high &<< 1) | (low &>> 63)) ^ (carry & 0xC200_0000_0000_0000))._value)
    // A lane has H^lanes, …, H^1; each of the next seven vectors is the one behind it times H^lanes, and those before
    // are products with H^(8·lanes), which do not wait for one another.
    var offset = powersEnd
    var power = first
    var index = 0
    store(Builtin.zeroInitializer(), context, offset)
    store(Builtin.zeroInitializer(), context, offset &+ sumsOffset)
    while index < lanes {
        offset = offset &- 16
        store1(power, context, offset)
        index = index &+ 1
        if index < lanes { power = product1(power, first) }
    }
    let powers = UnsafeRawPointer(context), size = 16 &* lanes
    var step = broadcast(power)
    index = 1
    while index < 25 {
        let behind = load(powers, offset &+ (index < 8 ? 0 : 7 &* size))
        offset = offset &- size
        store(product(behind, step), context, offset)
        index = index &+ 1
        if index == 8 { step = broadcast(load1(powers, offset)) }
    }
    while offset < powersEnd {
        let here = load(powers, offset), next = load(powers, offset &+ size)
        store(xor(lowHalves(here, next), highHalves(here, next)), context, offset &+ sumsOffset)
        offset = offset &+ size
    }
    index = 0
    while index <= rounds {
        store(roundKey(powers, index), context, vectorKeysOffset &+ size &* index)
        index = index &+ 1
    }
}

/// The key schedule of FIPS 197, section 5.2, column by column.
///
/// The last round of AES on a block of four equal columns is the S-box alone: ShiftRows exchanges equal bytes.
@inline(__always)
func expandKey(_ key: UnsafeRawPointer, _ keyByteCount: Int, _ context: UnsafeMutableRawPointer) {
    let keyColumns = keyByteCount &>> 2
    let rounds = keyColumns &+ 6
    let roundKeys = UnsafeRawPointer(context)
    context.storeBytes(of: rounds, toByteOffset: roundCountOffset, as: Int.self)
    var index = 0
    var column: UInt32 = 0
    while index < keyColumns {
        column = key.loadUnaligned(fromByteOffset: 4 &* index, as: UInt32.self)
        context.storeBytes(of: column, toByteOffset: 4 &* index, as: UInt32.self)
        index = index &+ 1
    }
    var roundConstant: UInt32 = 1
    var phase = 0
    while index < 4 &* rounds &+ 4 {
        if phase == 0 {
            column = substitute((column &>> 8) | (column &<< 24)) ^ roundConstant
            // Multiplication by x in GF(2^8); the ten constants are public.
            roundConstant = (roundConstant &<< 1) ^ (roundConstant &>> 7 == 0 ? 0 : 0x11B)
        } else if keyColumns == 8, phase == 4 {
            column = substitute(column)
        }
        column ^= roundKeys.load(fromByteOffset: 4 &* (index &- keyColumns), as: UInt32.self)
        context.storeBytes(of: column, toByteOffset: 4 &* index, as: UInt32.self)
        index = index &+ 1
        phase = phase &+ 1 == keyColumns ? 0 : phase &+ 1
    }
}

/// The S-box on four bytes.
@inline(__always)
private func substitute(_ column: UInt32) -> UInt32 {
    let twice = UInt64(column) &* 0x1_0000_0001
    let block = aesenclast1(block(twice._value, twice._value), Builtin.zeroInitializer())
    return UInt32(truncatingIfNeeded: UInt64(element1(block, 0)))
}

/// One block.
@inline(__always)
func encrypt1(_ keys: UnsafeRawPointer, _ rounds: Int, _ block: Block) -> Block {
    var state = xor1(block, load1(keys, 0))
    state = aesenc1(state, load1(keys, 16))
    state = aesenc1(state, load1(keys, 32))
    state = aesenc1(state, load1(keys, 48))
    state = aesenc1(state, load1(keys, 64))
    state = aesenc1(state, load1(keys, 80))
    state = aesenc1(state, load1(keys, 96))
    state = aesenc1(state, load1(keys, 112))
    state = aesenc1(state, load1(keys, 128))
    state = aesenc1(state, load1(keys, 144))
    if rounds > 10 {
        state = aesenc1(state, load1(keys, 160))
        state = aesenc1(state, load1(keys, 176))
        if rounds > 12 {
            state = aesenc1(state, load1(keys, 192))
            state = aesenc1(state, load1(keys, 208))
        }
    }
    return aesenclast1(state, load1(keys, 16 &* rounds))
}
