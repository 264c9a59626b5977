import Testing
import WaxDeflate

/// Compression in all formats, at once and in parts, and checksums on every backend.
enum DeflateSpans {
    static let all: [SpanCase] =
        [Deflate.Format.raw, .zlib, .gzip].flatMap { [whole($0), streams($0)] } + [checksums]

    /// What compresses, and what does not.
    private static func texts(_ count: Int) -> [[UInt8]] {
        [pattern(count), (0..<count).map { UInt8(truncatingIfNeeded: ($0 &* $0 &* 2_654_435_761) &>> 13) }]
    }

    private static func whole(_ format: Deflate.Format) -> SpanCase {
        SpanCase(
            "WaxDeflate",
            [
                "Deflate.compress(_:format:level:)", "Deflate.decompress(_:format:into:limits:)",
                "Deflate.decompress(_:format:limits:)", "Inflater.update(_:appendingTo:)",
            ]
        ) {
            for text in fewLengths.flatMap(texts) {
                for level in [Deflate.Level.stored, .fastest, .standard, .densest] {
                    let compressed = try guarded(text) { input, _ in
                        Deflate.compress(input[0], format: format, level: level)
                    }
                    let result = try guarded(compressed, outputs: [zeros(text.count)]) { input, output in
                        let written = try output.write { try Deflate.decompress(input[0], format: format, into: &$0) }
                        var inflater = Inflater(format: format)
                        var parts: [UInt8] = []
                        try inflater.update(input[0], appendingTo: &parts)
                        try inflater.finish()
                        let again = try Deflate.decompress(input[0], format: format)
                        return [written == text.count ? 1 : 0] + again + parts
                    }
                    #expect(result == [1] + text + text + text)
                    // Cut short, and too large for its place.
                    for count in [0, 1, compressed.count / 2, compressed.count - 1] {
                        try guarded(Array(compressed.prefix(count)), outputs: [zeros(text.count)]) { input, output in
                            let written = output.write { try? Deflate.decompress(input[0], format: format, into: &$0) }
                            #expect(written == nil)
                            return []
                        }
                    }
                    try guarded(compressed, outputs: [zeros(text.count / 2)]) { input, output in
                        let written = output.write { try? Deflate.decompress(input[0], format: format, into: &$0) }
                        #expect(written == nil || text.count == 0)
                        return []
                    }
                }
            }
        }
    }

    private static func streams(_ format: Deflate.Format) -> SpanCase {
        SpanCase(
            "WaxDeflate",
            [
                "Deflater.deflate(_:into:flush:)", "Deflater.update(_:flush:appendingTo:)", "Inflater.inflate(_:into:)",
            ]
        ) {
            for text in fewLengths.flatMap(texts) {
                for room in [1, 16, 100] {
                    let written = try guarded(text, outputs: [zeros(room)]) { input, output in
                        var deflater = Deflater(format: format)
                        var (position, result): (Int, [UInt8]) = (0, [])
                        while true {
                            let progress = output.write { room in
                                let progress = deflater.deflate(
                                    input[0].extracting(droppingFirst: position), into: &room, flush: .finish)
                                result += (0..<progress.produced).map { room[$0] }
                                return progress
                            }
                            position += progress.consumed
                            if progress.status == .finished { return result }
                        }
                    }
                    // Behind it stands what was in the room at last.
                    let compressed = Array(written.dropLast(room))
                    let restored = try guarded(compressed, outputs: [zeros(room)]) { input, output in
                        var inflater = Inflater(format: format)
                        var (position, result): (Int, [UInt8]) = (0, [])
                        while true {
                            let progress = try output.write { room in
                                let progress = try inflater.inflate(
                                    input[0].extracting(droppingFirst: position), into: &room)
                                result += (0..<progress.produced).map { room[$0] }
                                return progress
                            }
                            position += progress.consumed
                            if position == compressed.count, progress.produced == 0 { break }
                        }
                        try inflater.finish()
                        return result
                    }
                    #expect(Array(restored.dropLast(room)) == text)
                }
                let parts = try guarded(text) { input, _ in
                    var deflater = Deflater(format: format)
                    var output: [UInt8] = []
                    deflater.update(input[0].extracting(first: text.count / 2), flush: .sync, appendingTo: &output)
                    deflater.update(
                        input[0].extracting(droppingFirst: text.count / 2), flush: .finish, appendingTo: &output)
                    return output
                }
                let restored = try Deflate.decompress(parts, format: format)
                #expect(restored == text)
            }
        }
    }

    private static let checksums = SpanCase(
        "WaxDeflate", ["CRC32.checksum(_:)", "CRC32.update(_:)", "Adler32.checksum(_:)", "Adler32.update(_:)"]
    ) {
        for count in lengths + [10_000] {
            for split in [0, 1, count / 2, count] where split <= count {
                try guarded(pattern(count)) { input, _ in
                    var (crc, adler) = (CRC32(), Adler32())
                    crc.update(input[0].extracting(first: split))
                    crc.update(input[0].extracting(droppingFirst: split))
                    adler.update(input[0].extracting(first: split))
                    adler.update(input[0].extracting(droppingFirst: split))
                    let sums = (CRC32.checksum(input[0]), Adler32.checksum(input[0]))
                    #expect(sums == (crc.value, adler.value))
                    for backend in ChecksumBackend.allCases {
                        let same = (
                            CRC32.checksum(input[0], backend: backend), Adler32.checksum(input[0], backend: backend)
                        )
                        #expect(same == sums)
                    }
                    return []
                }
            }
        }
    }
}
