/// Runs the response files of one algorithm.
protocol ResponseRunner: Sendable {
    /// Whether the names of the values, and what sections and comments say, are those of the algorithm.
    ///
    /// `name` is that of the file, for what the file itself does not say.
    func recognises(_ file: ResponseFile, name: String) -> Bool

    /// Runs the vectors.
    func run(_ file: ResponseFile, name: String, into recorder: inout Recorder) throws(Unsupported)
}

extension ResponseFile {
    func run(name: String, path: String, into recorder: inout Recorder) {
        // Nobody says how many vectors there are; the value that occurs most often does, roughly.
        let count = names.values.max() ?? 1
        guard let runner = Registry.response(for: self, name: name) else {
            let values = namesInOrder.prefix(6).joined(separator: ", ")
            let reason = title.map { "\($0) is not supported" } ?? "vectors of the values \(values) are not supported"
            recorder.skip(ForeignAlgorithms.reason(reason, path: path), count: count)
            return
        }
        do throws(Unsupported) {
            try runner.run(self, name: name, into: &recorder)
        } catch {
            recorder.skip(error.reason, count: count)
        }
    }

    /// What NIST's comments say the file is about: the text of `"…" information`.
    var title: String? {
        for comment in comments.prefix(8) where comment.contains("information") {
            for quote in ["\"", "'"] {
                let parts = comment.split(separator: quote, omittingEmptySubsequences: false)
                if parts.count >= 3, !parts[1].isEmpty { return String(parts[1]) }
            }
            return comment.split(separator: " information").first.map(String.init)
        }
        return comments.prefix(8).first { $0.contains("test data for") }
    }
}
