import WaxTransport

extension CommandFailure {
    /// Tries something with a file, and puts the failure into words.
    ///
    /// - Parameter what: A verb, as in `cannot read FILE: No such file or directory`.
    static func trying<Value>(
        to what: String, _ path: String, _ body: () throws(SystemError) -> Value
    ) throws(CommandFailure) -> Value {
        do throws(SystemError) {
            return try body()
        } catch {
            throw CommandFailure("cannot \(what) \(shown(path)): \(reason(error, path))")
        }
    }

    /// The system's words for a failure with a path.
    static func reason(_ error: SystemError, _ path: String) -> String {
        // Swift puts this mark in place of bytes of the command line that it cannot decode.
        let isDecoded = error.code == .notFound && path.unicodeScalars.contains("\u{FFFD}")
        return error.reason + (isDecoded ? " (names that are not UTF-8 are not supported)" : "")
    }

    /// A path as messages show it.
    static func shown(_ path: String) -> String { path.isEmpty ? "''" : Terminal.escape(path) }
}
