import WaxCore
import WaxRSA

/// Runs operations with secrets nobody else has, lets go of everything, and looks for the secrets in memory.
enum Leftovers {
    /// Prints a line for each operation.
    ///
    /// - Returns: True if nothing was left.
    static func run(_ operations: [Operation]) throws -> Bool {
        let scan = MemoryScan()
        try convinceOneself(scan)
        var left = 0
        for operation in operations where operation.isAvailable {
            let needles = try perform(operation)
            let finds = try scan.run(needles)
            let state = finds.isEmpty ? "nothing left" : "LEFT: \(finds.reduce(0) { $0 + $1.byteCount }) bytes"
            Main.say("\(operation.name.padded(to: 36)) \(state), of \(needles.count) windows looked for")
            for find in finds.prefix(20) {
                let mapping = scan.mapping(of: find.address)
                let address = String(find.address, radix: 16)
                Main.say("    \(find.byteCount) bytes of \(needles.names[find.label]) at \(address) in \(mapping)")
            }
            if !finds.isEmpty { left += 1 }
        }
        Main.say("\(operations.count) operations done, \(left) of them left something behind")
        return left == 0
    }

    /// Does the work, and returns what to look for.
    ///
    /// Not inlined: what it has on the stack is no longer in use when it returns.
    @inline(never)
    private static func perform(_ operation: Operation) throws -> NeedleSet {
        var seed = SystemRandom()
        let key = operation.needsKey ? try RSA.PrivateKey(bitCount: 2048) : nil
        let material = Material(seed: seed.nextUInt64(), key: key)
        material.needles = NeedleSet(capacity: operation.needsKey ? 1 << 18 : 1 << 14)
        material.random.notes = operation.publicRandomness ? nil : material
        let work = try operation.prepare(material)
        var result = try work()
        wipe(&result)
        return material.needles ?? NeedleSet(capacity: 1)
    }

    /// Makes sure that a secret in memory is found, in either direction, and not where the search keeps its own.
    private static func convinceOneself(_ scan: borrowing MemoryScan) throws {
        var random = SystemRandom()
        var bytes: [UInt8]
        // No byte twice: none of its windows is too plain to be looked for.
        repeat { bytes = random.bytes(count: 32) } while Set(bytes).count < bytes.count
        var needles = NeedleSet(capacity: 1 << 10)
        needles.add(key: bytes.span, "a secret in use")
        guard try scan.run(needles).contains(where: { $0.byteCount == 32 }) else {
            throw OperationFailure("a secret that is in memory was not found")
        }
        bytes.reverse()
        guard try scan.run(needles).contains(where: { needles.names[$0.label].contains("backwards") }) else {
            throw OperationFailure("a secret that is in memory backwards was not found")
        }
        wipe(&bytes)
        guard try scan.run(needles).allSatisfy({ $0.byteCount < 32 }) else {
            throw OperationFailure("a secret was found that is nowhere")
        }
    }

    /// Does what must not be done, to show that it would be found.
    static let plant = Operation(
        "leftover", secret: "a key that is copied and not wiped", result: .verdict("made on purpose")
    ) { material in
        let key = material.secret(32)
        return { [sum(key.array)] }
    }

    @inline(never)
    private static func sum(_ bytes: [UInt8]) -> UInt8 { bytes.reduce(0, &+) }
}

extension String {
    /// With blanks behind, up to a width.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
