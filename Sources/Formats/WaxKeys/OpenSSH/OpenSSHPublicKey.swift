import WaxCore
import WaxEncoding
import WaxRSA

/// A public key as one line of text: `ssh-rsa AAAA… comment`, what `ssh-keygen` writes to a `.pub` file.
public struct OpenSSHPublicKey: Hashable, Sendable {
    /// The key.
    public let key: RSA.PublicKey

    /// What follows the key on the line, mostly whose it is. It comes from a file or a peer: escape it before it is
    /// shown.
    public let comment: String

    /// Makes a line for a key.
    ///
    /// - Precondition: The comment has no line ends, and no blanks at its ends.
    public init(_ key: RSA.PublicKey, comment: String = "") {
        precondition(Self.isComment(comment), "the comment of a key is a part of one line, without blanks at its ends")
        self.key = key
        self.comment = comment
    }

    /// Reads one line, with or without its end.
    ///
    /// - Throws: ``OpenSSHError``, the cause.
    public init(_ line: String) throws(OpenSSHError) {
        try self.init(line.utf8.span)
    }

    /// Reads one line, with or without its end.
    ///
    /// - Throws: ``OpenSSHError``, the cause.
    public init(_ line: Span<UInt8>) throws(OpenSSHError) {
        var scanner = LineScanner(line)
        guard let first = scanner.next() else { throw .missingKey }
        guard scanner.next() == nil else { throw .moreThanOneLine }
        var fields = FieldScanner(line.extracting(first))
        try self.init(&fields)
    }

    /// Reads type, key and comment from what is left of a line.
    init(_ fields: inout FieldScanner) throws(OpenSSHError) {
        let type = fields.nextText()
        guard !type.isEmpty else { throw .missingKey }
        guard type == RSA.PublicKey.openSSHType else { throw .keyTypeNotSupported(type) }
        let digits = fields.nextRange()
        guard !digits.isEmpty else { throw .missingKey }
        let blob: [UInt8]
        do {
            blob = try Base64.decode(fields.line.extracting(digits))
        } catch {
            throw .invalidBase64
        }
        // The type in the text and that in the key have to agree: the key accepts its own only.
        let key: RSA.PublicKey
        do {
            key = try RSA.PublicKey(openSSHBlob: blob.span)
        } catch {
            if case .keyTypeNotSupported = error { throw .malformedKey }
            throw error
        }
        self.key = key
        self.comment = fields.restAsText()
    }

    /// The fingerprint, as `ssh-keygen -l` prints it.
    public var fingerprint: OpenSSHFingerprint { key.fingerprint }

    private static func isComment(_ comment: String) -> Bool {
        let bytes = comment.utf8
        return bytes.allSatisfy { $0 != 0x0A && $0 != 0x0D }
            && bytes.first.map(FieldScanner.isBlank) != true && bytes.last.map(FieldScanner.isBlank) != true
    }
}

extension OpenSSHPublicKey: CustomStringConvertible {
    /// The line, without a line end. The comment is as it was read: escape it before it is shown on a terminal.
    public var description: String {
        let line = "\(RSA.PublicKey.openSSHType) \(Base64.encode(key.openSSHBlob))"
        return comment.isEmpty ? line : "\(line) \(comment)"
    }
}
