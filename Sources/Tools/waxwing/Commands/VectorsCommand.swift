import WaxVectors

/// Runs published test vectors.
enum VectorsCommand: Command {
    static let specification = CommandSpecification(
        name: "vectors", summary: "Runs published test vectors against every implementation that is built in.",
        usage: ["PATH…"], options: [], operands: 1...Int.max,
        notes: [
            """
            Takes Wycheproof JSON, NIST CAVP .rsp and .txt, and Noise JSON files, and folders of them. What cannot be run
            is listed with the reason and counted as skipped. Exit status 1 if any vector fails, a path cannot be read, or
            nothing was run.
            """
        ])

    static func run(_ arguments: Arguments) async throws -> ExitStatus {
        let isQuiet = arguments.has("quiet")
        let style: WaxVectors.VectorsCommand.Style = arguments.has("json") ? .json : .text
        let isGood = WaxVectors.VectorsCommand.run(paths: arguments.operands, style: style) { line in
            if !isQuiet { StandardOutput.write(line + "\n") }
        }
        return isGood ? .done : .failed
    }
}
