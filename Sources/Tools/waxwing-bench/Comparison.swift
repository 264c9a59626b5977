/// What was measured for one row: our implementations, and the peers that do the same.
struct Comparison: Sendable {
    let row: Row
    /// By implementation, in the order of the catalogue.
    var ours: [Entry] = []
    var peers: [Entry] = []

    /// One contestant.
    struct Entry: Sendable {
        /// The implementation, or the peer.
        let name: String
        var samples = Samples()
        /// The command of a peer.
        var command: String?
    }
}

extension Comparison {
    /// Measures one row. All contestants take turns, so that what disturbs the machine disturbs all of them.
    static func measure(_ benchmarks: [Benchmark], against peers: [any Peer], _ options: Options) throws -> Comparison? {
        guard let row = benchmarks.first?.row else { return nil }
        var comparison = Comparison(row: row)
        let duration = options.seconds / Double(options.rounds)
        var runs: [(operation: Operation, count: Int)] = []
        for benchmark in benchmarks {
            let operation = try benchmark.prepare()
            runs.append((operation, try Stopwatch.calibrate(operation, seconds: duration)))
            comparison.ours.append(Entry(name: benchmark.backend))
        }
        var commands: [PeerCommand] = []
        for peer in peers {
            guard let command = peer.command(for: row, seconds: duration) else { continue }
            commands.append(command)
            comparison.peers.append(Entry(name: peer.name, command: command.text))
        }
        for _ in 0..<options.rounds {
            for (index, run) in runs.enumerated() {
                let seconds = try Stopwatch.seconds { try run.operation(run.count) }
                comparison.ours[index].samples.append(row.value(operations: run.count, seconds: seconds))
            }
            for (index, command) in commands.enumerated() {
                guard let value = command.read(try ChildProcess.run(command.words).output) else {
                    throw ChildProcess.Failure(description: "no figure in the output of: \(command.text)")
                }
                comparison.peers[index].samples.append(value)
            }
        }
        return comparison
    }
}
