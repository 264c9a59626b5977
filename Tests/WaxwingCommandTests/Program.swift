import Foundation
import WaxTestSupport

/// The program `waxwing` as it was built beside the tests, run as a process of its own.
enum Program {
    static var path: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("waxwing")
            .path
    }

    /// Runs a command to its end.
    static func run(_ arguments: String..., timeout: Double = 300) async throws -> Peer.Result {
        try await run(arguments, timeout: timeout)
    }

    /// Runs a command to its end.
    static func run(
        _ arguments: [String], input: [UInt8] = [], in directory: URL? = nil, timeout: Double = 300
    ) async throws -> Peer.Result {
        try await onOwnThread { try Peer.run(path, arguments, input: input, in: directory, timeout: timeout) }
    }
}

/// A `waxwing serve` on a free port.
final class ServerProcess {
    let address: String
    /// What it has written to standard error, complete once it is stopped.
    var errors: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }
    private let errorFile: URL
    private let process = Process()
    private let (ended, end) = AsyncStream.makeStream(of: Int32.self)

    struct NotReady: Error { let line: String }

    init(identity: URL, inbox: URL, trust: [String]) async throws {
        let output = Pipe()
        errorFile = inbox.deletingLastPathComponent().appending(path: "serve-\(UUID().uuidString).log")
        try Data().write(to: errorFile)
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments =
            ["serve", "--listen", "127.0.0.1:0", "--identity", identity.path, "--inbox", inbox.path] + trust
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errorFile)
        process.terminationHandler = { [end] process in
            end.yield(process.terminationStatus)
            end.finish()
        }
        try Peer.start(process)
        let (number, handle) = (process.processIdentifier, output.fileHandleForReading)
        let line = try await withTaskCancellationHandler {
            try await onOwnThread { try ServerProcess.line(from: handle) }
        } onCancel: {
            kill(number, SIGKILL)
        }
        guard line.hasPrefix("listening on "), line.hasSuffix("\n") else { throw NotReady(line: line) }
        address = line.dropFirst("listening on ".count).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func line(from handle: FileHandle) throws -> String {
        var bytes: [UInt8] = []
        while bytes.last != UInt8(ascii: "\n"), let byte = try handle.read(upToCount: 1)?.first { bytes.append(byte) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Sends a signal and waits for the end; nil if there was none while the test had time.
    func stop(_ signal: Int32 = SIGTERM) async -> Int32? {
        kill(process.processIdentifier, signal)
        return await ended.first { _ in true }
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }
}
