import Foundation

/// Runs other programs.
enum ChildProcess {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Whether a program stands in one of the folders of `PATH`.
    static func isAvailable(_ program: String) -> Bool { url(of: program) != nil }

    /// Runs a program to its end; gives what it wrote on standard output and on standard error.
    ///
    /// - Throws: ``Failure`` if there is no such program, or its exit status is not zero.
    @discardableResult
    static func run(_ words: [String]) throws -> (output: String, errors: String) {
        guard let program = words.first, let executable = url(of: program) else {
            throw Failure(description: "\(words.first ?? "") is not installed")
        }
        // A file for one of the two, so that neither pipe can fill up while the other is read.
        let errorFile = FileManager.default.temporaryDirectory.appending(path: "waxwing-bench-\(UUID().uuidString)")
        try Data().write(to: errorFile)
        defer { try? FileManager.default.removeItem(at: errorFile) }
        let process = Process()
        let pipe = Pipe()
        process.executableURL = executable
        process.arguments = Array(words.dropFirst())
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let errors = String(decoding: try Data(contentsOf: errorFile), as: UTF8.self)
        guard process.terminationStatus == 0 else {
            let line = errors.split(separator: "\n").last.map(String.init) ?? "no message"
            throw Failure(description: "\(program) ended with status \(process.terminationStatus): \(line)")
        }
        return (String(decoding: output, as: UTF8.self), errors)
    }

    private static func url(of program: String) -> URL? {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        let candidates = program.contains("/") ? [program] : path.split(separator: ":").map { "\($0)/\(program)" }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }.map { URL(filePath: $0) }
    }
}
