/// Collects big-endian numbers and byte strings in an array.
public struct ByteWriter: Sendable {
    /// What has been written so far.
    public private(set) var bytes: [UInt8]

    /// Begins with nothing, with room for `capacity` bytes.
    public init(reservingCapacity capacity: Int = 0) {
        self.bytes = []
        self.bytes.reserveCapacity(capacity)
    }

    /// The number of bytes written.
    public var count: Int { bytes.count }

    /// Writes one byte.
    public mutating func write(_ value: UInt8) { bytes.append(value) }

    /// Writes two bytes, the more significant first.
    public mutating func write(_ value: UInt16) { writeBigEndian(UInt64(value), byteCount: 2) }

    /// Writes four bytes, the most significant first.
    public mutating func write(_ value: UInt32) { writeBigEndian(UInt64(value), byteCount: 4) }

    /// Writes eight bytes, the most significant first.
    public mutating func write(_ value: UInt64) { writeBigEndian(value, byteCount: 8) }

    /// Writes a byte string as it is.
    public mutating func write(_ value: Span<UInt8>) { bytes.append(copying: value) }

    /// Writes a byte string as it is.
    public mutating func write(_ value: [UInt8]) { bytes.append(contentsOf: value) }

    private mutating func writeBigEndian(_ value: UInt64, byteCount: Int) {
        var shift = (byteCount &- 1) &* 8
        while shift >= 0 {
            bytes.append(UInt8(truncatingIfNeeded: value &>> UInt64(shift)))
            shift = shift &- 8
        }
    }
}
