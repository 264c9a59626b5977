/// Compresses a window of input into blocks of raw DEFLATE.
///
/// What it writes depends on the input and on where it was flushed, not on the pieces that the input came in: it
/// leaves off where less than ``Parser/lookahead`` bytes are left, and goes on when there are more.
struct BlockCompressor: Sendable {
    private let strategy: CompressionStrategy
    private var state = ParseState()
    private var tables: MatchTables?
    private var sequences: [UInt64] = []
    private var frequencies = [UInt32](repeating: 0, count: BlockEncoder.frequencyCount)
    private var encoder = BlockEncoder()
    private var isBlockOpen = false
    var writer = BitWriter()

    init(_ level: Deflate.Level) { strategy = CompressionStrategy(level) }

    /// The input before this index is not needed any more.
    var firstNeeded: Int {
        max(0, min(isBlockOpen ? state.blockStart : state.position, state.position &- BlockFormat.windowByteCount))
    }

    /// How much input has been encoded or looked at.
    var position: Int { state.position }

    /// Begins another stream.
    ///
    /// - Parameter start: Where in the window it begins; what is before it is a dictionary.
    mutating func restart(at start: Int) {
        state = ParseState()
        state.position = start
        isBlockOpen = false
        tables = nil
        for index in frequencies.indices { frequencies[index] = 0 }
        writer = BitWriter()
    }

    /// Follows a window that moved.
    mutating func shift(by distance: Int) {
        state.shift(by: distance)
        tables?.base &-= distance
    }

    /// Lets no match reach over this point.
    mutating func forget() { tables?.clear() }

    /// Encodes what can be encoded now.
    ///
    /// - Parameters:
    ///   - window: The input, from the first index that is needed.
    ///   - isFlushing: Everything is to be encoded, although the input may go on.
    ///   - isLast: The input does not go on.
    mutating func compress(_ window: Span<UInt8>, isFlushing: Bool, isLast: Bool) {
        guard strategy.kind != .stored else {
            return store(window, isFlushing: isFlushing || isLast, isLast: isLast)
        }
        prepareTables(window, isLast: isLast)
        let limit = isFlushing || isLast ? window.count : window.count &- Parser.lookahead
        while state.position < limit {
            if !isBlockOpen {
                state.beginBlock(window, end: window.count, strategy)
                isBlockOpen = true
            }
            let isComplete = parse(window, limit: limit)
            if isComplete { endBlock(window, isLast: isLast && state.position == window.count) }
            if isComplete, isLast, state.position == window.count { return }
        }
        guard isFlushing || isLast, isBlockOpen || isLast else { return }
        if !isBlockOpen { state.beginBlock(window, end: window.count, strategy) }
        endBlock(window, isLast: isLast)
    }

    /// Writes an empty stored block, which ends at a byte.
    mutating func writeMarker() { BlockEncoder.writeStored(Span(), isLast: false, to: &writer) }

    private mutating func store(_ window: Span<UInt8>, isFlushing: Bool, isLast: Bool) {
        let left = window.count &- state.position
        // The last block of all has to say so: until that is known, at least a byte is kept for it.
        let count =
            isFlushing ? left : max(0, left &- 1) / BlockFormat.longestStored &* BlockFormat.longestStored
        guard count > 0 || isLast else { return }
        BlockEncoder.writeStored(
            window.extracting(state.position..<(state.position &+ count)), isLast: isLast, to: &writer)
        state.position = state.position &+ count
    }

    private mutating func prepareTables(_ window: Span<UInt8>, isLast: Bool) {
        guard tables == nil else { return }
        // Only with the end in sight is it known that the input is short.
        let byteCount = isLast ? window.count : .max
        tables = MatchTables(.init(byteCount: byteCount, usesChains: strategy.kind != .buckets))
        let most = min(strategy.mostSequences, byteCount / LengthCode.minimum &+ 1)
        if sequences.count < most {
            sequences.append(contentsOf: repeatElement(0, count: most &- sequences.count))
        }
        guard state.position > 0 else { return }
        // What is there already is a dictionary.
        Self.remember(window, state.position, strategy, &tables)
    }

    private static func remember(
        _ window: Span<UInt8>, _ count: Int, _ strategy: CompressionStrategy, _ tables: inout MatchTables?
    ) {
        guard var made = tables else { return }
        tables = nil
        var base = 0
        let layout = made.layout
        var positions = made.positions.mutableSpan
        if strategy.kind == .buckets {
            BucketFinder.skip(window, 0, count, end: window.count, layout, &positions, &base)
        } else {
            ChainFinder.skip(window, 0, count, end: window.count, layout, &positions, &base)
        }
        made.base = base
        tables = made
    }

    private mutating func parse(_ window: Span<UInt8>, limit: Int) -> Bool {
        guard var tables else { return false }
        // The memory has one owner while it is written.
        self.tables = nil
        let work = Parser.Work(end: window.count, limit: limit, strategy: strategy, layout: tables.layout)
        let isComplete = Self.parse(
            window, work, &state, &tables.positions, &tables.base, &frequencies, &sequences)
        self.tables = tables
        return isComplete
    }

    private static func parse(
        _ window: Span<UInt8>, _ work: Parser.Work, _ state: inout ParseState, _ positionArray: inout [Int16],
        _ base: inout Int, _ frequencyArray: inout [UInt32], _ sequenceArray: inout [UInt64]
    ) -> Bool {
        var positions = positionArray.mutableSpan
        var frequencies = frequencyArray.mutableSpan
        var sequences = sequenceArray.mutableSpan
        let symbols = MatchSequence.lengthSymbols
        switch work.strategy.kind {
        case .stored, .buckets:
            return Parser.parseBuckets(
                window, work, &state, &positions, &base, &frequencies, &sequences, symbols.span)
        case .greedy:
            return Parser.parseGreedily(
                window, work, &state, &positions, &base, &frequencies, &sequences, symbols.span)
        case .lazy, .lazyTwice:
            return Parser.parseLazily(
                window, work, &state, &positions, &base, &frequencies, &sequences, symbols.span)
        }
    }

    private mutating func endBlock(_ window: Span<UInt8>, isLast: Bool) {
        encoder.write(
            window, state.blockStart..<state.position, sequences: sequences, sequenceCount: state.sequenceCount,
            frequencies: frequencies, isLast: isLast, to: &writer)
        for index in frequencies.indices { frequencies[index] = 0 }
        isBlockOpen = false
    }
}
