import Foundation

/// A report as JSON objects, one a line.
enum ReportJSON {
    private struct File: Encodable {
        let path: String
        let format: String
        let runs: [Run]
        let skips: [Skip]
        let failures: [Failure]
    }
    private struct Run: Encodable {
        let algorithm: String
        let backend: String
        let passed: Int
        let failed: Int
    }
    private struct Skip: Encodable {
        let reason: String
        let count: Int
    }
    private struct Failure: Encodable {
        let vector: String
        let backend: String
        let message: String
    }
    private struct Summary: Encodable {
        let passed: Int
        let failed: Int
        let skipped: Int
    }

    /// The line about one file.
    static func line(_ file: FileReport) -> String {
        text(
            File(
                path: file.path, format: file.format.rawValue,
                runs: file.runs.map {
                    Run(algorithm: $0.algorithm, backend: $0.backend.name, passed: $0.passed, failed: $0.failed)
                },
                skips: file.skips.map { Skip(reason: $0.reason, count: $0.count) },
                failures: file.failures.map {
                    Failure(vector: $0.vector, backend: $0.backend.name, message: $0.message)
                }))
    }

    /// The last line.
    static func summary(_ report: Report) -> String {
        text(Summary(passed: report.passed, failed: report.failed, skipped: report.skipped))
    }

    private static func text(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Strings and whole numbers alone: there is always a form for them.
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }
}
