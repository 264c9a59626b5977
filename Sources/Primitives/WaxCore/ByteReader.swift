/// The input ended before what was to be read from it.
public struct EndOfInput: Error, Equatable, Sendable {
    /// Makes the error.
    public init() {}
}

/// Reads big-endian numbers and byte strings from a span, front to back, never past its end.
///
/// After an error the position is where it was before the call that failed.
public struct ByteReader: ~Escapable {
    private let input: Span<UInt8>

    /// The number of bytes read so far.
    public private(set) var position: Int

    /// Begins at the front of a span.
    @_lifetime(copy input)
    public init(_ input: Span<UInt8>) {
        self.input = input
        self.position = 0
    }

    /// The number of bytes left.
    public var remaining: Int { input.count &- position }

    /// True when all has been read.
    public var isAtEnd: Bool { position == input.count }

    /// Reads one byte.
    ///
    /// - Throws: ``EndOfInput`` if fewer bytes are left.
    @_lifetime(self: copy self)
    public mutating func readUInt8() throws(EndOfInput) -> UInt8 {
        guard remaining >= 1 else { throw EndOfInput() }
        position = position &+ 1
        return input[position &- 1]
    }

    /// Reads two bytes, the more significant first.
    ///
    /// - Throws: ``EndOfInput`` if fewer bytes are left.
    @_lifetime(self: copy self)
    public mutating func readUInt16() throws(EndOfInput) -> UInt16 {
        UInt16(truncatingIfNeeded: try readBigEndian(byteCount: 2))
    }

    /// Reads four bytes, the most significant first.
    ///
    /// - Throws: ``EndOfInput`` if fewer bytes are left.
    @_lifetime(self: copy self)
    public mutating func readUInt32() throws(EndOfInput) -> UInt32 {
        UInt32(truncatingIfNeeded: try readBigEndian(byteCount: 4))
    }

    /// Reads eight bytes, the most significant first.
    ///
    /// - Throws: ``EndOfInput`` if fewer bytes are left.
    @_lifetime(self: copy self)
    public mutating func readUInt64() throws(EndOfInput) -> UInt64 {
        try readBigEndian(byteCount: 8)
    }

    /// Lends the next `count` bytes without copying them.
    ///
    /// - Throws: ``EndOfInput`` if fewer bytes are left.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func read(count: Int) throws(EndOfInput) -> Span<UInt8> {
        guard count >= 0, count <= remaining else { throw EndOfInput() }
        let start = position
        position = position &+ count
        return input.extracting(start..<position)
    }

    /// Copies the next `count` bytes.
    ///
    /// - Throws: ``EndOfInput`` if fewer bytes are left.
    @_lifetime(self: copy self)
    public mutating func readArray(count: Int) throws(EndOfInput) -> [UInt8] {
        [UInt8](copying: try read(count: count))
    }

    /// Lends all that is left.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func readRemaining() -> Span<UInt8> {
        let start = position
        position = input.count
        return input.extracting(start..<position)
    }

    /// Passes over the next `count` bytes.
    ///
    /// - Throws: ``EndOfInput`` if fewer bytes are left, or `count` is negative.
    @_lifetime(self: copy self)
    public mutating func skip(_ count: Int) throws(EndOfInput) {
        guard count >= 0, count <= remaining else { throw EndOfInput() }
        position = position &+ count
    }

    @_lifetime(self: copy self)
    private mutating func readBigEndian(byteCount: Int) throws(EndOfInput) -> UInt64 {
        guard remaining >= byteCount else { throw EndOfInput() }
        var value: UInt64 = 0
        for _ in 0..<byteCount {
            value = (value &<< 8) | UInt64(input[position])
            position = position &+ 1
        }
        return value
    }
}
