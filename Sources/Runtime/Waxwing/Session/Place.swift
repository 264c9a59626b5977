internal import Synchronization
internal import WaxTransport

/// A session's place within the limits of its server: taken until the session is over, and until the application
/// has it or it is thrown away. It does not matter how long somebody holds on to the session after that.
final class Place: Sendable {
    private struct State {
        var admission: Admission?
        var isOver = false
        var isWaiting = false
    }

    private let state: Mutex<State>

    init(_ admission: Admission?) { state = Mutex(State(admission: admission)) }

    var isOver: Bool { state.withLock { $0.isOver } }

    /// The session is put where the application can take it.
    func beginWaiting() { state.withLock { $0.isWaiting = true } }

    /// The application has taken the session, or nobody will.
    func endWaiting() {
        leave {
            $0.isWaiting = false
            return $0.isOver
        }
    }

    /// The session is over.
    func end() {
        leave {
            $0.isOver = true
            return !$0.isWaiting
        }
    }

    private func leave(if mayLeave: (inout State) -> Bool) {
        // Given back outside of the lock.
        _ = state.withLock { state in mayLeave(&state) ? state.admission.take() : nil }
    }
}
