import Foundation
import Synchronization

/// Standard output, and whether all that was written has got there.
///
/// Results that nobody got are a failure: a command that ends with status 0 has printed all of them.
enum StandardOutput {
    private static let problem = Mutex<CommandFailure?>(nil)

    /// Writes as it is. What goes wrong is kept for ``check()``; after that nothing is written any more.
    static func write(_ text: String) {
        problem.withLock { problem in
            guard problem == nil else { return }
            do {
                try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
            } catch {
                problem = CommandFailure("cannot write to standard output: \(InputFile.reason(error))")
            }
        }
    }

    /// Throws if something could not be written.
    static func check() throws(CommandFailure) {
        if let problem = problem.withLock({ $0 }) { throw problem }
    }
}
