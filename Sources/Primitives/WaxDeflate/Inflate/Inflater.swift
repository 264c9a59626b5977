import WaxCore

/// Decompresses data that comes in pieces, with memory of a fixed size.
///
/// ```swift
/// var inflater = Inflater(format: .gzip)
/// for piece in pieces { output += try inflater.update(piece) }
/// try inflater.finish()
/// ```
///
/// However input and output are cut into pieces, the bytes and the result are the same. What was decompressed
/// before a fault is handed out before the fault is thrown; only ``finish()`` says that the data is whole and that
/// its checksum, if the format has one, is right.
///
/// An inflater is a value: a copy goes its own way. It takes about 110 KiB.
public struct Inflater: Sendable {
    /// Why ``inflate(_:into:)`` came to an end.
    public enum Status: Sendable, Equatable {
        /// All input has been used and all output handed out.
        case needsInput
        /// More output is ready, or a fault that comes after what was handed out: call again with room.
        case needsOutput
        /// The data goes on with a dictionary that has this Adler-32; see ``Inflater/setDictionary(_:)``.
        case needsDictionary(UInt32)
        /// The data is complete; what is left of the input does not belong to it. Gzip data never says so, because
        /// another member may follow: see ``Inflater/finish()``.
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

    private static let windowByteCount = 96 << 10
    /// With less room than this the window moves on; near its end decoding is slower.
    private static let leastRoom = 2 << 10

    private var decoder: StreamDecoder
    /// What was decoded last, as far back as a match can reach.
    private var window = [UInt8](repeating: 0, count: windowByteCount)
    private var written = 0
    private var delivered = 0
    private var failure: DeflateError?
    private var dictionary: [UInt8]

    /// Begins with no input.
    ///
    /// - Parameters:
    ///   - format: What stands around the compressed data.
    ///   - limits: What is too much. Since the output takes no memory here, there is no limit unless one is named.
    ///   - dictionary: A preset dictionary; zlib data says which it needs, raw data is taken to need it.
    ///     Gzip data has none.
    public init(format: Deflate.Format, limits: DeflateLimits = .unlimited, dictionary: [UInt8] = []) {
        decoder = StreamDecoder(format: format, limits: limits)
        self.dictionary = dictionary
        if format == .raw { place(dictionary) }
    }

    /// Begins again with no input, in the memory that is there already.
    public mutating func reset() {
        decoder.restart()
        (written, delivered, failure) = (0, 0, nil)
        if decoder.format == .raw { place(dictionary) }
    }

    /// The bytes of input used so far.
    public var consumedByteCount: UInt64 { decoder.consumed }

    /// The bytes of output decompressed so far, a few of which may not have been handed out.
    public var producedByteCount: UInt64 { decoder.produced }

    /// The header of the gzip member that was begun last, once it is complete.
    public var gzipHeader: Gzip.Header? { decoder.gzipHeader }

    /// Whether all has been handed out and the input may end here.
    public var isComplete: Bool { delivered == written && failure == nil && decoder.mayEnd }

