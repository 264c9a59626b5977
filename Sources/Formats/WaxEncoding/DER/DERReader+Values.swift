import WaxCore

// Each of these reads one value of a universal type; with another tag, one that is implicitly tagged.
extension DERReader {
    /// Reads a BOOLEAN.
    ///
    /// - Throws: ``DERError``, with ``DERError/Code/unexpectedTag`` or ``DERError/Code/invalidBoolean``.
    @_lifetime(self: copy self)
    public mutating func readBoolean(as tag: DERTag = .boolean) throws(DERError) -> Bool {
        let offset = offset
        let contents = try readContents(of: tag)
        guard contents.count == 1, contents[0] == 0 || contents[0] == 0xFF else {
            throw DERError(.invalidBoolean, at: offset)
        }
        return contents[0] == 0xFF
    }

    /// Reads a NULL.
    ///
    /// - Throws: ``DERError``, with ``DERError/Code/unexpectedTag`` or ``DERError/Code/invalidNull``.
    @_lifetime(self: copy self)
    public mutating func readNull(as tag: DERTag = .null) throws(DERError) {
        let offset = offset
        guard try readContents(of: tag).isEmpty else { throw DERError(.invalidNull, at: offset) }
    }

    /// Reads an INTEGER of any sign and size, as big-endian two's complement in the fewest bytes.
    ///
    /// What may leak of a secret number: its sign, and whether it begins with a zero byte.
    ///
    /// - Throws: ``DERError``, with ``DERError/Code/unexpectedTag`` or ``DERError/Code/invalidInteger``.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func readInteger(as tag: DERTag = .integer) throws(DERError) -> Span<UInt8> {
        let offset = offset
        let contents = try readContents(of: tag)
        guard contents.count > 0 else { throw DERError(.invalidInteger, at: offset) }
        if contents.count > 1 {
            let isNegative = Choice(lowBitOf: UInt64(contents[1] &>> 7))
            let isPadded =
                Choice.isZero(contents[0]) & !isNegative | Choice.isEqual(contents[0], 0xFF) & isNegative
            guard !isPadded.declassified else { throw DERError(.invalidInteger, at: offset) }
        }
        return contents
    }

    /// Reads an INTEGER that is not negative, as big-endian bytes without leading zeros; zero is one byte 0.
    ///
    /// - Throws: What ``readInteger(as:)`` does, and ``DERError/Code/negativeInteger``.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func readUnsignedInteger(as tag: DERTag = .integer) throws(DERError) -> Span<UInt8> {
        let offset = offset
        let contents = try readInteger(as: tag)
        let isNegative = Choice(lowBitOf: UInt64(contents[0] &>> 7))
        guard !isNegative.declassified else { throw DERError(.negativeInteger, at: offset) }
        let hasZero = contents.count > 1 && Choice.isZero(contents[0]).declassified
        return hasZero ? contents.extracting(droppingFirst: 1) : contents
    }

    /// Reads an INTEGER that fits into 64 bits with a sign: a version or a count, which is public.
    ///
    /// - Throws: What ``readInteger(as:)`` does, and ``DERError/Code/integerTooLarge``.
    @_lifetime(self: copy self)
    public mutating func readInt64(as tag: DERTag = .integer) throws(DERError) -> Int64 {
        let offset = offset
        let contents = try readInteger(as: tag)
        guard contents.count <= 8 else { throw DERError(.integerTooLarge, at: offset) }
        var value: Int64 = 0
        for index in 0..<contents.count {
            let byte = declassified(contents[index])
            if index == 0, byte & 0x80 != 0 { value = -1 }
            value = value << 8 | Int64(byte)
        }
        return value
    }

    /// Reads an OCTET STRING.
    ///
    /// - Throws: ``DERError``, with ``DERError/Code/unexpectedTag`` if the value has another tag.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func readOctetString(as tag: DERTag = .octetString) throws(DERError) -> Span<UInt8> {
        try readContents(of: tag)
    }

    /// Reads a BIT STRING of any number of bits.
    ///
    /// - Throws: ``DERError``, with ``DERError/Code/unexpectedTag`` or ``DERError/Code/invalidBitString``.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func readBitString(as tag: DERTag = .bitString) throws(DERError) -> DERBitString {
        let offset = offset
        let contents = try readContents(of: tag)
        guard contents.count > 0 else { throw DERError(.invalidBitString, at: offset) }
        let unused = contents[0]
        let bytes = contents.extracting(droppingFirst: 1)
        let isValid =
            bytes.isEmpty ? unused == 0 : unused < 8 && bytes[bytes.count - 1] & (1 << unused - 1) == 0
        guard isValid else { throw DERError(.invalidBitString, at: offset) }
        return DERBitString(bytes: bytes, unusedBitCount: Int(unused))
    }

    /// Reads a BIT STRING of whole bytes, such as one that holds a key or a signature.
    ///
    /// - Throws: ``DERError``, with ``DERError/Code/unexpectedTag`` or ``DERError/Code/invalidBitString``.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func readBitStringOfBytes(as tag: DERTag = .bitString) throws(DERError) -> Span<UInt8> {
        let offset = offset
        let string = try readBitString(as: tag)
        guard string.unusedBitCount == 0 else { throw DERError(.invalidBitString, at: offset) }
        return string.bytes
    }

    /// Reads an OBJECT IDENTIFIER.
    ///
    /// - Throws: ``DERError``, with ``DERError/Code/unexpectedTag`` or ``DERError/Code/invalidObjectIdentifier``.
    @_lifetime(self: copy self)
    public mutating func readOID(as tag: DERTag = .objectIdentifier) throws(DERError) -> OID {
        let offset = offset
        let contents = try readContents(of: tag)
        guard contents.count <= OID.maximumByteCount, let oid = OID(contents: declassified([UInt8](copying: contents)))
        else {
            throw DERError(.invalidObjectIdentifier, at: offset)
        }
        return oid
    }

    /// Reads a UTF8String.
    ///
    /// - Throws: ``DERError``, with ``DERError/Code/unexpectedTag`` or ``DERError/Code/invalidString`` if it is not
    ///   UTF-8.
    @_lifetime(self: copy self)
    public mutating func readUTF8String(as tag: DERTag = .utf8String) throws(DERError) -> String {
        let offset = offset
        let contents = try readContents(of: tag)
        do {
            return String(copying: try UTF8Span(validating: contents))
        } catch {
            throw DERError(.invalidString, at: offset)
        }
    }
}

/// The contents of a BIT STRING.
public struct DERBitString: ~Escapable {
    /// The bits, the first one on top of the first byte.
    public let bytes: Span<UInt8>

    /// How many of the lowest bits of the last byte do not count; they are zero.
    public let unusedBitCount: Int

    @_lifetime(copy bytes)
    init(bytes: Span<UInt8>, unusedBitCount: Int) {
        self.bytes = bytes
        self.unusedBitCount = unusedBitCount
    }
}
