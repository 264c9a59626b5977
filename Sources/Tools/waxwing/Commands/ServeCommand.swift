import Foundation
import WaxTransport
import Waxwing

/// Takes what others send.
enum ServeCommand: Command {
    static let specification = CommandSpecification(
        name: "serve", summary: "Takes messages and files from those who are authorised.",
        usage: [
            "--listen HOST:PORT --identity DIR --inbox DIR --authorized-keys FILE [--port-file FILE]",
            "--listen HOST:PORT --identity DIR --inbox DIR --allow-anyone [--port-file FILE]",
        ],
        options: [
            .init(name: "listen", value: "HOST:PORT", help: "where to listen; port 0 takes a free one"),
            .init(name: "identity", value: "DIR", help: "who this side is: a folder made by keygen"),
            Passphrase.fileOption,
            .init(name: "inbox", value: "DIR", help: "where files go; made if it is not there"),
            .init(name: "authorized-keys", value: "FILE", help: "the keys that may send, in the form of OpenSSH"),
            .init(name: "allow-anyone", help: "take from every stranger instead"),
            .init(name: "port-file", value: "FILE", help: "write the port to this file when ready"),
            .init(name: "on-collision", value: "WHAT", help: "a file whose name is taken: refuse, rename or replace (refuse)"),
            .init(name: "largest-file", value: "BYTES", help: "refuse files that are larger"),
            .init(name: "quota", value: "BYTES", help: "refuse files once the inbox holds that much"),
        ],
        operands: 0...0,
        notes: [
            """
            Prints one line 'listening on HOST:PORT' when ready, then one line for all that arrives. The file of authorised
            keys is read again on SIGHUP: sessions of keys that are gone end. SIGINT and SIGTERM stop it cleanly; a
            file that is not complete then is thrown away.
            """
        ])

    static func run(_ arguments: Arguments) async throws -> ExitStatus {
        StandardOutput.outliveReader()
        let address = try arguments.required("listen")
        let identityDirectory = try arguments.required("identity")
        let inbox = try inbox(arguments)
        let trust: TrustPolicy =
            switch try arguments.exactlyOne(of: ["authorized-keys", "allow-anyone"]) {
            case "allow-anyone": .anyone
            default: .authorizedKeys(at: try arguments.required("authorized-keys"))
            }
        let terminal = Terminal(arguments)

        // Before anything can arrive, so that a signal in the first moment stops it cleanly too.
        let signals = Signals([SIGINT, SIGTERM, SIGHUP])
        let identity = try await Passphrase.identity(from: identityDirectory, arguments)
        var options = ServerOptions()
        if !terminal.quiet { options.log = { entry in if entry.level >= .warning { Terminal.error("\(entry)") } } }
        let server = Server(identity: identity, trust: trust, inbox: inbox, options: options)
        do throws(WaxwingError) {
            try await server.listen(on: address)
        } catch {
            throw error.code == .misuse ? UsageError(message: "\(error)") : error
        }
        let sessions = Task { await takeSessions(of: server, terminal) }
        if let bound = server.address {
            if let path = arguments.value("port-file") { try writePort(bound.port, to: path) }
            terminal.result(
                "listening on \(bound)",
                ["event": .string("listening"), "address": .string("\(bound)"), "port": .integer(Int(bound.port))])
            // Whoever waits for that line would wait for ever.
            try StandardOutput.check()
        }

        for await signal in signals.received {
            guard signal == SIGHUP else { break }
            do {
                try await server.reloadTrust()
                terminal.note("read the authorised keys again")
            } catch {
                // What was trusted before still is: a typing error must not lock everybody out.
                Terminal.error("the authorised keys stay as they were: \(error)")
            }
        }
        await server.shutDown()
        await sessions.value
        return .done
    }

    private static func inbox(_ arguments: Arguments) throws -> Inbox {
        var inbox = Inbox(try arguments.required("inbox"))
        switch arguments.value("on-collision") ?? "refuse" {
        case "refuse": inbox.onCollision = .refuse
        case "rename": inbox.onCollision = .rename
        case "replace": inbox.onCollision = .replace
        case let other:
            throw UsageError(message: "--on-collision takes refuse, rename or replace, not '\(Terminal.escape(other))'")
        }
        if let largest = try arguments.integer("largest-file", in: 0...Int.max) { inbox.largestFile = UInt64(largest) }
        if let quota = try arguments.integer("quota", in: 0...Int.max) { inbox.quota = UInt64(quota) }
        return inbox
    }

    /// Writes the port in one step, so that whoever waits for the file never reads half a number.
    private static func writePort(_ port: UInt16, to path: String) throws {
        let text = Array("\(port)\n".utf8)
        if let stream = try OutputFile.stream(path) {
            try CommandFailure.trying(to: "write", path) { () throws(SystemError) in try stream.writeNext(text.span) }
        } else {
            let file = try OutputFile(path, replaces: true, isPrivate: false)
            do throws(CommandFailure) {
                try file.write(text)
                try file.finish()
            } catch {
                file.discard()
                throw error
            }
        }
    }

    private static func takeSessions(of server: Server, _ terminal: Terminal) async {
        await withDiscardingTaskGroup { group in
            for await session in server.sessions {
                group.addTask { await take(session, terminal) }
            }
        }
    }

    private static func take(_ session: Session, _ terminal: Terminal) async {
        let peer = session.peer.identity.map { "\($0)" } ?? "anonymous"
        let subject = "\(session.remoteAddress) \(peer)"
        do {
            for try await message in session.messages {
                let received = Received(message)
                terminal.result(
                    "\(subject): \(received.line)",
                    received.fields.merging(["peer": .string(peer), "address": .string("\(session.remoteAddress)")]) { $1 })
            }
        } catch {
            if !terminal.quiet { Terminal.error("\(subject): \(error)") }
        }
    }
}

/// A message as `serve` prints it. Text of the peer is escaped, and what is long is cut.
struct Received {
    let line: String
    let fields: [String: JSONField]

    private static let longest = 2000

    init(_ message: ReceivedMessage) {
        switch message {
        case .bytes(let bytes):
            line = "\(bytes.count) bytes"
            fields = ["event": .string("bytes"), "bytes": .integer(bytes.count)]
        case .text(let text):
            line = "text: \(Received.shown(text))"
            fields = ["event": .string("text"), "text": .string(text)]
        case .object(let value):
            (line, fields) = Received.describe(value, as: "object")
        case .list(let value):
            (line, fields) = Received.describe(value, as: "list")
        case .file(let file):
            line = "file: \(Received.shown(file.name)), \(file.size) bytes"
            fields = [
                "event": .string("file"), "name": .string(file.name), "path": .string(file.path),
                "bytes": .integer(Int(clamping: file.size)),
            ]
        }
    }

    private static func describe(_ value: EncodedValue, as kind: String) -> (String, [String: JSONField]) {
        // In CBOR's own notation (RFC 8949 section 8), which has a form for everything.
        let text = (try? value.value()).map { "\($0)" } ?? "\(value.bytes.count) bytes that cannot be shown"
        return ("\(kind): \(shown(text))", ["event": .string(kind), "value": .string(text)])
    }

    private static func shown(_ text: String) -> String {
        let isLong = text.unicodeScalars.count > longest
        return Terminal.escape(isLong ? String(text.unicodeScalars.prefix(longest)) + " …" : text)
    }
}
