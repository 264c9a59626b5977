import Testing
import WaxCore
import WaxTestSupport

@testable import WaxDeflate

@Suite("Inflating")
struct InflateTests {
    struct Answer: Sendable, CustomTestStringConvertible {
        let name: String
        let format: Deflate.Format
        let data: [UInt8]
        let output: [UInt8]
        var testDescription: String { name }

        init(_ name: String, _ format: Deflate.Format, _ data: [UInt8], _ output: [UInt8]) {
            (self.name, self.format, self.data, self.output) = (name, format, data, output)
        }

        init(_ name: String, _ data: [UInt8], _ output: [UInt8]) { self.init(name, .raw, data, output) }
    }

    /// What must be accepted, by us as by zlib.
    static let answers: [Answer] = [
        Answer("an empty stored block", [1, 0, 0, 0xFF, 0xFF], []),
        Answer("a stored block", [1, 2, 0, 0xFD, 0xFF, 7, 8], [7, 8]),
        Answer("the rest of a byte before a stored block is of no meaning", [0xF9, 1, 0, 0xFE, 0xFF, 7], [7]),
        Answer("an empty fixed block", [3, 0], []),
        Answer("a fixed block: 'a' and a match of 258", [0x4B, 0x1C, 5, 0], [UInt8](repeating: 0x61, count: 259)),
        Answer(
            "the longest match written the long way: symbol 284 and 31",
            BitString.block(type: 1) { bits in
                bits.append(code: 0x30 + 0x61, 8)
                bits.append(code: 0xC4, 8)
                bits.append(31, 5)
                bits.append(code: 0, 5)
                bits.append(code: 0, 7)
            }, [UInt8](repeating: 0x61, count: 259)),
        Answer(
            "an empty dynamic block with a single code of one bit and no distance",
            BitString.dynamic(lengths([256: 1]), [0]) { $0.append(0, 1) }, []),
        Answer(
            "a single distance code of one bit",
            BitString.dynamic(lengths(count: 258, [65: 2, 256: 2, 257: 1]), [1]) { bits in
                for (code, count) in [(2, 2), (0, 1), (0, 1), (3, 2)] { bits.append(code: code, count) }
            }, [65, 65, 65, 65]),
        Answer(
            "codes of fifteen bits",
            BitString.dynamic(
                lengths(Dictionary(uniqueKeysWithValues: (0..<15).map { ($0, UInt8($0 + 1)) } + [(256, 15)])), [0]
            ) { bits in
                for length in 1...14 { bits.append(code: (1 << length) - 2, length) }
                bits.append(code: 0x7FFE, 15)
                bits.append(code: 0x7FFF, 15)
            }, (0..<15).map { UInt8($0) }),
        Answer("many blocks", [0, 1, 0, 0xFE, 0xFF, 1, 0, 0, 0, 0xFF, 0xFF, 3, 0], [1]),
        Answer("zlib", .zlib, [0x78, 0x9C, 3, 0, 0, 0, 0, 1], []),
        Answer("zlib with the smallest window", .zlib, [0x08, 0x1D, 3, 0, 0, 0, 0, 1], []),
        Answer("gzip", .gzip, emptyMember, []),
        Answer("gzip of two members", .gzip, emptyMember + shortMember, [0x61]),
        Answer("gzip padded with zeros", .gzip, emptyMember + zeros(512), []),
    ]

    static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
    static let emptyMember: [UInt8] = [0x1F, 0x8B, 8, 0] + zeros(6) + [3, 0] + zeros(8)
    /// The letter a.
    static let shortMember: [UInt8] =
        [0x1F, 0x8B, 8, 0] + zeros(6) + [0x4B, 4, 0] + [0x43, 0xBE, 0xB7, 0xE8, 1, 0, 0, 0]

    @Test("Known answers, in one go and byte by byte", arguments: answers)
    func knownAnswer(answer: Answer) {
        #expect(whole(answer.data, answer.format) == .success(answer.output))
        let pieces = inPieces(answer.data, answer.format, input: 1, output: 1)
        #expect(pieces.output == answer.output && pieces.error == nil)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let error: DeflateError
        let format: Deflate.Format
        let data: [UInt8]
        var testDescription: String { "\(error): \(Hex.encode([UInt8](data.prefix(40))))" }

        init(_ error: DeflateError, _ format: Deflate.Format, _ data: [UInt8]) {
            (self.error, self.format, self.data) = (error, format, data)
        }

        init(_ error: DeflateError, _ data: [UInt8]) { self.init(error, .raw, data) }
    }

