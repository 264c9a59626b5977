import WaxCore

/// What differs between SHA-1 and the two halves of SHA-2: the width of the words and what is done with a block.
protocol CompressionFunction {
    associatedtype Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable

    /// Works whole blocks of sixteen words each into the state, of which SHA-1 uses five words only.
    ///
    /// All blocks come through here: an implementation for one kind of processor is chosen in this place. It is
    /// never inlined, and may leave what it computed on the stack.
    static func compressLeavingTraces(_ state: inout InlineArray<8, Word>, _ blocks: Span<UInt8>)

    /// Works whole blocks into the state, and leaves nothing of them on the stack.
    static func compress(_ state: inout InlineArray<8, Word>, _ blocks: Span<UInt8>)
}

extension CompressionFunction {
    /// Works whole blocks into the state, and leaves nothing of them on the stack.
    static func compress(_ state: inout InlineArray<8, Word>, _ blocks: Span<UInt8>) {
        compressLeavingTraces(&state, blocks)
        wipeStack()
    }

    /// Sixteen words: 64 or 128 bytes.
    static var blockByteCount: Int { 2 &* Word.bitWidth }

    /// How many bytes of an input lie in whole blocks.
    static func wholeBlocks(in byteCount: Int) -> Int { byteCount & ~(blockByteCount &- 1) }

    /// The digest of one piece of data.
    static func hash(
        _ data: Span<UInt8>, initial: InlineArray<8, Word>, into digest: inout MutableSpan<UInt8>,
        byteCount digestByteCount: Int
    ) {
        var state = initial
        let whole = wholeBlocks(in: data.count)
        if whole > 0 { compress(&state, data.extracting(first: whole)) }
        finish(
            state.span, data.extracting(droppingFirst: whole), UInt64(truncatingIfNeeded: data.count),
            into: &digest, byteCount: digestByteCount)
        var words = state.mutableSpan
        wipe(&words)
    }

    /// Pads the input (FIPS 180-4 section 5.1) and writes the digest, the first bytes of the last state.
    ///
    /// - Parameters:
    ///   - state: The state after all whole blocks, eight words.
    ///   - rest: The input after them.
    ///   - byteCount: The size of the whole input.
    static func finish(
        _ state: Span<Word>, _ rest: Span<UInt8>, _ byteCount: UInt64, into digest: inout MutableSpan<UInt8>,
        byteCount digestByteCount: Int
    ) {
        precondition(digest.count >= digestByteCount, "the digest does not fit into the span")
        let wordByteCount = Word.bitWidth / 8

        // What is left of the input, a one bit, zeros, and the length in bits at the end of the first or the
        // second block. The length takes two words, but more than eight bytes of it are never needed.
        var tail = InlineArray<256, UInt8>(repeating: 0)
        var tailBytes = tail.mutableSpan
        tailBytes.replace(with: rest)
        tailBytes[rest.count] = 0x80
        let fits = rest.count &+ 1 &+ 2 &* wordByteCount <= blockByteCount
        let tailCount = fits ? blockByteCount : 2 &* blockByteCount
        let bitCount = byteCount &<< 3
        for index in 0..<8 {
            tailBytes[tailCount &- 1 &- index] = UInt8(truncatingIfNeeded: bitCount &>> UInt64(8 &* index))
        }

        var final = InlineArray<8, Word>(repeating: 0)
        for index in 0..<8 { final[index] = state[index] }
        compress(&final, tailBytes.span.extracting(first: tailCount))
        write(final.span, into: &digest, byteCount: digestByteCount)
        wipe(&tailBytes)
        var words = final.mutableSpan
        wipe(&words)
    }

    /// Writes the first bytes of a state, the most significant byte of each word first.
    @inline(__always)
    static func write(_ state: Span<Word>, into bytes: inout MutableSpan<UInt8>, byteCount: Int) {
        let wordByteCount = Word.bitWidth / 8
        let wholeCount = byteCount / wordByteCount
        for index in 0..<wholeCount {
            let word = state[index]
            let position = index &* wordByteCount
            // From the last byte on: once that is known to be inside the span, the others are.
            for byte in 0..<wordByteCount {
                bytes[position &+ wordByteCount &- 1 &- byte] = UInt8(
                    truncatingIfNeeded: word &>> Word(truncatingIfNeeded: 8 &* byte))
            }
        }
        // The digest of SHA-512/224 ends in the middle of a word.
        for position in (wholeCount &* wordByteCount)..<byteCount {
            let shift = 8 &* (wordByteCount &- 1 &- position % wordByteCount)
            bytes[position] = UInt8(
                truncatingIfNeeded: state[wholeCount] &>> Word(truncatingIfNeeded: shift))
        }
    }

