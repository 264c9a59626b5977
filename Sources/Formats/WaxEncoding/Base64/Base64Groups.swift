// Eight characters at a time, each in a byte of a word. All of the word goes through the same additions and masks,
// whatever stands in it: there is no condition for each character that a compiler could turn into a branch.

extension Base64.Variant {
    /// The characters for eight numbers below 64.
    @inline(__always)
    func characters(for sextets: UInt64) -> UInt64 {
        // 'A'...'Z' are 65...90, 'a'...'z' 97...122, '0'...'9' 48...57: where the last two would be 58 and 59.
        let characters =
            sextets &+ eight(65) &+ (atLeast(26, sextets) & eight(6)) &- (atLeast(52, sextets) & eight(75))
        return characters ^ (atLeast(62, sextets) & ~atLeast(63, sextets) & eight(58 ^ lastTwo.0))
            ^ (atLeast(63, sextets) & eight(59 ^ lastTwo.1))
    }

    /// The numbers that eight characters stand for. Where one stands for none, a bit in its byte of `invalid` is set.
    @inline(__always)
    func sextets(of characters: UInt64) -> (sextets: UInt64, invalid: UInt64) {
        // Additions leave a byte below 128 in its place.
        let low = characters & eight(0x7F)
        let upper = between(65, 90, low), lower = between(97, 122, low), digit = between(48, 57, low)
        let next = between(lastTwo.0, lastTwo.0, low), last = between(lastTwo.1, lastTwo.1, low)
        let sextets =
            (low & (upper | lower | digit)) &- (eight(65) & upper) &- (eight(71) & lower) &+ (eight(4) & digit)
            | (eight(62) & next) | (eight(63) & last)
        return (sextets, ~(upper | lower | digit | next | last) | (characters & eight(0x80)))
    }
}

/// A byte eight times.
@inline(__always)
private func eight(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

/// All ones in the bytes that are not less than a bound, zeros in the others. All are below 128.
@inline(__always)
private func atLeast(_ bound: UInt8, _ bytes: UInt64) -> UInt64 {
    (((bytes &+ eight(128 &- bound)) &>> 7) & eight(1)) &* 0xFF
}

/// All ones in the bytes of a range, zeros in the others. All are below 128.
@inline(__always)
private func between(_ first: UInt8, _ last: UInt8, _ bytes: UInt64) -> UInt64 {
    atLeast(first, bytes) & ~atLeast(last &+ 1, bytes)
}
