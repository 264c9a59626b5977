public import WaxCore

/// The variable-length integers of QUIC (RFC 9000 section 16): 1, 2, 4 or 8 bytes for 6, 14, 30 or 62 bits, the
/// length in the top two bits of the first byte.
///
/// Unlike QUIC, only the shortest encoding is valid, so a number has one form and what was parsed encodes again
/// to the same bytes.
public enum Varint {
    /// The largest number that can be written, 2^62 − 1.
    public static var maximum: UInt64 { (1 &<< 62) &- 1 }

    /// The number of bytes that a number takes: 1, 2, 4 or 8.
    ///
    /// - Precondition: The number is at most ``maximum``.
    public static func byteCount(of value: UInt64) -> Int {
        precondition(value <= maximum, "a varint has at most 62 bits")
        if value < 1 &<< 6 { return 1 }
        if value < 1 &<< 14 { return 2 }
        if value < 1 &<< 30 { return 4 }
        return 8
    }
}

extension ByteReader {
    /// Reads a varint.
    ///
    /// - Throws: ``/WaxWire/WireError`` if the input ends too early or the number could have been written shorter.
    @_lifetime(self: copy self)
    public mutating func readVarint() throws(WireError) -> UInt64 {
        let first = try takeUInt8()
        let byteCount = 1 &<< Int(first &>> 6)
        var value = UInt64(first & 0x3F)
        var read = 1
        while read < byteCount {
            value = (value &<< 8) | UInt64(try takeUInt8())
            read = read &+ 1
        }
        guard Varint.byteCount(of: value) == byteCount else { throw WireError(.badVarint) }
        return value
    }
}

extension ByteWriter {
    /// Writes a varint in its shortest form.
    ///
    /// - Precondition: The number is at most ``/WaxWire/Varint/maximum``.
    public mutating func writeVarint(_ value: UInt64) {
        switch Varint.byteCount(of: value) {
        case 1: write(UInt8(truncatingIfNeeded: value))
        case 2: write(UInt16(truncatingIfNeeded: value) | 0x4000)
        case 4: write(UInt32(truncatingIfNeeded: value) | 0x8000_0000)
        default: write(value | 0xC000_0000_0000_0000)
        }
    }
}

extension [UInt8] {
    /// Appends a varint in its shortest form, without memory in between.
    mutating func append(varint value: UInt64) {
        let count = Varint.byteCount(of: value)
        let length = UInt64(count.trailingZeroBitCount) &<< 6
        for index in 0..<count {
            let byte = value &>> UInt64(8 &* (count &- 1 &- index))
            append(UInt8(truncatingIfNeeded: index == 0 ? byte | length : byte))
        }
    }
}
