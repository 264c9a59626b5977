/// A report as lines for people and for `grep`.
public enum ReportText {
    /// The lines about one file: what ran, what failed, what was skipped and why.
    public static func lines(_ file: FileReport) -> [String] {
        var lines: [String] = []
        for run in file.runs {
            let failed = run.failed == 0 ? "" : ", \(run.failed) FAILED"
            lines.append("\(file.path): \(run.algorithm), \(run.backend.name): \(run.passed) passed\(failed)")
        }
        for failure in file.failures {
            lines.append("\(file.path): FAILED \(failure.vector), \(failure.backend.name): \(failure.message)")
        }
        for skip in file.skips {
            lines.append("\(file.path): \(skip.count) skipped: \(skip.reason)")
        }
        return lines.map(escaped)
    }

    /// The line about files of one folder that hold no vectors at all, for the same reason.
    static func line(folder: String, count: Int, reason: String) -> String {
        escaped("\(folder): \(count) files skipped: \(reason)")
    }

    /// The last line: `N passed, N failed, N skipped`.
    public static func summary(_ report: Report) -> String {
        "\(report.passed) passed, \(report.failed) failed, \(report.skipped) skipped"
    }

    /// Names and reasons can hold what stands in a file: nothing of it may steer a terminal.
    private static func escaped(_ line: String) -> String {
        String(String.UnicodeScalarView(line.unicodeScalars.map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned:
                "\u{FFFD}"
            default: scalar
            }
        }))
    }
}
