/// Runs published test vectors through Waxwing's implementations.
///
/// Files are recognised by their contents. Whatever cannot be run (an algorithm that is not there, a schema that is
/// not known, a file that is no vectors at all) is counted as skipped, with the reason; no file makes it stop.
public enum Conformance {
    /// Runs every vector in the files and folders given.
    ///
    /// - Parameters:
    ///   - paths: Files, and folders that are searched to the bottom.
    ///   - progress: Called with the report of each file when it is done.
    public static func run(paths: [String], progress: (FileReport) -> Void = { _ in }) -> Report {
        var report = Report()
        FileSearch.visit(paths) { found in
            let file = run(found)
            report.files.append(file)
            progress(file)
        }
        return report
    }

    /// Runs every vector in the contents of one file.
    ///
    /// - Parameters:
    ///   - contents: The bytes of the file.
    ///   - path: Its path; the name helps where the contents do not say which algorithm they are about.
    public static func run(contents: [UInt8], path: String) -> FileReport {
        run(FoundFile(path: path, contents: .success(contents)))
    }

    private static func run(_ found: FoundFile) -> FileReport {
        var recorder = Recorder(path: found.path)
        switch found.contents {
        case .failure(let problem):
            recorder.skip(problem.reason)
            if found.isMissing { recorder.miss() }
        case .success(let contents):
            switch VectorFile(contents: contents) {
            case .wycheproof(let file):
                recorder = Recorder(path: found.path, format: .wycheproof)
                file.run(into: &recorder)
            case .noise(let file):
                recorder = Recorder(path: found.path, format: .noise)
                file.run(into: &recorder)
            case .response(let file):
                recorder = Recorder(path: found.path, format: .response)
                file.run(name: found.name, path: found.path, into: &recorder)
            case .rsaLaboratories(let file):
                recorder = Recorder(path: found.path, format: .rsaLaboratories)
                file.run(into: &recorder)
            case .none(let reason):
                recorder.skip(ForeignAlgorithms.reason(reason, path: found.path))
            }
        }
        if recorder.report.runs.isEmpty, recorder.report.skips.isEmpty { recorder.skip("no vectors in the file") }
        return recorder.report
    }
}
