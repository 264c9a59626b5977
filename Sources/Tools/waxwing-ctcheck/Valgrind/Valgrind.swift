import Foundation
import WaxCore
import WaxKeys
import WaxRSA

/// Starts this program once more, under valgrind.
struct Valgrind {
    /// Where valgrind is.
    let executable: URL

    /// - Throws: ``OperationFailure`` if it is not installed.
    init() throws {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let candidates = folders.map { URL(filePath: String($0)).appending(path: "valgrind") }
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw OperationFailure("valgrind is not installed")
        }
        executable = found
    }

    /// The one function in which a branch on a secret is meant, `Choice.declassified`; and the one in which addresses
    /// are, because scrypt is defined that way (RFC 7914 section 5).
    static let suppression = """
        {
           A choice is made public
           Memcheck:Cond
           fun:$s7WaxCore6ChoiceV12declassifiedSbvg
        }
        {
           scrypt reads its memory where the password says
           Memcheck:Value8
           ...
           fun:$s6WaxSHA9ScryptMixV4walk*
        }
        {
           scrypt checks the bounds of where it reads
           Memcheck:Cond
           ...
           fun:$s6WaxSHA9ScryptMixV4walk*
        }

        """

    /// Runs this program with other arguments under valgrind and waits for it.
    ///
    /// - Parameters:
    ///   - arguments: The arguments.
    ///   - key: Is handed over on standard input: to make one takes too long under valgrind.
    /// - Returns: The exit status of the program, and what valgrind reported.
    func run(_ arguments: [String], key: RSA.PrivateKey) throws -> (status: Int32, report: String) {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "waxwing-ctcheck-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        let suppressions = scratch.appending(path: "suppressions"), log = scratch.appending(path: "log")
        try Data(Self.suppression.utf8).write(to: suppressions)
        let input = scratch.appending(path: "key")
        try Data(key.derRepresentation.array).write(to: input)

        let process = Process()
        process.executableURL = executable
        process.arguments =
            [
                "--tool=memcheck", "--leak-check=no", "--error-limit=no", "--num-callers=30",
                "--suppressions=\(suppressions.path)", "--log-file=\(log.path)", try Self.thisProgram().path,
            ] + arguments
        process.standardInput = try FileHandle(forReadingFrom: input)
        try process.run()
        process.waitUntilExit()
        let report = (try? String(contentsOf: log, encoding: .utf8)) ?? ""
        return (process.terminationReason == .exit ? process.terminationStatus : -1, report)
    }

    /// What the program under valgrind reads.
    static func handedOverKey() throws -> RSA.PrivateKey {
        let data = try FileHandle.standardInput.readToEnd() ?? Data()
        return try RSA.PrivateKey(derRepresentation: SecretBytes([UInt8](data)))
    }

    private static func thisProgram() throws -> URL {
        guard let url = Bundle.main.executableURL else { throw OperationFailure("this program does not know its path") }
        return url
    }
}
