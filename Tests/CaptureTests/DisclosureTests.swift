import Foundation
import Testing
import WaxTestSupport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

@Suite("Somebody on the way listens", .timeLimit(.minutes(10)))
struct DisclosureTests {
    @Test("Nothing that is sent, and not who sends it, is to be seen on the way")
    func nothingIsVisible() async throws {
        try await Disclosure.run(watching: { _ in }) { _, proxy in
            for direction in Proxy.Direction.allCases {
                let capture = proxy.traffic(direction).bytes
                let (seen, least) = (capture.count, Disclosure.file("client").count)
                #expect(seen > least)
                let visible = Marker.visible(Disclosure.markers + Disclosure.identities, in: capture)
                #expect(visible == [], "\(direction)")
                let repeated = repeatedBlocks(capture)
                #expect(repeated == 0, "equal content looks equal \(direction)")
            }
            // What is meant to be seen: the recording is that of the session.
            let clear = [Marker("magic", "WAXW"), Marker("suite", "Noise_XX_25519_AESGCM_SHA256")]
            let seen = Marker.visible(clear, in: proxy.traffic(.toServer).bytes)
            #expect(seen == ["magic", "suite"])
        }
    }

    @Test("The same proxy and the same search find all of it where it is sent in clear")
    func clearIsVisible() throws {
        let markers = Disclosure.markers + Disclosure.identities
        let listener = try ClearSink()
        let proxy = try Proxy(to: listener.port)
        let socket = try Proxy.connectSocket(to: proxy.port)
        var sent: [UInt8] = []
        for marker in markers { sent += [3, 0, UInt8(marker.bytes.count)] + marker.bytes }
        Proxy.write(sent, to: socket)
        shutdown(socket, Int32(SHUT_WR))
        let received = listener.readAll()
        close(socket)
        proxy.stop()
        let capture = proxy.traffic(.toServer).bytes
        let isComplete = received == sent && capture == sent
        #expect(isComplete)
        let visible = Marker.visible(markers, in: capture)
        #expect(visible == markers.map(\.name))
        let repeated = repeatedBlocks(Disclosure.file("client"))
        #expect(repeated > 1_000)
    }

    /// How many of the aligned blocks of 16 bytes stand somewhere before: what a cipher that encrypts equal blocks
    /// equally would show.
    private func repeatedBlocks(_ bytes: [UInt8]) -> Int {
        var seen: Set<ArraySlice<UInt8>> = []
        return stride(from: 0, to: bytes.count - 15, by: 16).count { !seen.insert(bytes[$0..<($0 + 16)]).inserted }
    }

    @Test(
        "tcpdump sees none of it either",
        .enabled(if: Tcpdump.isPermitted, "tcpdump is not installed, or may not capture on the loopback interface"))
    func tcpdump() async throws {
        try await withTemporaryDirectory { directory in
            let file = directory.appending(path: "capture.pcap")
            try await Disclosure.run(watching: { try Tcpdump(port: $0, to: file) }) { tcpdump, proxy in
                let units = Proxy.Direction.allCases.map { proxy.traffic($0).bytes }
                let total = units.reduce(0) { $0 + $1.count }
                let deadline = ContinuousClock.now + .seconds(60)
                while try Data(contentsOf: file).count < total, ContinuousClock.now < deadline { usleep(10_000) }
                let log = tcpdump.stop()
                let capture = [UInt8](try Data(contentsOf: file))
                let (seen, least) = (capture.count, Disclosure.file("client").count + Disclosure.file("server").count)
                #expect(seen > least, "\(log)")
                let visible = Marker.visible(Disclosure.markers + Disclosure.identities, in: capture)
                #expect(visible == [])
                // It is a capture of this session: what the proxy saw is there, but for what packets have divided.
                for bytes in units {
                    let samples = stride(from: 0, to: bytes.count - 16, by: 4_096).map { Array(bytes[$0..<($0 + 16)]) }
                    let found = samples.count { Marker("sample", $0).isVisible(in: capture) }
                    #expect(found * 10 > samples.count * 9, "\(found) of \(samples.count) samples; \(log)")
                }
            }
        }
    }
}

/// Takes one connection and all its bytes.
private final class ClearSink {
    private let listener: Int32
    let port: UInt16

    init() throws {
        (listener, port) = try Proxy.makeListener()
    }

    deinit { close(listener) }

    func readAll() -> [UInt8] {
        let socket = accept(listener, nil, nil)
        defer { close(socket) }
        return Proxy.read(1 << 20, from: socket)
    }
}

/// A running tcpdump.
private final class Tcpdump {
    static let interface = "lo"

    /// Whether it is there and may look at the interface: it opens it to compile a filter for it.
    static let isPermitted: Bool = {
        guard Peer.isAvailable("tcpdump") else { return false }
        return (try? Peer.run("tcpdump", ["-i", interface, "-c", "1", "-w", "/dev/null", "-d"]))?.succeeded ?? false
    }()

    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private let errors: URL

    init(port: UInt16, to file: URL) throws {
        errors = file.appendingPathExtension("log")
        try Data().write(to: errors)
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "tcpdump", "-i", Tcpdump.interface, "-n", "-s", "0", "-B", "65536", "--immediate-mode", "-U",
            "-w", file.path, "tcp port \(port)",
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = try FileHandle(forWritingTo: errors)
        process.terminationHandler = { [ended] _ in ended.signal() }
        try Peer.start(process)
        // It says so when it begins to listen.
        let deadline = ContinuousClock.now + .seconds(60)
        while !log.contains("listening on") {
            guard process.isRunning, ContinuousClock.now < deadline else {
                _ = stop()
                throw Failure(log: log)
            }
            usleep(5_000)
        }
    }

    struct Failure: Error { let log: String }

    private var log: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// Ends it; gives what it said. Each packet is in the file as soon as it was seen.
    func stop() -> String {
        // Not asked politely: signals may be blocked in what a test runner starts.
        kill(process.processIdentifier, SIGKILL)
        ended.wait()
        return log
    }
}
