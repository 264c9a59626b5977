import WaxCore

/// Finds the documents of a text one after the other.
///
/// Only the structure of the text (where lines end, which are boundaries) steers a branch; the characters of
/// the documents go through the constant-time Base64 decoder.
struct PEMParser: ~Escapable {
    private let text: Span<UInt8>
    private var position = 0

    /// The number of lines read.
    private(set) var line = 0

    @_lifetime(copy text)
    init(_ text: Span<UInt8>, limits: PEMDocument.Limits) throws(PEMError) {
        guard text.count <= limits.textByteCount else { throw PEMError(.textTooLong, line: 1) }
        self.text = text
    }

    /// The next document, or nil at the end of the text.
    @_lifetime(self: copy self)
    mutating func next() throws(PEMError) -> PEMDocument? {
        while let range = nextLine() {
            let line = text.extracting(range)
            if startsLikeBoundary(line) { return try document(label: try label(of: line, after: "BEGIN")) }
        }
        return nil
    }

    /// Reads the rest of a document, the beginning of which has been read.
    @_lifetime(self: copy self)
    private mutating func document(label: String) throws(PEMError) -> PEMDocument {
        let firstLine = line
        var lines: [Range<Int>] = []
        while let range = nextLine() {
            let characters = text.extracting(range)
            if startsLikeBoundary(characters) {
                guard !isBoundary(characters, "BEGIN") else { throw PEMError(.unterminated, line: line) }
                guard try self.label(of: characters, after: "END") == label else {
                    throw PEMError(.labelMismatch, line: line)
                }
                return PEMDocument(label: label, contents: try contents(of: lines, firstLine: firstLine))
            }
            guard !isHeader(characters) else { throw PEMError(.headersNotSupported, line: line) }
            guard !range.isEmpty, range.count <= 76 else { throw PEMError(.irregularLine, line: line) }
            lines.append(range)
        }
        throw PEMError(.unterminated, line: line)
    }

    private func contents(of lines: [Range<Int>], firstLine: Int) throws(PEMError) -> SecretBytes {
        guard let width = lines.first?.count else { throw PEMError(.emptyDocument, line: firstLine) }
        var count = 0
        for (index, range) in lines.enumerated() {
            let isRegular = index == lines.count - 1 ? range.count <= width : range.count == width
            guard isRegular else { throw PEMError(.irregularLine, line: firstLine + 1 + index) }
            count += range.count
        }
        let digits = SecretBytes(count: count) { target in
            var filled = 0
            for range in lines {
                target.replace(from: filled, with: text.extracting(range))
                filled += range.count
            }
        }
        do {
            return try Base64.decodeSecret(digits.bytes)
        } catch {
            throw PEMError(.invalidBase64, line: firstLine)
        }
    }

    // MARK: Lines

    static var lineFeed: UInt8 { 0x0A }
    private static var carriageReturn: UInt8 { 0x0D }
    private static var hyphen: UInt8 { 0x2D }

    /// The next line without its end, or nil at the end of the text.
    @_lifetime(self: copy self)
    private mutating func nextLine() -> Range<Int>? {
        guard position < text.count else { return nil }
        let start = position
        while position < text.count, !Self.isEqual(text[position], Self.lineFeed) { position += 1 }
        var end = position
        if position < text.count {
            position += 1
            if end > start, Self.isEqual(text[end - 1], Self.carriageReturn) { end -= 1 }
        }
        line += 1
        return start..<end
    }

    /// Whether a character has a part in the structure of the text, which is public, while what it is otherwise may
    /// be a secret.
    private static func isEqual(_ character: UInt8, _ other: UInt8) -> Bool {
        Choice.isEqual(character, other).declassified
    }

    private func startsLikeBoundary(_ line: Span<UInt8>) -> Bool {
        isBoundary(line, "BEGIN") || isBoundary(line, "END")
    }

    private func isBoundary(_ line: Span<UInt8>, _ keyword: StaticString) -> Bool {
        Self.hasPrefix(line, "-----\(keyword)")
    }

    /// True if the line has a colon, which Base64 never has.
    private func isHeader(_ line: Span<UInt8>) -> Bool {
        for index in 0..<line.count where Self.isEqual(line[index], 0x3A) { return true }
        return false
    }

    private func label(of line: Span<UInt8>, after keyword: StaticString) throws(PEMError) -> String {
        let prefix = "-----\(keyword) "
        let labelCount = line.count - prefix.utf8.count - 5
        guard labelCount > 0, Self.hasPrefix(line, prefix), Self.hasPrefix(line.extracting(last: 5), "-----") else {
            throw PEMError(.malformedBoundary, line: self.line)
        }
        let label = line.extracting(prefix.utf8.count..<prefix.utf8.count + labelCount)
        guard Self.isLabel(label) else { throw PEMError(.malformedBoundary, line: self.line) }
        return String(decoding: [UInt8](copying: label), as: UTF8.self)
    }

    private static func hasPrefix(_ line: Span<UInt8>, _ prefix: String) -> Bool {
        let prefix = prefix.utf8.span
        guard line.count >= prefix.count else { return false }
        for index in 0..<prefix.count where !isEqual(line[index], prefix[index]) { return false }
        return true
    }

    /// True for printable characters with single hyphens and blanks between them (`label` of RFC 7468 section
    /// 3, without the empty label that it allows too).
    static func isLabel(_ label: Span<UInt8>) -> Bool {
        var mayBeSeparator = false
        for index in 0..<label.count {
            let character = label[index]
            let isSeparator = character == hyphen || character == 0x20
            guard isSeparator ? mayBeSeparator : (0x21...0x7E).contains(character) else { return false }
            mayBeSeparator = !isSeparator
        }
        return mayBeSeparator
    }
}
