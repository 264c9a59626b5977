import Foundation
import Synchronization

/// Shows how far a transfer is, once it has taken longer than a second.
///
/// On a terminal one line is drawn in place: share, amount, rate and time left. Elsewhere a plain line is
/// printed every ten seconds. The rate counts only what was moved in this run: what an earlier run had moved
/// would make it look faster than it is.
final class Progress: Sendable {
    private struct State {
        var lastDraw: Double = 0
        var hasDrawn = false
    }

    private let label: String
    private let total: UInt64
    private let alreadyMoved: UInt64
    private let terminal: Terminal
    private let start = Progress.now()
    private let state = Mutex(State())

    /// - Parameters:
    ///   - label: What is moved; a text from a peer is escaped here.
    ///   - total: The whole size in bytes.
    ///   - alreadyMoved: What an earlier run had moved.
    init(label: String, total: UInt64, alreadyMoved: UInt64 = 0, terminal: Terminal) {
        self.label = Terminal.escape(label)
        self.total = total
        self.alreadyMoved = alreadyMoved
        self.terminal = terminal
    }

    /// Reports how many bytes have been moved in all.
    func update(_ moved: UInt64) {
        guard !terminal.quiet, !terminal.json else { return }
        let now = Progress.now()
        let elapsed = now - start
        guard elapsed > 1 else { return }
        let isDue = state.withLock { state in
            guard now - state.lastDraw >= (terminal.isInteractive ? 0.1 : 10) else { return false }
            state.lastDraw = now
            state.hasDrawn = true
            return true
        }
        guard isDue else { return }
        let line = Progress.line(
            label: label, moved: moved, total: total, alreadyMoved: alreadyMoved, elapsed: elapsed)
        Terminal.writeError(terminal.isInteractive ? "\r\u{1B}[K\(line)" : "\(line)\n")
    }

    /// Removes the line that was drawn in place.
    func finish() {
        guard terminal.isInteractive, state.withLock({ $0.hasDrawn }) else { return }
        Terminal.writeError("\r\u{1B}[K")
    }

    /// The text of a progress line.
    static func line(label: String, moved: UInt64, total: UInt64, alreadyMoved: UInt64, elapsed: Double) -> String {
        let share = total == 0 ? 100 : Int(Double(moved) / Double(total) * 100)
        let rate = elapsed > 0 ? Double(moved - min(moved, alreadyMoved)) / elapsed : 0
        let remaining = rate > 0 ? Double(total - min(total, moved)) / rate : .infinity
        let left = remaining.isFinite ? ", \(duration(remaining)) left" : ""
        return "\(label): \(share) % of \(size(total)), \(size(UInt64(rate)))/s\(left)"
    }

    /// A number of bytes in decimal units.
    static func size(_ bytes: UInt64) -> String {
        let units = ["B", "kB", "MB", "GB", "TB", "PB"]
        var value = Double(bytes)
        var unit = 0
        while value >= 999.5, unit < units.count - 1 {
            value /= 1000
            unit += 1
        }
        return unit == 0 ? "\(bytes) B" : String(format: value < 9.95 ? "%.1f " : "%.0f ", value) + units[unit]
    }

    /// A time in hours, minutes and seconds.
    static func duration(_ seconds: Double) -> String {
        let whole = Int(min(seconds.rounded(.up), 359_999))
        let (hours, minutes) = (whole / 3600, whole / 60 % 60)
        return hours > 0
            ? String(format: "%d:%02d:%02d", hours, minutes, whole % 60)
            : String(format: "%d:%02d", minutes, whole % 60)
    }

    private static func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) / 1e9 }
}
