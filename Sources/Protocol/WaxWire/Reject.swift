import WaxCore

/// The end of a connection before there are keys: a code, not authenticated. Anybody on the way could have sent it,
/// so a client never tries again with something weaker because of it.
public struct Reject: Equatable, Sendable {
    /// Why.
    public let code: ErrorCode

    /// Makes a reject.
    public init(code: ErrorCode) { self.code = code }

    /// Reads the body of a reject unit.
    public init(parsing body: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(body)
        self.code = ErrorCode(rawValue: try reader.takeUInt16())
        try reader.checkEnd()
    }

    /// The whole unit, header included.
    public func encodedUnit() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 5)
        writer.write(UnitType.reject.rawValue)
        writer.write(UInt16(2))
        writer.write(code.rawValue)
        return writer.bytes
    }
}
