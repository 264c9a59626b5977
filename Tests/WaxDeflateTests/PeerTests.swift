import Testing
import WaxCore
import WaxTestSupport

@testable import WaxDeflate

/// Python's `zlib` in both directions; the command `.ci/corpora` does the same with whole corpora.
@Suite("Python's zlib", .enabled(if: Peer.pythonHas("zlib"), "python3 has no zlib"))
struct PeerTests {
    static let windowBits: [Int] = [-15, 15, 31]

    @Test("It decompresses what we compress")
    func ours() throws {
        let script = """
            import sys, zlib
            for line in sys.stdin:
                bits, expected, data = line.split()
                data = zlib.decompress(bytes.fromhex(data), int(bits))
                assert zlib.crc32(data) == int(expected), line[:100]
            print("right")
            """
        var lines = ""
        for sample in Samples.all {
            for level in Samples.levels {
                let index = level.value % 3
                let small = Deflate.compress(sample.bytes, format: Samples.formats[index], level: level)
                lines += "\(Self.windowBits[index]) \(CRC32.checksum(sample.bytes)) \(Hex.encode(small))\n"
            }
        }
        #expect(String(decoding: try Peer.python(script, input: [UInt8](lines.utf8)), as: UTF8.self) == "right\n")
    }

    @Test("We decompress what it compresses, with every level, strategy and window")
    func theirs() throws {
        let script = """
            import sys, zlib
            for line in sys.stdin:
                data = bytes.fromhex(line.strip())
                for bits in -15, 15, 31, -9, 10:
                    for level in range(10):
                        for strategy in range(5):
                            if level % 5 != strategy and bits != 15: continue
                            deflater = zlib.compressobj(level, zlib.DEFLATED, bits, 8, strategy)
                            half = len(data) // 2
                            result = deflater.compress(data[:half])
                            flush = [zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH][level % 4 // 2]
                            if level % 2: result += deflater.flush(flush)
                            print(bits, (result + deflater.compress(data[half:]) + deflater.flush()).hex())
            """
        let samples = Samples.all.map { [UInt8]($0.bytes.prefix(12_000)) }
        let lines = samples.map { Hex.encode($0) + "\n" }.joined()
        let output = try Peer.python(script, input: [UInt8](lines.utf8))
        let results = String(decoding: output, as: UTF8.self).split(separator: "\n")
        #expect(results.count == samples.count * (50 + 4 * 10))
        for (index, line) in results.enumerated() {
            let words = line.split(separator: " ")
            let bits = try #require(Int(words[0]))
            let data = try Hex.decode(String(words[1]))
            let format: Deflate.Format = bits < 0 ? .raw : bits > 15 ? .gzip : .zlib
            #expect(whole(data, format) == .success(samples[index / 90]), "line \(index)")
        }
    }

    @Test("Dictionaries, in both directions")
    func dictionaries() throws {
        let script = """
            import sys, zlib
            dictionary, data, raw, wrapped = map(bytes.fromhex, sys.stdin.read().split())
            for bits, ours in (-15, raw), (15, wrapped):
                inflater = zlib.decompressobj(bits, zdict=dictionary)
                assert inflater.decompress(ours) == data and inflater.eof
                deflater = zlib.compressobj(9, zlib.DEFLATED, bits, zdict=dictionary)
                print((deflater.compress(data) + deflater.flush()).hex())
            """
        let dictionary = Samples.words(35_000)
        let input = [UInt8](dictionary[30_000...]) + Samples.noise(100)
        let ours = [Deflate.Format.raw, .zlib].map {
            Hex.encode(Deflate.compress(input, format: $0, dictionary: dictionary))
        }
        let lines = [Hex.encode(dictionary), Hex.encode(input)] + ours
        let output = try Peer.python(script, input: [UInt8](lines.joined(separator: "\n").utf8))
        let theirs = String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
        #expect(whole(try Hex.decode(theirs[0]), .raw, dictionary: dictionary) == .success(input))
        #expect(whole(try Hex.decode(theirs[1]), .zlib, dictionary: dictionary) == .success(input))
    }
}
