/// Reads a gzip header byte by byte (RFC 1952, section 2.3).
struct GzipHeaderParser: Sendable {
    private enum Field {
        case fixed
        case extraLength
        case extra(remaining: Int)
        case name
        case comment
        case checksum
    }

    private(set) var header = Gzip.Header()
    /// The bytes read so far.
    private(set) var byteCount = 0
    private var field = Field.fixed
    private var flags: UInt8 = 0
    private var checksum = CRC32()
    /// The first byte of a number of two.
    private var low: UInt8?

    /// Reads a byte.
    ///
    /// - Returns: Whether it was the last.
    mutating func consume(_ byte: UInt8) throws(DeflateError) -> Bool {
        let index = byteCount
        byteCount = byteCount &+ 1
        if case .checksum = field {
            guard let first = take(byte) else { return false }
            guard UInt16(truncatingIfNeeded: checksum.value) == first else { throw .headerChecksumMismatch }
            return true
        }
        checksum.update(byte: byte)
        switch field {
        case .fixed:
            try consumeFixed(byte, index)
            return index == 9 ? begin(after: .fixed) : false
        case .extraLength:
            guard let count = take(byte) else { return false }
            header.extra = []
            guard count > 0 else { return begin(after: .extraLength) }
            field = .extra(remaining: Int(count))
            return false
        case .extra(let remaining):
            header.extra?.append(byte)
            guard remaining == 1 else {
                field = .extra(remaining: remaining &- 1)
                return false
            }
            return begin(after: .extraLength)
        case .name:
            guard byte == 0 else {
                header.name?.append(byte)
                return false
            }
            return begin(after: .name)
        case .comment:
            guard byte == 0 else {
                header.comment?.append(byte)
                return false
            }
            return begin(after: .comment)
        case .checksum:
            return false
        }
    }

    private mutating func consumeFixed(_ byte: UInt8, _ index: Int) throws(DeflateError) {
        switch index {
        case 0: guard byte == 0x1F else { throw .invalidGzipHeader }
        case 1: guard byte == 0x8B else { throw .invalidGzipHeader }
        case 2: guard byte == 8 else { throw .unsupportedMethod }
        case 3:
            guard byte & Gzip.Header.Flag.reserved == 0 else { throw .unsupportedHeaderFlags }
            flags = byte
            header.isText = byte & Gzip.Header.Flag.text != 0
            header.hasChecksum = byte & Gzip.Header.Flag.checksum != 0
        case 4...7: header.modificationTime |= UInt32(byte) &<< UInt32(truncatingIfNeeded: 8 &* (index &- 4))
        case 8: header.extraFlags = byte
        default: header.operatingSystem = byte
        }
    }

    /// Goes to the next field that is there.
    ///
    /// - Returns: Whether there is none.
    private mutating func begin(after field: Field) -> Bool {
        switch field {
        case .fixed:
            guard flags & Gzip.Header.Flag.extra == 0 else {
                self.field = .extraLength
                return false
            }
            return begin(after: .extraLength)
        case .extraLength, .extra:
            guard flags & Gzip.Header.Flag.name == 0 else {
                self.field = .name
                header.name = []
                return false
            }
            return begin(after: .name)
        case .name:
            guard flags & Gzip.Header.Flag.comment == 0 else {
                self.field = .comment
                header.comment = []
                return false
            }
            return begin(after: .comment)
        case .comment, .checksum:
            self.field = .checksum
            return flags & Gzip.Header.Flag.checksum == 0
        }
    }

    /// A little-endian number of two bytes, once the second is there.
    private mutating func take(_ byte: UInt8) -> UInt16? {
        guard let first = low else {
            low = byte
            return nil
        }
        low = nil
        return UInt16(byte) &<< 8 | UInt16(first)
    }
}
