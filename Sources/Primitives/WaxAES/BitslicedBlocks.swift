import WaxCore

/// Blocks, one after the other or many at once, over a bitsliced cipher.
struct BitslicedBlocks<Cipher: BatchCipher>: BlockEngine {
    private let cipher: Cipher

    /// For the modes that cannot go on before a block is done: its batch of four takes a fraction of the time.
    private let narrow: Bitsliced4

    init(_ expansion: KeyExpansion) {
        cipher = Cipher(expansion)
        narrow = Bitsliced4(expansion)
    }

    func encryptBlocks(_ blocks: inout MutableSpan<UInt8>) {
        if blocks.count <= 64 {
            Self.forBatches(of: 64, in: &blocks) { narrow.encrypt(&$0) }
        } else {
            Self.forBatches(of: 16 &* Cipher.batch, in: &blocks) { cipher.encrypt(&$0) }
        }
    }

    func decryptBlocks(_ blocks: inout MutableSpan<UInt8>) {
        if blocks.count <= 64 {
            Self.forBatches(of: 64, in: &blocks) { narrow.decrypt(&$0) }
        } else {
            Self.forBatches(of: 16 &* Cipher.batch, in: &blocks) { cipher.decrypt(&$0) }
        }
    }

    func addKeystream(to blocks: inout MutableSpan<UInt8>, counter: inout Counter128) {
        var keystream = InlineArray<256, UInt8>(repeating: 0)
        var span = keystream.mutableSpan
        var offset = 0
        while offset < blocks.count {
            let count = min(16 &* Cipher.batch, blocks.count &- offset)
            // A batch counts with 32 bits. Where more change, which is seldom, it is made in two pieces.
            let untilCarry = (UInt64(1) &<< 32) &- (counter.low & 0xFFFF_FFFF)
            let blockCount = min(UInt64(truncatingIfNeeded: count / 16), untilCarry)
            let byteCount = 16 &* Int(truncatingIfNeeded: blockCount)
            counter.store(to: &span, at: 0)
            cipher.encrypt(CounterBlock(block: span.span.extracting(first: 16)), to: &span)
            for index in 0..<byteCount { blocks[offset &+ index] ^= span[index] }
            counter.advance(by: byteCount / 16)
            offset = offset &+ byteCount
        }
        wipe(&span)
    }

    /// Cuts blocks into batches; the last one, if it is not whole, is worked on in a batch with zeros.
    @inline(__always)
    private static func forBatches(
        of batchByteCount: Int, in blocks: inout MutableSpan<UInt8>, _ body: (inout MutableSpan<UInt8>) -> Void
    ) {
        var offset = 0
        while blocks.count &- offset >= batchByteCount {
            var batch = blocks._mutatingExtracting(offset..<(offset &+ batchByteCount))
            body(&batch)
            offset = offset &+ batchByteCount
        }
        let rest = blocks.count &- offset
        guard rest > 0 else { return }
        var padded = InlineArray<256, UInt8>(repeating: 0)
        var span = padded.mutableSpan
        for index in 0..<rest { span[index] = blocks[offset &+ index] }
        var batch = span._mutatingExtracting(0..<batchByteCount)
        body(&batch)
        for index in 0..<rest { blocks[offset &+ index] = batch[index] }
        wipe(&span)
    }
}
