import Testing
import WaxCore
import WaxDeflate
import WaxTestSupport

@Suite("Checksums")
struct ChecksumTests {
    @Test("Known values")
    func knownAnswers() {
        #expect(CRC32.checksum([]) == 0)
        #expect(CRC32.checksum([UInt8]("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.checksum([UInt8](repeating: 0xFF, count: 32)) == 0xFF6C_AB0B)
        #expect(Adler32.checksum([]) == 1)
        #expect(Adler32.checksum([UInt8]("Wikipedia".utf8)) == 0x11E6_0398)
        #expect(Adler32.checksum([UInt8]("123456789".utf8)) == 0x091E_01DE)
    }

    /// Every size up to several turns of the fast loops, and sums that come close to their bounds.
    private static let inputs: [[UInt8]] = {
        var random = SeededRandom(seed: 1)
        return (0..<200).map { count in (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) } }
            + [[UInt8](repeating: 0xFF, count: 100_000), [UInt8](repeating: 0xFF, count: 4096 * 3 + 5)]
    }()

    @Test("They agree with Python's zlib", .enabled(if: Peer.pythonHas("zlib"), "python3 has no zlib"))
    func peer() throws {
        let script = """
            import sys, zlib
            for line in sys.stdin:
                data = bytes.fromhex(line)
                print(zlib.crc32(data), zlib.adler32(data))
            """
        let lines = Self.inputs.map { Hex.encode($0) + "\n" }.joined()
        let theirs = String(decoding: try Peer.python(script, input: [UInt8](lines.utf8)), as: UTF8.self)
        let ours = Self.inputs.map { "\(CRC32.checksum($0)) \(Adler32.checksum($0))\n" }.joined()
        #expect(ours == theirs)
    }

    @Test("Pieces give the same as the whole, and so do checksums put together")
    func pieces() {
        var random = SeededRandom(seed: 2)
        for input in Self.inputs {
            let cut = Int.random(in: 0...input.count, using: &random)
            let (first, second) = ([UInt8](input[..<cut]), [UInt8](input[cut...]))
            var crc = CRC32()
            crc.update(first)
            var resumed = CRC32(resuming: crc.value)
            crc.update(second)
            resumed.update(second)
            #expect(crc.value == CRC32.checksum(input) && resumed == crc)
            let combined = CRC32.combine(
                CRC32.checksum(first), CRC32.checksum(second), secondByteCount: UInt64(second.count))
            #expect(combined == crc.value)

            var adler = Adler32()
            adler.update(first)
            var resumedAdler = Adler32(resuming: adler.value)
            adler.update(second)
            resumedAdler.update(second)
            #expect(adler.value == Adler32.checksum(input) && resumedAdler == adler)
            let combinedAdler = Adler32.combine(
                Adler32.checksum(first), Adler32.checksum(second), secondByteCount: UInt64(second.count))
            #expect(combinedAdler == adler.value)
        }
    }
}