    /// Replaces `value` by its HMAC, and combines `sum` with the result; both a number of times.
    ///
    /// - Parameters:
    ///   - inner: The state after the block of the inner key, eight words.
    ///   - outer: The state after the block of the outer key.
    static func iterateHMAC(
        inner: Span<Word>, outer: Span<Word>, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>,
        digestByteCount: Int, count: Int
    ) {
        // The inner and the outer message are alike: a block that the state has in it already, a digest, and the
        // padding of both, which stays where it is.
        var block = InlineArray<128, UInt8>(repeating: 0)
        block[digestByteCount] = 0x80
        let bitCount = 8 &* (blockByteCount &+ digestByteCount)
        block[blockByteCount &- 2] = UInt8(truncatingIfNeeded: bitCount &>> 8)
        block[blockByteCount &- 1] = UInt8(truncatingIfNeeded: bitCount)
        var bytes = block.mutableSpan
        bytes.replace(with: value.span.extracting(first: digestByteCount))
        var state = InlineArray<8, Word>(repeating: 0)
        // Combined word by word, which are fewer than the bytes.
        var total = InlineArray<8, Word>(repeating: 0)
        for _ in 0..<count {
            for index in 0..<8 { state[index] = inner[index] }
            compressLeavingTraces(&state, bytes.span.extracting(first: blockByteCount))
            write(state.span, into: &bytes, byteCount: digestByteCount)
            for index in 0..<8 { state[index] = outer[index] }
            compressLeavingTraces(&state, bytes.span.extracting(first: blockByteCount))
            write(state.span, into: &bytes, byteCount: digestByteCount)
            for index in 0..<8 { total[index] ^= state[index] }
        }
        value.replace(with: bytes.span.extracting(first: digestByteCount))
        write(total.span, into: &bytes, byteCount: digestByteCount)
        for index in 0..<digestByteCount { sum[index] ^= bytes[index] }
        wipeStack()
        wipe(&bytes)
        var words = state.mutableSpan
        wipe(&words)
        words = total.mutableSpan
        wipe(&words)
    }
}

/// A hash under way: the state, and the input that does not fill a block yet.
///
/// Both may give a secret away, so its owner, such as a ``SHA256State``, calls ``wipe()`` before it
/// goes. It is never copied as a whole, and functions that read it are given spans: as a value it would leave
/// copies on the stack.
struct BlockHash<Compression: CompressionFunction>: ~Copyable {
    private(set) var state: InlineArray<8, Compression.Word>
    // Sixteen words of the longer kind; SHA-256 uses the first half.
    private(set) var block = InlineArray<128, UInt8>(repeating: 0)
    private(set) var blockCount = 0
    private(set) var byteCount: UInt64 = 0

    init(initial state: InlineArray<8, Compression.Word>) { self.state = state }

    mutating func update(_ data: Span<UInt8>) {
        byteCount = byteCount &+ UInt64(truncatingIfNeeded: data.count)
        var position = 0
        if blockCount > 0 {
            position = min(data.count, Compression.blockByteCount &- blockCount)
            keep(data.extracting(first: position))
            guard blockCount == Compression.blockByteCount else { return }
            Compression.compress(&state, block.span.extracting(first: blockCount))
            blockCount = 0
        }
        let whole = Compression.wholeBlocks(in: data.count &- position)
        if whole > 0 {
            Compression.compress(&state, data.extracting(position..<(position &+ whole)))
            position = position &+ whole
        }
        keep(data.extracting(position..<data.count))
    }

    private mutating func keep(_ data: Span<UInt8>) {
        var target = block.mutableSpan
        target.replace(from: blockCount, with: data)
        blockCount = blockCount &+ data.count
    }

    /// Becomes what another hash is.
    mutating func become(_ state: Span<Compression.Word>, _ rest: Span<UInt8>, _ byteCount: UInt64) {
        for index in 0..<8 { self.state[index] = state[index] }
        blockCount = 0
        keep(rest)
        self.byteCount = byteCount
    }

    mutating func wipe() {
        var words = state.mutableSpan
        WaxCore.wipe(&words)
        var bytes = block.mutableSpan
        WaxCore.wipe(&bytes)
    }
}
