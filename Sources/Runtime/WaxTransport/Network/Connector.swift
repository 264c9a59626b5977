internal import Synchronization

/// Opens TCP connections to other machines.
public enum Connector {
    /// Connects to an endpoint: to each of its addresses in the system's order, until one answers.
    ///
    /// - Parameters:
    ///   - endpoint: The host, as a name or an address, and the port.
    ///   - loop: Where the waiting is done.
    ///   - workers: Where a name is looked up.
    ///   - timeout: How long each address may take. Looking up the name is not counted.
    /// - Throws: The failure of the last address that was tried; ``SystemError/Code/cancelled`` if the task was.
    public static func connect(
        to endpoint: Endpoint, loop: EventLoop, workers: WorkerPool, timeout: Duration = .seconds(10)
    ) async throws(SystemError) -> Socket {
        var failure = SystemError("cannot connect to \(endpoint)", code: .addressNotAvailable)
        for address in try await endpoint.addresses(workers: workers) {
            if Task.isCancelled { throw SystemError("cannot connect to \(endpoint)", code: .cancelled) }
            do throws(SystemError) {
                return try await ConnectAttempt(to: address, loop: loop).finish(within: timeout)
            } catch {
                if error.code == .cancelled { throw error }
                failure = error
            }
        }
        throw failure
    }
}

/// The attempt to connect to one address.
private final class ConnectAttempt: ReadinessHandler {
    private typealias Continuation = CheckedContinuation<SystemError?, Never>

    private enum State {
        case idle
        case waiting(Continuation, Registration?)
        case ended(SystemError?)
    }

    private let address: SocketAddress
    private let loop: EventLoop
    private let handle: SocketHandle
    private let isConnected: Bool
    private let state = Mutex(State.idle)

    init(to address: SocketAddress, loop: EventLoop) throws(SystemError) {
        self.address = address
        self.loop = loop
        handle = SocketHandle(try System.makeSocket(for: address))
        isConnected = try System.beginConnecting(handle.descriptor, to: address)
    }

    func finish(within timeout: Duration) async throws(SystemError) -> Socket {
        if !isConnected,
            let failure = await wait(until: SystemClock.monotonicNanoseconds.saturatingAdd(timeout.nanoseconds))
        {
            throw failure
        }
        return try Socket(handle)
    }

    private func wait(until deadline: UInt64) async -> SystemError? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: Continuation) in
                let ended: SystemError?? = state.withLock { state in
                    if case .ended(let failure) = state { return failure }
                    state = .waiting(continuation, nil)
                    return nil
                }
                if let ended { continuation.resume(returning: ended) } else { watch(until: deadline) }
            }
        } onCancel: {
            end(failure(.cancelled))
        }
    }

    private func watch(until deadline: UInt64) {
        do throws(SystemError) {
            let registration = try loop.register(
                handle: handle, interest: .writing, deadline: deadline, handler: self)
            let isOver = state.withLock { state in
                guard case .waiting(let continuation, _) = state else { return true }
                state = .waiting(continuation, registration)
                return false
            }
            if isOver { registration.cancel() }
        } catch {
            end(error)
        }
    }

    func socketIsReady(_ readiness: Readiness) {
        do throws(SystemError) {
            let code = try System.pendingError(of: handle.descriptor)
            // The loop says "failed" without a reason when it stops.
            let isReallyConnected = code == nil && (try? System.peerAddress(of: handle.descriptor)) != nil
            end(isReallyConnected ? nil : failure(code ?? .cancelled))
        } catch {
            end(error)
        }
    }

    func deadlineHasPassed() { end(failure(.timedOut)) }

    private func failure(_ code: SystemError.Code) -> SystemError {
        SystemError("cannot connect to \(address)", code: code)
    }

    private func end(_ failure: SystemError?) {
        let previous = state.withLock { state in
            let previous = state
            if case .ended = previous { return previous }
            state = .ended(failure)
            return previous
        }
        guard case .waiting(let continuation, let registration) = previous else { return }
        registration?.cancel()
        continuation.resume(returning: failure)
    }
}
