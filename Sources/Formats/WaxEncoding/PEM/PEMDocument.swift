import WaxCore

/// Some bytes with a label, as a text between `-----BEGIN label-----` and `-----END label-----` (RFC 7468).
///
/// As most such texts hold private keys, the bytes live in secret memory whatever the label says.
public struct PEMDocument: Sendable, Equatable {
    /// What the bytes are, such as `PRIVATE KEY` or `CERTIFICATE`.
    public let label: String

    /// The bytes, for most labels DER.
    public let contents: SecretBytes

    /// Makes a document.
    ///
    /// - Precondition: The label is one: printable ASCII without hyphens at its ends or doubled blanks.
    public init(label: String, contents: SecretBytes) {
        precondition(PEMParser.isLabel(label.utf8.span), "a PEM label is one or more printable ASCII words")
        self.label = label
        self.contents = contents
    }

    /// Makes a document of bytes that are not secret.
    ///
    /// - Precondition: As for ``init(label:contents:)-(_,SecretBytes)``.
    public init(label: String, contents: [UInt8]) {
        self.init(label: label, contents: SecretBytes(contents))
    }

    /// How much is read.
    public struct Limits: Hashable, Sendable {
        /// The longest text, in bytes: 1 MiB unless set.
        public var textByteCount: Int = 1 << 20

        /// The largest number of documents in it: 1024 unless set.
        public var documentCount: Int = 1024

        /// The limits that hold unless others are given.
        public init() {}
    }

    // MARK: Reading

    /// Reads a text with exactly one document.
    ///
    /// Lines before the document and after it are passed over. Lines end in LF or CR LF; those of the document
    /// have one length of at most 76 characters (64 is what RFC 7468 writes), and the last may be shorter.
    ///
    /// - Throws: ``PEMError``, with the line where it is wrong; also if there is no document, a second one, or a
    ///   limit is reached.
    public init(pemRepresentation text: Span<UInt8>, limits: Limits = Limits()) throws(PEMError) {
        var parser = try PEMParser(text, limits: limits)
        guard let document = try parser.next() else { throw PEMError(.noDocument, line: max(parser.line, 1)) }
        guard try parser.next() == nil else { throw PEMError(.moreThanOneDocument, line: parser.line) }
        self = document
    }

    /// Reads a text with exactly one document.
    ///
    /// A `String` cannot be wiped; a private key is better read from bytes that can.
    ///
    /// - Throws: ``PEMError``, with the line where it is wrong; also if there is no document, a second one, or a
    ///   limit is reached.
    public init(pemRepresentation text: String, limits: Limits = Limits()) throws(PEMError) {
        try self.init(pemRepresentation: text.utf8.span, limits: limits)
    }

    /// Reads all documents of a text, such as a chain of certificates; at least one.
    ///
    /// - Throws: ``PEMError``, with the line where it is wrong; also if there is no document, or a limit is
    ///   reached.
    public static func documents(
        in text: Span<UInt8>, limits: Limits = Limits()
    ) throws(PEMError) -> [PEMDocument] {
        var parser = try PEMParser(text, limits: limits)
        var documents: [PEMDocument] = []
        while let document = try parser.next() {
            guard documents.count < limits.documentCount else { throw PEMError(.tooManyDocuments, line: parser.line) }
            documents.append(document)
        }
        guard !documents.isEmpty else { throw PEMError(.noDocument, line: max(parser.line, 1)) }
        return documents
    }

    /// Reads all documents of a text, such as a chain of certificates; at least one.
    ///
    /// - Throws: ``PEMError``, with the line where it is wrong; also if there is no document, or a limit is
    ///   reached.
    public static func documents(
        in text: String, limits: Limits = Limits()
    ) throws(PEMError) -> [PEMDocument] {
        try documents(in: text.utf8.span, limits: limits)
    }

    // MARK: Writing

    /// The text, with lines of 64 characters that end in LF, the last one too.
    ///
    /// A `String` cannot be wiped; for a private key prefer ``secretPEMRepresentation``.
    public var pemRepresentation: String {
        let text = secretPEMRepresentation
        return String(decoding: [UInt8](copying: text.bytes), as: UTF8.self)
    }

    /// The text as ASCII bytes in secret memory, ready to be written to a file.
    public var secretPEMRepresentation: SecretBytes {
        let digits = SecretBytes(count: Base64.encodedCount(forByteCount: contents.count)) { characters in
            Base64.encode(contents.bytes, into: &characters)
        }
        let begin = Array("-----BEGIN \(label)-----\n".utf8), end = Array("-----END \(label)-----\n".utf8)
        let width = 64
        let lineCount = (digits.count + width - 1) / width
        return SecretBytes(count: begin.count + digits.count + lineCount + end.count) { text in
            text.replace(with: begin.span)
            var position = begin.count
            for line in 0..<lineCount {
                let characters = digits.bytes.extracting(line * width..<min((line + 1) * width, digits.count))
                text.replace(from: position, with: characters)
                position += characters.count
                text[position] = PEMParser.lineFeed
                position += 1
            }
            text.replace(from: position, with: end.span)
        }
    }
}

extension PEMDocument: CustomStringConvertible {
    /// The label and the size, never the contents.
    public var description: String { "PEMDocument(\(label), \(contents.count) bytes)" }
}
