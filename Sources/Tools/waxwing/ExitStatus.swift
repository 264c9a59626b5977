import Waxwing

/// The exit statuses that scripts may rely on.
enum ExitStatus: Int32, Sendable {
    /// All was done.
    case done = 0
    /// It failed: a file, the network, the peer.
    case failed = 1
    /// The command line was not understood.
    case usage = 2
    /// The peer is not trusted, or does not trust us.
    case notTrusted = 3
    /// Data was altered on the way.
    case integrity = 4
}

/// A failure that a command has put into words for its user.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String

    init(_ message: String, status: ExitStatus = .failed) {
        self.status = status
        self.message = message
    }
}

extension CommandFailure {
    /// Puts any error into one line and finds its status.
    init(describing error: any Error) {
        switch error {
        case let error as WaxwingError:
            self.init(error.description, status: ExitStatus(rawValue: error.exitStatus) ?? .failed)
        case let error as any CustomStringConvertible & Error:
            self.init(Terminal.escape("\(error)"))
        default:
            self.init(Terminal.escape(InputFile.reason(error)))
        }
    }
}
