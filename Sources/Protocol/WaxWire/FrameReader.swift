import WaxCore

/// One frame of a record: `varint kind | varint stream | varint length | payload`.
public struct Frame: ~Escapable {
    /// The number of the kind on the wire.
    public let kindNumber: UInt64
    /// The stream, or 0 for a frame of the connection.
    public let stream: UInt64
    /// The payload, where it lies in the record.
    public let payload: Span<UInt8>

    @_lifetime(copy payload)
    init(kindNumber: UInt64, stream: UInt64, payload: Span<UInt8>) {
        self.kindNumber = kindNumber
        self.stream = stream
        self.payload = payload
    }

    /// The kind; nothing if it is one that is not known here and is to be passed over.
    public var kind: FrameKind? { FrameKind(rawValue: kindNumber) }
}

extension Frame {
    /// Reads a payload that is an error code: `reset`, `stop-sending`.
    public func errorCode() throws(WireError) -> ErrorCode {
        var reader = ByteReader(payload)
        let code = ErrorCode(rawValue: try reader.takeUInt16())
        try reader.checkEnd()
        return code
    }

    /// Reads a payload that is one varint: `connection-credit`, `stream-credit`, `file-accept`.
    public func varint() throws(WireError) -> UInt64 {
        var reader = ByteReader(payload)
        let value = try reader.readVarint()
        try reader.checkEnd()
        return value
    }

    /// Reads a payload that is a text: `name`, `open`.
    public func text() throws(WireError) -> String {
        var reader = ByteReader(payload)
        return try reader.takeRemainingText(atMost: 255)
    }
}

/// Takes the plaintext of a record apart into frames.
///
/// It checks all that a frame shows by itself: that its kind exists or may be ignored, that it is on a stream where
/// its kind belongs, that its payload is within the limit announced and has a length that the kind can have, that
/// padding is zero and a rekey the last frame. What is in the payload is read by the payload's own type.
public struct FrameReader: ~Escapable {
    private var reader: ByteReader
    private let largestPayload: UInt64
    private var sawRekey = false

    /// Begins at the first frame.
    ///
    /// - Parameters:
    ///   - plaintext: The plaintext of one record.
    ///   - largestPayload: What this side announced as ``Settings/Known/largestFramePayload``.
    @_lifetime(copy plaintext)
    public init(_ plaintext: Span<UInt8>, largestPayload: UInt64) {
        self.reader = ByteReader(plaintext)
        self.largestPayload = largestPayload
    }

    /// The next frame, or nothing at the end of the record.
    ///
    /// - Throws: ``WireError`` if the bytes are not a frame, or one that is not allowed. There is no way to go on
    ///   after that: the connection is at an end.
    @_lifetime(copy self)
    @_lifetime(self: copy self)
    public mutating func next() throws(WireError) -> Frame? {
        guard !reader.isAtEnd else { return nil }
        guard !sawRekey else { throw WireError(.frameAfterRekey) }
        let number = try reader.readVarint()
        let kind = FrameKind(rawValue: number)
        guard kind != nil || FrameKind.isIgnorable(number) else { throw WireError(.unknownFrame) }
        let stream = try reader.readVarint()
        if let kind, kind.isOfConnection != (stream == 0) { throw WireError(.wrongStream) }
        let count = try reader.readVarint()
        guard count <= largestPayload else { throw WireError(.frameTooLong) }
        guard count <= UInt64(reader.remaining) else { throw WireError(.truncated) }
        let payload: Span<UInt8>
        do throws(EndOfInput) {
            payload = try reader.read(count: Int(truncatingIfNeeded: count))
        } catch {
            throw WireError(.truncated)
        }
        if let kind {
            guard kind.allows(payloadByteCount: payload.count) else { throw WireError(.badPayloadLength) }
            if kind == .padding { try checkPadding(payload) }
            if kind == .rekey { sawRekey = true }
        }
        return Frame(kindNumber: number, stream: stream, payload: payload)
    }

    private func checkPadding(_ payload: Span<UInt8>) throws(WireError) {
        for index in 0..<payload.count where payload[index] != 0 { throw WireError(.nonZeroPadding) }
    }
}
