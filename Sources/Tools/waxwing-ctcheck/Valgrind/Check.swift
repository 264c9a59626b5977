import Foundation
import WaxCore
import WaxKeys
import WaxRSA

/// Runs operations on concealed secrets; to be called in a process that valgrind runs.
enum Check {
    /// How the check of one operation ended.
    struct Finding {
        let operation: Operation
        /// How many branches and addresses depended on the secret.
        let errorCount: Int
        /// What else went wrong, if anything.
        let problem: String?

        var isClean: Bool { errorCount == 0 && problem == nil }

        var line: String {
            let name = operation.name.padded(to: 36)
            let state = errorCount > 0 ? "LEAKS: \(errorCount) branches or addresses" : problem == nil ? "clean" : "FAILED"
            return "\(name) \(state)\(problem.map { ": " + $0 } ?? "")"
        }
    }

    /// Checks operations and prints a line for each.
    ///
    /// - Returns: True if none of them leaks.
    static func run(_ operations: [Operation], key: RSA.PrivateKey) throws -> Bool {
        try convinceOneself()
        var findings: [Finding] = []
        let available = operations.filter(\.isAvailable)
        for operation in operations where !operation.isAvailable {
            Main.say("\(operation.name.padded(to: 36)) not run: valgrind cannot execute its instructions")
        }
        for operation in available {
            let finding = check(operation, key: key)
            Main.say(finding.line)
            findings.append(finding)
        }
        let leaking = findings.count { !$0.isClean }
        Main.say(
            "\(findings.count) operations ran under valgrind, \(findings.count - leaking) of them clean, \(leaking) not; "
                + "\(operations.count - findings.count) could not be run")
        return leaking == 0
    }

    private static func check(_ operation: Operation, key: RSA.PrivateKey) -> Finding {
        let before = Memcheck.errorCount
        func finding(_ problem: String?) -> Finding {
            Finding(operation: operation, errorCount: Memcheck.errorCount - before, problem: problem)
        }
        do {
            // What comes out must not change by being watched; and it has to depend on the secrets, or else they
            // would not have gone in.
            let seed: UInt64 = 1
            let expected = try operation.prepare(Material(seed: seed, key: key))()
            let result = try operation.prepare(Material(seed: seed, key: key, conceals: true))()
            let concealed = Memcheck.concealedCount(in: result.span)
            Memcheck.reveal(result.span)
            guard result == expected else { return finding("the result is another one than without valgrind's help") }
            switch operation.result {
            case .bytes where concealed == 0: return finding("the result does not depend on the secret")
            case .verdict where concealed > 0: return finding("the answer has not been made public")
            default: return finding(nil)
            }
        } catch {
            return finding("\(error)")
        }
    }

    /// Makes sure that memcheck is there, sees a leak, and does not take the one function for one where secrets are
    /// made public.
    private static func convinceOneself() throws {
        guard Memcheck.isRunning else { throw UsageError("--inside is for the process that valgrind runs") }
        let secret = Material(seed: 1, key: nil, conceals: true).secret(8)
        guard Memcheck.concealedCount(in: secret.bytes) == 8 else {
            throw OperationFailure("memcheck does not follow concealed memory")
        }
        let before = Memcheck.errorCount
        let isOdd = Choice(lowBitOf: UInt64(secret.bytes[0])).declassified
        guard Memcheck.errorCount == before else {
            throw OperationFailure("memcheck reports the function that makes a choice public")
        }
        let copy = deliberateLeak(secret.bytes[0], Array(0...255))
        guard Memcheck.errorCount > before else { throw OperationFailure("memcheck does not see a leak") }
        guard isOdd == (copy & 1 == 1) else { throw OperationFailure("a choice became something else") }
    }

    /// Reads a table at a secret place. It is the first thing in valgrind's report.
    @inline(never)
    private static func deliberateLeak(_ secret: UInt8, _ table: [UInt8]) -> UInt8 { table[Int(secret)] }
}
