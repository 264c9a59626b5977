/// Runs the test groups of one type.
protocol WycheproofRunner: Sendable {
    /// The type of the groups, such as `AeadTest`.
    var groupType: String { get }
    var backends: [Backend] { get }

    /// Makes a check of what the tests of a group share.
    func prepare(group: JSON, algorithm: String) throws(Unsupported) -> WycheproofCheck
}

extension WycheproofRunner {
    var backends: [Backend] { [.preferred] }
}

/// Checks the tests of one group.
struct WycheproofCheck {
    /// The name of the algorithm in the report.
    let algorithm: String
    /// What is expected of a test: the publisher's word, unless the standard is stricter.
    var expected: (WycheproofTest) throws -> WycheproofTest.Expectation = { try $0.expectation() }
    /// Runs a test, and says whether the implementation accepted what it was given. An accepted test with the wrong
    /// output is a ``Mismatch``.
    let accepts: (WycheproofTest, Backend) throws -> Bool
}

/// One test of a Wycheproof file.
struct WycheproofTest {
    enum Expectation: String {
        case valid, invalid
        /// Implementations may differ: the standard leaves it open, or old ones are known to.
        case acceptable
    }

    let fields: JSON

    var name: String { "tcId \(fields["tcId"]?.integer.map(String.init) ?? "?")" }

    var flags: [String] { fields["flags"]?.array?.compactMap(\.string) ?? [] }

    func expectation() throws(Unsupported) -> Expectation {
        guard let expectation = Expectation(rawValue: try fields.string("result")) else {
            throw Unsupported("malformed vector: unknown result")
        }
        return expectation
    }

    func judge(isAccepted: Bool, expected: Expectation) throws {
        switch expected {
        case .valid where !isAccepted: throw Mismatch("refused what is valid \(flags)")
        case .invalid where isAccepted: throw Mismatch("accepted what is invalid \(flags)")
        default: break
        }
    }
}
