import Builtin

// The vectors of this kernel: 128 bits, one block of AES. This file is the same for x86-64 and arm64.

typealias V = Builtin.Vec2xInt64

/// Blocks in a vector.
@inline(__always) var lanes: Int { 1 }

// MARK: Memory

@inline(__always) func load(_ pointer: UnsafeRawPointer, _ offset: Int) -> V { load1(pointer, offset) }

@inline(__always)
func store(_ v: V, _ pointer: UnsafeMutableRawPointer, _ offset: Int) { store1(v, pointer, offset) }

/// The first `count` bytes, 1 to 15, and zeros.
@inline(__always)
func loadPartial(_ pointer: UnsafeRawPointer, _ count: Int) -> V { loadPartial1(pointer, count) }

/// Stores the first `count` bytes, 1 to 15.
@inline(__always)
func storePartial(_ v: V, _ pointer: UnsafeMutableRawPointer, _ count: Int) { storePartial1(v, pointer, count) }

/// The first `count` bytes, 1 to 15, and zeros.
@inline(__always)
func keepFirst(_ v: V, _ count: Int) -> V { keepFirst1(v, count) }

// MARK: Logic and order

@inline(__always) func xor(_ a: V, _ b: V) -> V { xor1(a, b) }

/// The block in every lane.
@inline(__always) func broadcast(_ block: Block) -> V { block }

/// The block in the first lane, zeros in the others.
@inline(__always) func extend(_ block: Block) -> V { block }

/// The sum of the lanes.
@inline(__always) func fold(_ v: V) -> Block { v }

/// The halves of every lane exchanged.
@inline(__always) func swapHalves(_ v: V) -> V { swapHalves1(v) }

/// The lower halves side by side.
@inline(__always) func lowHalves(_ a: V, _ b: V) -> V { block(element1(a, 0), element1(b, 0)) }

/// The upper halves side by side.
@inline(__always) func highHalves(_ a: V, _ b: V) -> V { block(element1(a, 1), element1(b, 1)) }

/// One lane cannot be halved; nobody asks for it.
@inline(__always) func halfAndHalf(_ a: V, _ b: V) -> V { a }

/// Moves bytes within every lane.
@inline(__always) func shuffle(_ v: V, _ order: Block) -> V { shuffle1(v, order) }

/// Adds words of 32 bits.
@inline(__always)
func add(_ a: V, _ b: V) -> V {
    let sum = Builtin.add_Vec4xInt32(
        Builtin.bitcast_Vec2xInt64_Vec4xInt32(a), Builtin.bitcast_Vec2xInt64_Vec4xInt32(b))
    return Builtin.bitcast_Vec4xInt32_Vec2xInt64(sum)
}

/// 0, 1, … in the last word of each lane.
@inline(__always) func laneNumbers() -> V { Builtin.zeroInitializer() }

/// `start` modulo 8, the number of blocks in eight vectors, in the last byte.
@inline(__always) func lastBytes(from start: Int) -> V { block(Int64(0)._value, lastByte(start)) }

/// Adds words of 64 bits.
@inline(__always) func addWide(_ a: V, _ b: V) -> V { Builtin.add_Vec2xInt64(a, b) }

/// 0, 1, … in the first word of 64 bits of each lane.
@inline(__always) func wideLaneNumbers() -> V { Builtin.zeroInitializer() }

/// The lanes moved up by one, and a block in the first.
@inline(__always) func prepend(_ block: Block, _ v: V) -> V { block }

// MARK: AES

@inline(__always) func aesenc(_ state: V, _ key: V) -> V { aesenc1(state, key) }

@inline(__always) func aesenclast(_ state: V, _ key: V) -> V { aesenclast1(state, key) }

@inline(__always) func aesdec(_ state: V, _ key: V) -> V { aesdec1(state, key) }

@inline(__always) func aesdeclast(_ state: V, _ key: V) -> V { aesdeclast1(state, key) }

// MARK: Carry-less products

/// Of the lower halves.
@inline(__always) func productOfLow(_ a: V, _ b: V) -> V { productOfLow1(a, b) }

/// Of the upper halves.
@inline(__always) func productOfHigh(_ a: V, _ b: V) -> V { productOfHigh1(a, b) }

/// Of the lower half of the first and the upper half of the second.
@inline(__always) func productOfLowAndHigh(_ a: V, _ b: V) -> V { productOfLowAndHigh1(a, b) }