    /// Decompresses until the input is used up or the output is full.
    ///
    /// - Throws: ``DeflateError``, but only when there is no more output before the fault; and again in every
    ///   later call.
    @_lifetime(output: copy output)
    public mutating func inflate(
        _ input: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(DeflateError) -> Progress {
        var position = 0
        var produced = 0
        while true {
            let count = min(written &- delivered, output.count &- produced)
            output.copy(window.span, from: delivered, to: produced, count: count)
            produced = produced &+ count
            delivered = delivered &+ count
            guard delivered == written else {
                return Progress(consumed: position, produced: produced, status: .needsOutput)
            }
            if let failure {
                guard produced > 0 else { throw failure }
                return Progress(consumed: position, produced: produced, status: .needsOutput)
            }
            if let status = advance(input, &position), delivered == written {
                return Progress(consumed: position, produced: produced, status: status)
            }
        }
    }

    /// Decompresses a piece, and appends all that it stands for to an array.
    ///
    /// - Throws: ``DeflateError``, with what stands before the fault appended.
    ///   ``DeflateError/trailingData`` if the data was complete before the piece ended.
    ///   ``DeflateError/dictionaryNeeded(_:)`` if none was given; to choose one then, use ``inflate(_:into:)``,
    ///   which tells how much of the input was used.
    public mutating func update(_ input: Span<UInt8>, appendingTo output: inout [UInt8]) throws(DeflateError) {
        var position = 0
        while true {
            output.append(copying: window.span.extracting(delivered..<written))
            delivered = written
            if let failure { throw failure }
            guard let status = advance(input, &position), delivered == written else { continue }
            switch status {
            case .needsInput, .needsOutput: return
            case .needsDictionary(let checksum): throw .dictionaryNeeded(checksum)
            case .finished:
                guard position == input.count else { throw .trailingData }
                return
            }
        }
    }

    /// Decompresses a piece, and returns all that it stands for; see ``update(_:appendingTo:)``.
    ///
    /// - Throws: What ``update(_:appendingTo:)`` does; what stands before the fault is lost then.
    public mutating func update(_ input: [UInt8]) throws(DeflateError) -> [UInt8] {
        var output: [UInt8] = []
        try update(input.span, appendingTo: &output)
        return output
    }

    /// Says that there is no more input.
    ///
    /// - Throws: ``DeflateError/truncated`` if there should be.
    public mutating func finish() throws(DeflateError) {
        if let failure { throw failure }
        guard decoder.mayEnd else { throw .truncated }
    }

    /// Gives the dictionary that ``Status/needsDictionary(_:)`` asks for.
    ///
    /// - Throws: ``DeflateError/dictionaryMismatch`` if it is another one, or none is needed now.
    public mutating func setDictionary(_ dictionary: [UInt8]) throws(DeflateError) {
        guard let wanted = decoder.wantedDictionary, wanted == Adler32.checksum(dictionary) else {
            throw .dictionaryMismatch
        }
        place(dictionary)
        decoder.dictionaryWasSet()
    }

    // MARK: Decoding into the window

    /// Decodes once into the window; all that was there has been handed out.
    ///
    /// - Returns: Why it paused; nil if it can go on.
    private mutating func advance(_ input: Span<UInt8>, _ position: inout Int) -> Status? {
        if window.count &- written < Self.leastRoom { moveWindow() }
        do throws(DeflateError) {
            switch try Self.decode(&decoder, input, &position, into: &window, &written) {
            case .needsInput: return .needsInput
            case .needsOutput: return nil
            case .finished: return .finished
            case .needsDictionary(let checksum):
                guard !dictionary.isEmpty else { return .needsDictionary(checksum) }
                try setDictionary(dictionary)
                return nil
            }
        } catch {
            failure = error
            return nil
        }
    }

    private static func decode(
        _ decoder: inout StreamDecoder, _ input: Span<UInt8>, _ position: inout Int, into window: inout [UInt8],
        _ written: inout Int
    ) throws(DeflateError) -> StreamDecoder.Outcome {
        var target = window.mutableSpan
        return try decoder.decode(input, &position, &target, &written)
    }

    /// Moves what a match can reach to the front.
    private mutating func moveWindow() {
        let kept = min(written, BlockFormat.windowByteCount)
        let distance = written &- kept
        var bytes = window.mutableSpan
        bytes.move(from: distance, to: 0, count: kept)
        decoder.historyStart = max(0, decoder.historyStart &- distance)
        (written, delivered) = (kept, kept)
    }

    /// Makes the end of a dictionary what was decoded last.
    private mutating func place(_ dictionary: [UInt8]) {
        let count = min(dictionary.count, BlockFormat.windowByteCount)
        var bytes = window.mutableSpan
        bytes.copy(dictionary.span, from: dictionary.count &- count, to: 0, count: count)
        (written, delivered) = (count, count)
        decoder.historyStart = 0
    }
}
