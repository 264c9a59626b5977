import WaxWire

/// Whether compression is worth trying, learnt from what it gained so far on the same stream.
///
/// After a piece that did not shrink, the next ones go out as they are without being tried: one, then three, then
/// seven and so on, up to 63, which is 3 MiB. So content that is compressed already costs next to nothing, and a file
/// whose beginning does not shrink is still compressed where the rest does.
struct CompressionSampling {
    /// How many tries in a row gained nothing, six at most.
    private var failures = 0
    /// How many pieces are still to go out untried.
    private var pause = 0

    /// Below this many bytes of the `rest` of a content, a piece is too small to gain anything that matters.
    static func leastByteCount(of rest: Int) -> Int { max(DeflatedPayload.leastByteCount, min(rest, 4_096)) }

    /// Whether the next piece is to be tried.
    mutating func isWorthTrying() -> Bool {
        guard pause > 0 else { return true }
        pause -= 1
        return false
    }

    /// Takes note of a try.
    mutating func note(gained: Bool) {
        guard !gained else { return failures = 0 }
        failures = min(failures + 1, 6)
        pause = (1 << failures) - 1
    }
}
