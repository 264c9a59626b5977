/// Writes `Encodable` values as deterministic CBOR (RFC 8949 section 4.2.1): equal values give equal bytes.
///
/// ```swift
/// struct Point: Codable { var x: Int, y: Int }
/// let bytes = try CBOREncoder().encode(Point(x: 1, y: 2))
/// let point = try CBORDecoder().decode(Point.self, from: bytes)
/// ```
///
/// How Swift's types are written:
/// - Keyed containers (structures, classes) are maps. A key is a text; where the coding keys were declared with
///   numbers (`enum CodingKeys: Int, CodingKey`) it is that number.
/// - A `Dictionary` is a map, whatever the type of its keys; the keys of an `[Int: …]` are integers. A `Set` is
///   an array in the order of the encodings of its elements. Left to themselves both would be written in an
///   order that changes from run to run. They are recognised wherever they are handed to a container or to
///   the encoder as a whole; a type that forwards by `dictionary.encode(to: encoder)` instead of
///   `container.encode(dictionary)` takes that away, and only dictionaries with keys of `String`, `Int` or a
///   `CodingKeyRepresentable` type are then still deterministic.
/// - `[UInt8]`, and any other random-access collection of bytes that can be made of bytes (Foundation's `Data`),
///   is a byte string.
/// - `Float` and `Double` are written in the shortest format that keeps the value, but never as an integer.
/// - `nil` is null. ``CBORValue`` and ``CBORMap`` are what they are.
///
/// Errors are `EncodingError`s, as for every encoder.
public struct CBOREncoder: Sendable {
    /// How deep arrays and maps may be nested: 64 unless set; ``CBOROptions/depthCeiling`` at most.
    public var maximumDepth = CBOROptions().maximumDepth

    /// What the values that are encoded may ask for by way of `Encoder.userInfo`.
    public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

    /// An encoder with the settings above.
    public init() {}

    /// The deterministic encoding of a value.
    ///
    /// - Throws: `EncodingError`, with ``CBORError/Code/tooDeep`` below it if the encoding is nested deeper than
    ///   ``maximumDepth``; otherwise what ``value(of:)`` does.
    public func encode(_ value: some Encodable) throws -> [UInt8] {
        let tree = try self.value(of: value)
        do {
            return try tree.encoded(maximumDepth: maximumDepth)
        } catch {
            throw EncodingError.invalidValue(
                value, .init(codingPath: [], debugDescription: "\(error)", underlyingError: error))
        }
    }

    /// A value as a dynamic one, for instance to put it into a larger one.
    ///
    /// - Throws: `EncodingError` if a value encodes nothing or more than once, or values are in a cycle; and what the
    ///   types themselves throw.
    public func value(of value: some Encodable) throws -> CBORValue {
        let session = CBOREncodingSession(
            maximumLevel: 4 * min(maximumDepth, CBOROptions.depthCeiling), userInfo: userInfo)
        return try CBORTreeEncoder(session: session, path: .root, level: 0).box(value)
    }
}

/// What all encoders of one call share.
final class CBOREncodingSession {
    /// How deep `encode(to:)` may be nested. Some calls make no CBOR level (optionals, wrappers), hence more
    /// than the depth of the encoding, which is checked when it is written; this stops a cycle of references.
    let maximumLevel: Int
    let userInfo: [CodingUserInfoKey: any Sendable]

    /// What a type is, found out once: asking for a conformance at run time is slow.
    private var kinds: [ObjectIdentifier: Kind] = [:]

    enum Kind {
        case direct
        case bytes
        case other
    }

    init(maximumLevel: Int, userInfo: [CodingUserInfoKey: any Sendable]) {
        self.maximumLevel = maximumLevel
        self.userInfo = userInfo
    }

    func kind<Value>(of type: Value.Type) -> Kind {
        if let known = kinds[ObjectIdentifier(type)] { return known }
        let kind: Kind =
            if type is any CBORDirectlyEncodable.Type {
                .direct
            } else if type is any CBORByteCollection.Type {
                .bytes
            } else {
                .other
            }
        kinds[ObjectIdentifier(type)] = kind
        return kind
    }
}

/// A collection that is written as a byte string. What is written must be read again, hence both requirements.
typealias CBORByteCollection = RandomAccessCollection<UInt8> & RangeReplaceableCollection<UInt8>

/// Fills one place of the tree.
struct CBORTreeEncoder: Encoder {
    let session: CBOREncodingSession
    let path: CBORCodingPath
    let level: Int
    let slot = CBORSlot()

    var codingPath: [any CodingKey] { path.keys }
    var userInfo: [CodingUserInfoKey: Any] { session.userInfo }

    /// An encoder for a value inside this one.
    func inner(_ path: CBORCodingPath) -> CBORTreeEncoder {
        CBORTreeEncoder(session: session, path: path, level: level + 1)
    }

    /// The tree for a value at this place.
    func box<Value: Encodable>(_ value: Value) throws -> CBORValue {
        guard level <= session.maximumLevel else {
            throw EncodingError.invalidValue(
                value, .init(codingPath: codingPath, debugDescription: "values are nested too deep, or in a cycle"))
        }
        switch session.kind(of: Value.self) {
        case .direct: if let value = value as? any CBORDirectlyEncodable { return try value.value(by: self) }
        case .bytes: if let value = value as? any CBORByteCollection { return .bytes(Array(value)) }
        case .other: break
        }
        try value.encode(to: self)
        do {
            return try slot.value()
        } catch {
            throw EncodingError.invalidValue(
                value, .init(codingPath: codingPath, debugDescription: error.reason))
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        slot.beginMap()
        return KeyedEncodingContainer(CBORKeyedEncodingContainer(encoder: self, slot: slot))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        slot.beginArray()
        return CBORUnkeyedEncodingContainer(encoder: self, slot: slot)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        CBORSingleValueEncodingContainer(encoder: self)
    }
}
