import WaxCore
import WaxRSA

/// The contents of an `authorized_keys` file (the manual page sshd(8), "AUTHORIZED_KEYS FILE FORMAT").
///
/// A line that cannot be used does not spoil the others: it is left out and reported in ``notices``. Options are
/// taken apart but not interpreted: it is for whoever grants access to refuse a key with an option that it does not
/// know, as the key was to be restricted in a way that would be ignored.
public struct AuthorizedKeys: Equatable, Sendable {
    /// A key that is listed.
    public struct Entry: Hashable, Sendable {
        /// The number of the line, counted from 1.
        public let line: Int

        /// What stands before the key, in its order.
        public let options: [Option]

        /// The key and its comment.
        public let publicKey: OpenSSHPublicKey

        /// Makes an entry.
        public init(line: Int, options: [Option], publicKey: OpenSSHPublicKey) {
            self.line = line
            self.options = options
            self.publicKey = publicKey
        }
    }

    /// A word such as `no-pty` or `command="…"` before a key.
    public struct Option: Hashable, Sendable {
        /// The name in lower case, as upper and lower case are one here.
        public let name: String

        /// What stands between the quotes, with `\"` made a quote; nil if there is no value.
        public let value: String?

        /// Makes an option.
        public init(name: String, value: String?) {
            self.name = name
            self.value = value
        }
    }

    /// A line that was left out.
    public struct Notice: Equatable, Sendable, CustomStringConvertible {
        /// The number of the line, counted from 1.
        public let line: Int

        /// Why it was left out.
        public let problem: OpenSSHError

        /// One sentence for a log.
        public var description: String { "line \(line) is skipped: \(problem)" }
    }

    /// How much is read.
    public struct Limits: Hashable, Sendable {
        /// The largest file, in bytes: 4 MiB unless set.
        public var fileByteCount = 1 << 22

        /// The longest line, in bytes: 16 KiB unless set. The key of 8192 bits takes less than 1500.
        public var lineByteCount = 1 << 14

        /// The limits that hold unless others are given.
        public init() {}
    }

    /// The keys that are listed, in the order of the file.
    public let entries: [Entry]

    /// The lines that were left out.
    public let notices: [Notice]

    /// Reads a file.
    ///
    /// - Throws: ``OpenSSHError/fileTooLarge``, and nothing else.
    public init(parsing text: Span<UInt8>, limits: Limits = Limits()) throws(OpenSSHError) {
        guard text.count <= limits.fileByteCount else { throw .fileTooLarge }
        var entries: [Entry] = []
        var notices: [Notice] = []
        var lines = LineScanner(text)
        while let line = lines.next() {
            do throws(OpenSSHError) {
                guard line.count <= limits.lineByteCount else { throw .lineTooLong }
                var fields = FieldScanner(text.extracting(line))
                let options = try Option.options(in: &fields)
                entries.append(
                    Entry(line: lines.number, options: options, publicKey: try OpenSSHPublicKey(&fields)))
            } catch {
                notices.append(Notice(line: lines.number, problem: error))
            }
        }
        self.entries = entries
        self.notices = notices
    }

    /// Reads a file.
    ///
    /// - Throws: ``OpenSSHError/fileTooLarge``, and nothing else.
    public init(parsing text: String, limits: Limits = Limits()) throws(OpenSSHError) {
        try self.init(parsing: text.utf8.span, limits: limits)
    }
}

extension AuthorizedKeys.Option {
    /// Reads the options at the front of a line, if it does not begin with the type of a key.
    fileprivate static func options(in fields: inout FieldScanner) throws(OpenSSHError) -> [Self] {
        guard !startsWithKeyType(fields.line) else { return [] }
        var options: [Self] = []
        while true {
            options.append(try option(in: &fields))
            switch fields.nextCharacter() {
            case 0x2C: continue
            case let character? where FieldScanner.isBlank(character): return options
            case nil: throw .missingKey
            default: throw .malformedOptions
            }
        }
    }

    /// The types that OpenSSH knows, by how their names begin; no option begins like one of them.
    private static func startsWithKeyType(_ line: Span<UInt8>) -> Bool {
        var fields = FieldScanner(line)
        let first = fields.nextText()
        return ["ssh-", "ecdsa-", "sk-", "webauthn-"].contains { first.hasPrefix($0) }
    }

    private static func option(in fields: inout FieldScanner) throws(OpenSSHError) -> Self {
        var name: [UInt8] = []
        while let character = fields.upcoming, isNameCharacter(character) {
            name.append(character)
            _ = fields.nextCharacter()
        }
        guard !name.isEmpty else { throw .malformedOptions }
        var value: [UInt8]?
        if fields.upcoming == 0x3D {
            _ = fields.nextCharacter()
            value = try quoted(in: &fields)
        }
        return Self(
            name: String(decoding: name, as: UTF8.self).lowercased(),
            value: value.map { String(decoding: $0, as: UTF8.self) })
    }

    /// Reads a value in quotes. A backslash means something before a quote only.
    private static func quoted(in fields: inout FieldScanner) throws(OpenSSHError) -> [UInt8] {
        guard fields.nextCharacter() == 0x22 else { throw .malformedOptions }
        var value: [UInt8] = []
        while let character = fields.nextCharacter() {
            switch character {
            case 0x22: return value
            case 0x5C where fields.upcoming == 0x22:
                value.append(0x22)
                _ = fields.nextCharacter()
            default: value.append(character)
            }
        }
        throw .malformedOptions
    }

    /// Letters, digits, `-`, `_`, and `@` and `.` for options that others have added.
    private static func isNameCharacter(_ character: UInt8) -> Bool {
        switch character {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F, 0x40, 0x2E: true
        default: false
        }
    }
}
