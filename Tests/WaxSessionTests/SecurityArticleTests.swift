import Foundation
import Testing
import WaxTestSupport

/// The security article names places in the code. A name that no longer exists would be a promise that nobody keeps.
@Suite("The security article")
struct SecurityArticleTests {
    static let article = TestVectors.checkout.appending(path: "Sources/Protocol/WaxSession/WaxSession.docc/Security.md")

    /// What is between backticks and looks like `WaxModule/…/File.swift`.
    static func places(in text: String) -> [String] {
        text.matches(of: /`(Wax\w+\/[\w\/+]+\.swift)`/).map { String($0.output.1) }
    }

    @Test("Every place that it names exists")
    func places() throws {
        let text = try String(contentsOf: SecurityArticleTests.article, encoding: .utf8)
        let places = Set(SecurityArticleTests.places(in: text))
        #expect(places.count > 30)
        let sources = TestVectors.checkout.appending(path: "Sources")
        let layers = try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil)
        for place in places.sorted() {
            let exists = layers.contains { FileManager.default.fileExists(atPath: $0.appending(path: place).path) }
            #expect(exists, "\(place) is named and does not exist")
        }
    }

    @Test("Every mistake in its tables has a place")
    func rows() throws {
        let text = try String(contentsOf: SecurityArticleTests.article, encoding: .utf8)
        let tables = try #require(text.range(of: "## Mistakes that were made before"))
        let rows = text[tables.lowerBound...].split(separator: "\n").filter {
            $0.hasPrefix("| ") && !$0.hasPrefix("| Mistake")
        }
        #expect(rows.count >= 30)
        for row in rows { #expect(!SecurityArticleTests.places(in: String(row)).isEmpty, "\(row)") }
    }

    @Test("A place that does not exist would be found")
    func recognition() {
        #expect(
            SecurityArticleTests.places(in: "see `WaxA/B+C.swift` and `WaxD/E/F.swift`, not `x.swift`") == [
                "WaxA/B+C.swift", "WaxD/E/F.swift",
            ])
    }
}
