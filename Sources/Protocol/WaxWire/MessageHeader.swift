import WaxCore

/// What the content of a message is.
public enum MessageType: UInt8, Sendable, CaseIterable {
    /// Any bytes.
    case bytes = 1
    /// Text in UTF-8.
    case text = 2
    /// One CBOR item other than an array.
    case object = 3
    /// One CBOR array.
    case list = 4
    /// A file.
    case file = 5
    /// A question that wants an answer.
    case request = 6
    /// The answer to a request.
    case response = 7

    /// Whether a request or response can have content of this type.
    public var isContent: Bool { rawValue >= 1 && rawValue <= 4 }
}

/// The payload of `message`: `u8 type | u8 flags | varint length | fields`.
///
/// The content follows in `data` frames of the same stream, exactly `length` bytes.
public struct MessageHeader: Equatable, Sendable {
    /// What the header says beyond the length, by type.
    public enum Content: Equatable, Sendable {
        /// Any bytes.
        case bytes
        /// Text in UTF-8.
        case text
        /// One CBOR item other than an array.
        case object
        /// One CBOR array.
        case list
        /// A file.
        case file(FileHeader)
        /// A question: the type of its content, and the name of the method, at most 255 bytes.
        case request(MessageType, method: String)
        /// An answer: the type of its content, and a status, ``ErrorCode/none`` for success.
        case response(MessageType, status: ErrorCode)
    }

    /// The largest number of bytes that a header can take.
    public static var largestByteCount: Int { 2 + 8 + FileHeader.largestByteCount }

    /// What the message is.
    public let content: Content
    /// The number of bytes of its content; for a file the size of the whole, whatever the offset.
    public let length: UInt64

    /// Makes a header.
    ///
    /// - Throws: ``WireError`` if the length is too large for a varint or other than a file's size, a method's name
    ///   is longer than 255 bytes, or a request or response has content that is not bytes, text, object or list.
    public init(_ content: Content, length: UInt64) throws(WireError) {
        guard length <= Varint.maximum else { throw WireError(.badVarint) }
        switch content {
        case .bytes, .text, .object, .list: break
        case .file(let file):
            guard file.size == length else { throw WireError(.badField) }
        case .request(let type, let method):
            guard type.isContent else { throw WireError(.badField) }
            try check(method, atMost: 255)
        case .response(let type, _):
            guard type.isContent else { throw WireError(.badField) }
        }
        self.content = content
        self.length = length
    }

    /// The type on the wire.
    public var type: MessageType {
        switch content {
        case .bytes: .bytes
        case .text: .text
        case .object: .object
        case .list: .list
        case .file: .file
        case .request: .request
        case .response: .response
        }
    }

    /// Reads a payload.
    ///
    /// - Throws: ``WireError``; if it is for an unknown type, the stream can be given up without the connection.
    public init(parsing payload: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(payload)
        guard let type = MessageType(rawValue: try reader.takeUInt8()) else { throw WireError(.unknownMessageType) }
        guard try reader.takeUInt8() == 0 else { throw WireError(.unknownFlags) }
        let length = try reader.readVarint()
        let content: Content
        switch type {
        case .bytes: content = .bytes
        case .text: content = .text
        case .object: content = .object
        case .list: content = .list
        case .file: content = .file(try FileHeader(parsing: &reader))
        case .request:
            let inner = try MessageHeader.readContentType(&reader)
            content = .request(inner, method: try reader.takeText(Int(try reader.takeUInt8())))
        case .response:
            let inner = try MessageHeader.readContentType(&reader)
            content = .response(inner, status: ErrorCode(rawValue: try reader.takeUInt16()))
        }
        try reader.checkEnd()
        try self.init(content, length: length)
    }

    private static func readContentType(_ reader: inout ByteReader) throws(WireError) -> MessageType {
        guard let type = MessageType(rawValue: try reader.takeUInt8()) else { throw WireError(.unknownMessageType) }
        return type
    }

    /// The payload.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter(reservingCapacity: 64)
        writer.write(type.rawValue)
        writer.write(UInt8(0))
        writer.writeVarint(length)
        switch content {
        case .bytes, .text, .object, .list: break
        case .file(let file): file.encode(into: &writer)
        case .request(let type, let method):
            writer.write(type.rawValue)
            writer.write(UInt8(truncatingIfNeeded: method.utf8.count))
            writer.write([UInt8](method.utf8))
        case .response(let type, let status):
            writer.write(type.rawValue)
            writer.write(status.rawValue)
        }
        return writer.bytes
    }
}
