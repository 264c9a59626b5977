import Foundation

/// The command `waxwing vectors PATH…`.
public enum VectorsCommand {
    /// Runs every vector under the paths.
    ///
    /// - Parameters:
    ///   - paths: Files and folders, at least one.
    ///   - print: Takes each line of the output as soon as it is known; the last is `N passed, N failed, N skipped`.
    /// - Returns: The exit status: 0, or 1 if a vector failed or a path does not exist.
    public static func run(paths: [String], print: (String) -> Void) -> Int32 {
        let report = Conformance.run(paths: paths) { file in
            for line in ReportText.lines(file) { print(line) }
        }
        print(ReportText.summary(report))
        let isComplete = paths.allSatisfy { FileManager.default.fileExists(atPath: $0) }
        return report.failed == 0 && isComplete ? 0 : 1
    }
}
