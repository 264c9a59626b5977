import WaxCore

/// The mask generation function MGF1 (RFC 8017 appendix B.2.1).
enum MaskGeneration {
    /// Adds (exclusive or) a mask that is made from the seed to the target.
    ///
    /// Either may be secret; the time depends on their lengths only. What the hash function leaves on the stack is
    /// for the caller to wipe.
    static func applyMGF1(_ hash: RSA.HashAlgorithm, seed: Span<UInt8>, to target: inout MutableSpan<UInt8>) {
        // Every block of the mask is the hash of the seed and a counter of four bytes.
        let input = SecretBuffer<UInt8>(repeating: 0, count: seed.count &+ 4)
        let block = SecretBuffer<UInt8>(repeating: 0, count: hash.digestByteCount)
        input.withMutableSpan { input in input.replace(with: seed) }
        var counter: UInt32 = 0
        var position = 0
        while position < target.count {
            input.withMutableSpan { input in
                for index in 0..<4 {
                    input[seed.count &+ index] = UInt8(truncatingIfNeeded: counter &>> UInt32(24 &- 8 &* index))
                }
            }
            block.withMutableSpan { block in hash.hash(input.span, into: &block) }
            let mask = block.span
            for index in 0..<min(mask.count, target.count &- position) { target[position &+ index] ^= mask[index] }
            position = position &+ mask.count
            counter = counter &+ 1
        }
    }
}
