import WaxCore
import WaxEncoding
import WaxRSA

/// The keys of the servers that a client has met, one on a line: `host:port ssh-rsa AAAA… comment`.
///
/// It looks like the `known_hosts` of OpenSSH but is a file of its own: names are plain, always with a port, and
/// what is not understood is an error rather than passed over. A line that was passed over would make a known host
/// a new one, and a new one may be trusted.
///
/// Lines that are blank or begin with `#` are kept where they are when the file is written again.
public struct KnownHosts: Sendable {
    /// A server: a name or an address, and a port.
    public struct Host: Hashable, Sendable {
        /// The name in lower case, an IPv4 address, or an IPv6 address without brackets.
        public let name: String

        /// The port.
        public let port: UInt16

        /// Makes the name of a server.
        ///
        /// - Throws: ``OpenSSHError/invalidHost`` for a name with characters that none has.
        public init(name: String, port: UInt16) throws(OpenSSHError) {
            guard !name.isEmpty, name.utf8.count <= 255, name.utf8.allSatisfy(Self.isNameCharacter) else {
                throw .invalidHost
            }
            self.name = name.lowercased()
            self.port = port
        }

        /// Reads `name:port` or `[address]:port`.
        ///
        /// - Throws: ``OpenSSHError/invalidHost`` if it is anything else.
        public init(_ text: String) throws(OpenSSHError) {
            guard let colon = text.utf8.lastIndex(of: 0x3A) else { throw .invalidHost }
            let digits = text[text.utf8.index(after: colon)...]
            var name = text[..<colon]
            // As it is written: no sign, no leading zero.
            guard let port = UInt16(digits), String(port) == digits else { throw .invalidHost }
            if name.hasPrefix("["), name.hasSuffix("]") {
                name = name.dropFirst().dropLast()
                guard name.utf8.contains(0x3A) else { throw .invalidHost }
            } else if name.utf8.contains(0x3A) {
                throw .invalidHost
            }
            try self.init(name: String(name), port: port)
        }

        /// Letters, digits, `-`, `.`, `_`; `:` and `%` for IPv6 addresses with a zone.
        private static func isNameCharacter(_ character: UInt8) -> Bool {
            switch character {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x3A, 0x25: true
            default: false
            }
        }
    }

    /// A server and a key of it.
    public struct Entry: Hashable, Sendable {
        /// The server.
        public let host: Host

        /// Its key, and a comment.
        public let publicKey: OpenSSHPublicKey

        /// Makes an entry.
        public init(host: Host, publicKey: OpenSSHPublicKey) {
            self.host = host
            self.publicKey = publicKey
        }
    }

    /// A line that is not understood.
    public struct ParsingError: Error, Equatable, Sendable, CustomStringConvertible {
        /// The number of the line, counted from 1; 0 for the file as a whole.
        public let line: Int

        /// What is wrong with it.
        public let problem: OpenSSHError

        /// One sentence.
        public var description: String { line == 0 ? "\(problem)" : "line \(line): \(problem)" }
    }

    private enum Line: Sendable {
        case entry(Entry)
        /// A blank line or a remark, as it stands in the file.
        case other(String)
    }

    private var lines: [Line] = []

    /// Nobody is known.
    public init() {}

    /// Reads a file.
    ///
    /// - Throws: ``ParsingError``, the first line that is not understood and why; ``OpenSSHError/fileTooLarge`` is said
    ///   of line 0.
    public init(
        parsing text: Span<UInt8>, limits: AuthorizedKeys.Limits = AuthorizedKeys.Limits()
    ) throws(ParsingError) {
        guard text.count <= limits.fileByteCount else { throw ParsingError(line: 0, problem: .fileTooLarge) }
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != 0x0A { end += 1 }
            do {
                lines.append(try Self.line(text.extracting(start..<end), limits))
            } catch {
                throw ParsingError(line: lines.count + 1, problem: error)
            }
            start = end + 1
        }
    }

    /// Reads a file.
    ///
    /// - Throws: ``ParsingError``, the first line that is not understood and why; ``OpenSSHError/fileTooLarge`` is said
    ///   of line 0.
    public init(
        parsing text: String, limits: AuthorizedKeys.Limits = AuthorizedKeys.Limits()
    ) throws(ParsingError) {
        try self.init(parsing: text.utf8.span, limits: limits)
    }

    private static func line(
        _ line: Span<UInt8>, _ limits: AuthorizedKeys.Limits
    ) throws(OpenSSHError) -> Line {
        guard line.count <= limits.lineByteCount else { throw .lineTooLong }
        var fields = FieldScanner(line)
        let first = fields.nextText()
        guard !first.isEmpty, !first.hasPrefix("#") else {
            return .other(String(decoding: [UInt8](copying: line), as: UTF8.self))
        }
        let host = try Host(first)
        return .entry(Entry(host: host, publicKey: try OpenSSHPublicKey(&fields)))
    }

    /// The entries in the order of the file.
    public var entries: [Entry] {
        lines.compactMap { line in if case .entry(let entry) = line { entry } else { nil } }
    }

    /// The keys of a server; none if it is not known.
    public func keys(of host: Host) -> [RSA.PublicKey] {
        entries.filter { $0.host == host }.map(\.publicKey.key)
    }

    /// Adds an entry at the end, unless the server has that key already.
    public mutating func add(_ entry: Entry) {
        guard !keys(of: entry.host).contains(entry.publicKey.key) else { return }
        lines.append(.entry(entry))
    }

    /// Removes all keys of a server.
    ///
    /// - Returns: True if there were any.
    @discardableResult
    public mutating func remove(_ host: Host) -> Bool {
        let count = lines.count
        lines.removeAll { line in if case .entry(let entry) = line { entry.host == host } else { false } }
        return lines.count < count
    }

    /// The text of the file.
    public var text: String {
        lines.map { line in
            switch line {
            case .entry(let entry): "\(entry)\n"
            case .other(let text): "\(text)\n"
            }
        }.joined()
    }
}

extension KnownHosts.Host: CustomStringConvertible {
    /// `name:port`, or `[address]:port` for IPv6.
    public var description: String { name.utf8.contains(0x3A) ? "[\(name)]:\(port)" : "\(name):\(port)" }
}

extension KnownHosts.Entry: CustomStringConvertible {
    /// The line, without a line end.
    public var description: String { "\(host) \(publicKey)" }
}
