import Testing

@testable import WaxVectors

/// NIST's Monte Carlo files of AES are not among the vectors here; the runner is there for who has them.
@Suite("Monte Carlo tests of AES")
struct MonteCarloTests {
    struct Record: Sendable, CustomTestStringConvertible {
        var mode, section, text, ciphertext: String
        var testDescription: String { "\(mode), \(section)" }

        var report: FileReport {
            let file = """
                # AESVS MCT test data for \(mode)
                [\(section)]

                COUNT = 0
                KEY = 8809e7dd3a959ee5d8dbb13f501f2274
                IV = e5c0bb535d7d54572ad06d170a0e58ae
                PLAINTEXT = \(text)
                CIPHERTEXT = \(ciphertext)

                """
            return Conformance.run(contents: Array(file.utf8), path: "MCT.rsp")
        }
    }

    /// The first is the beginning of NIST's CBCMCT128.rsp; the others have been made with Python's `cryptography` after
    /// the description in AESAVS, section 6.4, from the same key and block.
    static let records = [
        Record(
            mode: "CBC", section: "ENCRYPT", text: "1fd4ee65603e6130cfc2a82ab3d56c24",
            ciphertext: "b127a5b4c4692d87483db0c3b0d11e64"),
        Record(
            mode: "CBC", section: "DECRYPT", text: "aca8f2463af2b29c79a4ca87e45cd21c",
            ciphertext: "1fd4ee65603e6130cfc2a82ab3d56c24"),
        Record(
            mode: "ECB", section: "ENCRYPT", text: "1fd4ee65603e6130cfc2a82ab3d56c24",
            ciphertext: "b37ad2f74df74b98c0de02fa10c8d299"),
        Record(
            mode: "ECB", section: "DECRYPT", text: "1fd4ee65603e6130cfc2a82ab3d56c24",
            ciphertext: "b37ad2f74df74b98c0de02fa10c8d299"),
    ]

    @Test("A thousand blocks give what they must; another result is found", arguments: records)
    func thousandBlocks(_ record: Record) {
        let report = record.report
        #expect(report.passed == AESBackends.all.count && report.failed == 0 && report.skipped == 0)
        var wrong = record
        wrong.text = "00" + record.text.dropFirst(2)
        #expect(wrong.report.failed == AESBackends.all.count && wrong.report.passed == 0)
    }
}
