import Builtin

// One block of AES in a register of 128 bits. This file is the same in every kernel of AES.

typealias Block = Builtin.Vec2xInt64

// MARK: Memory

@inline(__always)
func load1(_ pointer: UnsafeRawPointer, _ offset: Int) -> Block {
    pointer.loadUnaligned(fromByteOffset: offset, as: SIMD2<Int64>.self)._storage._value
}

@inline(__always)
func store1(_ block: Block, _ pointer: UnsafeMutableRawPointer, _ offset: Int) {
    var value = SIMD2<Int64>()
    value._storage._value = block
    pointer.storeBytes(of: value, toByteOffset: offset, as: SIMD2<Int64>.self)
}

/// The first `count` bytes, 1 to 15, and zeros. Reads no byte beyond them, some of them twice.
@inline(__always)
func loadPartial1(_ pointer: UnsafeRawPointer, _ count: Int) -> Block {
    if count >= 8 {
        let low = pointer.loadUnaligned(as: UInt64.self)
        let last = pointer.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
        // Of `last`, the upper `count - 8` bytes are new. In two steps, as no shift can be one by 64.
        let high = (last &>> 1) &>> UInt64(truncatingIfNeeded: 127 &- 8 &* count)
        return block(low._value, high._value)
    }
    var word: UInt64
    if count >= 4 {
        word = UInt64(pointer.loadUnaligned(as: UInt32.self))
        let last = UInt64(pointer.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self))
        word |= last &<< UInt64(truncatingIfNeeded: 8 &* count &- 32)
    } else {
        let last = count &- 1, middle = count &>> 1
        word = UInt64(pointer.load(as: UInt8.self))
        word |= UInt64(pointer.load(fromByteOffset: middle, as: UInt8.self)) &<< UInt64(truncatingIfNeeded: 8 &* middle)
        word |= UInt64(pointer.load(fromByteOffset: last, as: UInt8.self)) &<< UInt64(truncatingIfNeeded: 8 &* last)
    }
    return block(word._value, Int64(0)._value)
}

/// Stores the first `count` bytes, 1 to 15, some of them twice.
@inline(__always)
func storePartial1(_ block: Block, _ pointer: UnsafeMutableRawPointer, _ count: Int) {
    let low = UInt64(element1(block, 0)), high = UInt64(element1(block, 1))
    if count >= 8 {
        // The last eight of the first `count` bytes. In two steps, as no shift can be one by 64.
        let shift = UInt64(truncatingIfNeeded: 8 &* count &- 64)
        let last = ((high &<< 1) &<< (63 &- shift)) | (low &>> shift)
        pointer.storeBytes(of: low, as: UInt64.self)
        pointer.storeBytes(of: last, toByteOffset: count &- 8, as: UInt64.self)
    } else if count >= 4 {
        let last = UInt32(truncatingIfNeeded: low &>> UInt64(truncatingIfNeeded: 8 &* count &- 32))
        pointer.storeBytes(of: UInt32(truncatingIfNeeded: low), as: UInt32.self)
        pointer.storeBytes(of: last, toByteOffset: count &- 4, as: UInt32.self)
    } else {
        let last = count &- 1, middle = count &>> 1
        pointer.storeBytes(of: UInt8(truncatingIfNeeded: low), as: UInt8.self)
        let second = UInt8(truncatingIfNeeded: low &>> UInt64(truncatingIfNeeded: 8 &* middle))
        pointer.storeBytes(of: second, toByteOffset: middle, as: UInt8.self)
        let third = UInt8(truncatingIfNeeded: low &>> UInt64(truncatingIfNeeded: 8 &* last))
        pointer.storeBytes(of: third, toByteOffset: last, as: UInt8.self)
    }
}

/// The first `count` bytes, 1 to 16, and zeros.
@inline(__always)
func keepFirst1(_ v: Block, _ count: Int) -> Block {
    // All ones, moved out at the upper end.
    let low = count >= 8 ? UInt64.max : UInt64.max &>> UInt64(truncatingIfNeeded: 64 &- 8 &* count)
    let high = count <= 8 ? 0 : UInt64.max &>> UInt64(truncatingIfNeeded: 128 &- 8 &* count)
    return Builtin.and_Vec2xInt64(v, block(low._value, high._value))
}

// MARK: Logic and order

/// A block of its lower and its upper half.
@inline(__always)
func block(_ low: Builtin.Int64, _ high: Builtin.Int64) -> Block {
    let half: Block = Builtin.insertelement_Vec2xInt64_Int64_Int32(Builtin.zeroInitializer(), low, Int32(0)._value)
    return Builtin.insertelement_Vec2xInt64_Int64_Int32(half, high, Int32(1)._value)
}

@inline(__always)
func element1(_ block: Block, _ index: Int32) -> Builtin.Int64 {
    Builtin.extractelement_Vec2xInt64_Int32(block, index._value)
}

@inline(__always) func xor1(_ a: Block, _ b: Block) -> Block { Builtin.xor_Vec2xInt64(a, b) }

@inline(__always) func swapHalves1(_ v: Block) -> Block { block(element1(v, 1), element1(v, 0)) }

/// The order of bytes turned round.
@inline(__always)
func reversal() -> Block { block(Int64(0x0809_0A0B_0C0D_0E0F)._value, Int64(0x0001_0203_0405_0607)._value) }

/// The order of the last four bytes turned round.
@inline(__always)
func reversalOfLastWord() -> Block {
    block(Int64(0x0706_0504_0302_0100)._value, Int64(0x0C0D_0E0F_0B0A_0908)._value)
}

/// Adds to the last word of 32 bits.
@inline(__always)
func add1(_ v: Block, _ count: UInt32) -> Block {
    let step = block(Int64(0)._value, (UInt64(count) &<< 32)._value)
    let sum = Builtin.add_Vec4xInt32(
        Builtin.bitcast_Vec2xInt64_Vec4xInt32(v), Builtin.bitcast_Vec2xInt64_Vec4xInt32(step))
    return Builtin.bitcast_Vec4xInt32_Vec2xInt64(sum)
}

/// The upper half of a block whose last byte is a number, modulo the number of blocks in a batch, and whose other bytes
/// are zeros.
@inline(__always)
func lastByte(_ number: Int) -> Builtin.Int64 {
    (UInt64(truncatingIfNeeded: number & (8 &* lanes &- 1)) &<< 56)._value
}
