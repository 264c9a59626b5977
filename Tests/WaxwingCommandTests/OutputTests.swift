import Foundation
import Testing

@testable import WaxwingCommand

@Suite("What the command line prints")
struct OutputTests {
    @Test(
        "Text from a peer cannot steer a terminal",
        arguments: [
            ("plain – grüße 你好", "plain – grüße 你好"),
            ("\u{1B}[31mred", "\\u{1b}[31mred"),
            ("two\nlines\r", "two\\u{a}lines\\u{d}"),
            ("\u{202E}gnp.exe", "\\u{202e}gnp.exe"),
            ("a\u{9B}31m", "a\\u{9b}31m"),
            ("\u{2028}", "\\u{2028}"),
            ("\u{0}", "\\u{0}"),
        ])
    func escaping(text: String, shown: String) {
        #expect(Terminal.escape(text) == shown)
    }

    @Test("JSON output is what another reader of JSON understands")
    func json() throws {
        let awkward = "quote \" backslash \\ newline \n tab \t bell \u{7} delete \u{7F} 你"
        let field = JSONField.object([
            "text": .string(awkward), "number": .integer(-5), "share": .number(0.25), "none": .number(.nan),
            "yes": .bool(true), "list": .list([.integer(1), .string("")]),
        ])
        let read = try #require(
            try JSONSerialization.jsonObject(with: Data(field.text.utf8)) as? [String: Any])
        #expect(read["text"] as? String == awkward)
        #expect(read["number"] as? Int == -5)
        #expect(read["share"] as? Double == 0.25)
        #expect(read["none"] is NSNull)
        #expect(read["yes"] as? Bool == true)
        #expect((read["list"] as? [Any])?.count == 2)
        #expect(!field.text.contains("\n"))
    }

    @Test("The rate of a resumed transfer leaves out what had been moved before")
    func progress() {
        #expect(
            Progress.line(label: "a", moved: 900_000_000, total: 1_000_000_000, alreadyMoved: 800_000_000, elapsed: 2)
                == "a: 90 % of 1.0 GB, 50 MB/s, 0:02 left")
        #expect(
            Progress.line(label: "a", moved: 0, total: 10, alreadyMoved: 0, elapsed: 0) == "a: 0 % of 10 B, 0 B/s")
        #expect(
            Progress.line(label: "a", moved: 0, total: 0, alreadyMoved: 0, elapsed: 1) == "a: 100 % of 0 B, 0 B/s")
    }

    @Test("Sizes and times")
    func units() {
        #expect([0, 999, 1000, 9_940, 10_500, 999_600, 1_073_741_824].map(Progress.size)
            == ["0 B", "999 B", "1.0 kB", "9.9 kB", "10 kB", "1.0 MB", "1.1 GB"])
        #expect([0, 1, 59.2, 61, 3600, 1e12].map(Progress.duration)
            == ["0:00", "0:01", "1:00", "1:01", "1:00:00", "99:59:59"])
    }
}
