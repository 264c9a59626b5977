import Testing
import WaxCore
import WaxTestSupport
import WaxWire

@Suite("Varints")
struct VarintTests {
    static func encode(_ value: UInt64) -> [UInt8] {
        var writer = ByteWriter()
        writer.writeVarint(value)
        return writer.bytes
    }

    static func decode(_ bytes: [UInt8]) throws(WireError) -> UInt64 {
        var reader = ByteReader(bytes.span)
        let value = try reader.readVarint()
        guard reader.isAtEnd else { throw WireError(.trailingBytes) }
        return value
    }

    @Test(
        "The examples of RFC 9000 appendix A.1",
        arguments: [
            ("c2197c5eff14e88c", 151_288_809_941_952_652), ("9d7f3e7d", 494_878_333), ("7bbd", 15_293), ("25", 37),
        ] as [(String, UInt64)])
    func published(hex: String, value: UInt64) throws {
        #expect(try Self.decode(Hex.decode(hex)) == value)
        #expect(Hex.encode(Self.encode(value)) == hex)
    }

    @Test("A longer form than needed is refused (RFC 9000 would take it)")
    func minimal() {
        #expect(reason { () throws(WireError) in try Self.decode([0x40, 0x25]) } == .badVarint)
        #expect(reason { () throws(WireError) in try Self.decode([0x80, 0, 0x3F, 0xFF]) } == .badVarint)
        #expect(
            reason { () throws(WireError) in try Self.decode([0xC0, 0, 0, 0, 0x3F, 0xFF, 0xFF, 0xFF]) } == .badVarint)
    }

    @Test("Each number has one form, at the edges of every length")
    func edges() throws {
        let edges: [(UInt64, Int)] = [
            (0, 1), (63, 1), (64, 2), (16383, 2), (16384, 4), (1 << 30 - 1, 4), (1 << 30, 8), (Varint.maximum, 8),
        ]
        for (value, count) in edges {
            let bytes = Self.encode(value)
            #expect(bytes.count == count && Varint.byteCount(of: value) == count)
            #expect(try Self.decode(bytes) == value)
            for cut in 0..<count {
                #expect(reason { () throws(WireError) in try Self.decode(Array(bytes[..<cut])) } == .truncated)
            }
        }
    }

    @Test("All two-byte inputs and thousands of mutations: what parses encodes to the same bytes")
    func mutations() {
        for high in UInt8.min...UInt8.max {
            for low in UInt8.min...UInt8.max {
                if let value = try? Self.decode([high, low]) { #expect(Self.encode(value) == [high, low]) }
            }
        }
        let result = attack(
            [0, 64, 20000, 1 << 40].map(Self.encode), seed: 11
        ) { bytes throws(WireError) in Self.encode(try Self.decode(bytes)) }
        #expect(result.accepted > 100 && result.refused > 100)
    }
}
