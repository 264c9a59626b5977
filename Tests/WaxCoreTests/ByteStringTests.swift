import Testing
import WaxCore

@Suite("Hex, reader and writer")
struct ByteStringTests {
    @Test("Hex follows RFC 4648 section 10")
    func hexVectors() throws {
        let vectors = [("", ""), ("f", "66"), ("fo", "666f"), ("foobar", "666f6f626172")]
        for (text, hex) in vectors {
            #expect(Hex.encode(Array(text.utf8)) == hex)
            #expect(try Hex.decode(hex.uppercased()) == Array(text.utf8))
        }
    }

    @Test("Hex takes every byte there and back and refuses every character that is no digit")
    func hexExhaustive() throws {
        let all = (0...255).map { UInt8($0) }
        #expect(try Hex.decode(Hex.encode(all)) == all)
        let digits = Set("0123456789abcdefABCDEF".utf8)
        for character in UInt8(0)..<128 {
            let text = "0" + String(UnicodeScalar(character))
            if digits.contains(character) {
                #expect(throws: Never.self) { try Hex.decode(text) }
            } else {
                #expect(throws: Hex.DecodingError.invalidDigit) { try Hex.decode(text) }
            }
        }
        #expect(throws: Hex.DecodingError.oddLength) { try Hex.decode("abc") }
    }

    @Test("What the writer writes, the reader reads")
    func readerReadsWriter() throws {
        var writer = ByteWriter()
        writer.write(UInt8(1))
        writer.write(UInt16(0x0203))
        writer.write(UInt32(0x0405_0607))
        writer.write(UInt64(0x0809_0A0B_0C0D_0E0F))
        writer.write([16, 17])
        #expect(writer.bytes == (1...17).map { UInt8($0) })

        let written = writer.bytes
        var reader = ByteReader(written.span)
        let (byte, short) = (try reader.readUInt8(), try reader.readUInt16())
        let (word, long) = (try reader.readUInt32(), try reader.readUInt64())
        let (rest, isAtEnd) = (try reader.readArray(count: 2), reader.isAtEnd)
        #expect(byte == 1 && short == 0x0203 && word == 0x0405_0607 && long == 0x0809_0A0B_0C0D_0E0F)
        #expect(rest == [16, 17] && isAtEnd)
    }

    @Test("The reader stops at the end and stays where it was")
    func readerStopsAtEnd() {
        let bytes: [UInt8] = [1, 2, 3]
        var reader = ByteReader(bytes.span)
        var failures = 0
        do { _ = try reader.readUInt32() } catch { failures += 1 }
        do { _ = try reader.readArray(count: 4) } catch { failures += 1 }
        do { _ = try reader.readArray(count: -1) } catch { failures += 1 }
        do { try reader.skip(.max) } catch { failures += 1 }
        let position = reader.position
        let rest = reader.readRemaining().count
        let isAtEnd = reader.isAtEnd
        #expect(failures == 4 && position == 0 && rest == 3 && isAtEnd)
    }
}
