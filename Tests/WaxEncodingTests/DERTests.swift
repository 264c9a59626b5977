import Testing
import WaxCore
import WaxEncoding
import WaxTestSupport

@Suite("DER")
struct DERTests {
    /// Reads a whole encoding, each value by its type, and writes it again.
    static func rewrite(_ reader: inout DERReader, to writer: inout DERWriter) throws(DERError) {
        while let tag = try reader.nextTag() {
            switch tag {
            case .boolean: writer.writeBoolean(try reader.readBoolean())
            case .integer: writer.write(.integer, contents: try reader.readInteger())
            case .bitString:
                let string = try reader.readBitString()
                writer.writeBitString(string.bytes, unusedBitCount: string.unusedBitCount)
            case .octetString: writer.writeOctetString(try reader.readOctetString())
            case .null:
                try reader.readNull()
                writer.writeNull()
            case .objectIdentifier: writer.writeOID(try reader.readOID())
            case .utf8String: writer.writeUTF8String(try reader.readUTF8String())
            case .set:
                var set = try reader.readSetOf()
                var elements: [[UInt8]] = []
                while !set.isAtEnd {
                    let element = try set.readElement()
                    elements.append((0..<element.encoded.count).map { element.encoded[$0] })
                }
                writer.writeSetOf(encoded: elements.reversed())
            case _ where tag.isConstructed:
                var inner = try reader.readConstructed(tag)
                try writer.writeConstructed(tag) { (writer: inout DERWriter) throws(DERError) in
                    try rewrite(&inner, to: &writer)
                }
            default: writer.write(tag, contents: try reader.readContents(of: tag))
            }
        }
        try reader.finish()
    }

    static func rewritten(_ bytes: [UInt8]) throws(DERError) -> [UInt8] {
        var writer = DERWriter()
        var reader = DERReader(bytes.span)
        try rewrite(&reader, to: &writer)
        return writer.bytes
    }

