import WaxCore

/// A block of which the last four bytes are a counter, big-endian, that wraps around at 2^32
/// (the incrementing function inc32 of SP 800-38D, section 6.2).
///
/// It has to be treated as a secret: where a nonce has not 12 bytes, it is computed with the hash key.
struct CounterBlock {
    /// Bytes 0–3, 4–7 and 8–11; the first of each lowest.
    var columns: (UInt32, UInt32, UInt32)

    /// The last four bytes as a number.
    var counter: UInt32

    /// The initial block for a nonce of 12 bytes (SP 800-38D, section 7.1): its counter is 1.
    init(nonce: Span<UInt8>) {
        columns = (littleEndianWord(nonce, at: 0), littleEndianWord(nonce, at: 4), littleEndianWord(nonce, at: 8))
        counter = 1
    }

    /// Takes a block of 16 bytes apart.
    init(block: Span<UInt8>) {
        self.init(nonce: block)
        counter = littleEndianWord(block, at: 12).byteSwapped
    }
}

/// AES under one key, as a source of keystream. The state never changes, so any number of threads may share it.
protocol CounterCipher {
    /// The number of blocks that are encrypted at once, at most 16.
    static var batch: Int { get }

    /// Makes the round keys from the key schedule.
    init(_ expansion: KeyExpansion)

    /// Encrypts the block given and the `batch - 1` blocks with the counters that follow, and writes them to the
    /// first `16 * batch` bytes of `keystream`.
    func encrypt(_ block: CounterBlock, to keystream: inout MutableSpan<UInt8>)
}

/// AES under one key on blocks that have nothing to do with each other, in both directions.
protocol BatchCipher: CounterCipher {
    /// Replaces each of `batch` blocks by its encryption.
    func encrypt(_ blocks: inout MutableSpan<UInt8>)

    /// Replaces each of `batch` blocks by what it is the encryption of.
    func decrypt(_ blocks: inout MutableSpan<UInt8>)
}

/// The four bytes from `offset` on, the first lowest.
@inline(__always)
func littleEndianWord(_ bytes: Span<UInt8>, at offset: Int) -> UInt32 {
    UInt32(bytes[offset]) | (UInt32(bytes[offset &+ 1]) &<< 8)
        | (UInt32(bytes[offset &+ 2]) &<< 16) | (UInt32(bytes[offset &+ 3]) &<< 24)
}
