import WaxCore

/// Finds the lines of a text that say something: neither blank nor beginning with `#`.
struct LineScanner: ~Escapable {
    private let text: Span<UInt8>
    private var position = 0

    /// The number, counted from 1, of the line that was read last.
    private(set) var number = 0

    @_lifetime(copy text)
    init(_ text: Span<UInt8>) { self.text = text }

    /// The place of the next line, without its end and the blanks at its ends, or nil at the end of the text.
    @_lifetime(self: copy self)
    mutating func next() -> Range<Int>? {
        while position < text.count {
            let line = nextOfAny()
            if !line.isEmpty, text[line.lowerBound] != 0x23 { return line }
        }
        return nil
    }

    @_lifetime(self: copy self)
    private mutating func nextOfAny() -> Range<Int> {
        var start = position
        while position < text.count, text[position] != 0x0A { position += 1 }
        var end = position
        position += 1
        number += 1
        while start < end, FieldScanner.isBlank(text[start]) { start += 1 }
        while start < end, FieldScanner.isBlank(text[end - 1]) { end -= 1 }
        return start..<end
    }
}

/// Takes a line apart at its blanks.
struct FieldScanner: ~Escapable {
    let line: Span<UInt8>
    private(set) var position = 0

    @_lifetime(copy line)
    init(_ line: Span<UInt8>) { self.line = line }

    /// True for a blank, a tab, and the first half of a line end of two characters.
    static func isBlank(_ character: UInt8) -> Bool { character == 0x20 || character == 0x09 || character == 0x0D }

    /// The place of the next field; empty at the end of the line.
    @_lifetime(self: copy self)
    mutating func nextRange() -> Range<Int> {
        skipBlanks()
        let start = position
        while position < line.count, !Self.isBlank(line[position]) { position += 1 }
        return start..<position
    }

    /// The next field as a text; empty at the end of the line.
    @_lifetime(self: copy self)
    mutating func nextText() -> String { text(at: nextRange()) }

    /// All that is left, without blanks at its ends.
    @_lifetime(self: copy self)
    mutating func restAsText() -> String {
        skipBlanks()
        var end = line.count
        while end > position, Self.isBlank(line[end - 1]) { end -= 1 }
        return text(at: position..<end)
    }

    /// The next character, or nil at the end of the line.
    @_lifetime(self: copy self)
    mutating func nextCharacter() -> UInt8? {
        guard position < line.count else { return nil }
        position += 1
        return line[position - 1]
    }

    /// The character after those that were read, or nil at the end of the line.
    var upcoming: UInt8? { position < line.count ? line[position] : nil }

    func text(at range: Range<Int>) -> String {
        String(decoding: [UInt8](copying: line.extracting(range)), as: UTF8.self)
    }

    @_lifetime(self: copy self)
    private mutating func skipBlanks() {
        while position < line.count, Self.isBlank(line[position]) { position += 1 }
    }
}
