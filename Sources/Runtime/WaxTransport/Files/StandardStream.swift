/// The streams that a process has from the beginning, by their number.
package enum StandardStream: Int32, CaseIterable, Sendable {
    case input = 0
    case output = 1
    case error = 2

    /// Takes the numbers of standard streams that the process was started without, so that no file that it opens later
    /// gets one of them, and with it what is printed. Using such a stream stays an error: it is opened the wrong way round.
    package static func reserveAll() {
        for stream in allCases where !System.isOpen(stream.rawValue) {
            _ = System.openNothing(forReading: stream != .input)
        }
    }
}
