/// Writes numbers of any count of bits, the least significant first (RFC 1951, section 3.1.1).
struct BitWriter: Sendable {
    /// The bytes complete so far, and behind ``count`` of them memory for more.
    private(set) var bytes: [UInt8] = []
    private(set) var count = 0
    /// Bits that do not make a byte yet.
    private(set) var bits: UInt64 = 0
    private(set) var bitCount: UInt64 = 0

    /// Makes room for so many bits.
    mutating func reserve(bitCount: UInt64) {
        let needed = count &+ Int(truncatingIfNeeded: bitCount &>> 3) &+ 24
        guard bytes.count < needed else { return }
        bytes.append(contentsOf: repeatElement(0, count: max(needed, bytes.count &* 2) &- bytes.count))
    }

    /// Writes up to 32 bits; there is room already.
    mutating func write(_ value: Int, _ valueBitCount: Int) {
        bits |= UInt64(truncatingIfNeeded: value) &<< bitCount
        bitCount = bitCount &+ UInt64(truncatingIfNeeded: valueBitCount)
        while bitCount >= 8 {
            bytes[count] = UInt8(truncatingIfNeeded: bits)
            count = count &+ 1
            bits = bits &>> 8
            bitCount = bitCount &- 8
        }
    }

    /// Completes the last byte with zeros.
    mutating func alignToByte() {
        guard bitCount > 0 else { return }
        reserve(bitCount: 8)
        write(0, Int(truncatingIfNeeded: 8 &- bitCount))
    }

    /// Writes bytes; the last one is complete.
    mutating func write(_ data: Span<UInt8>) {
        reserve(bitCount: UInt64(truncatingIfNeeded: data.count) &* 8)
        let start = count
        var target = bytes.mutableSpan
        target.copy(data, from: 0, to: start, count: data.count)
        count = start &+ data.count
    }

    /// Lends the memory to a loop that keeps the bits in variables of its own.
    mutating func withMemory(
        _ body: (_ memory: inout MutableSpan<UInt8>, _ count: inout Int, _ bits: inout UInt64, _ bitCount: inout UInt64)
            -> Void
    ) {
        var (count, bits, bitCount) = (count, bits, bitCount)
        var memory = bytes.mutableSpan
        body(&memory, &count, &bits, &bitCount)
        (self.count, self.bits, self.bitCount) = (count, bits, bitCount)
    }

    /// Forgets the complete bytes, which have been handed out.
    mutating func removeComplete() { count = 0 }

    /// The complete bytes, whose memory is no longer needed here.
    mutating func takeComplete() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        taken.removeLast(taken.count &- count)
        count = 0
        return taken
    }
}