    /// A zlib header with a right checksum of its own.
    static func zlibHeader(_ first: UInt8, flags: UInt8 = 0) -> [UInt8] {
        [first, flags + UInt8((31 - (UInt16(first) << 8 + UInt16(flags)) % 31) % 31)]
    }

    /// What must be refused, and why.
    static let faults: [Fault] = [
        Fault(.truncated, []),
        Fault(.truncated, [3]),
        Fault(.truncated, [1, 0, 0, 0xFF]),
        Fault(.truncated, [1, 2, 0, 0xFD, 0xFF, 7]),
        Fault(.truncated, [0, 0, 0, 0xFF, 0xFF]),
        Fault(.trailingData, [3, 0, 0]),
        Fault(.invalidBlockType, [7]),
        Fault(.storedLengthMismatch, [1, 0, 0, 0, 0]),
        Fault(.storedLengthMismatch, [1, 1, 0, 0xFD, 0xFF]),
        Fault(.tooManyLiteralLengthCodes, BitString.codeLengths([:], literals: 287)),
        Fault(.tooManyDistanceCodes, BitString.codeLengths([:], distances: 31)),
        Fault(.overSubscribedCodeLengthCode, BitString.codeLengths([0: 1, 1: 1, 2: 1])),
        Fault(.incompleteCodeLengthCode, BitString.codeLengths([0: 1])),
        Fault(.incompleteCodeLengthCode, BitString.codeLengths([0: 1, 1: 2])),
        Fault(.incompleteCodeLengthCode, BitString.codeLengths([:]) { $0.append(0, 32) }),
        Fault(.repeatWithoutPreviousLength, BitString.codeLengths([0: 1, 16: 1]) { $0.append(0b001, 3) }),
        Fault(.repeatedLengthsTooMany, BitString.codeLengths([0: 1, 18: 1]) { bits in
            for _ in 0..<2 { bits.append(0b1111_1111, 8) }
        }),
        Fault(.missingEndOfBlockCode, BitString.dynamic(lengths([0: 1, 1: 1]), [0])),
        Fault(.overSubscribedLiteralLengthCode, BitString.dynamic(lengths([0: 1, 1: 1, 256: 1]), [0])),
        Fault(.incompleteLiteralLengthCode, BitString.dynamic(lengths([0: 2, 256: 1]), [0])),
        Fault(.incompleteLiteralLengthCode, BitString.dynamic(lengths([256: 2]), [0])),
        Fault(.overSubscribedDistanceCode, BitString.dynamic(lengths([0: 1, 256: 1]), [1, 1, 1])),
        Fault(.incompleteDistanceCode, BitString.dynamic(lengths([0: 1, 256: 1]), [1, 2])),
        Fault(.incompleteDistanceCode, BitString.dynamic(lengths([0: 1, 256: 1]), [2])),
        Fault(.invalidLiteralLengthSymbol, BitString.dynamic(lengths([256: 1]), [0]) { $0.append(1, 1) }),
        Fault(.invalidLiteralLengthSymbol, BitString.block(type: 1) { $0.append(code: 0xC6, 8) }),
        Fault(.invalidLiteralLengthSymbol, BitString.block(type: 1) { $0.append(code: 0xC7, 8) }),
        Fault(.invalidDistanceSymbol, fixedMatch(distanceCode: 30)),
        Fault(.invalidDistanceSymbol, fixedMatch(distanceCode: 31)),
        Fault(
            .invalidDistanceSymbol,
            BitString.dynamic(lengths(count: 258, [65: 2, 256: 2, 257: 1]), [1]) { bits in
                for (code, count) in [(2, 2), (0, 1), (1, 1)] { bits.append(code: code, count) }
            }),
        Fault(
            .invalidDistanceSymbol,
            BitString.dynamic(lengths(count: 258, [65: 2, 256: 2, 257: 1]), [0]) { bits in
                for (code, count) in [(2, 2), (0, 1), (0, 1)] { bits.append(code: code, count) }
            }),
        Fault(.distanceTooFar, fixedMatch(distanceCode: 1)),
        Fault(.distanceTooFar, fixedMatch(distanceCode: 0, literals: 0)),

        Fault(.truncated, .zlib, [0x78]),
        Fault(.truncated, .zlib, [0x78, 0x9C, 3, 0, 0, 0, 0]),
        Fault(.trailingData, .zlib, [0x78, 0x9C, 3, 0, 0, 0, 0, 1, 0]),
        Fault(.invalidZlibHeader, .zlib, [0x78, 0x9D]),
        Fault(.unsupportedMethod, .zlib, zlibHeader(0x77)),
        Fault(.invalidWindowSize, .zlib, zlibHeader(0x88)),
        Fault(.dictionaryNeeded(0x0102_0304), .zlib, zlibHeader(0x78, flags: 0x20) + [1, 2, 3, 4]),
        Fault(.checksumMismatch, .zlib, [0x78, 0x9C, 3, 0, 0, 0, 0, 0]),

        Fault(.truncated, .gzip, []),
        Fault(.truncated, .gzip, [0x1F]),
        Fault(.truncated, .gzip, [UInt8](emptyMember.dropLast())),
        Fault(.truncated, .gzip, emptyMember + [0x1F]),
        Fault(.trailingData, .gzip, emptyMember + [1]),
        Fault(.trailingData, .gzip, emptyMember + [0, 1]),
        Fault(.invalidGzipHeader, .gzip, [0x1E]),
        Fault(.invalidGzipHeader, .gzip, [0x1F, 0x8A]),
        Fault(.invalidGzipHeader, .gzip, emptyMember + [0x1F, 0x9D]),
        Fault(.unsupportedMethod, .gzip, [0x1F, 0x8B, 7, 0]),
        Fault(.unsupportedHeaderFlags, .gzip, [0x1F, 0x8B, 8, 0x20]),
        Fault(.headerChecksumMismatch, .gzip, [0x1F, 0x8B, 8, 2] + zeros(8)),
        Fault(.checksumMismatch, .gzip, [0x1F, 0x8B, 8, 0] + zeros(6) + [3, 0, 1] + zeros(7)),
        Fault(.lengthMismatch, .gzip, [0x1F, 0x8B, 8, 0] + zeros(6) + [3, 0] + zeros(7) + [1]),
        // A second member must not reach into the output of the first.
        Fault(.distanceTooFar, .gzip,
            shortMember + [0x1F, 0x8B, 8, 0] + zeros(6) + fixedMatch(distanceCode: 0, literals: 0)),
    ]

