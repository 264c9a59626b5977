import Testing
import WaxTestSupport

@Suite("Response files")
struct ResponseFileTests {
    @Test("A record ends where a name comes again or a section begins; blank lines and comments mean nothing")
    func records() throws {
        let file = ResponseFile(
            text: """
                # comment
                [L = 32]
                [Mode=a b]

                Seed = 00ff
                COUNT = 0

                MD = 01
                COUNT = 1
                FAIL
                [L = 48]
                COUNT = 7
                salt =
                """)
        #expect(file.records.count == 3)
        #expect(file.records[0].section == ["L": "32", "Mode": "a b"])
        #expect(file.records[0].fields == ["Seed": "00ff", "COUNT": "0", "MD": "01"])
        #expect(try file.records[0].bytes("Seed") == [0, 255])
        #expect(file.records[1].fields == ["COUNT": "1", "FAIL": ""])
        #expect(file.records[2].section == ["L": "48"])
        #expect(try file.records[2].number("COUNT") == 7)
        #expect(try file.records[2].bytes("salt") == [])
        #expect(throws: TestVectors.Failure.self) { try file.records[2].text("MD") }
        #expect(throws: TestVectors.Failure.self) { try file.records[0].number("Seed") }
    }
}
