import Foundation

/// The answer to `--time`: one line for each operation.
enum TimingTable {
    /// Measures operations, each for some seconds, and prints what comes of it. Decides nothing.
    ///
    /// - Parameter variation: In what the classes differ.
    static func run(_ operations: [Operation], seconds: Double, variation: TimingTest.Variation) throws {
        let needsKeys = operations.contains(where: \.needsKey)
        var random = MaterialRandom(seed: 2, conceals: false)
        let keys = needsKeys ? try TimingKeys(using: &random) : nil
        Main.say(line("operation", "ns", "measurements", "max |t|", "percentile"))
        for operation in operations where operation.isAvailable {
            if case .varies(let reason) = operation.timing {
                Main.say("\(operation.name): may vary, by \(reason)")
                continue
            }
            var test = TimingTest(operation, keys: keys, variation: variation)
            let outcome = try test.run(seconds: seconds)
            Main.say(
                line(
                    operation.name, String(Int(outcome.nanoseconds)), String(outcome.count),
                    String(format: "%.2f", outcome.t), String(outcome.percentile)))
        }
    }

    private static func line(_ name: String, _ columns: String...) -> String {
        name.padded(to: 36)
            + columns.map { String(repeating: " ", count: max(1, 14 - $0.count)) + $0 }.joined()
    }
}
