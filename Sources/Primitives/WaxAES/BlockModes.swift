import WaxCore

// The modes as they follow from single blocks, sixteen at a time.

extension BlockEngine {
    func addKeystream(to blocks: inout MutableSpan<UInt8>, counter: inout Counter128) {
        var keystream = InlineArray<256, UInt8>(repeating: 0)
        var span = keystream.mutableSpan
        var offset = 0
        while offset < blocks.count {
            let count = min(256, blocks.count &- offset)
            var batch = span._mutatingExtracting(0..<count)
            for block in 0..<(count / 16) {
                counter.store(to: &batch, at: 16 &* block)
                counter.advance(by: 1)
            }
            encryptBlocks(&batch)
            for index in 0..<count { blocks[offset &+ index] ^= batch[index] }
            offset = offset &+ count
        }
        wipe(&span)
    }

    func encryptCBC(_ blocks: inout MutableSpan<UInt8>, chain: inout InlineArray<16, UInt8>) {
        var offset = 0
        while offset < blocks.count {
            var block = blocks._mutatingExtracting(offset..<(offset &+ 16))
            for index in 0..<16 { block[index] ^= chain[index] }
            encryptBlocks(&block)
            for index in 0..<16 { chain[index] = block[index] }
            offset = offset &+ 16
        }
    }

    func decryptCBC(_ blocks: inout MutableSpan<UInt8>, chain: inout InlineArray<16, UInt8>) {
        // What is added to a block is the ciphertext before it, which is overwritten: so it is kept, as far as needed.
        var ciphertext = InlineArray<272, UInt8>(repeating: 0)
        var offset = 0
        while offset < blocks.count {
            let count = min(256, blocks.count &- offset)
            var batch = blocks._mutatingExtracting(offset..<(offset &+ count))
            for index in 0..<16 { ciphertext[index] = chain[index] }
            for index in 0..<count { ciphertext[16 &+ index] = batch[index] }
            decryptBlocks(&batch)
            let before = ciphertext.span
            for index in 0..<count { batch[index] ^= before[index] }
            for index in 0..<16 { chain[index] = ciphertext[count &+ index] }
            offset = offset &+ count
        }
    }
}
