import Foundation
import WaxCore

/// Draws random operations with random parameters, and compares all our ways to compute each of them with Python's
/// `hashlib`, `cryptography`, `zlib` and `cbor2`. A failure is shrunk, and printed as a line that reproduces it.
@main
enum Differential {
    static let usage = """
        usage: waxwing-differential [--seconds N] [--seed N] [--only AREA]… [--list] [--plant]
               waxwing-differential --case 'OPERATION NAME=VALUE…'

        Compares this package with Python's hashlib, cryptography, zlib and cbor2 on random operations, for 30 seconds
        unless told. The areas are: \(Areas.all.map { $0.name }.joined(separator: ", ")).
        --plant makes a mistake on purpose in every case that is long enough, to show that it is found and shrunk.
        Exit status 0 if all agreed, 1 at the first disagreement (the line printed goes after --case), 2 for wrong usage.
        """

    struct Options {
        var seconds = 30.0
        var seed = UInt64.random(in: 1...UInt64(UInt32.max))
        var areas: [any Area.Type] = []
        var line: String?
        /// Whether to make mistakes on purpose.
        var plantsFault = false
    }

    static func main() throws {
        guard let options = try options(CommandLine.arguments.dropFirst()) else { return }
        let oracle = try Oracle()
        defer { oracle.end() }
        if let line = options.line { return try replay(line, oracle) }
        print("seed \(options.seed)")
        var random = Chance(seed: options.seed)
        var counts: [String: Int] = [:]
        let end = DispatchTime.now().uptimeNanoseconds + UInt64(options.seconds * 1e9)
        while DispatchTime.now().uptimeNanoseconds < end {
            for area in options.areas {
                for operation in area.operations {
                    let example = area.draw(operation, &random)
                    if let problem = try disagreement(area, example, oracle, options.plantsFault) {
                        try report(area, example, problem, oracle, options.plantsFault)
                    }
                    counts[operation, default: 0] += 1
                }
            }
        }
        for operation in counts.keys.sorted() { print("\(operation): \(counts[operation] ?? 0) agreed") }
        guard counts.count == options.areas.reduce(0, { $0 + $1.operations.count }) else { exit(1) }
    }

    private static func options(_ words: ArraySlice<String>) throws -> Options? {
        var options = Options()
        var words = words
        func wrong(_ message: String) -> Never {
            try? FileHandle.standardError.write(contentsOf: Data("waxwing-differential: \(message)\n\(usage)\n".utf8))
            exit(2)
        }
        while let word = words.popFirst() {
            switch word {
            case "--help":
                print(usage)
                return nil
            case "--list":
                for area in Areas.all { print("\(area.name): \(area.operations.joined(separator: ", "))") }
                return nil
            case "--seconds":
                guard let seconds = words.popFirst().flatMap(Double.init), seconds > 0 else { wrong("how many seconds?") }
                options.seconds = seconds
            case "--seed":
                guard let seed = words.popFirst().flatMap(UInt64.init) else { wrong("which seed?") }
                options.seed = seed
            case "--only":
                let name = words.popFirst()
                guard let area = Areas.all.first(where: { $0.name == name }) else { wrong("there is no such area") }
                options.areas.append(area)
            case "--plant": options.plantsFault = true
            case "--case":
                guard let line = words.popFirst() else { wrong("which case?") }
                options.line = line
            default: wrong("there is no option \(word)")
            }
        }
        if options.areas.isEmpty { options.areas = Areas.all }
        return options
    }

    /// What does not agree, or nil.
    private static func disagreement(
        _ area: any Area.Type, _ example: Case, _ oracle: Oracle, _ plantsFault: Bool = false
    ) throws -> String? {
        if plantsFault, "\(example)".utf8.count >= 300 { return "a mistake made on purpose" }
        let expected = try area.expected(example, oracle)
        for outcome in try area.results(example, oracle) where outcome.result != expected {
            return "\(outcome.way): \(cut(outcome.result)), the other: \(cut(expected))"
        }
        return nil
    }

    private static func cut(_ text: String) -> String { text.count <= 80 ? text : "\(text.prefix(77))…" }

    /// Shrinks a case that does not agree, prints it, and ends.
    private static func report(
        _ area: any Area.Type, _ example: Case, _ problem: String, _ oracle: Oracle, _ plantsFault: Bool
    ) throws -> Never {
        var (example, problem) = (example, problem)
        var tries = 0
        search: while tries < 2_000 {
            for simpler in example.simpler {
                tries += 1
                // A simpler case that cannot be run at all is none.
                guard let found = try? disagreement(area, simpler, oracle, plantsFault) else { continue }
                (example, problem) = (simpler, found)
                continue search
            }
            break
        }
        print("DISAGREEMENT in \(area.name): \(problem)")
        print("waxwing-differential --case '\(example)'")
        exit(1)
    }

    private static func replay(_ line: String, _ oracle: Oracle) throws {
        let name = line.split(separator: " ").first.map(String.init) ?? ""
        var random = Chance(seed: 1)
        guard let area = Areas.all.first(where: { $0.operations.contains(name) }),
            let example = Case(parsing: line, like: area.draw(name, &random))
        else {
            try? FileHandle.standardError.write(contentsOf: Data("waxwing-differential: the line cannot be read\n\(usage)\n".utf8))
            exit(2)
        }
        if let problem = try disagreement(area, example, oracle) {
            print("DISAGREEMENT in \(area.name): \(problem)")
            exit(1)
        }
        print("agreed")
    }
}
