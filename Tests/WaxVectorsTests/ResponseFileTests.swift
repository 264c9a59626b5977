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

    @Test("Lines of every sort are survived", arguments: ["[", "[]", "[=]", "=", "= x", "#", "]", "[[[[]]]]", "a = ", "\u{0}"])
    func oddLines(line: String) {
        let file = file("\(line)\nLen = 0\n\(line)\nMsg = 00\n")
        #expect(file.has("len", "msg"))
    }
}
