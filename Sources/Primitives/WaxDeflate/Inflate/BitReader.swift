/// Bits of the input that are not used up yet, the next one least significant (RFC 1951, section 3.1.1).
///
/// Between two calls of the decoder it holds the bits of a byte that was used in part, or those of a symbol whose
/// end has not arrived yet.
struct BitReader: Sendable {
    var bits: UInt64 = 0
    /// How many of ``bits`` are valid; those above are zero.
    var count: UInt64 = 0

    /// Makes at least `needed` bits available, up to 48.
    ///
    /// - Returns: False if the input has not so many; what it has is taken.
    @inline(__always)
    mutating func need(_ needed: UInt64, _ input: Span<UInt8>, _ position: inout Int) -> Bool {
        count >= needed || refill(needed, input, &position)
    }

    private mutating func refill(_ needed: UInt64, _ input: Span<UInt8>, _ position: inout Int) -> Bool {
        if input.count &- position >= 8 {
            let added = (63 &- count) &>> 3
            bits |= input.word64(at: position) &<< count
            count = count &+ added &<< 3
            bits &= 1 &<< count &- 1
            position = position &+ Int(truncatingIfNeeded: added)
            return true
        }
        while count < needed {
            guard position < input.count else { return false }
            bits |= UInt64(input[position]) &<< count
            count = count &+ 8
            position = position &+ 1
        }
        return true
    }

    @inline(__always)
    mutating func drop(_ dropped: UInt64) {
        bits = bits &>> dropped
        count = count &- dropped
    }

    /// Takes bits that are available.
    @inline(__always)
    mutating func take(_ taken: UInt64) -> Int {
        let value = bits & (1 &<< taken &- 1)
        drop(taken)
        return Int(truncatingIfNeeded: value)
    }

    /// Leaves out the rest of a byte that was used in part.
    mutating func alignToByte() { drop(count & 7) }

    /// Gives whole bytes back to the input that they came from.
    ///
    /// - Parameter first: Where reading that input began: bytes from before it stay.
    mutating func giveBack(_ position: inout Int, notBefore first: Int) {
        let returned = min(Int(truncatingIfNeeded: count &>> 3), position &- first)
        position = position &- returned
        count = count &- UInt64(truncatingIfNeeded: returned) &* 8
        bits &= 1 &<< count &- 1
    }
}

extension BitReader {
    /// The entry of the next code, with the bits of the main table added to its lengths where it stands in a
    /// sub-table; nil if the code does not end within the input.
    ///
    /// Waits for no byte that the code does not reach.
    mutating func nextEntry(_ table: borrowing DecodeTable, _ input: Span<UInt8>, _ position: inout Int) -> UInt32? {
        let mainBits = UInt64(truncatingIfNeeded: table.bitCount)
        let entries = table.entries.span
        while true {
            var entry = entries[Int(truncatingIfNeeded: bits & (1 &<< mainBits &- 1))]
            if entry & DecodeEntry.pointer != 0 {
                let index = bits &>> mainBits & (1 &<< DecodeEntry.codeBitCount(entry) &- 1)
                entry = entries[DecodeEntry.value(entry) &+ Int(truncatingIfNeeded: index)]
                entry = entry &+ UInt32(truncatingIfNeeded: mainBits &<< 8 | mainBits)
            }
            if DecodeEntry.codeBitCount(entry) <= count { return entry }
            guard need(count &+ 1, input, &position) else { return nil }
        }
    }
}
