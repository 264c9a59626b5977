import WaxCore

// Three classes rather than a generic one: the metadata of a generic class is looked up whenever one is made.

/// The heap block that a SHA-224 or SHA-256 under way lives in, wiped with the last copy of the hash.
final class SHA256State: @unchecked Sendable {
    // Changed only by a hash that holds the sole reference, so no two threads meet here.
    private var hash: BlockHash<SHA256Compression>

    init(initial state: InlineArray<8, UInt32>) { hash = BlockHash(initial: state) }

    init(copying other: SHA256State) {
        hash = BlockHash(initial: InlineArray(repeating: 0))
        hash.become(
            other.hash.state.span, other.hash.block.span.extracting(first: other.hash.blockCount),
            other.hash.byteCount)
    }

    deinit { hash.wipe() }

    func update(_ data: Span<UInt8>) { hash.update(data) }

    func finish(into digest: inout MutableSpan<UInt8>, byteCount: Int) {
        SHA256Compression.finish(
            hash.state.span, hash.block.span.extracting(first: hash.blockCount), hash.byteCount,
            into: &digest, byteCount: byteCount)
    }

    func iterateHMAC(
        outer: SHA256State, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, byteCount: Int, count: Int
    ) {
        SHA256Compression.iterateHMAC(
            inner: hash.state.span, outer: outer.hash.state.span, value: &value, sum: &sum,
            digestByteCount: byteCount, count: count)
    }
}

/// The heap block that a hash of the SHA-512 family under way lives in, wiped with the last copy of the hash.
final class SHA512State: @unchecked Sendable {
    // As above.
    private var hash: BlockHash<SHA512Compression>

    init(initial state: InlineArray<8, UInt64>) { hash = BlockHash(initial: state) }

    init(copying other: SHA512State) {
        hash = BlockHash(initial: InlineArray(repeating: 0))
        hash.become(
            other.hash.state.span, other.hash.block.span.extracting(first: other.hash.blockCount),
            other.hash.byteCount)
    }

    deinit { hash.wipe() }

    func update(_ data: Span<UInt8>) { hash.update(data) }

    func finish(into digest: inout MutableSpan<UInt8>, byteCount: Int) {
        SHA512Compression.finish(
            hash.state.span, hash.block.span.extracting(first: hash.blockCount), hash.byteCount,
            into: &digest, byteCount: byteCount)
    }

    func iterateHMAC(
        outer: SHA512State, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, byteCount: Int, count: Int
    ) {
        SHA512Compression.iterateHMAC(
            inner: hash.state.span, outer: outer.hash.state.span, value: &value, sum: &sum,
            digestByteCount: byteCount, count: count)
    }
}

/// The heap block that a SHA-1 under way lives in, wiped with the last copy of the hash.
final class SHA1State: @unchecked Sendable {
    // As above.
    private var hash: BlockHash<SHA1Compression>

    init(initial state: InlineArray<8, UInt32>) { hash = BlockHash(initial: state) }

    init(copying other: SHA1State) {
        hash = BlockHash(initial: InlineArray(repeating: 0))
        hash.become(
            other.hash.state.span, other.hash.block.span.extracting(first: other.hash.blockCount),
            other.hash.byteCount)
    }

    deinit { hash.wipe() }

    func update(_ data: Span<UInt8>) { hash.update(data) }

    func finish(into digest: inout MutableSpan<UInt8>, byteCount: Int) {
        SHA1Compression.finish(
            hash.state.span, hash.block.span.extracting(first: hash.blockCount), hash.byteCount,
            into: &digest, byteCount: byteCount)
    }

    func iterateHMAC(
        outer: SHA1State, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, byteCount: Int, count: Int
    ) {
        SHA1Compression.iterateHMAC(
            inner: hash.state.span, outer: outer.hash.state.span, value: &value, sum: &sum,
            digestByteCount: byteCount, count: count)
    }
}
