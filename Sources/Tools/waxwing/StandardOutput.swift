import Synchronization
import WaxTransport

/// Standard output, and whether all that was written has got there.
///
/// Results that nobody got are a failure: a command that ends with status 0 has printed all of them. Where a pipe's
/// reader has gone, as `head` does when it has seen enough, the process ends without a word; but a command that does
/// more than print finishes that first.
enum StandardOutput {
    private static let problem = Mutex<CommandFailure?>(nil)
    private static let outlivesReader = Mutex(false)

    /// Says that a reader who goes is no reason to end at once: what is sent, taken or left to be tidied up counts for more.
    static func outliveReader() { outlivesReader.withLock { $0 = true } }

    /// Writes a text as it is. What goes wrong is kept for ``check()``; after that no text is written any more.
    static func write(_ text: String) {
        problem.withLock { problem in
            guard problem == nil else { return }
            do throws(CommandFailure) {
                try write(Array(text.utf8))
            } catch {
                problem = error
            }
        }
    }

    /// Writes bytes as they are.
    static func write(_ bytes: [UInt8]) throws(CommandFailure) {
        do throws(SystemError) {
            try File(standard: .output).writeNext(bytes.span)
        } catch {
            if error.code == .brokenPipe, !outlivesReader.withLock({ $0 }) { Signals.endAsReaderGone() }
            throw CommandFailure("cannot write to standard output: \(error.reason)")
        }
    }

    /// Throws if a text could not be written.
    static func check() throws(CommandFailure) {
        if let problem = problem.withLock({ $0 }) { throw problem }
    }
}