    static func error(_ hex: String) -> DERError? {
        do throws(DERError) {
            _ = try rewritten((try? Hex.decode(hex)) ?? [])
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "Values in their one encoding are read, and written to the same bytes",
        arguments: [
            "0101ff", "010100", "020100", "02017f", "02020080", "020180", "0202ff7f", "02083fffffffffffffff", "0500",
            "030100", "030206c0", "03020780", "0303000102", "0400", "04020102", "06012a", "06092a864886f70d010101",
            "0c0463c3bc78", "3000", "30060201010201ff", "310602010102017f", "3100", "a003020105", "80020102", "bf1f00",
            "df812300", "5f7f00", "ff8fffff7f00", "301b300d06092a864886f70d0101010500030a003007020201f1020103",
        ])
    func canonical(hex: String) throws {
        let bytes = try Hex.decode(hex)
        #expect(try Self.rewritten(bytes) == bytes)
    }

    @Test(
        "What is not DER is refused by name",
        arguments: [
            // Lengths.
            ("0281017f", .nonMinimalLength), ("028200017f", .nonMinimalLength),
            ("04817f" + String(repeating: "00", count: 127), .nonMinimalLength),
            ("0482007f", .nonMinimalLength), ("30800201010000", .indefiniteLength), ("0480", .indefiniteLength),
            ("04ff", .truncated), ("0484ffffffff00", .truncated), ("0488ffffffffffffffff", .truncated),
            ("04847fffffff00", .truncated), ("0485010000000000", .truncated), ("0402ff", .truncated),
            ("0482", .truncated),
            ("04", .truncated), ("30030201", .truncated), ("3003040201", .truncated),
            // Tags.
            ("0000", .invalidTag), ("2000", .invalidTag), ("1f1e00", .invalidTag), ("9f8020ff", .invalidTag),
            ("9f1e00", .invalidTag), ("9f8080808000", .invalidTag), ("9fffffffff7f00", .invalidTag), ("9f", .truncated),
            ("9fff", .truncated),
            // BOOLEAN, NULL.
            ("010101", .invalidBoolean), ("0101fe", .invalidBoolean), ("0100", .invalidBoolean),
            ("01020000", .invalidBoolean),
            ("050100", .invalidNull),
            // INTEGER.
            ("0200", .invalidInteger), ("02020001", .invalidInteger), ("0202007f", .invalidInteger),
            ("0202ff80", .invalidInteger), ("0202ffff", .invalidInteger), ("0203000000", .invalidInteger),
            // BIT STRING.
            ("0300", .invalidBitString), ("030101", .invalidBitString), ("03020800", .invalidBitString),
            ("03020101", .invalidBitString), ("0302077f", .invalidBitString), ("0302ff00", .invalidBitString),
            // OBJECT IDENTIFIER.
            ("0600", .invalidObjectIdentifier), ("060180", .invalidObjectIdentifier),
            ("06028001", .invalidObjectIdentifier),
            ("06032a8001", .invalidObjectIdentifier), ("06022a86", .invalidObjectIdentifier),
            ("06812a00", .nonMinimalLength),
            ("068181" + String(repeating: "01", count: 129), .invalidObjectIdentifier),
            // Strings and sets.
            ("0c01ff", .invalidString), ("0c02c080", .invalidString), ("0c03eda080", .invalidString),
            ("3106020102020101", .unsortedSet), ("3106020102010100", .unsortedSet),
            // Constructed strings are BER only: they are other tags, and their contents are looked at.
            ("2480", .indefiniteLength), ("24030401", .truncated),
        ] as [(String, DERError.Code)])
    func malformed(hex: String, code: DERError.Code) {
        let error = Self.error(hex)
        #expect(error?.code == code)
        #expect(error.map { "\($0)".hasPrefix("DER byte ") } == true)
    }

    @Test("Trailing data, wrong tags, signs and sizes are refused by the typed calls, with the offset")
    func typed() throws {
        func read<T>(_ hex: String, _ body: (inout DERReader) throws(DERError) -> T) -> DERError? {
            let bytes = (try? Hex.decode(hex)) ?? []
            var reader = DERReader(bytes.span)
            do throws(DERError) {
                _ = try body(&reader)
                try reader.finish()
                return nil
            } catch {
                return error
            }
        }
        #expect(read("05000500") { (r) throws(DERError) in try r.readNull() } == DERError(.trailingData, at: 2))
        #expect(read("0500") { (r) throws(DERError) in try r.readBoolean() } == DERError(.unexpectedTag, at: 0))
        #expect(
            read("2403040100") { (r) throws(DERError) in try r.readOctetString().count }
                == DERError(.unexpectedTag, at: 0))
        #expect(
            read("0201ff") { (r) throws(DERError) in try r.readUnsignedInteger().count }
                == DERError(.negativeInteger, at: 0))
        #expect(
            read("0209008000000000000000") { (r) throws(DERError) in try r.readInt64() }
                == DERError(.integerTooLarge, at: 0))
        #expect(
            read("03020180") { (r) throws(DERError) in try r.readBitStringOfBytes().count }
                == DERError(.invalidBitString, at: 0))
        #expect(
            read("300502010104") { (r) throws(DERError) in try r.readSequence().isAtEnd } == DERError(.truncated, at: 0)
        )
        #expect(
            read("3006300402020001") { (r) throws(DERError) in
                var outer = try r.readSequence()
                var inner = try outer.readSequence()
                return try inner.readInt64()
            } == DERError(.invalidInteger, at: 4))
        #expect(
            read("3003300102") { (r) throws(DERError) in
                var outer = try r.readSequence()
                var inner = try outer.readSequence()
                return try inner.readInt64()
            } == DERError(.truncated, at: 4))
    }

    @Test("Nesting is limited")
    func depth() throws {
        let deep = (0..<40).reduce([UInt8]()) { inner, _ in [0x30, UInt8(inner.count)] + inner }
        #expect(Self.error(Hex.encode(deep)) == DERError(.tooDeep, at: 64))
        let fits = (0..<32).reduce([UInt8]()) { inner, _ in [0x30, UInt8(inner.count)] + inner }
        #expect(Self.error(Hex.encode(fits)) == nil)
    }

    @Test("Numbers are written in their shortest form and read back")
    func integers() throws {
        let edges: [Int64] = [
            0, 1, -1, 127, 128, -128, -129, 255, 256, 32767, 32768, -32768, -32769, 1 << 31, 1 << 55, -(1 << 55), .max,
            .min,
        ]
        for value in edges {
            var writer = DERWriter()
            writer.writeInteger(value)
            let bytes = writer.bytes
            var reader = DERReader(bytes.span)
            let read = try reader.readInt64()
            #expect(read == value)
            #expect(try Self.rewritten(bytes) == bytes)
        }
        for (magnitude, hex) in [([], "020100"), ([0], "020100"), ([0, 0, 5], "020105"), ([0x80], "02020080")]
            as [([UInt8], String)]
        {
            var writer = DERWriter(reservingCapacity: 0)
            writer.writeUnsignedInteger(magnitude.span)
            #expect(Hex.encode(writer.bytes) == hex)
        }
    }

    @Test("Contents of any size get a length of the right size")
    func lengths() throws {
        for count in [0, 1, 127, 128, 255, 256, 65535, 65536, 70000] {
            let contents = [UInt8](repeating: 1, count: count)
            var writer = DERWriter(reservingCapacity: 0)
            writer.writeSequence { $0.writeSequence { $0.writeOctetString(contents.span) } }
            let bytes = writer.bytes
            var reader = DERReader(bytes.span)
            var outer = try reader.readSequence()
            var inner = try outer.readSequence()
            let read = try inner.readOctetString().count
            #expect(read == count && writer.secretBytes == SecretBytes(bytes))
            #expect(try Self.rewritten(bytes) == bytes)
        }
    }

    @Test("Implicit and explicit context tags")
    func contextTags() throws {
        var writer = DERWriter()
        writer.writeConstructed(.context(0, isConstructed: true)) { $0.writeInteger(2) }
        let content: [UInt8] = [7]
        writer.writeOctetString(content.span, as: .context(1, isConstructed: false))
        #expect(Hex.encode(writer.bytes) == "a003020102810107")
        let bytes = writer.bytes
        var reader = DERReader(bytes.span)
        let (isZero, isOne) = (
            reader.isNext(.context(0, isConstructed: true)), reader.isNext(.context(1, isConstructed: false))
        )
        var inner = try reader.readConstructed(.context(0, isConstructed: true))
        let version = try inner.readInt64()
        let string = try reader.readOctetString(as: .context(1, isConstructed: false))[0]
        let atEnd = try reader.nextTag() == nil && reader.isAtEnd && !reader.isNext(.null)
        #expect(isZero && !isOne && version == 2 && string == 7 && atEnd)
    }

    @Test(
        "Object identifiers print their arcs",
        arguments: [
            (OID(1, 2, 840, 113549, 1, 1, 1), "1.2.840.113549.1.1.1", "2a864886f70d010101"), (OID(0, 0), "0.0", "00"),
            (OID(0, 39), "0.39", "27"), (OID(1, 0), "1.0", "28"), (OID(1, 39, 0), "1.39.0", "4f00"),
            (OID(2, 0), "2.0", "50"),
            (OID(2, 19), "2.19", "63"), (OID(2, 20), "2.20", "64"), (OID(2, 47), "2.47", "7f"),
            (OID(2, 48), "2.48", "8100"),
            (OID(2, 999, 3), "2.999.3", "883703"), (OID(2, 5, 4, 3), "2.5.4.3", "550403"),
            (OID(2, UInt64.max - 80), "2.18446744073709551535", "81ffffffffffffffff7f"),
            (OID(1, 3, UInt64.max), "1.3.18446744073709551615", "2b81ffffffffffffffff7f"),
        ] as [(OID, String, String)])
    func oids(oid: OID, text: String, hex: String) {
        #expect(oid.description == text && Hex.encode(oid.contents) == hex)
        #expect(OID(contents: oid.contents) == oid)
    }

    @Test("An arc may be larger than any integer type (a UUID, ITU-T X.667)")
    func largeArc() throws {
        let oid = OID(contents: try Hex.decode("6983f09da7ebcfdee0c7a1a7b2c0948cc8f9d776"))
        #expect(oid?.description == "2.25.329800735698586629295641978511506172918")
    }

    static func sampleBytes() -> [UInt8] {
        let (bits, large): ([UInt8], [UInt8]) = ([0xFF, 0xFF], [0xFF, 1, 2])
        let octets = [UInt8](repeating: 9, count: 130)
        var writer = DERWriter()
        writer.writeSequence { sequence in
            sequence.writeInteger(0)
            sequence.writeSequence {
                $0.writeOID(OID(1, 2, 840, 113549, 1, 1, 1))
                $0.writeNull()
            }
            sequence.writeConstructed(.context(0, isConstructed: true)) { $0.writeBoolean(true) }
            sequence.writeSetOf(encoded: [[2, 1, 5], [2, 1, 1], [4, 0]])
            sequence.writeUTF8String("füx")
            sequence.writeBitString(bits.span, unusedBitCount: 3)
            sequence.writeOctetString(octets.span)
            sequence.writeUnsignedInteger(large.span)
        }
        return writer.bytes
    }

    @Test("Cut off at any byte, an encoding gives a declared error")
    func truncated() throws {
        let bytes = Self.sampleBytes()
        #expect(try Self.rewritten(bytes) == bytes)
        for count in 1..<bytes.count {
            #expect(throws: DERError.self) { try Self.rewritten(Array(bytes[..<count])) }
        }
    }

    @Test("What is accepted after random changes encodes again to the same bytes")
    func mutations() {
        let bytes = Self.sampleBytes()
        var random = SeededRandom(seed: 690)
        var accepted = 0
        for _ in 0..<6000 {
            var changed = bytes
            mutate(&changed, using: &random)
            guard let again = try? Self.rewritten(changed) else { continue }
            accepted += 1
            #expect(again == changed)
        }
        #expect(accepted > 50 && accepted < 5900)
    }
}
