import Foundation

/// `waxwing-bench`: measures what the library does, beside what others do.
@main
enum Main {
    static func main() {
        do {
            try run(Options(Array(CommandLine.arguments.dropFirst())))
        } catch let error as UsageError {
            fail("\(error.message); see: waxwing-bench --help", status: 2)
        } catch {
            fail("\(error)", status: 1)
        }
    }

    /// Writes a line at once: a run takes minutes, and whoever reads it through a pipe wants to see it move.
    private static func write(_ line: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
        } catch {
            throw OutputFailure(description: "the output cannot be written: \(error.localizedDescription)")
        }
    }

    private static func fail(_ message: String, status: Int32) {
        try? FileHandle.standardError.write(contentsOf: Data("waxwing-bench: \(message)\n".utf8))
        exit(status)
    }

    /// What was measured could not be handed over.
    private struct OutputFailure: Error, CustomStringConvertible {
        let description: String
    }

    static func run(_ options: Options) throws {
        if options.help { return try write(Options.help) }
        if options.harness { return try write(PythonHarness.text) }
        if options.instructions { return try countInstructions(options) }
        let sizes = options.sizes.isEmpty ? Catalogue.usualSizes : options.sizes
        var benchmarks = Catalogue.benchmarks(sizes: sizes).filter(options.wants)
        if options.picture != nil, options.only.isEmpty {
            benchmarks = benchmarks.filter { Picture.main.contains($0.row) }
        }
        guard !benchmarks.isEmpty else { throw UsageError(message: "there is no such row or backend") }
        if options.picture != nil, !benchmarks.contains(where: { Picture.main.contains($0.row) }) {
            throw UsageError(message: "the picture has none of these rows")
        }
        if options.list {
            for benchmark in benchmarks {
                try write("\(benchmark.row.name) \(benchmark.backend)\(benchmark.row.byteCount.map { " \($0)" } ?? "")")
            }
        } else if let count = options.count {
            for benchmark in benchmarks { try benchmark.prepare()(count) }
        } else {
            try measure(benchmarks, options)
        }
    }

    private static func measure(_ benchmarks: [Benchmark], _ options: Options) throws {
        let peers = try Peers.find(options.peers)
        // Better known before minutes of measuring than after.
        if let file = options.picture {
            let folder = URL(filePath: file).deletingLastPathComponent().path
            guard FileManager.default.isWritableFile(atPath: folder) else {
                throw OutputFailure(description: "nothing can be written to \(folder)")
            }
        }
        if !options.json {
            try write(Machine.name)
            try write(Report.header(peers: options.peers))
        }
        var comparisons: [Comparison] = []
        for row in benchmarks.map(\.row).uniqued() {
            let group = benchmarks.filter { $0.row == row }
            guard let comparison = try Comparison.measure(group, against: peers, options) else { continue }
            comparisons.append(comparison)
            let lines = options.json ? Report.json(comparison) : Report.text(comparison, peers: options.peers)
            for line in lines { try write(line) }
        }
        if let file = options.picture {
            let picture = Picture(comparisons: comparisons, machine: Machine.name)
            do {
                try Data(picture.text.utf8).write(to: URL(filePath: file))
            } catch {
                throw OutputFailure(description: "\(file) cannot be written: \(error.localizedDescription)")
            }
        }
    }

    private static func countInstructions(_ options: Options) throws {
        let rows = Instructions.main.filter { row in
            options.wants(row) && (options.sizes.isEmpty || row.byteCount.map { options.sizes.contains($0) } ?? true)
        }
        guard !rows.isEmpty else {
            let names = Instructions.main.map(\.name).uniqued().joined(separator: ", ")
            throw UsageError(message: "instructions are counted in some sizes of these only: \(names)")
        }
        let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
        let backends = try Instructions.backends(program: program)
        let runs = rows.flatMap { row in (backends[row] ?? []).filter(options.wants(backend:)).map { (row, $0) } }
        guard !runs.isEmpty else { throw UsageError(message: "there is no such backend under valgrind") }
        for (row, backend) in runs {
            let count = try Instructions.count(row, backend: backend, program: program)
            try write(InstructionReport.line(row, backend: backend, count: count, json: options.json))
        }
    }
}

extension Sequence where Element: Hashable {
    /// Each element once, where it first stands.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
