import WaxCore

// Two classes rather than a generic one: the metadata of a generic class is looked up whenever one is made.

/// The heap block that a SHA-256 under way lives in, wiped with the last copy of the hash.
final class SHA256State: @unchecked Sendable {
    // Changed only by a hash that holds the sole reference, so no two threads meet here.
    private var hash: SHA2Hash<SHA256Compression>

    init(initial state: InlineArray<8, UInt32>) { hash = SHA2Hash(initial: state) }

    init(copying other: SHA256State) {
        hash = SHA2Hash(initial: InlineArray(repeating: 0))
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
}

/// The heap block that a SHA-384 or SHA-512 under way lives in, wiped with the last copy of the hash.
final class SHA512State: @unchecked Sendable {
    // As above.
    private var hash: SHA2Hash<SHA512Compression>

    init(initial state: InlineArray<8, UInt64>) { hash = SHA2Hash(initial: state) }

    init(copying other: SHA512State) {
        hash = SHA2Hash(initial: InlineArray(repeating: 0))
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
}
