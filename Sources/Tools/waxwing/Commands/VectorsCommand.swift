import WaxVectors

/// Runs published test vectors.
enum VectorsCommand: Command {
    static let specification = CommandSpecification(
        name: "vectors", summary: "Runs published test vectors against every implementation that is built in.",
        usage: ["PATH…"], options: [], operands: 1...Int.max,
        notes: [
            """
            Takes Wycheproof JSON, NIST CAVP .rsp and .txt, and Noise JSON files, and folders of them. What cannot be run
            is listed with the reason and counted as skipped. Exit status 1 if any vector fails.
            """
        ])

    static func run(_ arguments: Arguments) async throws -> ExitStatus {
        let isQuiet = arguments.has("quiet")
        let status = WaxVectors.VectorsCommand.run(paths: arguments.operands) { line in
            if !isQuiet { print(line) }
        }
        return status == 0 ? .done : .failed
    }
}