    /// A match of three with a distance code without extra bits, after some literals.
    static func fixedMatch(distanceCode: Int, literals: Int = 1) -> [UInt8] {
        BitString.block(type: 1) { bits in
            for _ in 0..<literals { bits.append(code: 0x30 + 0x61, 8) }
            bits.append(code: 1, 7)
            bits.append(code: distanceCode, 5)
            bits.append(code: 0, 7)
        }
    }

    @Test("Each fault has an error of its own, in one go and byte by byte", arguments: faults)
    func fault(fault: Fault) {
        #expect(whole(fault.data, fault.format) == .failure(fault.error))
        #expect(inPieces(fault.data, fault.format, input: 1, output: 1).error == fault.error)
        #expect(inPieces(fault.data, fault.format, input: .max / 2, output: 7).error == fault.error)
    }

    @Test("What follows a fault changes nothing, so the fast loop finds the same faults", arguments: faults)
    func faultInTheMiddle(fault: Fault) {
        guard fault.error != .truncated, fault.error != .trailingData else { return }
        // With plenty of input behind, and for raw data of output before.
        let before: [UInt8] = fault.format == .raw && fault.error != .distanceTooFar
            ? [0, 0xE8, 3, 0x17, 0xFC] + Self.zeros(1000) : []
        #expect(whole(before + fault.data + Self.zeros(1000), fault.format) == .failure(fault.error))
    }

    @Test(
        "zlib accepts and refuses the same", .enabled(if: Peer.pythonHas("zlib"), "python3 has no zlib"))
    func peer() throws {
        let script = """
            import sys, zlib
            for line in sys.stdin:
                wbits, _, data = line.strip().partition(" ")
                data = bytes.fromhex(data)
                result = b""
                try:
                    while True:
                        inflater = zlib.decompressobj(int(wbits))
                        result += inflater.decompress(data)
                        data = inflater.unused_data
                        if wbits == "31" and not data.strip(b"\\0"): data = b""
                        if not inflater.eof or data and wbits != "31": raise zlib.error("truncated or trailing")
                        if not data: break
                    print(result.hex())
                except zlib.error as error:
                    print("refused")
            """
        func bits(_ format: Deflate.Format) -> Int { format == .raw ? -15 : format == .zlib ? 15 : 31 }
        let lines = Self.answers.map { "\(bits($0.format)) \(Hex.encode($0.data))\n" }
            + Self.faults.map { "\(bits($0.format)) \(Hex.encode($0.data))\n" }
        let output = try Peer.python(script, input: [UInt8](lines.joined().utf8))
        let theirs = String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let ours = Self.answers.map { Hex.encode($0.output) } + Self.faults.map { _ in "refused" }
        #expect(theirs.dropLast().map(String.init) == ours)
    }
}
