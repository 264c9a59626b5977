import Testing
import WaxCore
import WaxEncoding
import WaxTestSupport

private let sample = """
    -----BEGIN TEST DATA-----
    AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4v
    MDEyMw==
    -----END TEST DATA-----

    """
private let sampleContents = (0..<52).map { UInt8($0) }

@Suite("PEM")
struct PEMTests {
    @Test("A document is read, and written as it was")
    func readAndWrite() throws {
        let document = try PEMDocument(pemRepresentation: sample)
        #expect(document.label == "TEST DATA" && document.contents == SecretBytes(sampleContents))
        #expect(document.pemRepresentation == sample)
        #expect(document == PEMDocument(label: "TEST DATA", contents: sampleContents))
        #expect(!"\(document)".contains("AAEC") && "\(document)" == "PEMDocument(TEST DATA, 52 bytes)")
    }

    @Test("Every size around the width of a line is written and read")
    func sizes() throws {
        for count in 1...150 {
            let document = PEMDocument(label: "A", contents: [UInt8](repeating: 7, count: count))
            let text = document.pemRepresentation
            #expect(text.split(separator: "\n").allSatisfy { $0.utf8.count <= 64 } && text.last == "\n")
            #expect(try PEMDocument(pemRepresentation: text) == document)
        }
    }

    @Test(
        "CR LF, a missing last line end, explanations around and other widths are accepted",
        arguments: [
            sample.replacing("\n", with: "\r\n"), String(sample.dropLast()),
            "Explanation:\n\n -- x\n" + sample + "\nand more",
            "-----BEGIN TEST DATA-----\nAAEC\nAwQF\nBg==\n-----END TEST DATA-----",
            "-----BEGIN TEST DATA-----\n" + String(repeating: "AAEC", count: 19) + "\nAAEC\n-----END TEST DATA-----",
            "---- BEGIN SSH2 PUBLIC KEY ----\n" + sample,
        ])
    func tolerated(text: String) throws {
        #expect(try PEMDocument(pemRepresentation: text).label == "TEST DATA")
    }

    @Test("A chain is read in order")
    func several() throws {
        let first = PEMDocument(label: "CERTIFICATE", contents: [1]), second = PEMDocument(label: "X", contents: [2])
        let text = "first\n" + first.pemRepresentation + "second\n" + second.pemRepresentation
        #expect(try PEMDocument.documents(in: text) == [first, second])
        #expect(throws: PEMError(.moreThanOneDocument, line: 8)) { try PEMDocument(pemRepresentation: text) }
        var limits = PEMDocument.Limits()
        limits.documentCount = 1
        #expect(throws: PEMError(.tooManyDocuments, line: 8)) { try PEMDocument.documents(in: text, limits: limits) }
        limits.textByteCount = text.utf8.count - 1
        #expect(throws: PEMError(.textTooLong, line: 1)) { try PEMDocument.documents(in: text, limits: limits) }
    }

    @Test(
        "What is malformed is refused, with its line",
        arguments: [
            ("", .noDocument, 1), ("nothing\nhere\n", .noDocument, 2),
            ("-----BEGIN A-----", .unterminated, 1), ("-----BEGIN A-----\nAAAA\n", .unterminated, 2),
            ("-----BEGIN A-----\nAAAA\n-----BEGIN A-----", .unterminated, 3),
            ("-----BEGIN A-----\nAAAA\n-----END B-----", .labelMismatch, 3),
            ("-----BEGIN A-----\nAAAA\n-----END a-----", .labelMismatch, 3),
            ("-----BEGIN A-----\nAAAA\n-----END A----", .malformedBoundary, 3),
            ("-----BEGIN A-----\nAAAA\n-----END A----- ", .malformedBoundary, 3),
            ("-----END A-----\n", .malformedBoundary, 1), ("-----BEGIN A----- \nAAAA", .malformedBoundary, 1),
            ("-----BEGIN -----\nAAAA\n-----END -----", .malformedBoundary, 1),
            ("-----BEGIN-----\nAAAA\n-----END-----", .malformedBoundary, 1),
            ("-----BEGIN A  B-----", .malformedBoundary, 1), ("-----BEGIN A ------", .malformedBoundary, 1),
            ("-----BEGIN \u{e9}-----", .malformedBoundary, 1), ("-----BEGIN A\t-----", .malformedBoundary, 1),
            ("-----BEGIN A-----\n-----END A-----", .emptyDocument, 1),
            ("-----BEGIN A-----\n\nAAAA\n-----END A-----", .irregularLine, 2),
            ("-----BEGIN A-----\nAAAA\nAAAAAAAA\n-----END A-----", .irregularLine, 3),
            ("-----BEGIN A-----\nAAAAAAAA\nAAAA\nAAAAAAAA\n-----END A-----", .irregularLine, 3),
            ("-----BEGIN A-----\n" + String(repeating: "A", count: 80) + "\n-----END A-----", .irregularLine, 2),
            ("-----BEGIN A-----\nAAA\n-----END A-----", .invalidBase64, 1),
            ("-----BEGIN A-----\nAA A\n-----END A-----", .invalidBase64, 1),
            ("-----BEGIN A-----\rAAAA\r-----END A-----", .malformedBoundary, 1),
            ("-----BEGIN A-----\nAAAB====\n-----END A-----", .invalidBase64, 1),
            ("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n", .headersNotSupported, 2),
        ] as [(String, PEMError.Code, Int)])
    func malformed(text: String, code: PEMError.Code, line: Int) {
        #expect(throws: PEMError(code, line: line)) { try PEMDocument(pemRepresentation: text) }
        #expect(PEMError(code, line: line).description.hasPrefix("PEM line \(line): "))
    }

    @Test("Cut off at any place, a text gives a declared error")
    func truncated() {
        let text = Array(sample.utf8)
        for count in 0..<(text.count - 1) {
            let cut = Array(text[..<count])
            #expect(throws: PEMError.self) { try PEMDocument(pemRepresentation: cut.span) }
        }
    }

    @Test("What is accepted after random changes is read again from what it writes")
    func mutations() throws {
        var random = SeededRandom(seed: 7468)
        var accepted = 0
        for _ in 0..<4000 {
            var text = Array(sample.utf8)
            mutate(&text, using: &random)
            guard let documents = try? PEMDocument.documents(in: text.span) else { continue }
            accepted += 1
            let written = documents.map(\.pemRepresentation).joined()
            #expect(try PEMDocument.documents(in: written) == documents)
        }
        #expect(accepted > 40 && accepted < 3900)
    }
}
