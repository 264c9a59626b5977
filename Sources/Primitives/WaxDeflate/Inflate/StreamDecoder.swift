/// Decodes one of the three formats into a buffer that also holds what was decoded before: headers, blocks,
/// trailers and limits.
struct StreamDecoder: Sendable {
    /// Why decoding paused.
    enum Outcome: Equatable {
        case needsInput
        case needsOutput
        /// The dictionary with this Adler-32 is missing; ``dictionaryWasSet()`` goes on once it stands in the buffer.
        case needsDictionary(UInt32)
        /// The end of raw or zlib data; gzip data can always go on with another member.
        case finished
    }

    private enum Stage {
        case header
        case dictionary(UInt32)
        case blocks
        case trailer
        /// Behind a gzip member: another member or zeros may follow.
        case betweenMembers
        /// Behind a gzip member and zeros, which only zeros may follow.
        case padding
        case finished
    }

    /// How much is decoded between two turns of the checksum, so that it finds the output in the cache.
    private static let slice = 256 << 10

    let format: Deflate.Format
    let limits: DeflateLimits
    private(set) var produced: UInt64 = 0
    private(set) var gzipHeader: Gzip.Header?
    /// Where in the buffer the output begins that matches can reach.
    var historyStart = 0
    private var taken: UInt64 = 0
    private var memberStart: UInt64 = 0
    private var memberCount = 0
    private var stage: Stage
    private var blocks = BlockDecoder()
    private var headerParser = GzipHeaderParser()
    /// Bytes of a zlib header or of a trailer, and how many are there.
    private var collected: UInt64 = 0
    private var collectedCount = 0
    private var adler = Adler32()
    private var crc = CRC32()

    init(format: Deflate.Format, limits: DeflateLimits) {
        self.format = format
        self.limits = limits
        self.stage = format == .raw ? .blocks : .header
    }

    /// The bytes of input that have been used so far.
    var consumed: UInt64 { taken &- UInt64(truncatingIfNeeded: blocks.heldByteCount) }

    /// Whether the input may end here.
    var mayEnd: Bool {
        switch stage {
        case .betweenMembers, .padding, .finished: true
        default: false
        }
    }

    /// Decodes until input or room is missing, or to the end.
    ///
    /// - Parameters:
    ///   - output: Holds the output before `written`, as far back as ``historyStart``.
    @_lifetime(output: copy output)
    mutating func decode(
        _ input: Span<UInt8>, _ position: inout Int, _ output: inout MutableSpan<UInt8>, _ written: inout Int
    ) throws(DeflateError) -> Outcome {
        while true {
            switch stage {
            case .header:
                let isComplete =
                    format == .gzip
                    ? try readGzipHeader(input, &position) : try readZlibHeader(input, &position)
                guard isComplete else { return .needsInput }
                // Matches do not reach into another member.
                if format == .gzip { historyStart = written }
            case .dictionary(let checksum):
                return .needsDictionary(checksum)
            case .blocks:
                let outcome = try decodeBlocks(input, &position, &output, &written)
                if let outcome { return outcome }
            case .trailer:
                guard try readTrailer(input, &position) else { return .needsInput }
            case .betweenMembers:
                guard position < input.count else { return .needsInput }
                if input[position] == 0 {
                    stage = .padding
                } else {
                    guard input[position] == 0x1F else { throw .trailingData }
                    beginMember()
                }
            case .padding:
                while position < input.count {
                    guard input[position] == 0 else { throw .trailingData }
                    position = position &+ 1
                    taken = taken &+ 1
                }
                return .needsInput
            case .finished:
                return .finished
            }
        }
    }

    /// Begins again with no input, keeping the tables.
    mutating func restart() {
        (produced, taken, memberStart, memberCount, gzipHeader) = (0, 0, 0, 0, nil)
        (collected, collectedCount, historyStart) = (0, 0, 0)
        adler = Adler32()
        crc = CRC32()
        headerParser = GzipHeaderParser()
        blocks.restart()
        stage = format == .raw ? .blocks : .header
    }

    /// The Adler-32 of the dictionary without which there is no going on.
    var wantedDictionary: UInt32? {
        guard case .dictionary(let checksum) = stage else { return nil }
        return checksum
    }

    /// Goes on after ``Outcome/needsDictionary(_:)``, when the dictionary stands in the buffer.
    mutating func dictionaryWasSet() { stage = .blocks }

    // MARK: Blocks

