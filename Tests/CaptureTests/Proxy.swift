import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Stands between a client and a server on the loopback interface: passes one connection on unit by unit, writes down
/// every byte that either side sent, and carries out one attack.
///
/// It knows of the protocol only what anybody on the way sees: the three bytes before each unit.
final class Proxy: Sendable {
    /// Which way a unit goes.
    enum Direction: Int, Sendable, CaseIterable, CustomStringConvertible {
        case toServer, toClient
        var other: Direction { self == .toServer ? .toClient : .toServer }
        var description: String { self == .toServer ? "to the server" : "to the client" }
    }

    /// What went one way.
    struct Traffic: Sendable {
        /// Every byte that the sender sent.
        var bytes: [UInt8] = []
        /// How many units were passed on as they were before this direction was tampered with.
        var intactUnits = 0
        var intactTexts = 0
        /// The bodies of the records among them.
        var intactRecordBytes = 0
        var bulkUnits = 0
        var isTampered = false
    }

    private struct State {
        var traffic = [Traffic(), Traffic()]
        var sockets: [Int32] = []
        var hasAttacked = false
        var isCut = false
        var isStopped = false
    }

    let port: UInt16
    private let listener: Int32
    private let target: UInt16
    private let attack: Attack?
    private let state = Mutex(State())
    private let threads = DispatchGroup()

    struct Failure: Error {
        let call: String
        let number = errno
    }

    /// Begins to listen, on a port that the system chooses.
    init(to target: UInt16, attack: Attack? = nil) throws {
        (self.target, self.attack) = (target, attack)
        (listener, port) = try Proxy.makeListener()
        start { $0.acceptOne() }
    }

    // MARK: For tests

    func traffic(_ direction: Direction) -> Traffic { state.withLock { $0.traffic[direction.rawValue] } }
    var hasAttacked: Bool { state.withLock { $0.hasAttacked } }

    /// Whether ``cut()`` was called.
    var isCut: Bool { state.withLock { $0.isCut } }

    /// Ends the streams of both sides, as if the cable was cut; what was passed on already still arrives.
    func cut() {
        state.withLock { state in
            state.isCut = true
            for socket in state.sockets { shutdown(socket, Int32(SHUT_WR)) }
        }
    }

    /// Closes everything and waits until no thread is left.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            for socket in state.sockets { shutdown(socket, Int32(SHUT_RDWR)) }
        }
        threads.wait()
        state.withLock { state in
            for socket in state.sockets { close(socket) }
            state.sockets = []
        }
        close(listener)
    }

    // MARK: Threads

    private func start(_ body: @escaping @Sendable (Proxy) -> Void) {
        threads.enter()
        Thread.detachNewThread {
            body(self)
            self.threads.leave()
        }
    }

    private func acceptOne() {
        var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        while poll(&waiting, 1, 20) <= 0 {
            if state.withLock({ $0.isStopped }) { return }
        }
        let client = accept(listener, nil, nil)
        guard client >= 0, let server = try? Proxy.connectSocket(to: target) else {
            if client >= 0 { close(client) }
            return
        }
        Proxy.setNoDelay(client)
        let goesOn = state.withLock { state in
            state.sockets = [client, server]
            return !state.isStopped
        }
        guard goesOn else { return }
        start { $0.pump(.toServer, from: client, to: server) }
        start { $0.pump(.toClient, from: server, to: client) }
    }

    /// Passes units on until the sender ends. What the receiver no longer takes is thrown away.
    private func pump(_ direction: Direction, from source: Int32, to sink: Int32) {
        var offset = 0
        var index = 0
        var texts = 0
        var bulks = 0
        var held: [UInt8]?
        while true {
            let unit = Proxy.readUnit(source)
            if unit.isEmpty { break }
            let kind = Unit(
                index: index, text: Attack.isText(unit) ? texts : nil, bulk: Attack.isBulk(unit) ? bulks : nil,
                bytes: offset..<(offset + unit.count))
            index += 1
            offset += unit.count
            if kind.text != nil { texts += 1 }
            if kind.bulk != nil { bulks += 1 }
            let action = note(unit, kind, direction)
            switch action {
            case nil: Proxy.write(unit, to: sink)
            case .replace(let edit): Proxy.write(edit(unit, kind.place(of: attack)), to: sink)
            case .swapWithNext:
                held = unit
                continue
            case .reflect:
                Proxy.write(unit, to: source)
                Proxy.write(unit, to: sink)
            case .cut(let keeping):
                Proxy.write(Array(unit.prefix(keeping(unit, kind.place(of: attack)))), to: sink)
                cutSilently()
            }
            if let unit = held.take() { Proxy.write(unit, to: sink) }
        }
        shutdown(sink, Int32(SHUT_WR))
    }

    private func cutSilently() {
        state.withLock { for socket in $0.sockets { shutdown(socket, Int32(SHUT_WR)) } }
    }

    /// Writes a unit down, and says what is to be done to it; nil to pass it on.
    private func note(_ unit: [UInt8], _ kind: Unit, _ direction: Direction) -> Attack.Action? {
        state.withLock { state in
            state.traffic[direction.rawValue].bytes += unit
            if kind.bulk != nil { state.traffic[direction.rawValue].bulkUnits += 1 }
            let isHit =
                !state.hasAttacked && attack.map { $0.direction == direction && $0.place.matches(kind) } ?? false
            let action = isHit ? attack?.action : nil
            if let attack, isHit {
                state.hasAttacked = true
                state.traffic[attack.victim.rawValue].isTampered = true
            }
            if !state.traffic[direction.rawValue].isTampered || (isHit && attack?.passesUnitFirst == true) {
                state.traffic[direction.rawValue].intactUnits += 1
                if kind.text != nil { state.traffic[direction.rawValue].intactTexts += 1 }
                if unit[0] == 3 { state.traffic[direction.rawValue].intactRecordBytes += unit.count - 3 }
            }
            return action
        }
    }
}

