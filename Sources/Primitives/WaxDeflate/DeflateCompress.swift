import WaxCore

extension Deflate {
    /// Compresses the whole of some data.
    ///
    /// - Parameters:
    ///   - format: What stands around the compressed data.
    ///   - level: How much time it may take.
    public static func compress(_ data: [UInt8], format: Format, level: Level = .standard) -> [UInt8] {
        compress(data.span, format: format, level: level)
    }

    /// Compresses the whole of some data.
    ///
    /// - Parameters:
    ///   - format: What stands around the compressed data.
    ///   - level: How much time it may take.
    public static func compress(_ data: Span<UInt8>, format: Format, level: Level = .standard) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(maximumCompressedByteCount(data.count, format: format))
        switch format {
        case .raw: break
        case .zlib: output += [0x78, 0x01]
        case .gzip: output += Gzip.Header().encoded(level: 0)
        }
        var position = 0
        repeat {
            let count = min(data.count &- position, BlockFormat.longestStored)
            output.append(position &+ count == data.count ? 1 : 0)
            append(UInt32(count) | (~UInt32(count) &<< 16), to: &output)
            output.append(copying: data.extracting(position..<(position &+ count)))
            position = position &+ count
        } while position < data.count
        switch format {
        case .raw: break
        case .zlib: append(Adler32.checksum(data).byteSwapped, to: &output)
        case .gzip:
            append(CRC32.checksum(data), to: &output)
            append(UInt32(truncatingIfNeeded: data.count), to: &output)
        }
        return output
    }

    /// The most bytes that so many can become: data that cannot be compressed is stored.
    public static func maximumCompressedByteCount(_ byteCount: Int, format: Format) -> Int {
        byteCount &+ 5 &* (byteCount / BlockFormat.longestStored &+ 1) &+ 18
    }

    private static func append(_ value: UInt32, to output: inout [UInt8]) {
        for shift in stride(from: 0 as UInt32, to: 32, by: 8) { output.append(UInt8(truncatingIfNeeded: value &>> shift)) }
    }
}
