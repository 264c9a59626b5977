extension Span<UInt8> {
    /// True if the bytes are the same. Not for secrets.
    func isEqual(to other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where self[index] != other[index] { return false }
        return true
    }

    /// True if these bytes come before the others in bytewise lexicographic order. Not for secrets.
    func lexicographicallyPrecedes(_ other: Span<UInt8>) -> Bool {
        for index in 0..<Swift.min(count, other.count) where self[index] != other[index] {
            return self[index] < other[index]
        }
        return count < other.count
    }
}
