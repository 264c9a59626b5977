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
        var strangers = Strangers()
        let report = Conformance.run(paths: paths) { file in
            if strangers.take(file) { return }
            for line in strangers.lines() { print(line) }
            guard !strangers.take(file) else { return }
            for line in ReportText.lines(file) { print(line) }
        }
        for line in strangers.lines() { print(line) }
        print(ReportText.summary(report))
        let isComplete = paths.allSatisfy { FileManager.default.fileExists(atPath: $0) }
        return report.failed == 0 && isComplete ? 0 : 1
    }

    /// Files in a row, of one folder, that hold no vectors: a folder of a thousand certificates gets one line.
    private struct Strangers {
        private var files: [FileReport] = []

        /// Takes a file that belongs to the row.
        mutating func take(_ file: FileReport) -> Bool {
            guard file.format == .unknown else { return false }
            if let last = files.last {
                guard last.skips == file.skips, Self.folder(last) == Self.folder(file) else { return false }
            }
            files.append(file)
            return true
        }

        /// Ends the row.
        mutating func lines() -> [String] {
            defer { files = [] }
            guard files.count > 3, let first = files.first, let skip = first.skips.first else {
                return files.flatMap(ReportText.lines)
            }
            return [ReportText.line(folder: Self.folder(first), count: files.count, reason: skip.reason)]
        }

        private static func folder(_ file: FileReport) -> String {
            file.path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        }
    }
}
