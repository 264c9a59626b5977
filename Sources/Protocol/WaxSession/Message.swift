public import WaxWire

/// A message: what kind of content it is, and the content.
///
/// Objects and lists are one CBOR item (RFC 8949); `WaxEncoding` has the encoder and decoder for `Codable` types.
public struct Message: Hashable, Sendable {
    /// What a content is.
    public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
        /// Bytes without further meaning.
        case bytes = 1
        /// Valid UTF-8.
        case text = 2
        /// One CBOR item other than an array.
        case object = 3
        /// One CBOR array.
        case list = 4
    }

    /// What the content is.
    public let kind: Kind

    /// The content. On arrival it is checked to be what ``kind`` says: valid UTF-8, or one well-formed CBOR item.
    public let content: [UInt8]

    /// A message with content that the caller encoded already.
    public init(kind: Kind, content: [UInt8]) {
        self.kind = kind
        self.content = content
    }

    /// A message of bytes.
    public static func bytes(_ bytes: [UInt8]) -> Message { Message(kind: .bytes, content: bytes) }

    /// A message of text.
    public static func text(_ text: String) -> Message { Message(kind: .text, content: Array(text.utf8)) }

    /// The text of a message of that kind, else nil.
    public var text: String? { kind == .text ? String(validating: content, as: UTF8.self) : nil }
}

/// A question to a service of the other side, which answers with one ``Response``.
public struct Request: Hashable, Sendable {
    /// The service it is for.
    public var service: String
    /// What the service is to do, at most 255 bytes of UTF-8.
    public var method: String
    /// The argument.
    public var message: Message

    /// Makes a request.
    public init(service: String, method: String, message: Message) {
        self.service = service
        self.method = method
        self.message = message
    }
}

/// The answer to a ``Request``.
public struct Response: Hashable, Sendable {
    /// How it went: ``/WaxWire/ErrorCode/none`` for success.
    public var status: ErrorCode
    /// The result.
    public var message: Message

    /// Makes an answer.
    public init(status: ErrorCode = .none, message: Message) {
        self.status = status
        self.message = message
    }
}
