import Testing
import WaxTestSupport

@testable import WaxDeflate

@Suite("Gzip")
struct GzipTests {
    static let full: Gzip.Header = {
        var header = Gzip.Header()
        header.isText = true
        header.modificationTime = 0x6543_2101
        header.extraFlags = 7
        header.operatingSystem = 3
        header.extra = [0x41, 0x70, 2, 0, 1, 2]
        header.name = [UInt8]("gr\u{FC}n.txt".unicodeScalars.map { UInt8($0.value) })
        header.comment = [UInt8]("for people".utf8)
        header.hasChecksum = true
        return header
    }()

    @Test("Every combination of fields comes back")
    func fields() throws {
        for choice in 0..<32 {
            var header = Self.full
            if choice & 1 != 0 { header.isText = false }
            if choice & 2 != 0 { header.hasChecksum = false }
            if choice & 4 != 0 { header.extra = choice & 8 != 0 ? [] : nil }
            if choice & 8 != 0 { header.name = choice & 16 != 0 ? [] : nil }
            if choice & 16 != 0 { header.comment = nil }
            let file = Gzip.compress([1, 2, 3], header: header)
            var inflater = Inflater(format: .gzip)
            for byte in file { _ = try inflater.update([byte]) }
            try inflater.finish()
            #expect(inflater.gzipHeader == header)
            #expect(try Gzip.decompress(file) == [1, 2, 3])
        }
    }

    @Test("What a header cannot hold is cut")
    func cut() throws {
        var header = Gzip.Header()
        header.extra = [UInt8](repeating: 5, count: 70_000)
        header.name = [0x61, 0, 0x62]
        let file = Gzip.compress([], header: header)
        var inflater = Inflater(format: .gzip)
        _ = try inflater.update(file)
        #expect(inflater.gzipHeader?.extra?.count == 65_535)
        #expect(inflater.gzipHeader?.name == [0x61])
    }

    @Test("A level shows in the byte XFL")
    func extraFlags() {
        #expect([1, 6, 9].map { Gzip.compress([], level: $0)[8] } as [UInt8] == [4, 0, 2])
    }

    @Test("A changed header is found by its checksum")
    func checksum() {
        let file = Gzip.compress([1, 2, 3], header: Self.full)
        let headerCount = Self.full.encoded(level: 6).count
        for index in 0..<headerCount {
            for bit in 0..<8 {
                var changed = file
                changed[index] ^= 1 << UInt8(bit)
                if case .success = whole(changed, .gzip) { Issue.record("byte \(index), bit \(bit)") }
            }
        }
    }

    @Test("Members are read one after the other, wherever the input is cut")
    func members() throws {
        let parts = [Samples.words(3000), [], Samples.noise(2000), Samples.words(3000)]
        let file = parts.flatMap { Gzip.compress($0, header: Self.full) }
        #expect(try Gzip.decompress(file) == parts.flatMap { $0 })
        for size in [1, 7, 100, 3000] {
            let pieces = inPieces(file, .gzip, input: size, output: size)
            #expect(pieces.output == parts.flatMap { $0 } && pieces.error == nil)
        }
    }

    @Test("The gzip program agrees in both directions", .enabled(if: Peer.isAvailable("gzip"), "gzip is not installed"))
    func program() throws {
        let input = Samples.words(50_000) + Samples.noise(1000)
        for level in 1...9 {
            let theirs = try Peer.output(of: "gzip", ["-c", "-\(level)"], input: input)
            #expect(whole(theirs, .gzip) == .success(input))
        }
        for level in Samples.levels {
            let file = Gzip.compress(input, header: Self.full, level: level)
            #expect(try Peer.output(of: "gzip", ["-dc"], input: file + file) == input + input)
        }
        let named = try Peer.run("gzip", ["-lvN"], input: Gzip.compress(input, header: Self.full))
        #expect(named.succeeded)
    }

    @Test(
        "libdeflate agrees in both directions",
        .enabled(if: Peer.isAvailable("libdeflate-gzip"), "libdeflate-gzip is not installed"))
    func libdeflate() throws {
        let input = Samples.words(50_000) + Samples.noise(1000)
        for level in 1...12 {
            let theirs = try Peer.output(of: "libdeflate-gzip", ["-c", "-\(level)"], input: input)
            #expect(whole(theirs, .gzip) == .success(input))
        }
        for level in Samples.levels {
            let file = Gzip.compress(input, level: level)
            #expect(try Peer.output(of: "libdeflate-gzip", ["-dc"], input: file) == input)
        }
    }
}
