extension Deflate {
    /// Compresses the whole of some data.
    ///
    /// - Parameters:
    ///   - data: What to compress.
    ///   - format: What stands around the compressed data.
    ///   - level: How much time it may take.
    ///   - dictionary: Data that is likely to occur, the likeliest last; who decompresses needs the same. Gzip data
    ///     has none: there it is ignored.
    /// - Returns: The compressed data, at most ``maximumCompressedByteCount(for:format:)`` bytes.
    public static func compress(
        _ data: [UInt8], format: Format, level: Level = .standard, dictionary: [UInt8] = []
    ) -> [UInt8] {
        guard !dictionary.isEmpty else { return compress(data.span, format: format, level: level) }
        var deflater = Deflater(format: format, level: level, dictionary: dictionary)
        return deflater.update(data, flush: .finish)
    }

    /// Compresses the whole of some data.
    ///
    /// - Parameters:
    ///   - data: What to compress.
    ///   - format: What stands around the compressed data.
    ///   - level: How much time it may take.
    /// - Returns: The compressed data, at most ``maximumCompressedByteCount(for:format:)`` bytes.
    public static func compress(_ data: Span<UInt8>, format: Format, level: Level = .standard) -> [UInt8] {
        compress(data, format: format, level: level, gzipHeader: Gzip.Header())
    }

    static func compress(
        _ data: Span<UInt8>, format: Format, level: Level, gzipHeader: Gzip.Header
    ) -> [UInt8] {
        var compressor = BlockCompressor(level)
        let header = StreamFrame.header(format, level: level, gzipHeader: gzipHeader, dictionary: [])
        compressor.writer.write(header.span)
        compressor.compress(data, isFlushing: true, isLast: true)
        compressor.writer.alignToByte()
        var adler = Adler32()
        var crc = CRC32()
        switch format {
        case .raw: break
        case .zlib: adler.update(data)
        case .gzip: crc.update(data)
        }
        let byteCount = UInt64(truncatingIfNeeded: data.count)
        let trailer = StreamFrame.trailer(format, adler: adler, crc: crc, byteCount: byteCount)
        compressor.writer.write(trailer.span)
        return compressor.writer.takeComplete()
    }

    /// The most bytes that so many can become: what cannot be compressed is stored, with five bytes for each block
    /// of at least 5000. A dictionary is allowed for.
    public static func maximumCompressedByteCount(for byteCount: Int, format: Format) -> Int {
        byteCount &+ 5 &* (byteCount / BlockSplitter.leastBlockByteCount &+ 1)
            &+ (format == .raw ? 0 : format == .zlib ? 10 : 18)
    }
}

extension Gzip {
    /// Compresses the whole of some data into a gzip file with a header of one's own.
    ///
    /// - Parameters:
    ///   - data: What to compress.
    ///   - header: What the file says of it.
    ///   - level: How much time it may take.
    public static func compress(
        _ data: [UInt8], header: Header = Header(), level: Deflate.Level = .standard
    ) -> [UInt8] {
        Deflate.compress(data.span, format: .gzip, level: level, gzipHeader: header)
    }

    /// Decompresses the whole of a gzip file, all of its members.
    ///
    /// - Parameters:
    ///   - data: The file.
    ///   - limits: What is too much; 64 MiB of output unless said otherwise.
    /// - Throws: ``DeflateError``, and nothing is returned.
    public static func decompress(
        _ data: [UInt8], limits: DeflateLimits = .standard
    ) throws(DeflateError) -> [UInt8] {
        try Deflate.decompress(data, format: .gzip, limits: limits)
    }
}
