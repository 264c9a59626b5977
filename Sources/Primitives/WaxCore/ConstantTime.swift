/// Compares two byte strings in a time that depends on their lengths only.
///
/// What may leak: the two lengths. What does not: the contents, and where the first difference is.
public func constantTimeEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Choice {
    guard left.count == right.count else { return .no }
    var difference: UInt8 = 0
    for index in 0..<left.count { difference |= left[index] ^ right[index] }
    return .isZero(difference)
}

/// Copies `source` over `target` where the choice is true; reads and writes the same bytes either way.
///
/// - Precondition: Both have the same length.
public func constantTimeCopy(_ source: Span<UInt8>, to target: inout MutableSpan<UInt8>, if choice: Choice) {
    precondition(source.count == target.count, "a conditional copy needs two spans of one length")
    for index in 0..<source.count { target[index] = choice.select(source[index], target[index]) }
}

/// Exchanges the contents of two spans where the choice is true; reads and writes the same bytes either way.
///
/// - Precondition: Both have the same length.
public func constantTimeSwap(
    _ left: inout MutableSpan<UInt64>, _ right: inout MutableSpan<UInt64>, if choice: Choice
) {
    precondition(left.count == right.count, "a conditional exchange needs two spans of one length")
    let mask = choice.mask(as: UInt64.self)
    for index in 0..<left.count {
        let difference = mask & (left[index] ^ right[index])
        left[index] ^= difference
        right[index] ^= difference
    }
}
