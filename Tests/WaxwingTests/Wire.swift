import Foundation
import Testing
import WaxCore

@testable import WaxTransport
@testable import Waxwing

/// A plain TCP connection for tests that speak with a server byte by byte, and a proxy that stands between.
actor Wire: LoopBound, ReadinessHandler {
    nonisolated let loop: EventLoop
    private var channel: ByteChannel?
    private var received: [UInt8] = []
    private(set) var hasEnded = false
    private var waiters: [CheckedContinuation<Void, Never>] = []
    /// A task that waited was cancelled: the test is over.
    private var isGivenUp = false
    private let forward: (@Sendable ([UInt8]?) -> Void)?

    /// - Parameter forward: Gets what arrives, and nil at the end; without it, it can be read.
    init(_ socket: Socket, on loop: EventLoop, forward: (@Sendable ([UInt8]?) -> Void)? = nil) async throws {
        self.loop = loop
        self.forward = forward
        channel = try ByteChannel(socket, on: loop, owner: self)
    }

    static func connect(to address: SocketAddress, _ group: EventLoopGroup) async throws -> Wire {
        let loop = group.next()
        let endpoint = Endpoint(host: address.host.description, port: address.port)
        return try await Wire(Connector.connect(to: endpoint, loop: loop, workers: group.workers), on: loop)
    }

    nonisolated func socketIsReady(_ readiness: Readiness) { assumeIsolated { $0.go(readiness) } }
    nonisolated func deadlineHasPassed() {}

    private func go(_ readiness: Readiness) {
        guard let channel else { return }
        do throws(SystemError) {
            var bytes: [UInt8] = []
            let outcome = try channel.read { span in
                bytes.append(copying: span)
                return true
            }
            if let forward { if !bytes.isEmpty { forward(bytes) } } else { received += bytes }
            if outcome == .ended { end() }
            if readiness.contains(.writable) { try channel.flush() }
        } catch {
            end()
        }
        if hasEnded { wake() }
    }

    private func wake() {
        for waiter in waiters { waiter.resume() }
        waiters = []
    }

    private func giveUp() {
        isGivenUp = true
        wake()
    }

    private func end() {
        hasEnded = true
        channel?.close()
        channel = nil
        forward?(nil)
    }

    func write(_ bytes: [UInt8]) {
        channel?.write(bytes)
        try? channel?.flush()
    }

    /// All that comes until the other side ends.
    func readToEnd() async -> [UInt8] {
        await withTaskCancellationHandler {
            await withCheckedContinuation(isolation: self) { waiter in
                if hasEnded || isGivenUp { waiter.resume() } else { waiters.append(waiter) }
            }
        } onCancel: {
            loop.execute { self.assumeIsolated { $0.giveUp() } }
        }
        return received
    }

    func close() {
        channel?.close()
        channel = nil
        hasEnded = true
        wake()
    }
}

/// Passes on what a client and a server say, changed or cut as a test wants it.
final class Proxy: Sendable {
    /// What happens to bytes: given the direction and the number of bytes before them.
    typealias Rule = @Sendable (_ toServer: Bool, _ before: Int, _ bytes: [UInt8]) -> Verdict

    enum Verdict {
        case pass([UInt8])
        /// Pass this on, then cut the connection.
        case cut(after: [UInt8])
        /// Pass the first on now and the second when the function returns; until then nothing passes.
        case hold([UInt8], [UInt8], until: @Sendable () async -> Void)
    }

    private let listener: Listener
    let address: SocketAddress

    init(to server: SocketAddress, _ group: EventLoopGroup, rule: @escaping Rule) async throws {
        listener = try await Listener(
            on: Endpoint(host: "127.0.0.1", port: 0), loop: group.loops[0], workers: group.workers
        ) { arrival in
            // On a loop, as the threads that all tests share may be busy for longer than a deadline lasts.
            Task(executorPreference: group.next().taskExecutor) {
                try await Proxy.join(arrival.socket, server, group, rule)
            }
        }
        address = listener.address
    }

    func stop() { listener.stop() }

    private static func join(
        _ socket: Socket, _ server: SocketAddress, _ group: EventLoopGroup, _ rule: @escaping Rule
    ) async throws {
        // One task carries both directions, so the order of bytes is kept.
        let (events, event) = AsyncStream.makeStream(of: (Bool, [UInt8]?).self)
        let loop = group.next()
        let endpoint = Endpoint(host: server.host.description, port: server.port)
        let onward = try await Connector.connect(to: endpoint, loop: loop, workers: group.workers)
        let client = try await Wire(socket, on: group.next(), forward: { event.yield((true, $0)) })
        let server = try await Wire(onward, on: loop, forward: { event.yield((false, $0)) })
        var counts = [false: 0, true: 0]
        for await (toServer, bytes) in events {
            let target = toServer ? server : client
            guard let bytes else { break }
            let before = counts[toServer, default: 0]
            counts[toServer] = before + bytes.count
            switch rule(toServer, before, bytes) {
            case .pass(let bytes): await target.write(bytes)
            case .hold(let first, let second, until: let wait):
                await target.write(first)
                await wait()
                await target.write(second)
            case .cut(let bytes):
                await target.write(bytes)
                await client.close()
                await server.close()
                return
            }
        }
        await client.close()
        await server.close()
    }
}
