public import WaxEncoding
public import WaxSession

/// What a peer has sent.
public enum ReceivedMessage: Sendable {
    /// Bytes without further meaning.
    case bytes([UInt8])
    /// Text.
    case text(String)
    /// An object: one value of a `Codable` type that is no list, or of unknown shape.
    case object(EncodedValue)
    /// A list: an array of values.
    case list(EncodedValue)
    /// A file, which is whole and in the inbox.
    case file(ReceivedFile)

    init(_ message: Message) {
        switch message.kind {
        case .bytes: self = .bytes(message.content)
        // A text has been checked when it arrived.
        case .text: self = .text(String(decoding: message.content, as: UTF8.self))
        case .object: self = .object(EncodedValue(message.content))
        case .list: self = .list(EncodedValue(message.content))
        }
    }
}

/// A value as it travels: one well-formed item of CBOR (RFC 8949). What is in it is up to the sender until it is
/// decoded.
public struct EncodedValue: Hashable, Sendable {
    /// The item.
    public let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Decodes the value as a type.
    ///
    /// - Throws: ``/Waxwing/WaxwingError/Code/peerMisbehaved`` if it is none.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws(WaxwingError) -> Value {
        do {
            // Deterministic encoding is a rule for signatures; a message may come from any encoder.
            return try CBORDecoder(options: .lenient).decode(type, from: bytes)
        } catch {
            throw WaxwingError(.peerMisbehaved, "the value is no \(type): \("\(error)".escapedForDisplay)")
        }
    }

    /// The value as it is, for values of unknown shape.
    ///
    /// - Throws: ``/Waxwing/WaxwingError/Code/peerMisbehaved`` if it is nested too deep or has too many parts.
    public func value() throws(WaxwingError) -> CBORValue {
        do throws(CBORError) {
            return try CBORValue(decoding: bytes, options: .lenient)
        } catch {
            throw WaxwingError(.peerMisbehaved, "the value cannot be read: \(error)")
        }
    }
}

extension Message {
    /// A value of a `Codable` type, as a message of the kind ``Message/Kind/object``, or ``Message/Kind/list`` if it is
    /// written as an array.
    ///
    /// - Throws: ``/Waxwing/WaxwingError/Code/misuse`` if it cannot be encoded.
    public static func value(_ value: some Encodable) throws(WaxwingError) -> Message {
        do {
            let bytes = try CBOREncoder().encode(value)
            // An array begins with major type 4 (RFC 8949 section 3.1).
            return Message(kind: (bytes.first ?? 0) >> 5 == 4 ? .list : .object, content: bytes)
        } catch {
            throw WaxwingError(.misuse, "the value cannot be encoded: \("\(error)".escapedForDisplay)")
        }
    }

    /// Decodes an object or a list as a type.
    ///
    /// - Throws: ``/Waxwing/WaxwingError/Code/peerMisbehaved`` if it is none.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws(WaxwingError) -> Value {
        guard kind == .object || kind == .list else {
            throw WaxwingError(.peerMisbehaved, "expected a value, got \(kind)")
        }
        return try EncodedValue(content).decode(type)
    }
}
