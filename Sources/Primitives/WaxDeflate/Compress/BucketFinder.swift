/// Finds matches among the last two positions whose next four bytes have the same hash. For level 1.
enum BucketFinder {
    static let leastLeft = 5

    /// Remembers a position and finds the longest match for it, of four bytes or more; length 0 if there is none.
    @inline(__always) @_lifetime(positions: copy positions)
    static func longestMatch(
        _ window: Span<UInt8>, _ position: Int, longest: Int, nice: Int,
        _ layout: MatchTables.Layout, _ positions: inout MutableSpan<Int16>, _ base: inout Int
    ) -> ChainFinder.Match {
        var match = ChainFinder.Match(length: 0, distance: 0)
        let current = remembered(position, &positions, &base)
        let cutoff = current &- BlockFormat.windowByteCount
        let word = window.word32(at: position)
        let slot = MatchTables.hash(word, layout.hash4Bits) &* 2
        let first = positions[slot]
        positions[slot] = Int16(truncatingIfNeeded: current)
        guard Int(first) > cutoff else { return match }
        let second = Int(positions[slot &+ 1])
        positions[slot &+ 1] = first
        let earlier = base &+ Int(first)
        if window.word32(at: earlier) == word {
            match.length = matchLength(window, earlier, position, from: 4, longest: longest)
            match.distance = position &- earlier
            guard second > cutoff, match.length < nice else { return match }
            let place = base &+ second
            if window.word32(at: place) == word,
                window.word32(at: place &+ match.length &- 3) == window.word32(at: position &+ match.length &- 3)
            {
                let length = matchLength(window, place, position, from: 4, longest: longest)
                if length > match.length {
                    match = ChainFinder.Match(length: length, distance: position &- place)
                }
            }
        } else if second > cutoff, window.word32(at: base &+ second) == word {
            match.length = matchLength(window, base &+ second, position, from: 4, longest: longest)
            match.distance = current &- second
        }
        return match
    }

    /// Remembers positions without looking for matches.
    @inline(__always) @_lifetime(positions: copy positions)
    static func skip(
        _ window: Span<UInt8>, _ start: Int, _ count: Int, end: Int,
        _ layout: MatchTables.Layout, _ positions: inout MutableSpan<Int16>, _ base: inout Int
    ) {
        var position = start
        let stop = min(start &+ count, end &- leastLeft &+ 1)
        while position < stop {
            let current = remembered(position, &positions, &base)
            let slot = MatchTables.hash(window.word32(at: position), layout.hash4Bits) &* 2
            positions[slot &+ 1] = positions[slot]
            positions[slot] = Int16(truncatingIfNeeded: current)
            position = position &+ 1
        }
    }

    /// A position as the table has it, which is moved on where necessary.
    @inline(__always) @_lifetime(positions: copy positions)
    private static func remembered(
        _ position: Int, _ positions: inout MutableSpan<Int16>, _ base: inout Int
    ) -> Int {
        if position &- base >= BlockFormat.windowByteCount {
            MatchTables.moveOn(&positions)
            base = base &+ BlockFormat.windowByteCount
        }
        return position &- base
    }
}
