/// What a level means.
struct CompressionStrategy: Sendable {
    enum Kind: Sendable {
        /// Level 0.
        case stored
        /// The first match found, from buckets of two.
        case buckets
        /// The longest match at each position.
        case greedy
        /// The longest match, unless there is a better one at the next position.
        case lazy
        /// The longest match, unless there is a better one at the next position or the one after it.
        case lazyTwice
    }

    let kind: Kind
    /// How many earlier positions are tried.
    let depth: Int
    /// A match so long is taken without looking further.
    let nice: Int

    init(_ level: Deflate.Level) {
        switch level.value {
        case 0: (kind, depth, nice) = (.stored, 0, 0)
        case 1: (kind, depth, nice) = (.buckets, 2, 32)
        case 2: (kind, depth, nice) = (.greedy, 6, 10)
        case 3: (kind, depth, nice) = (.greedy, 12, 14)
        case 4: (kind, depth, nice) = (.greedy, 16, 30)
        case 5: (kind, depth, nice) = (.lazy, 16, 30)
        case 6: (kind, depth, nice) = (.lazy, 35, 65)
        case 7: (kind, depth, nice) = (.lazy, 100, 130)
        case 8: (kind, depth, nice) = (.lazyTwice, 300, LengthCode.maximum)
        default: (kind, depth, nice) = (.lazyTwice, 600, LengthCode.maximum)
        }
    }

    /// A block is ended at so many bytes, so that the memory for its input has an end.
    var longestBlock: Int { kind == .buckets ? 65535 : 256 << 10 }

    /// And at so many matches.
    var mostSequences: Int { kind == .buckets ? 8192 : 50_000 }
}
