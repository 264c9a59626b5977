import Foundation

/// What `compress` and `decompress` have in common: files that become other files, or standard input that becomes
/// standard output, a piece at a time.
struct FileFilter {
    /// Turns a piece of the input into output, and at the end, with nil, what is left.
    typealias Step = (_ piece: [UInt8]?) throws(CommandFailure) -> [UInt8]

    static let options: [CommandSpecification.Option] = [
        .init(name: "stdout", help: "write to standard output, and keep FILE"),
        .init(name: "out", value: "FILE", help: "the name of the result, with a single FILE"),
        .init(name: "keep", help: "keep FILE, which is removed otherwise once the result is complete"),
        .init(name: "force", help: "replace a result that exists, write to a terminal, take links"),
    ]

    static let note = """
        Without FILE, or where it is -, standard input becomes standard output. A result appears under its name only
        when it is complete, with the mode and time of FILE. On standard output, what came before an error is there
        already.
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
    ///   - begin: Makes the step for a file: its path, nil for standard input.
    func run(
        resultName: (String) throws(CommandFailure) -> String, begin: (String?) -> Step
    ) -> ExitStatus {
        let signals = Signals([SIGINT, SIGTERM, SIGHUP])
        let watch = Task.detached {
            for await number in signals.received {
                OutputFile.discardAll()
                // As a shell reports a process that a signal has ended.
                _exit(128 + number)
            }
        }
        defer { watch.cancel() }
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
        _ begin: (String?) -> Step
    ) throws(CommandFailure) {
        guard let path else {
            return try filter(.standardInput, "standard input", begin(nil), to: try output(for: nil, resultName))
        }
        let shown = Terminal.escape(path)
        let isInPlace = !arguments.has("stdout") && !arguments.has("out") && !arguments.has("test")
        let attributes: [FileAttributeKey: Any]
        let input: FileHandle
        do {
            attributes = try FileManager.default.attributesOfItem(atPath: path)
            guard InputFile.isDirectory(path) != true else { throw CommandFailure("\(shown) is a folder") }
            input = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
        } catch {
            throw error as? CommandFailure ?? CommandFailure("cannot read \(shown): \(InputFile.reason(error))")
        }
        defer { try? input.close() }
        let isOrdinary = attributes[.type] as? FileAttributeType == .typeRegular
        guard isOrdinary || !isInPlace || arguments.has("force") else {
            throw CommandFailure("\(shown) is no ordinary file; --stdout, --out or --force takes it nevertheless")
        }
        var output = try output(for: path, resultName)
        if isOrdinary {
            output.attributes = attributes.filter { [.posixPermissions, .modificationDate].contains($0.key) }
        }
        try filter(input, shown, begin(path), to: output, size: attributes[.size] as? UInt64)
        guard isInPlace, !arguments.has("keep") else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw CommandFailure("cannot remove \(shown): \(InputFile.reason(error))")
        }
    }

    // MARK: Output

    /// Where a result goes: a file, standard output, or nowhere.
    private struct Output {
        var name: String?
        var file: OutputFile?
        var isKept = true
        var attributes: [FileAttributeKey: Any] = [.posixPermissions: 0o644]
    }

    private func output(
        for path: String?, _ resultName: (String) throws(CommandFailure) -> String
    ) throws(CommandFailure) -> Output {
        if arguments.has("test") { return Output(isKept: false) }
        var name = arguments.value("out")
        if name == nil, let path, !arguments.has("stdout") { name = try resultName(path) }
        guard let name else {
            guard isForTerminal || isatty(STDOUT_FILENO) == 0 || arguments.has("force") else {
                throw CommandFailure("compressed data is not for a terminal; name a file with --out, or use --force")
            }
            return Output()
        }
        return Output(name: name, file: try OutputFile(name, replaces: arguments.has("force")))
    }

    private func filter(
        _ input: FileHandle, _ shown: String, _ step: Step, to output: Output, size: UInt64? = nil
    ) throws(CommandFailure) {
        let progress = size.map { Progress(label: shown, total: $0, terminal: terminal) }
        defer { progress?.finish() }
        var byteCounts = (input: 0, output: 0)
        do throws(CommandFailure) {
            var isAtEnd = false
            while !isAtEnd {
                let piece = try read(input, shown)
                isAtEnd = piece.isEmpty
                byteCounts.input += piece.count
                let result = try step(isAtEnd ? nil : piece)
                byteCounts.output += result.count
                progress?.update(UInt64(byteCounts.input))
                guard !result.isEmpty, output.isKept else { continue }
                if let file = output.file { try file.write(result) } else { try writeToStandardOutput(result) }
            }
            try output.file?.finish(attributes: output.attributes)
        } catch {
            output.file?.discard()
            throw error
        }
        guard let name = output.name, arguments.has("json") else { return }
        terminal.result(
            "", ["file": .string(name), "input": .integer(byteCounts.input), "output": .integer(byteCounts.output)])
    }

    private func read(_ input: FileHandle, _ shown: String) throws(CommandFailure) -> [UInt8] {
        do {
            return [UInt8](try input.read(upToCount: Self.pieceByteCount) ?? Data())
        } catch {
            throw CommandFailure("cannot read \(shown): \(InputFile.reason(error))")
        }
    }

    private func writeToStandardOutput(_ bytes: [UInt8]) throws(CommandFailure) {
        do {
            try FileHandle.standardOutput.write(contentsOf: bytes)
        } catch {
            throw CommandFailure("cannot write to standard output: \(InputFile.reason(error))")
        }
    }
}
