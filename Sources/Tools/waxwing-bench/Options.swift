/// The command line was not understood.
struct UsageError: Error, Equatable {
    let message: String
}

/// What the command line asks for.
struct Options: Equatable, Sendable {
    /// Names, or beginnings of names, of the rows wanted; empty for all.
    var only: [String] = []
    /// Names of implementations wanted; empty for all.
    var backends: [String] = []
    /// Sizes wanted; empty for the usual ones.
    var sizes: [Int] = []
    /// How long each implementation is measured for each row, in all.
    var seconds = 1.0
    /// Into how many samples that time is divided.
    var rounds = 5
    /// The programs to compare with.
    var peers: [String] = []
    /// One JSON object a line.
    var json = false
    /// Names of rows instead of figures.
    var list = false
    /// Counts instructions instead of time.
    var instructions = false
    /// Where the picture goes.
    var picture: String?
    /// Do each operation so many times, and measure nothing: for profilers.
    var count: Int?
    /// Print the program that measures in Python.
    var harness = false
    var help = false

    init() {}

    /// Reads the words after the name of the program.
    init(_ words: [String]) throws(UsageError) {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else { throw UsageError(message: "'\(word)' is not an option") }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let name = parts[0]
            if try takeSwitch(name) {
                guard parts.count == 1 else { throw UsageError(message: "\(name) takes no value") }
                continue
            }
            guard Self.valued.contains(name) else { throw UsageError(message: "there is no option \(name)") }
            guard let value = parts.count == 2 ? parts[1] : rest.popFirst(), !value.isEmpty else {
                throw UsageError(message: "\(name) needs a value")
            }
            try take(name, value)
        }
    }

    private mutating func takeSwitch(_ name: String) throws(UsageError) -> Bool {
        switch name {
        case "--json": json = true
        case "--list": list = true
        case "--instructions": instructions = true
        case "--python-harness": harness = true
        case "--help": help = true
        default: return false
        }
        return true
    }

    private static let valued: Set<String> = [
        "--only", "--backend", "--bytes", "--seconds", "--rounds", "--against", "--svg", "--count",
    ]

    private mutating func take(_ name: String, _ value: String) throws(UsageError) {
        func whole(_ range: ClosedRange<Int>) throws(UsageError) -> Int {
            guard let number = Int(value), range.contains(number) else {
                throw UsageError(
                    message: "\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
        switch name {
        case "--only": only.append(value)
        case "--backend": backends.append(value)
        case "--bytes": sizes.append(try whole(0...(1 << 30)))
        case "--rounds": rounds = try whole(1...1000)
        case "--count": count = try whole(0...1_000_000_000)
        case "--svg": picture = value
        case "--against":
            for peer in value.split(separator: ",", omittingEmptySubsequences: false).map(String.init) {
                guard Peers.names.contains(peer) else {
                    throw UsageError(
                        message: "there is no peer '\(peer)'; known are \(Peers.names.joined(separator: ", "))")
                }
                peers.append(peer)
            }
        default:
            guard let number = Double(value), number > 0, number <= 3600 else {
                throw UsageError(message: "\(name) takes a number above 0, at most 3600")
            }
            seconds = number
        }
    }

    /// Whether a benchmark is among those wanted.
    func wants(_ benchmark: Benchmark) -> Bool { wants(benchmark.row) && wants(backend: benchmark.backend) }

    /// Whether a row's name is among those wanted.
    func wants(_ row: Row) -> Bool {
        only.isEmpty || only.contains { row.name == $0 } || only.contains { prefix in
            // A name that is the whole of a row means that row; otherwise it is the beginning of several.
            !Self.isWhole(prefix) && row.name.hasPrefix(prefix)
        }
    }

    /// Whether an implementation is among those wanted.
    func wants(backend: String) -> Bool { backends.isEmpty || backends.contains(backend) }

    private static let wholeNames = Set(Catalogue.benchmarks(sizes: [16]).map(\.row.name))

    private static func isWhole(_ name: String) -> Bool { wholeNames.contains(name) }

    static let help = """
        Measures the primitives of Waxwing, every implementation that this machine can run, and other programs beside
        them.

        usage: waxwing-bench [OPTIONS]

          --only NAME        a row, or the beginning of the names of several (may be repeated)
          --backend NAME     an implementation (may be repeated)
          --bytes N          a size of input in bytes (may be repeated)
          --seconds S        how long each implementation is measured for each row (1)
          --rounds N         how many samples that time is divided into (5)
          --against PEER,…   measure others too, interleaved: \(Peers.names.joined(separator: ", "))
          --svg FILE         draw the main results
          --instructions     count the instructions of the main operations under valgrind, and measure no time
          --json             one JSON object a line
          --list             print the names of the rows, and measure nothing
          --count N          do each operation N times and print nothing: something to run under a profiler
          --python-harness   print the program that measures the peers in Python
          --help             show this help

        A figure is the median of the samples; behind it stands the median distance of the samples from it. All
        contestants of a row take turns, round by round, and a ratio is the median of the ratios of the rounds.
        """
}
