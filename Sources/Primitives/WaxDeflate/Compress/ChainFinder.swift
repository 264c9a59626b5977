/// Finds matches by chains of positions whose next four bytes have the same hash, and a table by three bytes for
/// the shortest ones. For levels 2 to 9.
enum ChainFinder {
    struct Match {
        var length: Int
        var distance: Int
    }

    /// So many bytes must be left for a position to be looked up or remembered.
    static let leastLeft = 5

    /// Remembers a position and finds the longest match for it.
    ///
    /// - Parameters:
    ///   - best: Only longer matches count; the result has this length if there is none.
    ///   - longest: How long a match can be, at most as many bytes as are left.
    ///   - nice: Long enough to stop looking, at most `longest`.
    ///   - depth: How many positions to try.
    @inline(__always) @_lifetime(positions: copy positions)
    static func longestMatch(
        _ window: Span<UInt8>, _ position: Int, longerThan best: Int, longest: Int, nice: Int, depth: Int,
        _ layout: MatchTables.Layout, _ positions: inout MutableSpan<Int16>, _ base: inout Int
    ) -> Match {
        var match = Match(length: best, distance: 0)
        guard longest >= leastLeft else { return match }
        if position &- base >= BlockFormat.windowByteCount {
            MatchTables.moveOn(&positions)
            base = base &+ BlockFormat.windowByteCount
        }
        let current = position &- base
        let cutoff = current &- BlockFormat.windowByteCount
        let chains = layout.chainStart
        let mask = layout.chainMask
        let word = window.word32(at: position)
        let slot3 = MatchTables.hash(word & 0xFF_FFFF, layout.hash3Bits)
        let slot4 = layout.hash4Start &+ MatchTables.hash(word, layout.hash4Bits)
        let near = Int(positions[slot3])
        var node = Int(positions[slot4])
        positions[slot3] = Int16(truncatingIfNeeded: current)
        positions[slot4] = Int16(truncatingIfNeeded: current)
        positions[chains &+ current & mask] = Int16(truncatingIfNeeded: node)

        var depth = depth
        if best < 4 {
            guard near > cutoff else { return match }
            if best < 3, (window.word32(at: base &+ near) ^ word) & 0xFF_FFFF == 0 {
                match = Match(length: 3, distance: current &- near)
            }
            guard node > cutoff else { return match }
            while window.word32(at: base &+ node) != word {
                node = Int(positions[chains &+ node & mask])
                depth = depth &- 1
                guard node > cutoff, depth > 0 else { return match }
            }
            match.distance = current &- node
            match.length = matchLength(window, base &+ node, position, from: 4, longest: longest)
            guard match.length < nice else { return match }
            node = Int(positions[chains &+ node & mask])
            depth = depth &- 1
            guard node > cutoff, depth > 0 else { return match }
        } else {
            guard node > cutoff, best < nice else { return match }
        }
        while true {
            // What ends where a longer match has to go on is compared first: that is most often different.
            let tail = window.word32(at: position &+ match.length &- 3)
            while window.word32(at: base &+ node &+ match.length &- 3) != tail
                || window.word32(at: base &+ node) != word
            {
                node = Int(positions[chains &+ node & mask])
                depth = depth &- 1
                guard node > cutoff, depth > 0 else { return match }
            }
            let length = matchLength(window, base &+ node, position, from: 4, longest: longest)
            if length > match.length {
                match = Match(length: length, distance: current &- node)
                guard length < nice else { return match }
            }
            node = Int(positions[chains &+ node & mask])
            depth = depth &- 1
            guard node > cutoff, depth > 0 else { return match }
        }
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
            if position &- base >= BlockFormat.windowByteCount {
                MatchTables.moveOn(&positions)
                base = base &+ BlockFormat.windowByteCount
            }
            let current = position &- base
            let word = window.word32(at: position)
            let slot3 = MatchTables.hash(word & 0xFF_FFFF, layout.hash3Bits)
            let slot4 = layout.hash4Start &+ MatchTables.hash(word, layout.hash4Bits)
            positions[slot3] = Int16(truncatingIfNeeded: current)
            positions[layout.chainStart &+ current & layout.chainMask] = positions[slot4]
            positions[slot4] = Int16(truncatingIfNeeded: current)
            position = position &+ 1
        }
    }
}
