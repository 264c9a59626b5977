import Builtin

/// Works whole blocks into a state.
///
/// - Parameters:
///   - state: The eight words a to h.
///   - blocks: As many times 64 bytes as `blockCount` says, one at least.
@export(interface) @inline(never)
public func compressSHA256(_ state: UnsafeMutableRawPointer, _ blocks: UnsafeRawPointer, _ blockCount: Int) {
    var first = first(load(state, 0), load(state, 16)), second = second(load(state, 0), load(state, 16))
    compressBlocks(&first, &second, blocks, blockCount)
    store(abcd(first, second), state, 0)
    store(efgh(first, second), state, 16)
}

/// Pads the rest of a message, and writes the digest.
///
/// - Parameters:
///   - state: The state after all whole blocks; it stays as it is.
///   - rest: What is left of the message.
///   - restCount: How many bytes that is, less than 64.
///   - byteCount: The size of the whole message.
///   - scratch: 64 bytes to work with, which are zero in the end.
///   - digest: 32 bytes.
@export(interface) @inline(never)
public func finishSHA256(
    _ state: UnsafeRawPointer, _ rest: UnsafeRawPointer, _ restCount: Int, _ byteCount: UInt64,
    _ scratch: UnsafeMutableRawPointer, _ digest: UnsafeMutableRawPointer
) {
    let abcd = load(state, 0), efgh = load(state, 16)
    finish(first(abcd, efgh), second(abcd, efgh), rest, restCount, byteCount, scratch, digest)
}

/// The digest of a message.
///
/// - Parameters:
///   - initial: The state to begin with.
///   - scratch: 64 bytes to work with, which are zero in the end.
///   - digest: 32 bytes.
@export(interface) @inline(never)
public func hashSHA256(
    _ initial: UnsafeRawPointer, _ message: UnsafeRawPointer, _ byteCount: Int,
    _ scratch: UnsafeMutableRawPointer, _ digest: UnsafeMutableRawPointer
) {
    var first = first(load(initial, 0), load(initial, 16)), second = second(load(initial, 0), load(initial, 16))
    let blockCount = byteCount &>> 6
    if blockCount > 0 { compressBlocks(&first, &second, message, blockCount) }
    finish(
        first, second, message + (blockCount &<< 6), byteCount & 63, UInt64(truncatingIfNeeded: byteCount), scratch,
        digest)
}

@inline(__always)
func compressBlocks(_ first: inout V, _ second: inout V, _ blocks: UnsafeRawPointer, _ blockCount: Int) {
    var block = blocks
    var count = blockCount
    repeat {
        compress(
            &first, &second, loadMessage(block, 0), loadMessage(block, 16), loadMessage(block, 32),
            loadMessage(block, 48))
        block += 64
        count = count &- 1
    } while count > 0
}

@inline(__always)
private func finish(
    _ firstBefore: V, _ secondBefore: V, _ rest: UnsafeRawPointer, _ restCount: Int, _ byteCount: UInt64,
    _ scratch: UnsafeMutableRawPointer, _ digest: UnsafeMutableRawPointer
) {
    var first = firstBefore, second = secondBefore
    let zero: V = Builtin.zeroInitializer()
    let length = vector(
        0, 0, UInt32(truncatingIfNeeded: byteCount &>> 29), UInt32(truncatingIfNeeded: byteCount &<< 3))
    var w0 = vector(0x8000_0000, 0, 0, 0), w1 = zero, w2 = zero, w3 = zero
    // Where nothing is left of the message, its end needs no memory.
    if restCount > 0 {
        clear(scratch)
        copy(rest, restCount, scratch)
        scratch.storeBytes(of: 0x80, toByteOffset: restCount, as: UInt8.self)
        w0 = loadMessage(scratch, 0)
        w1 = loadMessage(scratch, 16)
        w2 = loadMessage(scratch, 32)
        w3 = loadMessage(scratch, 48)
        clear(scratch)
    }
    if restCount >= 56 {
        compress(&first, &second, w0, w1, w2, w3)
        w0 = zero
        w1 = zero
        w2 = zero
        w3 = zero
    }
    compress(&first, &second, w0, w1, w2, add(w3, length))
    store(reverseBytes(abcd(first, second)), digest, 0)
    store(reverseBytes(efgh(first, second)), digest, 16)
}

@inline(__always)
private func clear(_ scratch: UnsafeMutableRawPointer) {
    let zero: V = Builtin.zeroInitializer()
    store(zero, scratch, 0)
    store(zero, scratch, 16)
    store(zero, scratch, 32)
    store(zero, scratch, 48)
}

/// Copies 1 to 63 bytes, some of them twice.
///
/// A function of the C library would have the registers written to the stack, where the state shall not get.
@inline(__always)
private func copy(_ source: UnsafeRawPointer, _ count: Int, _ target: UnsafeMutableRawPointer) {
    if count >= 16 {
        store(load(source, 0), target, 0)
        if count >= 32 { store(load(source, 16), target, 16) }
        if count >= 48 { store(load(source, 32), target, 32) }
        store(load(source, count &- 16), target, count &- 16)
    } else if count >= 8 {
        let last = source.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
        target.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
        target.storeBytes(of: last, toByteOffset: count &- 8, as: UInt64.self)
    } else {
        var index = 0
        while index < count {
            target.storeBytes(of: source.load(fromByteOffset: index, as: UInt8.self), toByteOffset: index, as: UInt8.self)
            index = index &+ 1
        }
    }
}
