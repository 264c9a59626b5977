import WaxCore

/// The encrypted counters of one message, made a batch at a time.
struct Keystream<Cipher: CounterCipher> {
    private var next: CounterBlock

    /// The first `16 * Cipher.batch` bytes are the batch, of which `position` have been used.
    private var bytes = InlineArray<256, UInt8>(repeating: 0)
    private var position: Int

    /// Begins with the block given.
    init(_ first: CounterBlock) {
        next = first
        position = 16 &* Cipher.batch
    }

    /// Writes the next 16 bytes to `block`.
    mutating func take(to block: inout MutableSpan<UInt8>, _ cipher: Cipher) {
        refill(cipher)
        for index in 0..<16 { block[index] = bytes[position &+ index] }
        position = position &+ 16
    }

    /// Adds keystream to the text from `offset` on, as far as this batch reaches.
    ///
    /// - Returns: The number of bytes of text that were changed, at least one unless there were none.
    mutating func add(to text: inout MutableSpan<UInt8>, from offset: Int, _ cipher: Cipher) -> Int {
        refill(cipher)
        let count = min(16 &* Cipher.batch &- position, text.count &- offset)
        let keystream = bytes.span.extracting(position..<(position &+ count))
        for index in 0..<count { text[offset &+ index] ^= keystream[index] }
        position = position &+ count
        return count
    }

    /// Clears what is left. To be called when the message is done: a structure cannot do it at the end of its life.
    mutating func wipe() {
        var span = bytes.mutableSpan
        WaxCore.wipe(&span)
    }

    private mutating func refill(_ cipher: Cipher) {
        guard position == 16 &* Cipher.batch else { return }
        var span = bytes.mutableSpan
        cipher.encrypt(next, to: &span)
        next.counter = next.counter &+ UInt32(truncatingIfNeeded: Cipher.batch)
        position = 0
    }
}
