import Foundation
import WaxRSA

/// The answer to `--time`: one line for each operation.
enum TimingTable {
    /// Measures operations, each for some seconds, and prints what comes of it. Decides nothing.
    static func run(_ operations: [Operation], seconds: Double) throws {
        let needsKeys = operations.contains(where: \.needsKey)
        var random = MaterialRandom(seed: 2, conceals: false)
        let keys = needsKeys ? try keys(4, using: &random) : []
        Main.say(line("operation", "ns", "measurements", "max |t|", "percentile"))
        for operation in operations where operation.isAvailable {
            if case .varies(let reason) = operation.timing {
                Main.say("\(operation.name): may vary, by \(reason)")
                continue
            }
            var test = TimingTest(operation, keys: keys)
            let outcome = try test.run(seconds: seconds)
            Main.say(
                line(
                    operation.name, String(Int(outcome.nanoseconds)), String(outcome.count),
                    String(format: "%.2f", outcome.t), String(outcome.percentile)))
        }
    }

    /// Keys of which the encodings have one length: that length is public, and shows in the time.
    private static func keys(_ count: Int, using random: inout MaterialRandom) throws -> [RSA.PrivateKey] {
        var keys: [RSA.PrivateKey] = []
        while keys.count < count {
            let key = try RSA.PrivateKey(bitCount: 2048, using: &random)
            if keys.isEmpty || lengths(key) == lengths(keys[0]) { keys.append(key) }
        }
        return keys
    }

    private static func lengths(_ key: RSA.PrivateKey) -> [Int] {
        let numbers = [key.privateExponent, key.exponent1, key.exponent2, key.coefficient]
        // With the zero byte in front that DER wants where the highest bit is set.
        return numbers.map { $0.count &+ Int($0.bytes[0] &>> 7) }
    }

    private static func line(_ name: String, _ columns: String...) -> String {
        name.padded(to: 36)
            + columns.map { String(repeating: " ", count: max(1, 14 - $0.count)) + $0 }.joined()
    }
}