/// Where a unit stands in its direction.
struct Unit {
    let index: Int
    let text: Int?
    let bulk: Int?
    let bytes: Range<Int>

    /// The byte that an attack is about, counted from the beginning of the unit.
    func place(of attack: Attack?) -> Int {
        guard case .byte(let offset)? = attack?.place else { return 0 }
        return offset - bytes.lowerBound
    }
}

// MARK: Sockets

extension Proxy {
    static func connectSocket(to port: UInt16) throws -> Int32 {
        let socket = try makeSocket()
        var address = loopback(port)
        guard withAddress(&address, { connect(socket, $0, $1) }) == 0 else {
            close(socket)
            throw Failure(call: "connect")
        }
        setNoDelay(socket)
        return socket
    }

    /// A listening socket on the loopback interface, and the port that the system chose.
    static func makeListener() throws -> (socket: Int32, port: UInt16) {
        let listener = try makeSocket()
        var address = loopback(0)
        guard withAddress(&address, { bind(listener, $0, $1) }) == 0, listen(listener, 4) == 0 else {
            close(listener)
            throw Failure(call: "bind")
        }
        var count = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &count) }
        }
        return (listener, UInt16(bigEndian: address.sin_port))
    }

    private static func makeSocket() throws -> Int32 {
        #if canImport(Glibc)
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        #else
        let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        return descriptor
    }

    private static func setNoDelay(_ socket: Int32) {
        var on: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        #if canImport(Darwin)
        setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
        #endif
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func withAddress(
        _ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// A whole unit, or what is left of one where the stream ends.
    private static func readUnit(_ socket: Int32) -> [UInt8] {
        let header = read(3, from: socket)
        guard header.count == 3 else { return header }
        return header + read(Int(header[1]) << 8 | Int(header[2]), from: socket)
    }

    static func read(_ count: Int, from socket: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = bytes.withUnsafeMutableBytes { recv(socket, $0.baseAddress! + filled, count - filled, 0) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            filled += got
        }
        return Array(bytes.prefix(filled))
    }

    static func write(_ bytes: [UInt8], to socket: Int32) {
        #if canImport(Darwin)
        let flags: Int32 = 0
        #else
        let flags = Int32(MSG_NOSIGNAL)
        #endif
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes { send(socket, $0.baseAddress! + sent, bytes.count - sent, flags) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            sent += count
        }
    }
}
