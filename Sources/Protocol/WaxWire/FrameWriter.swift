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
        appendVarint(kindNumber)
        appendVarint(stream)
        appendVarint(UInt64(payload.count))
        bytes.append(copying: payload)
        return true
    }

    /// Fills the record up with padding until its frames have a multiple of `step` bytes, as far as the limit allows.
    public mutating func pad(toMultipleOf step: Int) {
        guard step > 1, !isEmpty else { return }
        let target = min((byteCount + step - 1) / step * step, limit)
        while byteCount < target {
            // Kind, stream and length take three bytes at least; what is left below that needs a frame of its own
            // size, which only exists from three bytes on.
            let missing = target - byteCount
            guard missing >= 3 else { break }
            let overhead = missing - 3 < 64 ? 3 : (missing - 4 < 16384 ? 4 : 6)
            let zeros = [UInt8](repeating: 0, count: missing - overhead)
            guard append(.padding, payload: zeros) else { break }
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

    private mutating func appendVarint(_ value: UInt64) {
        var writer = ByteWriter(reservingCapacity: 8)
        writer.writeVarint(value)
        bytes.append(contentsOf: writer.bytes)
    }
}
