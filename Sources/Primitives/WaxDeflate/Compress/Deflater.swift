import WaxCore

/// Compresses data that comes in pieces, with memory of a fixed size.
///
/// ```swift
/// var deflater = Deflater(format: .gzip)
/// for piece in pieces { output += deflater.update(piece) }
/// output += deflater.finish()
/// ```
///
/// However input and output are cut into pieces, the bytes are the same, and the same as
/// ``Deflate/compress(_:format:level:)`` gives; only where it is flushed makes a difference.
///
/// A deflater is a value: a copy goes its own way. It takes up to 2 MiB, and much less for short input.
public struct Deflater: Sendable {
    /// What is to happen to input that could wait for more.
    public enum Flush: Sendable, Equatable {
        /// It may wait, which compresses best.
        case none
        /// All input so far can be decompressed from the output so far. Costs four to five bytes, and density.
        case sync
        /// Like ``sync``, and what follows can be decompressed without what came before, as raw data from here.
        case full
        /// There is no more input.
        case finish
    }

    /// Why ``deflate(_:into:flush:)`` came to an end.
    public enum Status: Sendable, Equatable {
        /// All input has been used, and all output handed out that can be there yet.
        case needsInput
        /// More output is ready: call again with room, the rest of the input and the same flush.
        case needsOutput
        /// The compressed data is complete; further input is not used.
        case finished
    }

    /// What one call did.
    public struct Progress: Sendable, Equatable {
        /// The bytes of the input that were used.
        public var consumed: Int
        /// The bytes of the output that were written.
        public var produced: Int
        /// Why it came to an end.
        public var status: Status
    }

    /// Holds a block of the greatest length, what a match can reach before it, and what is to be looked at ahead.
    private static let windowByteCount = 384 << 10

    private let format: Deflate.Format
    private let level: Deflate.Level
    private let gzipHeader: Gzip.Header
    private let dictionary: [UInt8]
    private var compressor: BlockCompressor
    private var window: [UInt8] = []
    private var delivered = 0
    private var hasBegun = false
    private var isFinished = false
    /// The flush since which no input has come.
    private var lastFlush = Flush.none
    private var byteCount: UInt64 = 0
    private var adler = Adler32()
    private var crc = CRC32()

    /// Begins with no input.
    ///
    /// - Parameters:
    ///   - format: What stands around the compressed data.
    ///   - level: How much time it may take.
    ///   - dictionary: Data that is likely to occur, the likeliest last; who decompresses needs the same. At most
    ///     the last 32 KiB are of use. Gzip data has none: there it is ignored.
    ///   - gzipHeader: What a gzip header is to say; other formats ignore it.
    public init(
        format: Deflate.Format, level: Deflate.Level = .standard, dictionary: [UInt8] = [],
        gzipHeader: Gzip.Header = Gzip.Header()
    ) {
        self.format = format
        self.level = level
        self.dictionary = format == .gzip ? [] : dictionary
        self.gzipHeader = gzipHeader
        compressor = BlockCompressor(level)
        begin()
    }

    /// Begins again with no input.
    public mutating func reset() {
        (delivered, hasBegun, isFinished, lastFlush, byteCount) = (0, false, false, .none, 0)
        adler = Adler32()
        crc = CRC32()
        begin()
    }

    private mutating func begin() {
        window.removeAll(keepingCapacity: true)
        window.append(contentsOf: dictionary.suffix(BlockFormat.windowByteCount))
        compressor.restart(at: window.count)
    }

    /// The bytes of input used so far.
    public var consumedByteCount: UInt64 { byteCount }

    /// Compresses until the input is used up or the output is full.
    ///
    /// - Parameters:
    ///   - input: What to compress.
    ///   - output: Where the compressed data goes.
    ///   - flush: What happens to the input, once all of it is used, that could wait for more.
    @_lifetime(output: copy output)
    public mutating func deflate(
        _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>, flush: Flush = .none
    ) -> Progress {
        var position = 0
        var produced = 0
        while true {
            let count = min(compressor.writer.count &- delivered, output.count &- produced)
            output.copy(compressor.writer.bytes.span, from: delivered, to: produced, count: count)
            produced = produced &+ count
            delivered = delivered &+ count
            guard delivered == compressor.writer.count else {
                return Progress(consumed: position, produced: produced, status: .needsOutput)
            }
            compressor.writer.removeComplete()
            delivered = 0
            let isPaused = advance(input, &position, flush)
            if isPaused, compressor.writer.count == 0 {
                return Progress(consumed: position, produced: produced, status: isFinished ? .finished : .needsInput)
            }
        }
    }

    /// Compresses a piece, and appends to an array what can be there yet.
    public mutating func update(
        _ input: Span<UInt8>, flush: Flush = .none, appendingTo output: inout [UInt8]
    ) {
        var position = 0
        while true {
            let isPaused = advance(input, &position, flush)
            output.append(copying: compressor.writer.bytes.span.extracting(delivered..<compressor.writer.count))
            compressor.writer.removeComplete()
            delivered = 0
            if isPaused { return }
        }
    }

    /// Compresses a piece, and returns what can be there yet.
    public mutating func update(_ input: [UInt8], flush: Flush = .none) -> [UInt8] {
        var output: [UInt8] = []
        update(input.span, flush: flush, appendingTo: &output)
        return output
    }

    /// Says that there is no more input, and returns the rest of the output.
    public mutating func finish() -> [UInt8] { update([], flush: .finish) }

    // MARK: Compressing

    /// Does a piece of work.
    ///
    /// - Returns: Whether there is nothing more to do.
    private mutating func advance(_ input: Span<UInt8>, _ position: inout Int, _ flush: Flush) -> Bool {
        guard !isFinished else { return true }
        if !hasBegun {
            hasBegun = true
            let header = StreamFrame.header(format, level: level, gzipHeader: gzipHeader, dictionary: dictionary)
            compressor.writer.write(header.span)
        }
        if position < input.count {
            take(input, &position)
            lastFlush = .none
            guard window.count == Self.windowByteCount else { return false }
            compress(isFlushing: false, isLast: false)
            moveWindow()
            return false
        }
        switch flush {
        case .none: return true
        case .sync, .full:
            guard lastFlush != flush, lastFlush != .full else { return true }
            lastFlush = flush
            compress(isFlushing: true, isLast: false)
            compressor.writeMarker()
            if flush == .full { compressor.forget() }
        case .finish:
            isFinished = true
            compress(isFlushing: true, isLast: true)
            compressor.writer.alignToByte()
            let trailer = StreamFrame.trailer(format, adler: adler, crc: crc, byteCount: byteCount)
            compressor.writer.write(trailer.span)
        }
        return true
    }

    private mutating func take(_ input: Span<UInt8>, _ position: inout Int) {
        let count = min(input.count &- position, Self.windowByteCount &- window.count)
        let piece = input.extracting(position..<(position &+ count))
        window.append(copying: piece)
        switch format {
        case .raw: break
        case .zlib: adler.update(piece)
        case .gzip: crc.update(piece)
        }
        byteCount = byteCount &+ UInt64(truncatingIfNeeded: count)
        position = position &+ count
    }

    private mutating func compress(isFlushing: Bool, isLast: Bool) {
        let window = window
        compressor.compress(window.span, isFlushing: isFlushing, isLast: isLast)
    }

    /// Moves what is still needed to the front.
    private mutating func moveWindow() {
        let first = compressor.firstNeeded
        guard first > 0 else { return }
        let kept = window.count &- first
        var bytes = window.mutableSpan
        bytes.move(from: first, to: 0, count: kept)
        window.removeLast(first)
        compressor.shift(by: first)
    }
}
