import WaxCore

/// Writes DER values (ITU-T X.690), nested ones by closures.
///
/// ```swift
/// var writer = DERWriter()
/// writer.writeSequence { key in
///     key.writeUnsignedInteger(modulus)
///     key.writeUnsignedInteger(exponent)
/// }
/// let bytes = writer.bytes
/// ```
///
/// All of it is collected in secret memory that is wiped when it is given up, so that a private key can be
/// written and taken out by ``secretBytes``.
public struct DERWriter: ~Copyable {
    private var buffer: SecretBuffer<UInt8>

    /// The number of bytes written.
    public private(set) var count = 0

    /// Begins with nothing, with room for `capacity` bytes.
    public init(reservingCapacity capacity: Int = 256) {
        self.buffer = SecretBuffer(repeating: 0, count: max(capacity, 16))
    }

    /// What has been written so far.
    public var bytes: [UInt8] { [UInt8](copying: buffer.span.extracting(first: count)) }

    /// What has been written so far, in secret memory.
    public var secretBytes: SecretBytes { SecretBytes(copying: buffer.span.extracting(first: count)) }

    // MARK: Any value

    /// Writes a value that is encoded already.
    public mutating func writeEncoded(_ value: Span<UInt8>) { append(value) }

    /// Writes a value of a tag and its contents.
    public mutating func write(_ tag: DERTag, contents: Span<UInt8>) {
        append(tag)
        appendLength(contents.count)
        append(contents)
    }

    /// Writes a value that holds what the closure writes.
    ///
    /// - Throws: What the closure does. What was written until then stays, and is no whole value.
    public mutating func writeConstructed<E: Error>(
        _ tag: DERTag, _ body: (inout DERWriter) throws(E) -> Void
    ) throws(E) {
        append(tag)
        let start = count
        try body(&self)
        // The length is known only now: make room for it in front of the contents.
        let length = count - start
        appendLength(length)
        rotate(from: start, by: length)
    }

    /// Writes a SEQUENCE, or with another tag an implicitly tagged one, of what the closure writes.
    ///
    /// - Throws: What the closure does. What was written until then stays, and is no whole value.
    public mutating func writeSequence<E: Error>(
        as tag: DERTag = .sequence, _ body: (inout DERWriter) throws(E) -> Void
    ) throws(E) {
        try writeConstructed(tag, body)
    }

    /// Writes a SET OF, or with another tag an implicitly tagged one, of values that are encoded already, in
    /// ascending order of their encodings (X.690 section 11.6).
    public mutating func writeSetOf(as tag: DERTag = .set, encoded values: [[UInt8]]) {
        let sorted = values.sorted { $0.span.lexicographicallyPrecedes($1.span) }
        writeConstructed(tag) { set in
            for value in sorted { set.append(value.span) }
        }
    }

    // MARK: Values

    /// Writes a BOOLEAN.
    public mutating func writeBoolean(_ value: Bool, as tag: DERTag = .boolean) {
        append(tag)
        appendLength(1)
        append(value ? 0xFF : 0)
    }

    /// Writes a NULL.
    public mutating func writeNull(as tag: DERTag = .null) {
        append(tag)
        appendLength(0)
    }

    /// Writes an INTEGER that is not negative, given as big-endian bytes of any length.
    ///
    /// The number of leading zero bytes steers the writing: it shows in the length of the encoding.
    public mutating func writeUnsignedInteger(_ magnitude: Span<UInt8>, as tag: DERTag = .integer) {
        var start = 0
        while start < magnitude.count, Choice.isZero(magnitude[start]).declassified { start += 1 }
        let digits = magnitude.extracting(droppingFirst: start)
        let needsZero = digits.isEmpty || Choice(lowBitOf: UInt64(digits[0] &>> 7)).declassified
        append(tag)
        appendLength(digits.count + (needsZero ? 1 : 0))
        if needsZero { append(0) }
        append(digits)
    }

