/// What stands before and behind the blocks in each format.
enum StreamFrame {
    /// The bytes before the blocks.
    static func header(
        _ format: Deflate.Format, level: Deflate.Level, gzipHeader: Gzip.Header, dictionary: [UInt8]
    ) -> [UInt8] {
        switch format {
        case .raw: return []
        case .gzip: return gzipHeader.encoded(level: level.value)
        case .zlib:
            // DEFLATE with a window of 32 KiB, roughly the level, whether there is a dictionary, and a checksum.
            let grade: UInt16 = level.value < 2 ? 0 : level.value < 6 ? 1 : level.value == 6 ? 2 : 3
            var header: UInt16 = 0x7800 | grade &<< 6 | (dictionary.isEmpty ? 0 : 0x20)
            header = header &+ (31 &- header % 31)
            var bytes = [UInt8(truncatingIfNeeded: header &>> 8), UInt8(truncatingIfNeeded: header)]
            if !dictionary.isEmpty { append(Adler32.checksum(dictionary).byteSwapped, to: &bytes) }
            return bytes
        }
    }

    /// The bytes behind the blocks.
    static func trailer(_ format: Deflate.Format, adler: Adler32, crc: CRC32, byteCount: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        switch format {
        case .raw: break
        case .zlib: append(adler.value.byteSwapped, to: &bytes)
        case .gzip:
            append(crc.value, to: &bytes)
            append(UInt32(truncatingIfNeeded: byteCount), to: &bytes)
        }
        return bytes
    }

    /// Appends a number, its least significant byte first.
    private static func append(_ value: UInt32, to bytes: inout [UInt8]) {
        for shift in stride(from: 0 as UInt32, to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value &>> shift))
        }
    }
}
