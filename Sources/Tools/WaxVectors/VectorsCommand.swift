/// The command `waxwing vectors PATH…`.
public enum VectorsCommand {
    /// Runs every vector under the paths.
    ///
    /// - Parameters:
    ///   - paths: Files and folders, at least one.
    ///   - style: How the lines look.
    ///   - print: Takes each line of the output as soon as it is known; the last has the counts of all.
    /// - Returns: Whether vectors ran, none failed, and every path and file could be read.
    public static func run(paths: [String], style: Style = .text, print: (String) -> Void) -> Bool {
        switch style {
        case .text: writeText(paths, print)
        case .json: writeJSON(paths, print)
        }
    }

    /// How the output looks.
    public enum Style: Sendable {
        /// For people and `grep`; at the end `N passed, N failed, N skipped`.
        case text
        /// An object for each file, and one with the counts of all.
        case json
    }

    private static func writeJSON(_ paths: [String], _ print: (String) -> Void) -> Bool {
        let report = Conformance.run(paths: paths) { print(ReportJSON.line($0)) }
        print(ReportJSON.summary(report))
        return report.isGood
    }

    private static func writeText(_ paths: [String], _ print: (String) -> Void) -> Bool {
        var strangers = Strangers()
        let report = Conformance.run(paths: paths) { file in
            if strangers.take(file) { return }
            for line in strangers.lines() { print(line) }
            guard !strangers.take(file) else { return }
            for line in ReportText.lines(file) { print(line) }
        }
        for line in strangers.lines() { print(line) }
        print(ReportText.summary(report))
        return report.isGood
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
