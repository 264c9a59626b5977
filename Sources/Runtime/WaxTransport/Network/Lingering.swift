internal import Synchronization

/// The last moments of a socket to which nothing more is sent: reads until the peer has ended too, for a second
/// and a mebibyte at most.
final class Lingering: ReadinessHandler {
    private static let time: UInt64 = 1_000_000_000
    private static let largestByteCount = 1 << 20

    private struct State {
        var registration: Registration?
        var byteCount = 0
    }

    private let socket: Socket
    private let loop: EventLoop
    private let state = Mutex(State())

    private init(_ socket: Socket, on loop: EventLoop) {
        self.socket = socket
        self.loop = loop
    }

    static func begin(_ socket: Socket, on loop: EventLoop) {
        // An error here or below means that there is nobody left to be gentle to.
        guard (try? socket.endOutput()) != nil else { return }
        let lingering = Lingering(socket, on: loop)
        let deadline = SystemClock.monotonicNanoseconds + time
        let registration = try? loop.register(socket, interest: .reading, deadline: deadline, handler: lingering)
        lingering.state.withLock { $0.registration = registration }
    }

    func socketIsReady(_ readiness: Readiness) {
        do throws(SystemError) {
            while !readiness.contains(.failed), let count = try receive() {
                let total = state.withLock { state in
                    state.byteCount += count
                    return state.byteCount
                }
                if count == 0 || total > Self.largestByteCount { return end() }
            }
            if readiness.contains(.failed) { end() }
        } catch {
            end()
        }
    }

    private func receive() throws(SystemError) -> Int? {
        try loop.withScratch { (buffer) throws(SystemError) in try socket.receive(into: &buffer) }
    }

    func deadlineHasPassed() { end() }

    private func end() {
        let registration = state.withLock { $0.registration.take() }
        registration?.cancel()
    }
}
