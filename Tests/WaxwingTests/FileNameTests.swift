import Testing

@testable import Waxwing

@Suite("Names of files")
struct FileNameTests {
    @Test(
        "A name becomes one harmless component",
        arguments: [
            ("report.pdf", "report.pdf"), ("Grüße 世界.txt", "Grüße 世界.txt"),
            ("/etc/passwd", "passwd"), ("../../etc/passwd", "passwd"), ("a/../b", "b"),
            ("C:\\Windows\\system.ini", "system.ini"), ("..\\..\\x", "x"),
            ("", "unnamed"), (".", "unnamed"), ("..", "unnamed"), ("...", "unnamed"), ("/", "unnamed"),
            ("a/", "unnamed"), ("a\\", "unnamed"), ("   ", "unnamed"), ("\u{0}", "unnamed"), ("\u{202E}", "unnamed"),
            (". .", "unnamed"), ("_", "unnamed"),
            (".bashrc", "_bashrc"), (".waxwing-00.part", "_waxwing-00.part"), ("-rf", "_rf"), ("--help", "_-help"),
            (" padded ", "padded"), (" .hidden", "_hidden"),
            ("a\nb", "a_b"), ("a\u{1B}[31mb", "a_[31mb"), ("a\u{0}b", "a_b"), ("nul\u{7F}", "nul_"),
            ("cod\u{202E}gpj.exe", "cod_gpj.exe"), ("zero\u{200B}width", "zero_width"), ("line\u{2028}end", "line_end"),
            ("a:b*c?d", "a:b*c?d"),
        ])
    func safe(name: String, expected: String) {
        #expect(FileName.safe(name) == expected)
        #expect(FileName.safe(expected) == expected)
    }

    @Test("A name that is too long is cut before its extension, between characters")
    func long() {
        let long = String(repeating: "ä", count: 400)
        let cut = FileName.safe(long + ".tar.gz")
        #expect(cut.utf8.count == 255 || cut.utf8.count == 254)
        #expect(cut.hasPrefix("ää") && cut.hasSuffix(".gz"))
        #expect(FileName.safe(long).utf8.count == 254)
        #expect(FileName.safe("a." + long).utf8.count == 254)
        // One character of many scalars is cut between them: it never disappears as a whole.
        let zalgo = "a" + String(repeating: "\u{301}", count: 300)
        for name in [FileName.safe(zalgo), FileName.safe(zalgo + ".txt"), FileName.safe(zalgo + ".bashrc")] {
            #expect(name.utf8.first == UInt8(ascii: "a") && name.utf8.count <= 255)
        }
    }

    @Test("A number goes before the extension")
    func numbered() {
        #expect(FileName.numbered("report.pdf", 2) == "report (2).pdf")
        #expect(FileName.numbered("README", 10) == "README (10)")
        #expect(FileName.numbered(String(repeating: "x", count: 255), 2).utf8.count == 255)
    }
}