    /// Writes an INTEGER.
    public mutating func writeInteger(_ value: Int64, as tag: DERTag = .integer) {
        var byteCount = 8
        while byteCount > 1 {
            let rest = value >> Int64(byteCount * 8 - 9)
            guard rest == 0 || rest == -1 else { break }
            byteCount -= 1
        }
        append(tag)
        appendLength(byteCount)
        for place in (0..<byteCount).reversed() { append(UInt8(truncatingIfNeeded: value >> Int64(place * 8))) }
    }

    /// Writes an OCTET STRING.
    public mutating func writeOctetString(_ value: Span<UInt8>, as tag: DERTag = .octetString) {
        write(tag, contents: value)
    }

    /// Writes a BIT STRING; the unused bits, the lowest of the last byte, are written as zero.
    ///
    /// - Precondition: `unusedBitCount` is 0 to 7, and 0 for an empty string.
    public mutating func writeBitString(
        _ value: Span<UInt8>, unusedBitCount: Int = 0, as tag: DERTag = .bitString
    ) {
        precondition(
            (0..<8).contains(unusedBitCount) && (!value.isEmpty || unusedBitCount == 0),
            "a BIT STRING has at most seven unused bits")
        append(tag)
        appendLength(value.count + 1)
        append(UInt8(unusedBitCount))
        guard !value.isEmpty else { return }
        append(value.extracting(droppingLast: 1))
        append(value[value.count - 1] & (0xFF << UInt8(unusedBitCount)))
    }

    /// Writes an OBJECT IDENTIFIER.
    public mutating func writeOID(_ value: OID, as tag: DERTag = .objectIdentifier) {
        write(tag, contents: value.contents.span)
    }

    /// Writes a UTF8String.
    public mutating func writeUTF8String(_ value: String, as tag: DERTag = .utf8String) {
        write(tag, contents: value.utf8.span)
    }

    // MARK: Bytes

    private mutating func append(_ tag: DERTag) {
        let first = tag.tagClass.rawValue << 6 | (tag.isConstructed ? 0x20 : 0)
        guard tag.number >= 0x1F else { return append(first | UInt8(tag.number)) }
        append(first | 0x1F)
        var shift: UInt32 = 21
        while tag.number >> shift == 0 { shift -= 7 }
        while shift > 0 {
            append(UInt8(truncatingIfNeeded: tag.number >> shift) | 0x80)
            shift -= 7
        }
        append(UInt8(truncatingIfNeeded: tag.number) & 0x7F)
    }

    private mutating func appendLength(_ length: Int) {
        guard length >= 0x80 else { return append(UInt8(length)) }
        let byteCount = (Int.bitWidth - length.leadingZeroBitCount + 7) / 8
        append(0x80 | UInt8(byteCount))
        for place in (0..<byteCount).reversed() { append(UInt8(truncatingIfNeeded: length >> (place * 8))) }
    }

    private mutating func append(_ byte: UInt8) {
        reserve(1)
        let position = count
        buffer.withMutableSpan { $0[position] = byte }
        count += 1
    }

    private mutating func append(_ bytes: Span<UInt8>) {
        reserve(bytes.count)
        let position = count
        buffer.withMutableSpan { $0.replace(from: position, with: bytes) }
        count += bytes.count
    }

    /// Grows by doubling; the old block is wiped as it goes.
    private mutating func reserve(_ additional: Int) {
        guard additional > buffer.count - count else { return }
        buffer = Self.copy(buffer, first: count, capacity: max(buffer.count * 2, count + additional))
    }

    private static func copy(_ buffer: SecretBuffer<UInt8>, first count: Int, capacity: Int) -> SecretBuffer<UInt8> {
        let larger = SecretBuffer<UInt8>(repeating: 0, count: capacity)
        larger.withMutableSpan { $0.replace(with: buffer.span.extracting(first: count)) }
        return larger
    }

    /// Brings what was written after the first `length` bytes from `start` on in front of them.
    private mutating func rotate(from start: Int, by length: Int) {
        let end = count
        let header = [UInt8](copying: buffer.span.extracting(start + length..<end))
        buffer.withMutableSpan { span in
            var position = start + length
            while position > start {
                position -= 1
                span[position + header.count] = span[position]
            }
            span.replace(from: start, with: header.span)
        }
    }
}