    /// - Returns: What is missing, or nil if the last block has ended.
    @_lifetime(output: copy output)
    private mutating func decodeBlocks(
        _ input: Span<UInt8>, _ position: inout Int, _ output: inout MutableSpan<UInt8>, _ written: inout Int
    ) throws(DeflateError) -> Outcome? {
        while true {
            let (first, start) = (position, written)
            let allowed = limits.allowedOutput(consumed: consumed) &- produced
            let room = min(output.count &- written, Self.slice)
            let limit = written &+ (allowed < UInt64(room) ? Int(truncatingIfNeeded: allowed) : room)
            let outcome: BlockDecoder.Outcome
            do throws(DeflateError) {
                outcome = try blocks.decode(
                    input, &position, &output, &written, limit: limit, historyStart: historyStart)
            } catch {
                count(input: position &- first, output: output.span.extracting(start..<written))
                throw error
            }
            count(input: position &- first, output: output.span.extracting(start..<written))
            switch outcome {
            case .needsInput: return .needsInput
            case .finished:
                stage = format == .raw ? .finished : .trailer
                (collected, collectedCount) = (0, 0)
                return nil
            case .needsOutput:
                // Input has been used since the limit was worked out, which may have raised it.
                guard produced < limits.allowedOutput(consumed: consumed) else {
                    throw produced < limits.maxOutput ? .ratioLimitExceeded : .outputLimitExceeded
                }
                if written == output.count { return .needsOutput }
            }
        }
    }

    private mutating func count(input: Int, output: Span<UInt8>) {
        taken = taken &+ UInt64(truncatingIfNeeded: input)
        produced = produced &+ UInt64(truncatingIfNeeded: output.count)
        switch format {
        case .raw: break
        case .zlib: adler.update(output)
        case .gzip: crc.update(output)
        }
    }

    // MARK: Headers and trailers

    private mutating func beginMember() {
        headerParser = GzipHeaderParser()
        blocks.restart()
        crc = CRC32()
        memberStart = produced
        stage = .header
    }

    private mutating func readGzipHeader(_ input: Span<UInt8>, _ position: inout Int) throws(DeflateError) -> Bool {
        if headerParser.byteCount == 0, position < input.count {
            guard memberCount < limits.maxMembers else { throw .memberLimitExceeded }
            memberCount = memberCount &+ 1
        }
        while position < input.count {
            guard headerParser.byteCount < limits.maxHeader else { throw .headerLimitExceeded }
            let isComplete = try headerParser.consume(input[position])
            position = position &+ 1
            taken = taken &+ 1
            if isComplete {
                gzipHeader = headerParser.header
                stage = .blocks
                return true
            }
        }
        return false
    }

    private mutating func readZlibHeader(_ input: Span<UInt8>, _ position: inout Int) throws(DeflateError) -> Bool {
        // The two bytes, then the checksum of the dictionary if there is one.
        guard collect(upTo: 2, input, &position) else { return false }
        let header = UInt16(truncatingIfNeeded: collected &>> UInt64(8 &* (collectedCount &- 2)))
        guard header % 31 == 0 else { throw .invalidZlibHeader }
        guard header &>> 8 & 0xF == 8 else { throw .unsupportedMethod }
        guard header &>> 12 <= 7 else { throw .invalidWindowSize }
        guard header & 0x20 != 0 else {
            stage = .blocks
            return true
        }
        guard collect(upTo: 6, input, &position) else { return false }
        stage = .dictionary(UInt32(truncatingIfNeeded: collected))
        return true
    }

    private mutating func readTrailer(_ input: Span<UInt8>, _ position: inout Int) throws(DeflateError) -> Bool {
        guard format == .gzip else {
            guard collect(upTo: 4, input, &position) else { return false }
            guard UInt32(truncatingIfNeeded: collected) == adler.value else { throw .checksumMismatch }
            stage = .finished
            return true
        }
        // What is collected is big-endian, the trailer little-endian.
        guard collect(upTo: 4, input, &position) else { return false }
        let checksum = UInt32(truncatingIfNeeded: collected &>> UInt64(8 &* (collectedCount &- 4)))
        guard checksum.byteSwapped == crc.value else { throw .checksumMismatch }
        guard collect(upTo: 8, input, &position) else { return false }
        let length = UInt32(truncatingIfNeeded: collected).byteSwapped
        guard length == UInt32(truncatingIfNeeded: produced &- memberStart) else { throw .lengthMismatch }
        stage = .betweenMembers
        return true
    }

    /// Collects bytes, the first most significant, until there are `count`.
    private mutating func collect(upTo count: Int, _ input: Span<UInt8>, _ position: inout Int) -> Bool {
        while collectedCount < count {
            guard position < input.count else { return false }
            collected = collected &<< 8 | UInt64(input[position])
            collectedCount = collectedCount &+ 1
            position = position &+ 1
            taken = taken &+ 1
        }
        return true
    }
}
