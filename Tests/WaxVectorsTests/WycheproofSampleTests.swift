import Testing

@testable import WaxVectors

/// Some tests of Wycheproof's files `aes_wrap_test.json`, `aes_kwp_test.json` and `aes_gmac_test.json`, which are not
/// among the vectors here; the runners are there for who has them.
@Suite("Wycheproof: key wrap and GMAC")
struct WycheproofSampleTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var algorithm, type: String
        var tests: [(values: String, result: String)]
        var testDescription: String { algorithm }

        func report(changing index: Int? = nil) -> FileReport {
            let tests = tests.enumerated().map { place, test in
                // A changed expectation: what is valid is said not to be, and the other way round.
                let result = place == index ? (test.result == "valid" ? "invalid" : "valid") : test.result
                return "{\"tcId\":\(place + 1),\"flags\":[],\(test.values),\"result\":\"\(result)\"}"
            }
            let file = """
                {"algorithm":"\(algorithm)","numberOfTests":\(tests.count),"testGroups":[{"type":"\(type)",
                "keySize":128,"ivSize":96,"tagSize":128,"tests":[\(tests.joined(separator: ","))]}]}
                """
            return Conformance.run(contents: Array(file.utf8), path: "sample_test.json")
        }
    }

    static let samples = [
        Sample(
            algorithm: "AES-WRAP", type: "KeywrapTest",
            tests: [
                (
                    #""key":"6f67486d1e914419cb43c28509c7c1ea","msg":"8dc0632d92ee0be4f740028410b08270""#
                        + #","ct":"9de453ced5d4ab46a5601708eeefefb5e593e6ae8e86b26b""#, "valid"
                ),
                (
                    #""key":"574957151fc2afe0fa3dc7a9a7da6495","msg":"","ct":"a6a6a6a6a6a6a6a6""#, "invalid"
                ),
                (
                    // RFC 3394 has a way to wrap 8 bytes, SP 800-38F has none.
                    #""key":"574957151fc2afe0fa3dc7a9a7da6495","msg":"0001020304050607""#
                        + #","ct":"6f0b501f1f2f59e3ae605aa679ce43a6""#, "acceptable"
                ),
                (
                    #""key":"4f710eb6b5e28703becfc3dc52fa8bc1","msg":"a828cbda9b5ff0ae374f84fa01d070a5""#
                        + #","ct":"0aac329ccd513edbdd6367df67999eaac9e7b51984c4d38d""#, "invalid"
                ),
            ]),
        Sample(
            algorithm: "AES-KWP", type: "KeywrapTest",
            tests: [
                (
                    #""key":"6f67486d1e914419cb43c28509c7c1ea","msg":"8dc0632d92ee0be4f740028410b08270""#
                        + #","ct":"8cd63fa6788aa5edfa753fc87d645a672b14107c3b4519e7""#, "valid"
                ),
                (
                    #""key":"1abf4b7fa2bb62a78f09ddab04625dca","msg":"4c","ct":"09bcbab50b8dd45ad83412e2919030d3""#,
                    "valid"
                ),
                (
                    #""key":"4f710eb6b5e28703becfc3dc52fa8bc1","msg":"a828cbda9b5ff0ae37""#
                        + #","ct":"4cdd2962f23ec897d41d14c3f818516c055799185f459e2d""#, "invalid"
                ),
            ]),
        Sample(
            algorithm: "AES-GMAC", type: "MacWithIvTest",
            tests: [
                (
                    #""key":"98b08a72ffde0ded4bec9d2a8db57235","iv":"1595248735310eb710519c2b","msg":"""#
                        + #","tag":"5118cc71501c8273a43662b981191750""#, "valid"
                ),
                (
                    #""key":"1d4a92394c7356a6f528cfb3adb8f253","iv":"02194ece3bc50c51c52bdd83""#
                        + #","msg":"19b69d4178d49c20b4ee5846cb440c99","tag":"3790b32d5cda9f8ef72b643d701077d3""#,
                    "valid"
                ),
                (
                    #""key":"000102030405060708090a0b0c0d0e0f","iv":"000102030405060708090a0b""#
                        + #","msg":"0001020304050607","tag":"8cf7d8edb99165faad1b038c53b320e8""#, "invalid"
                ),
            ]),
    ]

    @Test("Each runs on every backend, and a wrong expectation is found", arguments: samples)
    func everySample(_ sample: Sample) {
        let report = sample.report()
        #expect(report.failed == 0 && report.skipped == 0)
        #expect(report.passed == sample.tests.count * AESBackends.all.count)
        for index in sample.tests.indices where sample.tests[index].result != "acceptable" {
            #expect(sample.report(changing: index).failed == AESBackends.all.count)
        }
    }

    @Test("Other algorithms with the same types of tests are skipped by name")
    func others() {
        let others = [("ARIA-KWP", "KeywrapTest"), ("VMAC-AES", "MacWithIvTest"), ("AES-XTS", "IndCpaTest")]
        for (algorithm, type) in others {
            let other = Sample(algorithm: algorithm, type: type, tests: [(#""key":"00""#, "valid")])
            #expect(other.report().skips.map(\.reason) == ["\(algorithm) is not supported"])
        }
    }
}
