import WaxCore

/// What differs between the two halves of SHA-2: the width of the words and what is done with a block.
protocol SHA2CompressionFunction {
    associatedtype Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable

    /// Works whole blocks of sixteen words each into the state.
    static func compress(_ state: inout InlineArray<8, Word>, _ blocks: Span<UInt8>)
}

/// A hash under way: the state, and the input that does not fill a block yet (FIPS 180-4 sections 5.1 and 5.2).
///
/// Both may give a secret away, so whoever owns one calls ``wipe()`` before it goes: ``SHA2State`` for a hash
/// that lives on, the function itself for one that does not outlive the call. It cannot be copied by
/// accident, for such a copy would not be wiped.
struct SHA2Hash<Compression: SHA2CompressionFunction>: ~Copyable {
    private var state: InlineArray<8, Compression.Word>
    // Sixteen words of the longer kind; SHA-256 uses the first half.
    private var block = InlineArray<128, UInt8>(repeating: 0)
    private var blockCount = 0
    private var byteCount: UInt64 = 0

    private static var blockByteCount: Int { 2 &* Compression.Word.bitWidth }

    init(initial state: InlineArray<8, Compression.Word>) { self.state = state }

    private init(copying other: borrowing SHA2Hash) {
        state = other.state
        block = other.block
        blockCount = other.blockCount
        byteCount = other.byteCount
    }

    borrowing func copy() -> SHA2Hash { SHA2Hash(copying: self) }

    mutating func update(_ data: Span<UInt8>) {
        byteCount = byteCount &+ UInt64(truncatingIfNeeded: data.count)
        var position = 0
        if blockCount > 0 {
            position = min(data.count, Self.blockByteCount &- blockCount)
            append(data.extracting(first: position))
            guard blockCount == Self.blockByteCount else { return }
            compressBlock()
        }
        let whole = (data.count &- position) & ~(Self.blockByteCount &- 1)
        if whole > 0 {
            Compression.compress(&state, data.extracting(position..<(position &+ whole)))
            position = position &+ whole
        }
        if position < data.count { append(data.extracting(position..<data.count)) }
    }

    /// Pads, and writes the first bytes of the state.
    mutating func finish(into digest: inout MutableSpan<UInt8>, byteCount digestByteCount: Int) {
        precondition(digest.count >= digestByteCount, "the digest does not fit into the span")
        block[blockCount] = 0x80
        blockCount = blockCount &+ 1
        // The length in bits takes two words; of SHA-512's sixteen bytes no more than eight are ever needed.
        if blockCount > Self.blockByteCount &- Compression.Word.bitWidth / 4 {
            padBlock(to: Self.blockByteCount)
            compressBlock()
        }
        padBlock(to: Self.blockByteCount &- 8)
        for index in 0..<8 {
            block[Self.blockByteCount &- 1 &- index] = UInt8(
                truncatingIfNeeded: (byteCount &<< 3) &>> UInt64(8 &* index))
        }
        compressBlock()

        let wordByteCount = Compression.Word.bitWidth / 8
        for index in 0..<digestByteCount {
            let shift = 8 &* (wordByteCount &- 1 &- index % wordByteCount)
            digest[index] = UInt8(truncatingIfNeeded: state[index / wordByteCount] >> shift)
        }
    }

    mutating func wipe() {
        var words = state.mutableSpan
        WaxCore.wipe(&words)
        var bytes = block.mutableSpan
        WaxCore.wipe(&bytes)
    }

    private mutating func append(_ data: Span<UInt8>) {
        var target = block.mutableSpan
        target.replace(from: blockCount, with: data)
        blockCount = blockCount &+ data.count
    }

    private mutating func padBlock(to end: Int) {
        while blockCount < end {
            block[blockCount] = 0
            blockCount = blockCount &+ 1
        }
    }

    private mutating func compressBlock() {
        Compression.compress(&state, block.span.extracting(first: Self.blockByteCount))
        blockCount = 0
    }
}

/// The heap block that a hash lives in and that is wiped with the last copy of the hash.
final class SHA2State<Compression: SHA2CompressionFunction>: @unchecked Sendable {
    // A hash changes its state only where it holds the sole reference, so no two threads meet here.
    var hash: SHA2Hash<Compression>

    init(_ hash: consuming SHA2Hash<Compression>) { self.hash = hash }

    deinit { hash.wipe() }
}
