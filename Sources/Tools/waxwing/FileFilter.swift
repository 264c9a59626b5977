import Foundation
import WaxTransport

/// What `compress` and `decompress` have in common: files that become other files, or standard input that becomes
/// standard output, a piece at a time.
struct FileFilter {
    /// Turns a piece of the input into output, which it appends, and at the end, with nil, what is left. Where it fails,
    /// what stands before the fault is appended.
    typealias Step = (_ piece: [UInt8]?, _ output: inout [UInt8]) throws(CommandFailure) -> Void

    static let options: [CommandSpecification.Option] = [
        .init(name: "stdout", help: "write to standard output, and keep FILE"),
        .init(name: "out", value: "FILE", help: "the name of the result, with a single FILE"),
        .init(name: "keep", help: "keep FILE, which is removed otherwise once the result is complete"),
        .init(name: "force", help: "replace a result that exists, write to a terminal, take links and special files"),
    ]

    static let note = """
        Without FILE, or where it is -, standard input becomes standard output. A result appears under its name only
        when it is complete, with the owner, mode and time of FILE. What is no ordinary file is never replaced, but --out
        takes a pipe or a device to write into. On standard output, what came before an error is there already.
        """

    /// How much is read at a time. Decompressed it is a thousand times as much at the most: 32 MiB.
    private static let pieceByteCount = 32 << 10

    private let arguments: Arguments
    private let terminal: Terminal
    private let isForTerminal: Bool

    /// - Parameter isForTerminal: Whether the output is fit for a terminal.
    init(_ arguments: Arguments, isForTerminal: Bool = true) throws(UsageError) {
        self.isForTerminal = isForTerminal
        self.arguments = arguments
        self.terminal = Terminal(arguments)
        if arguments.has("out") {
            guard arguments.operands.count <= 1 else { throw UsageError(message: "--out takes a single FILE") }
            guard !arguments.has("stdout") else {
                throw UsageError(message: "only one of --out, --stdout can be given")
            }
        }
    }

    /// Runs over all files; one that fails is reported and does not hold up the others.
    ///
    /// - Parameters:
    ///   - name: The name of the result for a file, without `--out`.
    ///   - begin: Makes the step for a file: its path, nil for standard input, and what is known of an ordinary file.
    func run(
        resultName: (String) throws(CommandFailure) -> String, begin: (String?, FileStatus?) -> Step
    ) -> ExitStatus {
        let signals = Signals([SIGINT, SIGTERM, SIGHUP]) { number in
            OutputFile.discardAll()
            Signals.end(by: number)
        }
        defer { signals.stop() }
        var status = ExitStatus.done
        for path in arguments.operands.isEmpty ? ["-"] : arguments.operands {
            do throws(CommandFailure) {
                try run(path == "-" ? nil : path, resultName, begin)
            } catch {
                Terminal.error(error.message)
                if status == .done { status = error.status }
            }
        }
        return status
    }

    private func run(
        _ path: String?, _ resultName: (String) throws(CommandFailure) -> String,
        _ begin: (String?, FileStatus?) -> Step
    ) throws(CommandFailure) {
        guard let path else {
            let input = try CommandFailure.trying(to: "read", Self.inputName) { () throws(SystemError) in
                try File(standard: .input)
            }
            return try filter(input, Self.inputName, begin(nil, nil), to: try output(for: nil, nil, resultName))
        }
        let isInPlace = !arguments.has("stdout") && !arguments.has("out") && !arguments.has("test")
        let source =
            isInPlace
            ? try SourceFile(replacing: path, isForced: arguments.has("force")) : try SourceFile(keeping: path)
        let status = source.status.kind == .file ? source.status : nil
        var output = try output(for: path, source.directory, resultName)
        output.status = status
        if source.status.kind == .pipe {
            try CommandFailure.trying(to: "read", path) { () throws(SystemError) in try source.file.waitForInput() }
        }
        try filter(source.file, path, begin(path, status), to: output, size: status?.size)
        if isInPlace, !arguments.has("keep") { try source.remove() }
    }

    private static let inputName = "standard input"

    // MARK: Output

    /// Where a result goes: a file, a pipe or device, standard output, or nowhere.
    private struct Output {
        var name: String?
        var file: OutputFile?
        var stream: File?
        var isStandard = false
        /// Of the file that it is made from.
        var status: FileStatus?

        func write(_ bytes: [UInt8]) throws(CommandFailure) {
            try file?.write(bytes)
            if isStandard { try StandardOutput.write(bytes) }
            if let stream, let name {
                try CommandFailure.trying(to: "write", name) { () throws(SystemError) in try stream.writeNext(bytes.span) }
            }
        }
    }

    private func output(
        for path: String?, _ directory: Directory?, _ resultName: (String) throws(CommandFailure) -> String
    ) throws(CommandFailure) -> Output {
        if arguments.has("test") { return Output() }
        func file(_ name: String, _ directory: Directory?) throws(CommandFailure) -> Output {
            let file = try OutputFile(name, in: directory, replaces: arguments.has("force"), isPrivate: path != nil)
            return Output(name: name, file: file)
        }
        if let name = arguments.value("out"), name != "/dev/stdout" {
            if let stream = try OutputFile.stream(name) { return Output(name: name, stream: stream) }
            return try file(name, nil)
        }
        if let path, !arguments.has("stdout"), !arguments.has("out") { return try file(try resultName(path), directory) }
        guard isForTerminal || isatty(STDOUT_FILENO) == 0 || arguments.has("force") else {
            throw CommandFailure("compressed data is not for a terminal; name a file with --out, or use --force")
        }
        return Output(isStandard: true)
    }

    private func filter(
        _ input: File, _ path: String, _ step: Step, to output: Output, size: UInt64? = nil
    ) throws(CommandFailure) {
        let progress = size.map { Progress(label: path, total: $0, terminal: terminal) }
        defer { progress?.finish() }
        var byteCounts = (input: 0, output: 0)
        var buffer = [UInt8](repeating: 0, count: Self.pieceByteCount)
        do throws(CommandFailure) {
            var isAtEnd = false
            while !isAtEnd {
                let count = try CommandFailure.trying(to: "read", path) { () throws(SystemError) in
                    try input.readNext(into: &buffer)
                }
                isAtEnd = count == 0
                byteCounts.input += count
                var result: [UInt8] = []
                do throws(CommandFailure) {
                    try step(isAtEnd ? nil : Array(buffer[..<count]), &result)
                } catch {
                    // What goes to a file is discarded there.
                    if !result.isEmpty { try output.write(result) }
                    throw error
                }
                byteCounts.output += result.count
                progress?.update(UInt64(byteCounts.input))
                guard !result.isEmpty else { continue }
                try output.write(result)
            }
            try output.file?.finish(as: output.status)
        } catch {
            output.file?.discard()
            throw error
        }
        guard let name = output.name, arguments.has("json") else { return }
        terminal.result(
            "", ["file": .string(name), "input": .integer(byteCounts.input), "output": .integer(byteCounts.output)])
    }
}
