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
    private static func write(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    private static func fail(_ message: String, status: Int32) {
        FileHandle.standardError.write(Data("waxwing-bench: \(message)\n".utf8))
        exit(status)
    }

    static func run(_ options: Options) throws {
        if options.help { return write(Options.help) }
        if options.harness { return write(PythonHarness.text) }
        let sizes = options.sizes.isEmpty ? Catalogue.usualSizes : options.sizes
        var benchmarks = Catalogue.benchmarks(sizes: sizes).filter(options.wants)
        if options.picture != nil, options.only.isEmpty {
            benchmarks = benchmarks.filter { Picture.main.contains($0.row) }
        }
        guard !benchmarks.isEmpty else { throw UsageError(message: "there is no such row or backend") }
        if options.list {
            for benchmark in benchmarks {
                write("\(benchmark.row.name) \(benchmark.backend)\(benchmark.row.byteCount.map { " \($0)" } ?? "")")
            }
        } else if let count = options.count {
            for benchmark in benchmarks { try benchmark.prepare()(count) }
        } else if options.instructions {
            try countInstructions(options)
        } else {
            try measure(benchmarks, options)
        }
    }

    private static func measure(_ benchmarks: [Benchmark], _ options: Options) throws {
        let peers = try Peers.find(options.peers)
        if !options.json {
            write(Machine.name)
            write(Report.header(peers: options.peers))
        }
        var comparisons: [Comparison] = []
        for row in benchmarks.map(\.row).uniqued() {
            let group = benchmarks.filter { $0.row == row }
            guard let comparison = try Comparison.measure(group, against: peers, options) else { continue }
            comparisons.append(comparison)
            let lines = options.json ? Report.json(comparison) : Report.text(comparison, peers: options.peers)
            for line in lines { write(line) }
        }
        if let file = options.picture {
            let picture = Picture(comparisons: comparisons, machine: Machine.name)
            try Data(picture.text.utf8).write(to: URL(filePath: file))
        }
    }

    private static func countInstructions(_ options: Options) throws {
        let program = Bundle.main.executablePath ?? CommandLine.arguments[0]
        let backends = try Instructions.backends(program: program)
        for row in Instructions.main where options.only.isEmpty || options.only.contains(row.name) {
            for backend in backends[row] ?? [] where options.backends.isEmpty || options.backends.contains(backend) {
                let count = try Instructions.count(row, backend: backend, program: program)
                write(InstructionReport.line(row, backend: backend, count: count, json: options.json))
            }
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
