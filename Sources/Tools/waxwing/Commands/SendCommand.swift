import Foundation
import WaxTransport
import Waxwing

/// Sends to a server.
enum SendCommand: Command {
    static let specification = CommandSpecification(
        name: "send", summary: "Sends texts, objects and files, and waits until they are verified and stored.",
        usage: [
            "HOST:PORT --identity DIR --fingerprint SHA256:… [--text S]… [--object JSON]… [FILE…]",
            "HOST:PORT --identity DIR --known-hosts FILE [--accept-new] [--text S]… [--object JSON]… [FILE…]",
        ],
        options: [
            .init(name: "identity", value: "DIR", help: "who this side is: a folder made by keygen"),
            Passphrase.fileOption,
            .init(name: "fingerprint", value: "SHA256:…", help: "the server's key, as waxwing fingerprint prints it"),
            .init(name: "known-hosts", value: "FILE", help: "the keys that servers had before"),
            .init(name: "accept-new", help: "with --known-hosts: trust a server that is not in the file, and write it down"),
            .init(name: "compress", help: "compress what shrinks; not for secrets beside what others chose"),
            .init(name: "text", value: "S", help: "send a text", repeats: true),
            .init(name: "object", value: "JSON", help: "send a value: an object, a list or any other", repeats: true),
        ],
        operands: 1...Int.max,
        notes: [
            """
            Texts go first, then objects, then files. Exit status 0 means that all files are verified, synced and renamed on
            the other side. A file that is refused does not keep the others from being sent; the status tells of it.
            3: the server is not the one expected, or does not know this side's key.
            """
        ])

    static func run(_ arguments: Arguments) async throws -> ExitStatus {
        StandardOutput.outliveReader()
        let address = arguments.operands[0]
        let files = Array(arguments.operands.dropFirst())
        let texts = arguments.all("text")
        let values = try arguments.all("object").map(value)
        guard !files.isEmpty || !texts.isEmpty || !values.isEmpty else {
            throw UsageError(message: "nothing to send: name files, or use --text or --object; see: waxwing send --help")
        }
        let trust = try trust(arguments)
        // What cannot be read is found out before anybody is bothered.
        for file in files { try checkReadable(file) }
        let terminal = Terminal(arguments)

        let identity = try await Passphrase.identity(from: try arguments.required("identity"), arguments)
        let signals = Signals([SIGINT, SIGTERM])
        let session = try await connect(to: address, as: identity, trust)
        let interruption = Task {
            for await _ in signals.received {
                session.abandon()
                return
            }
        }
        defer { interruption.cancel() }
        var status = ExitStatus.done
        do {
            let compressed = arguments.has("compress")
            for text in texts { try await session.send(text, compressed: compressed) }
            for value in values { try await session.send(value, compressed: compressed) }
            for file in files {
                do {
                    try await send(file, over: session, compressed: compressed, terminal)
                } catch let error as WaxwingError where error.concernsOneFile {
                    let failure = CommandFailure(describing: error)
                    Terminal.error(failure.message)
                    if status == .done { status = failure.status }
                }
            }
            try await session.close()
        } catch {
            session.abandon()
            throw error
        }
        for text in texts { report("text", bytes: text.utf8.count, terminal) }
        for value in values { report(value.array == nil ? "object" : "list", bytes: nil, terminal) }
        return status
    }

    private static func connect(
        to address: String, as identity: Identity, _ trust: TrustPolicy
    ) async throws -> Session {
        do throws(WaxwingError) {
            return try await Client(identity: identity, trust: trust).connect(to: address)
        } catch {
            switch error.code {
            case .misuse: throw UsageError(message: "\(error)")
            case .notAuthorised:
                throw CommandFailure(
                    "\(error); its owner has to add the key \(identity.fingerprint)", status: .notTrusted)
            default: throw error
            }
        }
    }

    private static func trust(_ arguments: Arguments) throws -> TrustPolicy {
        switch try arguments.exactlyOne(of: ["fingerprint", "known-hosts"]) {
        case "fingerprint":
            guard !arguments.has("accept-new") else {
                throw UsageError(message: "--accept-new goes with --known-hosts")
            }
            do {
                return try .fingerprint(try arguments.required("fingerprint"))
            } catch let error as WaxwingError {
                throw UsageError(message: "\(error)")
            }
        default:
            return .knownHosts(at: try arguments.required("known-hosts"), acceptNew: arguments.has("accept-new"))
        }
    }

    /// The value that a JSON text stands for.
    private static func value(_ text: String) throws(UsageError) -> CBORValue {
        do {
            return try JSONDecoder().decode(CBORValue.self, from: Data(text.utf8))
        } catch {
            throw UsageError(message: "--object takes JSON, which '\(Terminal.escape(text))' is not")
        }
    }

    private static func checkReadable(_ path: String) throws {
        let shown = CommandFailure.shown(path)
        let kind = try CommandFailure.trying(to: "read", path) { () throws(SystemError) in
            try File(ofAnyKind: path).status().kind
        }
        guard kind != .directory else {
            throw CommandFailure("\(shown) is a folder; pack it first, for instance with tar")
        }
        guard kind == .file else { throw CommandFailure("\(shown) is no ordinary file") }
    }

    private static func send(
        _ path: String, over session: Session, compressed: Bool, _ terminal: Terminal
    ) async throws {
        let size = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64) ?? 0
        let progress = Progress(label: path, total: size, terminal: terminal)
        defer { progress.finish() }
        let start = DispatchTime.now()
        let before = await session.traffic.sent
        let sent = try await session.send(file: path, compressed: compressed) { progress.update($0.byteCount) }
        let onTheWire = await session.traffic.sent - before
        let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
        progress.finish()
        let rate = Progress.size(UInt64(Double(sent.size) / max(seconds, 1e-6)))
        let saved = compressed ? ", \(Progress.size(onTheWire)) on the wire" : ""
        terminal.result(
            "\(Terminal.escape(path)): \(Progress.size(sent.size)) stored\(saved), \(rate)/s",
            [
                "event": .string("file"), "path": .string(path), "bytes": .integer(Int(clamping: sent.size)),
                "sent": .integer(Int(clamping: onTheWire)), "seconds": .number(seconds),
            ])
    }

    // What was sent is known only when the session has closed in order, so this comes last.
    private static func report(_ kind: String, bytes: Int?, _ terminal: Terminal) {
        var fields: [String: JSONField] = ["event": .string(kind)]
        if let bytes { fields["bytes"] = .integer(bytes) }
        terminal.result("\(kind) sent", fields)
    }
}

extension WaxwingError {
    /// Whether the session goes on, and other files may fare better.
    fileprivate var concernsOneFile: Bool {
        switch code {
        case .refused, .file, .integrity: true
        default: false
        }
    }
}
