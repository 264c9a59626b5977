import Foundation
import Synchronization

/// An independent program, such as `openssl`, that the tests let check our results or make results for us to check.
///
/// Where the program may be missing, say so in a trait:
/// `.enabled(if: Peer.isAvailable("openssl"), "openssl is not installed")`.
public enum Peer {
    /// What a program left behind.
    public struct Result: Sendable {
        /// The exit status; a program that was ended by a signal has 128 and the number of the signal.
        public let status: Int
        public let output: [UInt8]
        public let errorOutput: [UInt8]

        /// Whether the exit status is zero.
        public var succeeded: Bool { status == 0 }
        /// The standard output as text, without white space at either end.
        public var text: String {
            String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
        /// The standard error as text, without white space at either end.
        public var errorText: String {
            String(decoding: errorOutput, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        }
    }

    /// Why a program gave no result.
    public enum Failure: Error {
        case notInstalled(String)
        case tookTooLong(String, seconds: Double)
        case failed(String, status: Int, errorText: String)
    }

    /// Whether a program stands in one of the folders of `PATH`.
    public static func isAvailable(_ program: String) -> Bool { url(of: program) != nil }

    /// Whether `python3` is there and can import a module. The answer is remembered.
    public static func pythonHas(_ module: String) -> Bool {
        pythonModules.withLock { known in
            if let answer = known[module] { return answer }
            let answer = (try? run("python3", ["-c", "import " + module]))?.succeeded ?? false
            known[module] = answer
            return answer
        }
    }

    private static let pythonModules = Mutex<[String: Bool]>([:])

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - program: Its name, looked up in `PATH`, or its path.
    ///   - arguments: Passed on as they are; no shell comes between.
    ///   - input: What it reads from standard input.
    ///   - seconds: How long it may take; it is killed afterwards.
    /// - Throws: ``Failure`` if there is no such program or it took too long. An exit status other than zero is
    ///   a result, not an error.
    public static func run(
        _ program: String, _ arguments: [String] = [], input: [UInt8] = [], in directory: URL? = nil,
        timeout seconds: Double = 300
    ) throws -> Result {
        guard let executable = url(of: program) else { throw Failure.notInstalled(program) }
        // Files instead of pipes: nobody has to read and write at the same time, so nothing can wait for ever.
        return try withTemporaryDirectory { scratch in
            let inputFile = scratch.appending(path: "input")
            let outputFile = scratch.appending(path: "output")
            let errorFile = scratch.appending(path: "errors")
            try Data(input).write(to: inputFile)
            try Data().write(to: outputFile)
            try Data().write(to: errorFile)

            let process = Process()
            let ended = DispatchSemaphore(value: 0)
            process.executableURL = executable
            process.arguments = arguments
            process.currentDirectoryURL = directory ?? scratch
            let files = [
                try FileHandle(forReadingFrom: inputFile), try FileHandle(forWritingTo: outputFile),
                try FileHandle(forWritingTo: errorFile),
            ]
            process.standardInput = files[0]
            process.standardOutput = files[1]
            process.standardError = files[2]
            process.terminationHandler = { _ in ended.signal() }
            // The process has them now; here they would stay open as long as Foundation keeps it, which is for ever.
            defer { for file in files { try? file.close() } }
            try start(process)
            guard ended.wait(timeout: .now() + seconds) == .success else {
                kill(process.processIdentifier, SIGKILL)
                ended.wait()
                throw Failure.tookTooLong(program, seconds: seconds)
            }
            let signalled = process.terminationReason == .uncaughtSignal
            return Result(
                status: Int(process.terminationStatus) + (signalled ? 128 : 0),
                output: [UInt8](try Data(contentsOf: outputFile)),
                errorOutput: [UInt8](try Data(contentsOf: errorFile)))
        }
    }

    /// Starts a process, one at a time.
    ///
    /// Foundation (Swift 6.3, Linux) lists the open files in `Process.run`, and copies entries of 280 bytes from a buffer
    /// in which they are shorter: with more than about 1350 open files it reads beyond its end, and may crash.
    public static func start(_ process: Process) throws {
        try starting.withLock { _ in try process.run() }
    }

    private static let starting = Mutex<Void>(())

    /// Runs a program and gives its standard output; an exit status other than zero is an error.
    public static func output(
        of program: String, _ arguments: [String] = [], input: [UInt8] = [], in directory: URL? = nil,
        timeout seconds: Double = 300
    ) throws -> [UInt8] {
        let result = try run(program, arguments, input: input, in: directory, timeout: seconds)
        guard result.succeeded else {
            throw Failure.failed(program, status: result.status, errorText: result.errorText)
        }
        return result.output
    }

    /// Runs a Python script and gives its standard output; an exception in the script is an error.
    public static func python(
        _ script: String, _ arguments: [String] = [], input: [UInt8] = [], in directory: URL? = nil,
        timeout seconds: Double = 300
    ) throws -> [UInt8] {
        try output(of: "python3", ["-c", script] + arguments, input: input, in: directory, timeout: seconds)
    }

    private static func url(of program: String) -> URL? {
        let candidates: [String]
        if program.contains("/") {
            candidates = [program]
        } else {
            let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
            candidates = path.split(separator: ":").map { "\($0)/\(program)" }
        }
        return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }.map { URL(filePath: $0) }
    }
}

/// Lends a new, empty folder that only the owner may enter, and removes it with its contents afterwards.
public func withTemporaryDirectory<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let directory = try makeTemporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    return try body(directory)
}

/// Lends a new, empty folder that only the owner may enter, and removes it with its contents afterwards.
public func withTemporaryDirectory<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let directory = try makeTemporaryDirectory()
    defer { try? FileManager.default.removeItem(at: directory) }
    return try await body(directory)
}

private func makeTemporaryDirectory() throws -> URL {
    let directory = FileManager.default.temporaryDirectory.appending(path: "waxwing-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
        at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    return directory
}
