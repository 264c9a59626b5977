import WaxCore

/// The mask generation function MGF1 (RFC 8017 appendix B.2.1).
enum MaskGeneration {
    /// Adds (exclusive or) a mask that is made from the seed to the target.
    static func applyMGF1(_ hash: RSA.HashAlgorithm, seed: Span<UInt8>, to target: inout MutableSpan<UInt8>) {
        // Every block of the mask is the hash of the seed and a counter of four bytes.
        var input = [UInt8](copying: seed) + [0, 0, 0, 0]
        var counter: UInt32 = 0
        var position = 0
        while position < target.count {
            for index in 0..<4 {
                input[seed.count &+ index] = UInt8(truncatingIfNeeded: counter &>> UInt32(24 &- 8 &* index))
            }
            var block = hash.hash(input.span)
            for index in 0..<min(block.count, target.count &- position) { target[position &+ index] ^= block[index] }
            wipe(&block)
            position = position &+ block.count
            counter = counter &+ 1
        }
        wipe(&input)
    }
}
