import Testing

@testable import Waxwing

/// A character may have any number of scalars, so cutting between characters could leave nothing, or only what comes
/// after the first of them.
@Suite("Names of files that are too long")
struct LongNameTests {
    private static let marks = String(repeating: "\u{301}", count: 300)

    @Test(
        "What is left of a long name is visible, no option, and no longer than a name may be",
        arguments: [
            "a" + marks, "a" + marks + ".bashrc", "a" + marks + ".txt", "a" + marks + "." + marks, marks + ".profile",
            "." + marks + ".ssh", "-" + marks + ".x", String(repeating: " ", count: 300) + ".x",
            String(repeating: "_", count: 300) + ".bashrc", String(repeating: "e\u{301}", count: 200) + ".tar",
            String(repeating: "_", count: 300) + "x",
        ])
    func cut(name: String) {
        for cut in [FileName.safe(name), FileName.numbered(FileName.safe(name), 2)] {
            #expect((1...255).contains(cut.utf8.count))
            #expect(cut.unicodeScalars.first != "." && cut.unicodeScalars.first != "-")
        }
        #expect(FileName.safe(FileName.safe(name)) == FileName.safe(name))
    }

    @Test("A name is cut between scalars, and its extension stays")
    func scalars() {
        #expect(FileName.safe("a" + Self.marks + ".bashrc").utf8.count == 254)
        #expect(FileName.safe("a" + Self.marks + ".bashrc").utf8.elementsEqual(("a" + Self.marks.unicodeScalars.prefix(123).map(String.init).joined() + ".bashrc").utf8))
        #expect(FileName.safe("a" + Self.marks).unicodeScalars.first == "a")
    }
}
