import Foundation
#if canImport(FoundationXML)
import FoundationXML
#endif
import Testing

@testable import WaxwingBench

@Suite("What the benchmark prints")
struct OutputTests {
    private let comparison = Comparison(
        row: Row(name: "aes-256-gcm-seal", byteCount: 16_384),
        ours: [
            .init(name: "vaes512", samples: Samples([20_000, 20_200, 19_800])),
            .init(name: "bitsliced4", samples: Samples([200, 200, 200])),
        ],
        peers: [.init(name: "openssl", samples: Samples([5000, 5000, 5000]), command: "openssl speed -evp x")])

    @Test("JSON has one object for each contestant")
    func json() throws {
        let lines = Report.json(comparison)
        #expect(lines.count == 3)
        let objects = try lines.map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(objects[0]["name"] as? String == "aes-256-gcm-seal")
        #expect(objects[0]["backend"] as? String == "vaes512")
        #expect(objects[0]["bytes"] as? Int == 16_384)
        #expect(objects[0]["value"] as? Double == 20_000)
        #expect(objects[0]["unit"] as? String == "MB/s")
        #expect(objects[0]["spread"] as? Double == 0.01)
        #expect(objects[0]["against-openssl"] as? Double == 4)
        #expect(objects[2]["backend"] as? String == "openssl")
        #expect(objects[2]["command"] as? String == "openssl speed -evp x")
        let signing = Comparison(row: Row(name: "rsa-2048-sign"), ours: [.init(name: "swift", samples: Samples([5]))])
        #expect(Report.json(signing) == [
            #"{"name":"rsa-2048-sign","backend":"swift","value":5.000,"unit":"op/s","spread":0.0000}"#
        ])
    }

    @Test("The table shows ratios, and the commands of the peers")
    func table() {
        let lines = Report.text(comparison, peers: ["openssl"])
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("aes-256-gcm-seal"))
        #expect(lines[0].hasSuffix(" 4.00"))
        #expect(lines[1].hasSuffix(" 0.04"))
        #expect(lines[3] == "    openssl speed -evp x")
        #expect(Report.header(peers: ["openssl"]).count == lines[0].count)
    }

    @Test("Numbers have as many digits as they are worth")
    func numbers() {
        #expect([25_912.3, 310.25, 31.456, 3.1415].map(Report.figure) == ["25912", "310.2", "31.46", "3.142"])
        #expect(Report.quote("a\"b\\\n") == "\"a\\\"b\\\\\\u000a\"")
    }

    @Test("The picture is XML, with a pair of bars for each main row that was measured")
    func picture() throws {
        let other = Comparison(row: Row(name: "of no interest"), ours: [.init(name: "swift", samples: Samples([1]))])
        var main = comparison
        main = Comparison(row: Picture.main[0], ours: main.ours, peers: main.peers)
        let text = Picture(comparisons: [other, main], machine: "A & B <C>").text
        let parser = XMLParser(data: Data(text.utf8))
        let counter = ElementCounter()
        parser.delegate = counter
        #expect(parser.parse())
        #expect(counter.counts["rect"] == 2)
        #expect(text.contains("A &amp; B &lt;C&gt;"))
        #expect(text.contains("4.0×"))
        #expect(!text.contains("of no interest"))
    }

    @Test("The picture of the documentation is one that is drawn now: all rows, and the machine")
    func published() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/Tools/waxwing-bench/WaxwingBench.docc/Resources/speed.svg").standardizedFileURL
        let text = try String(contentsOf: file, encoding: .utf8)
        let row = Comparison.Entry(name: "swift", samples: Samples([1]))
        let drawn = Picture(comparisons: Picture.main.map { Comparison(row: $0, ours: [row]) }, machine: "")
        func labels(_ text: String) -> [String] {
            text.matches(of: /<text x="12" y="\d+">(.*)<\/text>/).map { String($0.output.1) }
        }
        #expect(labels(text).sorted() == labels(drawn.text).sorted())
        #expect(labels(text).count == Picture.main.count)
        #expect(text.contains(/class="quiet">.*\d cores?; longer is faster/))
    }

    @Test("The machine is named after its processor")
    func machine() {
        let text = """
            processor\t: 0
            cpu family\t: 25
            model\t\t: 17
            model name\t: AMD EPYC
            processor\t: 1
            model name\t: AMD EPYC
            """
        #expect(Machine.name(processorInformation: text) == "AMD EPYC (family 25, model 17), 2 cores")
        #expect(Machine.name(processorInformation: "") == "an unknown processor")
    }

    @Test("Counts of instructions are found in the output of valgrind")
    func instructions() {
        #expect(Instructions.collected("==7== Events    : Ir\n==7== Collected : 123456\n") == 123_456)
        #expect(Instructions.collected("valgrind: no such tool") == nil)
        let row = Row(name: "sha-256", byteCount: 64)
        #expect(InstructionReport.line(row, backend: "swift", count: 640, json: false)
            == "sha-256, 64 B, swift: 640 instructions, 10.00 a byte")
        #expect(InstructionReport.line(row, backend: "swift", count: 640, json: true)
            == #"{"name":"sha-256","backend":"swift","bytes":64,"value":640,"unit":"instructions"}"#)
    }

    private final class ElementCounter: NSObject, XMLParserDelegate {
        var counts: [String: Int] = [:]

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            counts[name, default: 0] += 1
        }
    }
}
