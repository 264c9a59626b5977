import WaxCore

/// Collects frames until they fill a record, in the place where the record will be encrypted.
///
/// The bytes lie as they are sent: three for the unit's header, the frames, and at the end room for the tag. So a
/// payload is copied once, from its owner into the record.
public struct FrameWriter: Sendable {
    /// The largest number of bytes of frames.
    public let limit: Int

    private var bytes: [UInt8] = []

    /// Begins an empty record.
    ///
    /// - Parameter limit: The largest number of bytes of frames: about 16 KiB for interactive data,
    ///   ``UnitHeader/largestPlaintext`` for bulk.
    /// - Precondition: The limit is at least 16 and at most ``UnitHeader/largestPlaintext``.
    public init(limit: Int = UnitHeader.largestPlaintext) {
        precondition(
            (16...UnitHeader.largestPlaintext).contains(limit), "a record holds at most 65519 bytes of frames")
        self.limit = limit
    }

    /// The number of bytes of frames written.
    public var byteCount: Int { max(bytes.count - UnitHeader.byteCount, 0) }

    /// Whether nothing has been written.
    public var isEmpty: Bool { bytes.isEmpty }

    /// How many bytes of payload still fit in a frame on this stream; negative if not even an empty frame fits.
    public func room(kindNumber: UInt64, stream: UInt64) -> Int {
        let fixed = Varint.byteCount(of: kindNumber) + Varint.byteCount(of: stream)
        let left = limit - byteCount - fixed
        // A length takes 1, 2 or 4 bytes (a record is below 2^30), of which the larger ones do not pay at the edges.
        if left - 4 >= 1 &<< 14 { return left - 4 }
        if left - 2 >= 1 &<< 6 { return min(left - 2, (1 &<< 14) - 1) }
        return min(left - 1, (1 &<< 6) - 1)
    }

    /// How many bytes of payload still fit in a frame on this stream; negative if not even an empty frame fits.
    public func room(_ kind: FrameKind, stream: UInt64 = 0) -> Int {
        room(kindNumber: kind.rawValue, stream: stream)
    }

    /// Writes a frame if it fits.
    ///
    /// - Returns: False, and nothing is written, if it does not fit: the record is to be sent first.
    public mutating func append(_ kind: FrameKind, stream: UInt64 = 0, payload: Span<UInt8>) -> Bool {
        append(kindNumber: kind.rawValue, stream: stream, payload: payload)
    }

    /// Writes a frame with the payload given, or none, if it fits.
    public mutating func append(_ kind: FrameKind, stream: UInt64 = 0, payload: [UInt8] = []) -> Bool {
        append(kindNumber: kind.rawValue, stream: stream, payload: payload.span)
    }

    /// Writes a frame whose payload is an error code, if it fits.
    public mutating func append(_ kind: FrameKind, stream: UInt64, code: ErrorCode) -> Bool {
        var writer = ByteWriter(reservingCapacity: 2)
        writer.write(code.rawValue)
        return append(kind, stream: stream, payload: writer.bytes)
    }

    /// Writes a frame whose payload is a varint, if it fits.
    public mutating func append(_ kind: FrameKind, stream: UInt64, varint: UInt64) -> Bool {
        var writer = ByteWriter(reservingCapacity: 8)
        writer.writeVarint(varint)
        return append(kind, stream: stream, payload: writer.bytes)
    }

    /// Writes a frame of any kind, such as one made up on purpose, if it fits.
    public mutating func append(kindNumber: UInt64, stream: UInt64, payload: Span<UInt8>) -> Bool {
        guard payload.count <= room(kindNumber: kindNumber, stream: stream) else { return false }
        begin()
        bytes.append(varint: kindNumber)
        bytes.append(varint: stream)
        bytes.append(varint: UInt64(payload.count))
        bytes.append(copying: payload)
        return true
    }

    /// Adds padding until the frames have at least `wanted` bytes, as far as the limit allows.
    ///
    /// A frame takes three bytes or more, so up to two bytes too many may be written.
    public mutating func pad(to wanted: Int) {
        while byteCount < wanted {
            let missing = max(wanted - byteCount, 3)
            // A frame of every size exists except just above the sizes at which its length takes another byte: there
            // a smaller one comes first.
            let count =
                switch missing {
                case ...66: missing - 3
                case 67: 32
                case ...16_387: missing - 4
                case ...16_390: 8_192
                default: missing - 6
                }
            guard append(.padding, payload: [UInt8](repeating: 0, count: count)) else { return }
        }
    }

    /// The unit as it is sent but for the encryption: header, frames, and 16 zeros where the tag comes. The writer
    /// is empty afterwards.
    ///
    /// Encrypt in place what lies between the first 3 and the last 16 bytes, with the first 3 as associated data.
    ///
    /// - Returns: Nothing if no frame was written.
    public mutating func takeUnit() -> [UInt8]? {
        guard !isEmpty else { return nil }
        var unit: [UInt8] = []
        swap(&unit, &bytes)
        let bodyByteCount = unit.count - UnitHeader.byteCount + UnitHeader.tagByteCount
        unit.append(contentsOf: repeatElement(0, count: UnitHeader.tagByteCount))
        unit[0] = UnitType.record.rawValue
        unit[1] = UInt8(truncatingIfNeeded: bodyByteCount &>> 8)
        unit[2] = UInt8(truncatingIfNeeded: bodyByteCount)
        return unit
    }

    private mutating func begin() {
        guard bytes.isEmpty else { return }
        for _ in 0..<UnitHeader.byteCount { bytes.append(0) }
    }
}
