import WaxCore

/// What a unit carries; the first of its bytes.
public enum UnitType: UInt8, Sendable, CaseIterable {
    /// The client's offer: see ``Hello``.
    case hello = 1
    /// A message of the Noise handshake.
    case handshake = 2
    /// Encrypted frames.
    case record = 3
    /// The end, before there are keys: see ``Reject``.
    case reject = 4

    /// How many bytes the body may have.
    public var bodyByteCounts: ClosedRange<Int> {
        switch self {
        case .hello: 1...1024
        case .handshake: 1...16384
        case .record: (UnitHeader.tagByteCount + 1)...65535
        case .reject: 2...2
        }
    }
}

/// A set of unit types, for a receiver that says which of them it accepts next.
public struct UnitTypes: OptionSet, Sendable {
    /// One bit a type.
    public let rawValue: UInt8

    /// A set by its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The set of one type.
    public init(_ type: UnitType) { self.rawValue = 1 &<< type.rawValue }

    /// The client's offer.
    public static var hello: UnitTypes { UnitTypes(.hello) }
    /// Messages of the handshake.
    public static var handshake: UnitTypes { UnitTypes(.handshake) }
    /// Encrypted frames.
    public static var record: UnitTypes { UnitTypes(.record) }
    /// The end, before there are keys.
    public static var reject: UnitTypes { UnitTypes(.reject) }
    /// All of them.
    public static var all: UnitTypes { [.hello, .handshake, .record, .reject] }
}

/// The three bytes before each body: `u8 type | u16 length`.
public struct UnitHeader: Equatable, Sendable {
    /// The number of bytes of a header.
    public static var byteCount: Int { 3 }
    /// The number of bytes of the authentication tag at the end of a record's body.
    public static var tagByteCount: Int { 16 }
    /// The largest number of bytes of frames that a record can hold.
    public static var largestPlaintext: Int { 65535 - tagByteCount }

    /// What the unit carries.
    public let type: UnitType
    /// The number of bytes that follow.
    public let bodyByteCount: Int

    /// Makes a header.
    ///
    /// - Throws: ``WireError`` if a body of this type cannot have that length.
    public init(type: UnitType, bodyByteCount: Int) throws(WireError) {
        let allowed = type.bodyByteCounts
        guard bodyByteCount >= allowed.lowerBound else { throw WireError(.unitTooShort) }
        guard bodyByteCount <= allowed.upperBound else { throw WireError(.unitTooLong) }
        self.type = type
        self.bodyByteCount = bodyByteCount
    }

    /// Reads the header at the front of some bytes, as soon as it is complete, and checks it.
    ///
    /// - Parameters:
    ///   - bytes: Bytes that may go on with the body, or end within the header.
    ///   - accepted: The types that are allowed at this point.
    /// - Returns: Nothing if there are fewer than three bytes.
    /// - Throws: ``WireError`` if the type, known from the first byte on, or the length is wrong.
    public static func parse(
        _ bytes: Span<UInt8>, accepting accepted: UnitTypes = .all
    ) throws(WireError) -> UnitHeader? {
        guard bytes.count >= 1 else { return nil }
        guard let type = UnitType(rawValue: bytes[0]) else { throw WireError(.unknownUnitType) }
        guard accepted.contains(UnitTypes(type)) else { throw WireError(.unexpectedUnit) }
        guard bytes.count >= byteCount else { return nil }
        return try UnitHeader(type: type, bodyByteCount: Int(bytes[1]) &<< 8 | Int(bytes[2]))
    }

    /// The three bytes. Those of a record are the associated data of its encryption.
    public var bytes: InlineArray<3, UInt8> {
        [type.rawValue, UInt8(truncatingIfNeeded: bodyByteCount &>> 8), UInt8(truncatingIfNeeded: bodyByteCount)]
    }

    /// A whole unit with the body given.
    ///
    /// - Throws: ``WireError`` if a body of this type cannot have that length.
    public static func unit(_ type: UnitType, body: Span<UInt8>) throws(WireError) -> [UInt8] {
        let header = try UnitHeader(type: type, bodyByteCount: body.count)
        var writer = ByteWriter(reservingCapacity: byteCount + body.count)
        writer.write(header.bytes.span)
        writer.write(body)
        return writer.bytes
    }
}
