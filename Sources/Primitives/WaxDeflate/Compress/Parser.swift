/// Chooses the literals and matches of a block, until it should end or too little input is left to choose well.
enum Parser {
    /// With less input than this ahead it waits for more, so that where the input was cut does not matter.
    static let lookahead = 8192

    /// What a turn of the loops works on.
    struct Work {
        /// Where the input ends.
        var end: Int
        /// From here on it waits for more.
        var limit: Int
        var strategy: CompressionStrategy
        var layout: MatchTables.Layout
    }

    /// - Returns: Whether the block should end.
    @inline(never)
    @_lifetime(positions: copy positions) @_lifetime(frequencies: copy frequencies)
    @_lifetime(sequences: copy sequences)
    static func parseBuckets(
        _ window: Span<UInt8>, _ work: Work, _ state: inout ParseState, _ positions: inout MutableSpan<Int16>,
        _ base: inout Int, _ frequencies: inout MutableSpan<UInt32>, _ sequences: inout MutableSpan<UInt64>,
        _ lengthSymbols: Span<UInt8>
    ) -> Bool {
        let blockEnd = state.blockStart &+ work.strategy.longestBlock
        while state.position < work.limit {
            let start = state.position
            let longest = min(LengthCode.maximum, work.end &- start)
            var match = ChainFinder.Match(length: 0, distance: 0)
            if longest >= BucketFinder.leastLeft {
                match = BucketFinder.longestMatch(
                    window, start, longest: longest, nice: min(work.strategy.nice, longest), work.layout, &positions,
                    &base)
            }
            if match.length > 0 {
                state.choose(match, at: start, lengthSymbols, &frequencies, &sequences)
                BucketFinder.skip(
                    window, start &+ 1, match.length &- 1, end: work.end, work.layout, &positions, &base)
                state.position = start &+ match.length
            } else {
                frequencies[Int(window[start])] = frequencies[Int(window[start])] &+ 1
                state.position = start &+ 1
            }
            if state.position >= blockEnd || state.sequenceCount >= work.strategy.mostSequences { return true }
        }
        return false
    }

    /// - Returns: Whether the block should end.
    @inline(never)
    @_lifetime(positions: copy positions) @_lifetime(frequencies: copy frequencies)
    @_lifetime(sequences: copy sequences)
    static func parseGreedily(
        _ window: Span<UInt8>, _ work: Work, _ state: inout ParseState, _ positions: inout MutableSpan<Int16>,
        _ base: inout Int, _ frequencies: inout MutableSpan<UInt32>, _ sequences: inout MutableSpan<UInt64>,
        _ lengthSymbols: Span<UInt8>
    ) -> Bool {
        while state.position < work.limit {
            let start = state.position
            let longest = min(LengthCode.maximum, work.end &- start)
            let match = ChainFinder.longestMatch(
                window, start, longerThan: state.minimumLength &- 1, longest: longest,
                nice: min(work.strategy.nice, longest), depth: work.strategy.depth, work.layout, &positions, &base)
            // A short match from far away costs more than its literals.
            if match.length >= state.minimumLength, match.length > 3 || match.distance <= 4096 {
                state.choose(match, at: start, lengthSymbols, &frequencies, &sequences)
                state.splitter.observe(length: match.length)
                ChainFinder.skip(
                    window, start &+ 1, match.length &- 1, end: work.end, work.layout, &positions, &base)
                state.position = start &+ match.length
            } else {
                state.choose(literal: window[start], &frequencies)
                state.position = start &+ 1
            }
            if shouldEndBlock(work, &state) { return true }
        }
        return false
    }

    /// - Returns: Whether the block should end.
    @inline(never)
    @_lifetime(positions: copy positions) @_lifetime(frequencies: copy frequencies)
    @_lifetime(sequences: copy sequences)
    static func parseLazily(
        _ window: Span<UInt8>, _ work: Work, _ state: inout ParseState, _ positions: inout MutableSpan<Int16>,
        _ base: inout Int, _ frequencies: inout MutableSpan<UInt32>, _ sequences: inout MutableSpan<UInt64>,
        _ lengthSymbols: Span<UInt8>
    ) -> Bool {
        let layout = work.layout
        let depth = work.strategy.depth
        let isTwice = work.strategy.kind == .lazyTwice
        while state.position < work.limit {
            if state.position >= state.nextMinimum { state.updateMinimumLength(frequencies.span, depth: depth) }
            var start = state.position
            var longest = min(LengthCode.maximum, work.end &- start)
            var nice = min(work.strategy.nice, longest)
            var match = ChainFinder.longestMatch(
                window, start, longerThan: state.minimumLength &- 1, longest: longest, nice: nice, depth: depth,
                layout, &positions, &base)
            guard match.length >= state.minimumLength, match.length > 3 || match.distance <= 8192 else {
                state.choose(literal: window[start], &frequencies)
                state.position = start &+ 1
                if shouldEndBlock(work, &state) { return true }
                continue
            }
            // How many positions from `start` on the finder remembers.
            var remembered = 1
            improving: while match.length < nice {
                longest = min(LengthCode.maximum, work.end &- start &- 1)
                nice = min(work.strategy.nice, longest)
                let next = ChainFinder.longestMatch(
                    window, start &+ 1, longerThan: match.length &- 1, longest: longest, nice: nice,
                    depth: depth &>> 1, layout, &positions, &base)
                if isBetter(next, than: match, by: 2) {
                    state.choose(literal: window[start], &frequencies)
                    (start, match) = (start &+ 1, next)
                    continue improving
                }
                remembered = 2
                guard isTwice else { break }
                longest = min(LengthCode.maximum, work.end &- start &- 2)
                nice = min(work.strategy.nice, longest)
                let later = ChainFinder.longestMatch(
                    window, start &+ 2, longerThan: match.length &- 1, longest: longest, nice: nice,
                    depth: depth &>> 2, layout, &positions, &base)
                guard isBetter(later, than: match, by: 6) else {
                    remembered = 3
                    break
                }
                state.choose(literal: window[start], &frequencies)
                state.choose(literal: window[start &+ 1], &frequencies)
                (start, match, remembered) = (start &+ 2, later, 1)
            }
            state.choose(match, at: start, lengthSymbols, &frequencies, &sequences)
            state.splitter.observe(length: match.length)
            ChainFinder.skip(
                window, start &+ remembered, match.length &- remembered, end: work.end, layout, &positions, &base)
            state.position = start &+ match.length
            if shouldEndBlock(work, &state) { return true }
        }
        return false
    }

    /// Whether a later match saves more than the literals before it cost: four bits a byte, and bits of distance.
    @inline(__always)
    private static func isBetter(_ later: ChainFinder.Match, than match: ChainFinder.Match, by least: Int) -> Bool {
        guard later.length >= match.length, later.distance > 0 else { return false }
        let bits = later.distance.leadingZeroBitCount &- match.distance.leadingZeroBitCount
        return 4 &* (later.length &- match.length) &+ bits > least
    }

    @inline(__always)
    private static func shouldEndBlock(_ work: Work, _ state: inout ParseState) -> Bool {
        let byteCount = state.position &- state.blockStart
        return byteCount >= work.strategy.longestBlock || state.sequenceCount >= work.strategy.mostSequences
            || state.splitter.shouldEnd(blockByteCount: byteCount, left: work.end &- state.position)
    }
}
