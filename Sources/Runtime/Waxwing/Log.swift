/// What happens, told to a function of the application's. Waxwing itself writes nothing anywhere.
public struct LogEntry: Sendable, CustomStringConvertible {
    /// How much it matters.
    public enum Level: Int, Comparable, Sendable {
        /// For who looks for a fault.
        case debug
        /// The ordinary course of things: a session began, a file came.
        case info
        /// Something was refused or went wrong, and hurt one peer or one line of a file.
        case warning

        /// By how much they matter.
        public static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
    }

    /// How much it matters.
    public let level: Level

    /// One line. Text of peers in it is escaped, so it does no harm to a terminal or a log.
    public let message: String

    /// The message.
    public var description: String { message }
}

/// Takes the entries of a log. Called on whatever thread something happens, often an event loop's: it must not block.
public typealias LogHandler = @Sendable (LogEntry) -> Void

/// Where the entries of one server, client or session go.
struct Log: Sendable {
    private let handler: LogHandler?
    private let prefix: String

    init(_ handler: LogHandler?, prefix: String = "") {
        self.handler = handler
        self.prefix = prefix
    }

    /// The same log, with a word before each entry.
    func about(_ subject: String) -> Log { Log(handler, prefix: "\(prefix)\(subject): ") }

    // The message is made only if somebody wants it.
    func debug(_ message: @autoclosure () -> String) { write(.debug, message) }
    func info(_ message: @autoclosure () -> String) { write(.info, message) }
    func warning(_ message: @autoclosure () -> String) { write(.warning, message) }

    private func write(_ level: LogEntry.Level, _ message: () -> String) {
        handler?(LogEntry(level: level, message: prefix + message()))
    }
}
