/// Where choosing literals and matches has got to. It can stop after any of them and go on when there is more input.
struct ParseState: Sendable {
    /// The next byte to be encoded, as an index of the window.
    var position = 0
    /// Where the block under way began.
    var blockStart = 0
    /// Where the literals began that no match has followed yet.
    var runStart = 0
    var sequenceCount = 0
    /// Shorter matches cost more than literals in data of few symbols.
    var minimumLength = LengthCode.minimum
    /// Where to work ``minimumLength`` out again.
    var nextMinimum = 0
    var splitter = BlockSplitter()

    var isInBlock: Bool { position > blockStart }

    /// Begins a block at the current position.
    mutating func beginBlock(_ window: Span<UInt8>, end: Int, _ strategy: CompressionStrategy) {
        blockStart = position
        runStart = position
        sequenceCount = 0
        splitter = BlockSplitter()
        guard strategy.kind != .buckets else { return }
        minimumLength = Self.minimumLength(window, position, end, depth: strategy.depth)
        nextMinimum = position &+ 10_000
    }

    /// Moves all positions when the window moves.
    mutating func shift(by distance: Int) {
        position = position &- distance
        blockStart = blockStart &- distance
        runStart = runStart &- distance
        nextMinimum = nextMinimum &- distance
    }

    @inline(__always) @_lifetime(frequencies: copy frequencies)
    mutating func choose(literal: UInt8, _ frequencies: inout MutableSpan<UInt32>) {
        frequencies[Int(literal)] = frequencies[Int(literal)] &+ 1
        splitter.observe(literal: literal)
    }

    @inline(__always) @_lifetime(frequencies: copy frequencies) @_lifetime(sequences: copy sequences)
    mutating func choose(
        _ match: ChainFinder.Match, at start: Int, _ lengthSymbols: Span<UInt8>,
        _ frequencies: inout MutableSpan<UInt32>, _ sequences: inout MutableSpan<UInt64>
    ) {
        let symbol = MatchSequence.symbol(ofDistance: match.distance)
        let lengthSymbol = LengthCode.firstSymbol &+ Int(lengthSymbols[match.length])
        let distanceSymbol = BlockFormat.literalLengthCount &+ symbol
        frequencies[lengthSymbol] = frequencies[lengthSymbol] &+ 1
        frequencies[distanceSymbol] = frequencies[distanceSymbol] &+ 1
        sequences[sequenceCount] = MatchSequence.pack(
            run: start &- runStart, length: match.length, distance: match.distance, distanceSymbol: symbol)
        sequenceCount = sequenceCount &+ 1
        runStart = start &+ match.length
    }
}

extension ParseState {
    /// The shortest match that pays, by the number of different literals: with few of them a literal is cheap.
    private static let minimumLengths: [UInt8] = [
        9, 9, 9, 9, 9, 9, 8, 8, 7, 7, 6, 6, 6, 6, 6, 6,
        5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5,
        5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4,
        4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
        4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4,
    ]

    private static func minimumLength(literalCount: Int, depth: Int) -> Int {
        guard literalCount < minimumLengths.count else { return LengthCode.minimum }
        let length = Int(minimumLengths[literalCount])
        // A shallow search seldom finds long matches.
        return depth >= 16 ? length : min(length, depth < 5 ? 4 : depth < 10 ? 5 : 7)
    }

    /// From the first 4 KiB of the block.
    private static func minimumLength(_ window: Span<UInt8>, _ start: Int, _ end: Int, depth: Int) -> Int {
        guard end &- start >= 512 else { return LengthCode.minimum }
        var isUsed = InlineArray<256, Bool>(repeating: false)
        for index in start..<min(end, start &+ 4096) { isUsed[Int(window[index])] = true }
        var count = 0
        for index in 0..<256 where isUsed[index] { count = count &+ 1 }
        return minimumLength(literalCount: count, depth: depth)
    }

    /// From the literals that the block has so far.
    mutating func updateMinimumLength(_ frequencies: Span<UInt32>, depth: Int) {
        var sum: UInt32 = 0
        for symbol in 0..<256 { sum = sum &+ frequencies[symbol] }
        var count = 0
        for symbol in 0..<256 where frequencies[symbol] > sum &>> 10 { count = count &+ 1 }
        minimumLength = Self.minimumLength(literalCount: count, depth: depth)
        nextMinimum = nextMinimum &+ (position &- blockStart)
    }
}
