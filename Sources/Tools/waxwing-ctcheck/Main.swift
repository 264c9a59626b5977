import Foundation
import WaxRSA

/// Shows that no operation of the cryptographic modules lets a secret steer a branch or an address.
@main
enum Main {
    static func main() {
        do {
            exit(try run(Array(CommandLine.arguments.dropFirst())).rawValue)
        } catch let error as UsageError {
            complain("\(error.message); see: waxwing-ctcheck --help")
            exit(Status.usage.rawValue)
        } catch {
            complain("\(error)")
            exit(Status.impossible.rawValue)
        }
    }

    /// What the exit status says.
    enum Status: Int32 {
        case clean = 0
        case leak = 1
        case usage = 2
        case impossible = 4
    }

    static func run(_ words: [String]) throws -> Status {
        var words = words
        let first = words.first.flatMap { $0.hasPrefix("-") ? words.removeFirst() : nil }
        switch first {
        case nil: return try watch(words)
        case "--inside":
            let operations = try Registry.operations(matching: words)
            return try Check.run(operations, key: Valgrind.handedOverKey()) ? .clean : .leak
        case "--help": say(help)
        case "--list": say(List.text)
        case "--plant": return try watch([try plant(words).name], option: "--inside-plant")
        case "--time": try time(words)
        case "--leftovers": return try leftovers(words) ? .clean : .leak
        case "--inside-plant": return try Check.run([try plant(words)], key: Valgrind.handedOverKey()) ? .clean : .leak
        case .some(let option): throw UsageError("there is no option '\(option)'")
        }
        return .clean
    }

    /// Checks operations under valgrind.
    private static func watch(_ names: [String], option: String = "--inside") throws -> Status {
        if option == "--inside" { _ = try Registry.operations(matching: names) }
        var random = MaterialRandom(seed: 2, conceals: false)
        let key = try RSA.PrivateKey(bitCount: 2048, using: &random)
        let (status, report) = try Valgrind().run([option] + names, key: key)
        guard let result = Status(rawValue: status), result == .clean || result == .leak else {
            complain(report)
            throw OperationFailure("the program under valgrind ended with status \(status)")
        }
        if result == .leak { complain(report) }
        return result
    }

    private static func time(_ words: [String]) throws {
        var words = words
        var seconds = 10.0
        if let index = words.firstIndex(of: "--seconds") {
            guard index + 1 < words.count, let value = Double(words[index + 1]), value > 0 else {
                throw UsageError("--seconds takes a number above zero")
            }
            seconds = value
            words.removeSubrange(index...index + 1)
        }
        var variation = TimingTest.Variation.everything
        if let index = words.firstIndex(of: "--vary") {
            guard index + 1 < words.count, let value = TimingTest.Variation(rawValue: words[index + 1]) else {
                let names = TimingTest.Variation.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageError("--vary takes one of \(names)")
            }
            variation = value
            words.removeSubrange(index...index + 1)
        }
        let plants = Plants.all.filter { words.contains($0.name) }
        let names = words.filter { word in !plants.contains { $0.name == word } }
        let operations = names.isEmpty && !plants.isEmpty ? [] : try Registry.operations(matching: names)
        try TimingTable.run(operations + plants, seconds: seconds, variation: variation)
    }

    private static func leftovers(_ words: [String]) throws -> Bool {
        try Leftovers.run(words == ["--plant"] ? [Leftovers.plant] : try Registry.operations(matching: words))
    }

    private static func plant(_ words: [String]) throws -> Operation {
        guard words.count == 1, let plant = Plants.all.first(where: { $0.name == words[0] }) else {
            throw UsageError("--plant takes one of \(Plants.all.map(\.name).joined(separator: ", "))")
        }
        return plant
    }

    /// Prints a line at once, also where the output goes to a file. A check whose result is lost has failed.
    static func say(_ text: String) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
        } catch {
            complain("the output cannot be written")
            exit(1)
        }
    }

    private static func complain(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data("waxwing-ctcheck: \(text)\n".utf8))
    }

    static let help = """
        Shows that no operation of the cryptographic modules lets a secret steer a branch or an address, and that none
        leaves a key in memory.

        usage: waxwing-ctcheck [NAME…]          check operations under valgrind: all, or those whose names begin so
               waxwing-ctcheck --plant KIND     check one that leaks on purpose: \(Plants.all.map(\.name).joined(separator: ", "))
               waxwing-ctcheck --time [NAME…] [--seconds N] [--vary WHAT]
                                                measure operations with fixed and with random secrets, and compare;
                                                WHAT is random: everything, keys (of RSA), randomness (all else), or
                                                nothing, to see how large a difference comes of itself
               waxwing-ctcheck --leftovers [NAME… | --plant]
                                                look for the keys in memory after operations; --plant leaves one there
               waxwing-ctcheck --list           name the operations, what is secret, and what is made public and why

        exit status: 0 no leak, 1 a leak was found, 2 wrong usage, 4 the check could not be made
        """
}

/// The command line was not understood.
struct UsageError: Error {
    let message: String
    init(_ message: String) { self.message = message }
}
