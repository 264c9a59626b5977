/// To what length the plaintext of a record is padded, to hide the lengths of what is in it.
///
/// Padding hides lengths, not times, nor that something is sent at all. It costs bandwidth, so the default is none.
public enum Padding: Sendable {
    /// No padding: the length of a record shows the length of what is in it.
    case none
    /// Up to the next multiple of so many bytes (at least 1, at most 65,519).
    case multiple(of: Int)
    /// Padmé (Nikitin et al., "Reducing Metadata Leakage from Encrypted Files", 2019, section 4): the length leaks
    /// only O(log log n) bits, for at most 12 % more bytes.
    case padme
    /// A policy of the caller's: from the length of the plaintext (1 to 65,519) to the length wanted. An answer
    /// that is shorter or too long counts as the nearest possible.
    case custom(@Sendable (Int) -> Int)
}

extension Padding {
    /// The length that a plaintext of `count` bytes is to have, at most `limit`.
    func paddedCount(of count: Int, limit: Int) -> Int {
        let wanted = wantedCount(of: count, limit: limit)
        guard (1...2).contains(wanted - count) else { return min(max(wanted, count), limit) }
        // A padding frame has three bytes at least. To pass the length wanted by a byte or two would show exactly how
        // much was missing, so it is the next one after it.
        let next = max(wantedCount(of: count + Padding.smallestFrame, limit: limit), count + Padding.smallestFrame)
        return min(next, limit)
    }

    private static var smallestFrame: Int { 3 }

    private func wantedCount(of count: Int, limit: Int) -> Int {
        switch self {
        case .none: return count
        case .multiple(let unit):
            let unit = max(unit, 1)
            return unit > limit ? limit : (count + unit - 1) / unit * unit
        case .padme: return Padding.padme(count)
        case .custom(let policy): return policy(count)
        }
    }

    /// Rounds up so that only the top log2(log2(n)) + 1 bits below the leading one can be set.
    private static func padme(_ count: Int) -> Int {
        guard count > 1 else { return count }
        let exponent = Int.bitWidth - 1 - count.leadingZeroBitCount
        let significant = exponent == 0 ? 1 : Int.bitWidth - exponent.leadingZeroBitCount
        let mask = (1 &<< max(exponent - significant, 0)) - 1
        return (count + mask) & ~mask
    }
}
