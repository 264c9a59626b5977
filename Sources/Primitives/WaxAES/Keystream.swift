import WaxCore

/// The encrypted counters of one message, made a batch at a time.
struct Keystream<Cipher: CounterCipher> {
    private var counter: CounterBlock

    /// The first `16 * Cipher.batch` bytes are the batch, of which `position` have been used.
    private var bytes = InlineArray<256, UInt8>(repeating: 0)
    private var position: Int

    /// Begins with the block given.
    init(_ first: CounterBlock) {
        counter = first
        position = 16 &* Cipher.batch
    }

    /// The next 16 bytes. To be asked for before any text, while blocks are whole.
    mutating func next(_ cipher: Cipher) -> InlineArray<16, UInt8> {
        refill(cipher)
        var block = InlineArray<16, UInt8>(repeating: 0)
        for index in 0..<16 { block[index] = bytes[position &+ index] }
        position = position &+ 16
        return block
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
        cipher.encrypt(counter, to: &span)
        counter.counter = counter.counter &+ UInt32(truncatingIfNeeded: Cipher.batch)
        position = 0
    }
}
