import WaxDeflate
import WaxSHA

let compressionAlgorithms: [Algorithm] = [
    ("CRC-32", checkCRC), ("Adler-32", checkAdler), ("inflate", inflate), ("deflate", deflate),
]

private func checkCRC(_ record: Record) -> Bool {
    isRight(record, { CRC32.checksum($0) }, { CRC32.combine($0, $1, secondByteCount: $2) })
}

private func checkAdler(_ record: Record) -> Bool {
    isRight(record, { Adler32.checksum($0) }, { Adler32.combine($0, $1, secondByteCount: $2) })
}

/// Two parts, their checksums and that of both, which those of the parts give, too.
private func isRight(
    _ record: Record, _ checksum: ([UInt8]) -> UInt32, _ combine: (UInt32, UInt32, UInt64) -> UInt32
) -> Bool {
    let fields = record.fields
    guard fields.count == 5 else { return false }
    // They are written the most significant byte first.
    let expected = (2..<5).map { UInt32(littleEndian: fields[$0].reversed()) }
    let (first, second) = (checksum(fields[0]), checksum(fields[1]))
    return [first, second, checksum(fields[0] + fields[1])] == expected
        && combine(first, second, UInt64(fields[1].count)) == expected[2]
}

private func format(_ number: UInt8) -> Deflate.Format? {
    switch number {
    case 0: .raw
    case 1: .zlib
    case 2: .gzip
    default: nil
    }
}

/// A stream at once, and in pieces; of what must come out the digest is known.
private func inflate(_ record: Record) -> Bool {
    guard record.fields.count == 2, let format = format(record.parameters.0) else { return false }
    do throws(DeflateError) {
        let text = try Deflate.decompress(record.fields[0], format: format)
        return [UInt8](SHA256.hash(data: text)) == record.fields[1] && inPieces(record.fields[0], format) == text
            && record.isValid
    } catch {
        return !record.isValid && inPieces(record.fields[0], format) == nil
    }
}

/// From pieces of 1000 bytes; nil if the stream is not valid.
private func inPieces(_ stream: [UInt8], _ format: Deflate.Format) -> [UInt8]? {
    var inflater = Inflater(format: format)
    var text: [UInt8] = []
    do throws(DeflateError) {
        for start in stride(from: 0, to: stream.count, by: 1000) {
            let end = min(stream.count, start + 1000)
            try inflater.update(stream.span.extracting(start..<end), appendingTo: &text)
        }
        return inflater.isComplete ? text : nil
    } catch {
        return nil
    }
}

/// A stream that gives the text back, here and, as the caller of this program finds out, elsewhere.
private func deflate(_ record: Record) -> Bool {
    guard record.fields.count == 1, let format = format(record.parameters.0),
        let level = Deflate.Level(Int(record.parameters.1))
    else { return false }
    let stream = Deflate.compress(record.fields[0], format: format, level: level)
    Host.print("stream ")
    Host.print(hexadecimal: stream)
    Host.print("\n")
    guard let text = try? Deflate.decompress(stream, format: format) else { return false }
    return text == record.fields[0]
}
