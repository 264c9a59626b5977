import Testing
import WaxCore
import WaxEncoding
import WaxTestSupport

/// Base64, PEM, DER and CBOR.
enum EncodingSpans {
    static let all: [SpanCase] = [base64, pem, derReading, derWriting, cbor]

    private static let base64 = SpanCase(
        "WaxEncoding",
        [
            "Base64.encode(_:into:as:)", "Base64.encode(_:as:)", "Base64.decode(_:into:as:)", "Base64.decode(_:as:)",
            "Base64.decodeSecret(_:as:)", "Base64.decodedCount(of:as:)",
        ]
    ) {
        for variant in [Base64.Variant.standard, .standardUnpadded, .urlSafe, .urlSafeUnpadded] {
            for count in lengths {
                let bytes = pattern(count)
                let size = Base64.encodedCount(forByteCount: count, as: variant)
                let text = try guarded(bytes, outputs: [zeros(size)]) { input, output in
                    output.write { Base64.encode(input[0], into: &$0, as: variant) }
                    return Array(Base64.encode(input[0], as: variant).utf8)
                }
                #expect(text.prefix(size) == text.suffix(size))
                let decoded = try guarded(text.piece(0, size), outputs: [zeros(count)]) { input, output in
                    let found = try Base64.decodedCount(of: input[0], as: variant)
                    #expect(found == count)
                    try output.write { try Base64.decode(input[0], into: &$0, as: variant) }
                    let secret = try Base64.decodeSecret(input[0], as: variant)
                    return try Base64.decode(input[0], as: variant) + [UInt8](copying: secret.bytes)
                }
                #expect(decoded == bytes + bytes + bytes)
                // What is no Base64, of every length.
                try guarded(bytes) { input, _ in
                    (try? Base64.decode(input[0], as: variant)) ?? []
                }
            }
        }
    }

    private static let pem = SpanCase(
        "WaxEncoding", ["PEMDocument.init(pemRepresentation:limits:)", "PEMDocument.documents(in:limits:)"]
    ) {
        for count in fewLengths {
            let document = PEMDocument(label: "THING", contents: pattern(count))
            let text = Array(document.pemRepresentation.utf8)
            for length in Set(stride(from: 0, to: text.count, by: 13)).union([text.count - 1, text.count]).sorted() {
                // Without the end of the last line it is whole too; without contents it is none.
                let isWhole = count > 0 && length >= text.count - 1
                let result = try guarded(Array(text.prefix(length))) { input, _ in
                    let one = try? PEMDocument(pemRepresentation: input[0])
                    let several = try? PEMDocument.documents(in: input[0])
                    return [one == document ? 1 : 0, several == [document] ? 1 : 0]
                }
                #expect(result == (isWhole ? [1, 1] : [0, 0]))
            }
            try guarded(pattern(count)) { input, _ in
                (try? PEMDocument(pemRepresentation: input[0])) == nil ? [0] : [1]
            }
        }
    }

    private static let derReading = SpanCase("WaxEncoding", ["DERReader.init(_:maximumDepth:)"]) {
        for count in fewLengths {
            var writer = DERWriter()
            writer.writeSequence { inner in
                inner.writeBoolean(true)
                inner.writeInteger(-70_000)
                inner.writeUnsignedInteger(pattern(count, 200).span)
                inner.writeOctetString(pattern(count).span)
                inner.writeBitString(pattern(count).span)
                inner.writeNull()
                inner.writeUTF8String("text")
            }
            let whole = writer.bytes
            for length in Set(0...min(40, whole.count)).union([whole.count - 1, whole.count]).sorted() {
                let result = try guarded(Array(whole.prefix(length))) { input, _ in
                    do {
                        var reader = DERReader(input[0])
                        var inner = try reader.readSequence()
                        _ = try inner.readBoolean()
                        _ = try inner.readInt64()
                        _ = try inner.readUnsignedInteger().count
                        let octets = try inner.readOctetString().count
                        _ = try inner.readBitStringOfBytes().count
                        try inner.readNull()
                        _ = try inner.readElement().encoded.count
                        try inner.finish()
                        try reader.finish()
                        return [octets == count ? 1 : 2]
                    } catch {
                        return [0]
                    }
                }
                #expect(result == [length == whole.count ? 1 : 0])
                // The contents by themselves, which is where the readers of the parts begin.
                try guarded(Array(whole.prefix(length).dropFirst(3))) { input, _ in
                    var reader = DERReader(input[0], maximumDepth: 3)
                    while let element = try? reader.readElement() { _ = element.contents.count }
                    return []
                }
            }
        }
    }

    private static let derWriting = SpanCase(
        "WaxEncoding",
        [
            "DERWriter.write(_:contents:)", "DERWriter.writeBitString(_:unusedBitCount:as:)",
            "DERWriter.writeEncoded(_:)", "DERWriter.writeOctetString(_:as:)",
            "DERWriter.writeUnsignedInteger(_:as:)",
        ]
    ) {
        for count in lengths {
            let result = try guarded(pattern(count), zeros(count), [0] + pattern(count, 130)) { input, _ in
                var writer = DERWriter(reservingCapacity: 16)
                writer.write(.octetString, contents: input[0])
                writer.writeOctetString(input[0])
                writer.writeBitString(input[0])
                writer.writeEncoded(input[0])
                for index in 0..<3 { writer.writeUnsignedInteger(input[index]) }
                return writer.bytes
            }
            let header = count < 128 ? 2 : count < 256 ? 3 : 4
            #expect(result.piece(header, count) == pattern(count))
            #expect(result.piece(2 * header + count, count) == pattern(count))
        }
    }

    private static let cbor = SpanCase(
        "WaxEncoding", ["CBORValue.init(decoding:options:)", "CBORDecoder.decode(_:from:)"]
    ) {
        for count in fewLengths {
            let value: [String: [UInt8]] = ["key": pattern(count), "other": [1, 2]]
            let whole = try CBOREncoder().encode(value)
            for length in Set(0...min(20, whole.count)).union([whole.count - 1, whole.count]).sorted() {
                let result = try guarded(Array(whole.prefix(length))) { input, _ in
                    let item = try? CBORValue(decoding: input[0])
                    let decoded = try? CBORDecoder().decode([String: [UInt8]].self, from: input[0])
                    return [item == nil ? 0 : 1, decoded == value ? 1 : 0]
                }
                #expect(result == (length == whole.count ? [1, 1] : [0, 0]))
            }
            try guarded(pattern(count)) { input, _ in
                (try? CBORValue(decoding: input[0], options: .lenient)) == nil ? [0] : [1]
            }
        }
    }
}
