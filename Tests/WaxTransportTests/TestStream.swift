import Testing
import WaxCore

@testable import WaxTransport

/// A connection for tests: an actor with a byte channel, read and written by tasks.
actor TestStream: LoopBound, ReadinessHandler {
    /// What a task waits for.
    private enum Need {
        case received(Int)
        case drained
    }

    nonisolated let loop: EventLoop
    private var channel: ByteChannel?
    private var received: [UInt8] = []
    private var hasEnded = false
    private(set) var failure: SystemError?
    private var waiters: [(need: Need, waiter: CheckedContinuation<Void, Never>)] = []
    /// A task that waited was cancelled: the test is over.
    private var isGivenUp = false
    let admission: Admission?
    private let echoes: Bool

    init(_ socket: Socket, on loop: EventLoop, admission: Admission? = nil, echoes: Bool = false) async {
        self.loop = loop
        self.admission = admission
        self.echoes = echoes
        start(socket)
    }

    private func start(_ socket: Socket) {
        do { channel = try ByteChannel(socket, on: loop, owner: self) } catch { fail(error) }
    }

    nonisolated func socketIsReady(_ readiness: Readiness) { assumeIsolated { $0.go(readiness) } }
    nonisolated func deadlineHasPassed() {}

    private func go(_ readiness: Readiness) {
        guard let channel else { return }
        do throws(SystemError) {
            if readiness.contains(.writable) { try channel.flush() }
            if !readiness.isDisjoint(with: [.readable, .failed]) {
                var bytes: [UInt8] = []
                let outcome = try channel.read { span in
                    bytes.append(copying: span)
                    return true
                }
                if echoes {
                    channel.write(bytes)
                    try channel.flush()
                } else {
                    received += bytes
                }
                if outcome == .ended || readiness.contains(.failed) {
                    hasEnded = true
                    if echoes { channel.closeGently() } else { try channel.setReading(false) }
                }
            }
        } catch {
            fail(error)
        }
        wake()
    }

    private func fail(_ error: any Error) {
        failure = error as? SystemError
        hasEnded = true
        channel?.close()
        wake()
    }

    private func isMet(_ need: Need) -> Bool {
        if isGivenUp { return true }
        switch need {
        case .received(let count): return received.count >= count || hasEnded
        case .drained: return pendingByteCount == 0 || failure != nil
        }
    }

    private func wake() {
        let before = waiters
        waiters = []
        for entry in before {
            if isMet(entry.need) { entry.waiter.resume() } else { waiters.append(entry) }
        }
    }

    private func giveUp() {
        isGivenUp = true
        wake()
    }

    private func wait(for need: Need) async {
        await withTaskCancellationHandler {
            // What is needed is looked at where the waiter is noted down, so that nothing can happen between.
            await withCheckedContinuation(isolation: self) { waiter in
                if isMet(need) { waiter.resume() } else { waiters.append((need, waiter)) }
            }
        } onCancel: {
            loop.execute { self.assumeIsolated { $0.giveUp() } }
        }
    }

    func write(_ bytes: [UInt8]) {
        guard let channel else { return }
        channel.write(bytes)
        do { try channel.flush() } catch { fail(error) }
    }

    var pendingByteCount: Int { channel?.pendingByteCount ?? 0 }

    func drained() async { await wait(for: .drained) }

    func read(count: Int) async -> [UInt8] {
        await wait(for: .received(count))
        let taken = Array(received.prefix(count))
        received.removeFirst(taken.count)
        return taken
    }

    func setReading(_ isWanted: Bool) throws { try channel?.setReading(isWanted) }

    func close(gently: Bool = false) {
        if gently { channel?.closeGently() } else { channel?.close() }
        channel = nil
        wake()
    }
}

/// Whether the machine has IPv6 on its loopback interface.
let hasIPv6: Bool = {
    guard let descriptor = try? System.makeSocket(for: SocketAddress(host: .v6(high: 0, low: 1), port: 0)) else {
        return false
    }
    return (try? System.assign(descriptor, to: SocketAddress(host: .v6(high: 0, low: 1), port: 0))) != nil
}()
