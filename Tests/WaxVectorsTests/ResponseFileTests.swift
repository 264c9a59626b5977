import Testing

@testable import WaxVectors

@Suite("Response files")
struct ResponseFileTests {
    private func file(_ text: String) -> WaxVectors.ResponseFile { .init(contents: Array(text.utf8)) }

    @Test("Records, sections and shared values")
    func records() throws {
        let text = """
            # a comment
            [mod = 2048]

            n = 0a
            e = 03

            Alg = A
            S = 01

            Alg = B

            S = 02
            FAIL
            n = 0b
            Alg = C
            S=03
            [mod = 3072, kind = x]
            [ENCRYPT]
            Alg = D
            """
        for text in [text, text.replacing("\n", with: "\r\n")] {
            let records = file(text).records(startingAt: "alg", sharing: ["n"])
            #expect(records.map { $0.values["alg"] } == ["A", "B", "C", "D"])
            #expect(records.map { $0.values["s"] } == ["01", "02", "03", nil])
            #expect(records.map { $0.values["n"] } == ["0a", "0a", "0b", "0b"])
            #expect(records.map { $0.values["e"] } == ["03", "03", "03", "03"])
            #expect(records.map { $0.words } == [[], ["fail"], [], []])
            #expect(records.map { $0.section("mod") } == [2048, 2048, 2048, 3072])
            #expect(records[3].sections == ["mod": "3072", "kind": "x", "encrypt": ""])
            #expect(records.map(\.line) == [7, 10, 15, 19])
            #expect(file(text).comments == ["a comment"])
        }
    }

    @Test("NIST's form of HMAC, with the truncated codes of RFC 4231 section 4.6")
    func truncatedHMAC() {
        func vectors(_ code: String) -> String {
            """
            # CAVS 11.0
            [L=20]
            Count = 0
            Klen = 20
            Tlen = 16
            Key = 0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c
            Msg = 546573742057697468205472756e636174696f6e
            Mac = 4c1a03424b55e07fe7f27be1d58bb932
            [L=32]
            Count = 0
            Klen = 20
            Tlen = 16
            Key = 0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c
            Msg = 546573742057697468205472756e636174696f6e
            Mac = \(code)
            [L=48]
            Count = 0
            Klen = 20
            Tlen = 16
            Key = 0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c
            Msg = 546573742057697468205472756e636174696f6e
            Mac = 3abf34c3503b2a23a46efc619baef897
            [L=16]
            Count = 0
            Klen = 20
            Tlen = 16
            Key = 0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c
            Msg = 546573742057697468205472756e636174696f6e
            Mac = 56461ef2342edc00f9bab995690efd4c
            """
        }
        let right = vectors("a3b6167473100ee06e0c796c2955552b")
        let report = Conformance.run(contents: Array(right.utf8), path: "HMAC.rsp")
        let runs = report.runs.map { "\($0.algorithm) \($0.passed) \($0.failed)" }
        #expect(runs == ["HMAC-SHA-1 1 0", "HMAC-SHA-256 1 0", "HMAC-SHA-384 1 0"])
        #expect(report.skips.map(\.reason) == ["a hash function with digests of 16 bytes is not supported"])
        let changed = right.replacing("a3b6", with: "a3b7")
        let wrong = Conformance.run(contents: Array(changed.utf8), path: "HMAC.rsp")
        #expect(wrong.passed == 2 && wrong.failed == 1)
    }

    @Test("Lines of every sort are survived", arguments: [
        "[", "[]", "[=]", "=", "= x", "#", "]", "[[[[]]]]", "a = ", "\u{0}",
    ])
    func oddLines(line: String) {
        let file = file("\(line)\nLen = 0\n\(line)\nMsg = 00\n")
        #expect(file.has("len", "msg"))
    }
}
