/// Bytes that are not in the form of the wire format, or a value that cannot be put into it.
///
/// When it comes out of a parser the peer is at fault, or speaks another protocol; when it comes out of an
/// initialiser that takes values, the caller is.
public struct WireError: Error, Equatable, Sendable {
    /// What exactly is wrong.
    public let reason: Reason

    /// Makes an error.
    public init(_ reason: Reason) { self.reason = reason }

    /// What exactly is wrong: for logs and tests. The peer is told the ``WireError/code`` only.
    public enum Reason: Sendable {
        /// The bytes end before what they announce is complete.
        case truncated
        /// Bytes follow after the end.
        case trailingBytes
        /// A varint is written with more bytes than it needs, or a number is too large for one.
        case badVarint
        /// A unit has a type that does not exist.
        case unknownUnitType
        /// A unit of this type is not allowed at this point.
        case unexpectedUnit
        /// A unit is shorter than its type allows.
        case unitTooShort
        /// A unit is longer than its type allows.
        case unitTooLong
        /// A hello does not begin with `WAXW`.
        case badMagic
        /// A hello offers no version, more than sixteen, or one of them twice.
        case badVersions
        /// The name of the Noise protocol is empty, longer than 64 bytes, or has other than printable characters.
        case badProtocolName
        /// Extensions are not in ascending order.
        case extensionOrder
        /// An extension that is understood has a value which it cannot have.
        case badExtension
        /// An extension is critical and not understood.
        case unknownCriticalExtension
        /// A text is not UTF-8.
        case badText
        /// A text or a byte string is longer than its place allows.
        case tooLong
        /// Settings are not in ascending order.
        case settingOrder
        /// There are more than 64 settings.
        case tooManySettings
        /// A setting is below its floor.
        case settingBelowFloor
        /// A frame is of a kind that does not exist and may not be ignored.
        case unknownFrame
        /// A frame of a stream is on stream 0, or a frame of the connection on another stream.
        case wrongStream
        /// A frame's payload is longer than what was announced.
        case frameTooLong
        /// A frame's payload has a length that its kind cannot have.
        case badPayloadLength
        /// Padding has bytes other than zero.
        case nonZeroPadding
        /// A frame follows a rekey frame in the same record.
        case frameAfterRekey
        /// A message has a type that does not exist.
        case unknownMessageType
        /// A message has flags that do not exist in this version.
        case unknownFlags
        /// A field of a message or file header has a value which it cannot have.
        case badField
    }

    /// What the peer is told.
    public var code: ErrorCode {
        switch reason {
        case .truncated, .trailingBytes, .badVarint, .unknownUnitType, .unitTooShort, .badMagic, .badVersions,
            .badProtocolName, .extensionOrder, .badExtension, .badText, .tooLong, .settingOrder, .badPayloadLength,
            .badField:
            .malformed
        case .unitTooLong, .tooManySettings, .frameTooLong:
            .limitExceeded
        case .unknownCriticalExtension:
            .unsupportedExtension
        case .unknownMessageType:
            .unsupportedType
        case .unexpectedUnit, .settingBelowFloor, .unknownFrame, .wrongStream, .nonZeroPadding, .frameAfterRekey,
            .unknownFlags:
            .protocolViolation
        }
    }
}
