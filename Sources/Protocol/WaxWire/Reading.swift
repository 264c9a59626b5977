package import WaxCore

// What the parsers of this layer share: reading with their error, and texts.

extension ByteReader {
    @_lifetime(self: copy self)
    package mutating func takeUInt8() throws(WireError) -> UInt8 {
        do throws(EndOfInput) { return try readUInt8() } catch { throw WireError(.truncated) }
    }

    @_lifetime(self: copy self)
    package mutating func takeUInt16() throws(WireError) -> UInt16 {
        do throws(EndOfInput) { return try readUInt16() } catch { throw WireError(.truncated) }
    }

    @_lifetime(self: copy self)
    package mutating func takeUInt32() throws(WireError) -> UInt32 {
        do throws(EndOfInput) { return try readUInt32() } catch { throw WireError(.truncated) }
    }

    @_lifetime(self: copy self)
    package mutating func takeUInt64() throws(WireError) -> UInt64 {
        do throws(EndOfInput) { return try readUInt64() } catch { throw WireError(.truncated) }
    }

    @_lifetime(self: copy self)
    package mutating func takeArray(_ count: Int) throws(WireError) -> [UInt8] {
        do throws(EndOfInput) { return try readArray(count: count) } catch { throw WireError(.truncated) }
    }

    /// Reads a text of `count` bytes.
    @_lifetime(self: copy self)
    package mutating func takeText(_ count: Int) throws(WireError) -> String {
        guard let text = String(validating: try takeArray(count), as: UTF8.self) else { throw WireError(.badText) }
        return text
    }

    /// Reads a text that goes to the end and has at most `limit` bytes.
    @_lifetime(self: copy self)
    package mutating func takeRemainingText(atMost limit: Int) throws(WireError) -> String {
        guard remaining <= limit else { throw WireError(.tooLong) }
        return try takeText(remaining)
    }

    package func checkEnd() throws(WireError) {
        guard isAtEnd else { throw WireError(.trailingBytes) }
    }
}

/// Checks that the UTF-8 form of a text has at most `limit` bytes.
func check(_ text: String, atMost limit: Int) throws(WireError) {
    guard text.utf8.count <= limit else { throw WireError(.tooLong) }
}
