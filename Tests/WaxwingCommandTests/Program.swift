import Foundation
import WaxTestSupport

/// The program `waxwing` as it was built beside the tests, run as a process of its own.
enum Program {
    static var path: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("waxwing")
            .path
    }

    /// Runs a command to its end.
    static func run(_ arguments: String..., timeout: Double = 60) throws -> Peer.Result {
        try Peer.run(path, arguments, timeout: timeout)
    }
}

/// A `waxwing serve` on a free port.
final class ServerProcess {
    let address: String
    private let process = Process()

    struct NotReady: Error { let line: String }

    init(identity: URL, inbox: URL, trust: [String]) throws {
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: Program.path)
        process.arguments =
            ["serve", "--listen", "127.0.0.1:0", "--identity", identity.path, "--inbox", inbox.path] + trust
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        var line = ""
        while !line.hasSuffix("\n") {
            guard let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty else {
                throw NotReady(line: line)
            }
            line += String(decoding: byte, as: UTF8.self)
        }
        guard line.hasPrefix("listening on ") else { throw NotReady(line: line) }
        address = line.dropFirst("listening on ".count).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Sends a signal and waits for the end.
    func stop(_ signal: Int32 = SIGTERM) -> Int32 {
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        return process.terminationStatus
    }

    deinit {
        if process.isRunning {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
    }
}
