/// Reads `Decodable` values from CBOR (RFC 8949), by default from the deterministic encoding only.
///
/// What ``CBOREncoder`` says about the types of Swift holds the other way round. Beyond it, integers are read as
/// `Float` and `Double` where they fit exactly, and undefined is read as `nil`. Nothing is rounded, cut off or
/// converted silently: a number that does not fit the type, an integer where bytes are expected, or a tag where
/// none is known is an error. Keys of a map that the type does not ask for are passed over.
///
/// Errors are `DecodingError`s, as for every decoder; where the bytes are not CBOR, or a limit of the options is
/// passed, the underlying error is a ``CBORError``.
public struct CBORDecoder: Sendable {
    /// What is accepted, and how much.
    public var options: CBOROptions

    /// What the values that are decoded may ask for by way of `Decoder.userInfo`.
    public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

    /// A decoder with the options given.
    public init(options: CBOROptions = .strict) { self.options = options }

    /// Reads bytes that hold exactly one value.
    ///
    /// - Throws: `DecodingError`, with a ``CBORError`` below it if the bytes are not CBOR or pass a limit of the
    ///   options; and what the types themselves throw.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self, from bytes: Span<UInt8>) throws -> Value {
        let value: CBORValue
        do {
            value = try CBORValue(decoding: bytes, options: options)
        } catch {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "\(error)", underlyingError: error))
        }
        return try decode(type, from: value)
    }

    /// Reads bytes that hold exactly one value.
    ///
    /// - Throws: `DecodingError`, with a ``CBORError`` below it if the bytes are not CBOR or pass a limit of the
    ///   options; and what the types themselves throw.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self, from bytes: [UInt8]) throws -> Value {
        try decode(type, from: bytes.span)
    }

    /// Takes a value out of a dynamic one.
    ///
    /// - Throws: `DecodingError` if the value is not what the type asks for; and what the types themselves throw.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self, from value: CBORValue) throws -> Value {
        let session = CBORDecodingSession(userInfo: userInfo)
        return try CBORTreeDecoder(session: session, path: .root, value: value).unbox(type)
    }
}

/// What all decoders of one call share.
final class CBORDecodingSession {
    let userInfo: [CodingUserInfoKey: any Sendable]

    /// What a type is, found out once: asking for a conformance at run time is slow.
    private var kinds: [ObjectIdentifier: Kind] = [:]

    enum Kind {
        case direct(any CBORDirectlyDecodable.Type)
        case bytes(any CBORByteCollection.Type)
        case other
    }

    init(userInfo: [CodingUserInfoKey: any Sendable]) { self.userInfo = userInfo }

    func kind<Value>(of type: Value.Type) -> Kind {
        if let known = kinds[ObjectIdentifier(type)] { return known }
        let kind: Kind =
            if let type = type as? any CBORDirectlyDecodable.Type {
                .direct(type)
            } else if let type = type as? any CBORByteCollection.Type {
                .bytes(type)
            } else {
                .other
            }
        kinds[ObjectIdentifier(type)] = kind
        return kind
    }
}

/// Reads one place of the tree.
struct CBORTreeDecoder: Decoder {
    let session: CBORDecodingSession
    let path: CBORCodingPath
    let value: CBORValue

    var codingPath: [any CodingKey] { path.keys }
    var userInfo: [CodingUserInfoKey: Any] { session.userInfo }

    /// A decoder for a value inside this one.
    func inner(_ value: CBORValue, _ path: CBORCodingPath) -> CBORTreeDecoder {
        CBORTreeDecoder(session: session, path: path, value: value)
    }

    func unbox<Value: Decodable>(_ type: Value.Type) throws -> Value {
        switch session.kind(of: type) {
        case .direct(let direct): if let value = try direct.init(by: self) as? Value { return value }
        case .bytes(let collection): if let value = Self.make(collection, try bytes()) as? Value { return value }
        case .other: break
        }
        return try Value(from: self)
    }

    private static func make<Bytes: CBORByteCollection>(_ type: Bytes.Type, _ bytes: [UInt8]) -> Bytes {
        Bytes(bytes)
    }

    // MARK: What the value has to be

    func bool() throws -> Bool {
        guard case .bool(let value) = value else { throw mismatch(Bool.self, "true or false") }
        return value
    }

    func text() throws -> String {
        guard case .text(let value) = value else { throw mismatch(String.self, "a text") }
        return value
    }

    func bytes() throws -> [UInt8] {
        guard case .bytes(let value) = value else { throw mismatch([UInt8].self, "a byte string") }
        return value
    }

    func map() throws -> CBORMap {
        guard case .map(let value) = value else { throw mismatch(CBORMap.self, "a map") }
        return value
    }

    func integer<Integer: FixedWidthInteger>() throws -> Integer {
        guard value.isInteger else { throw mismatch(Integer.self, "an integer") }
        guard let number = value.integer(as: Integer.self) else { throw unfit(Integer.self) }
        return number
    }

    func double() throws -> Double {
        if case .float(let value) = value { return value }
        guard value.isInteger else { throw mismatch(Double.self, "a number") }
        guard let number = value.exactDouble else { throw unfit(Double.self) }
        return number
    }

    func float() throws -> Float {
        let wide = try double()
        if wide.isNaN { return .nan }
        guard let number = Float(exactly: wide) else { throw unfit(Float.self) }
        return number
    }

    func mismatch(_ type: any Any.Type, _ expected: String) -> DecodingError {
        let context = DecodingError.Context(
            codingPath: codingPath, debugDescription: "expected \(expected), found \(value.kindName)")
        return value.isNil ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }

    private func unfit(_ type: any Any.Type) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: "the number does not fit into \(type) exactly"))
    }

    // MARK: Containers

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(CBORKeyedDecodingContainer(decoder: self, map: try map()))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .array(let array) = value else { throw mismatch([Any].self, "an array") }
        return CBORUnkeyedDecodingContainer(decoder: self, array: array)
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        CBORSingleValueDecodingContainer(decoder: self)
    }
}

extension CBORValue {
    /// True for what is read as `nil`.
    var isNil: Bool {
        switch self {
        case .null, .undefined: true
        default: false
        }
    }

    var isInteger: Bool {
        switch self {
        case .unsigned, .negative: true
        default: false
        }
    }

    /// An integer as a floating-point number, if nothing is lost.
    fileprivate var exactDouble: Double? {
        switch self {
        case .unsigned(let value): Double(exactly: value)
        // -1 - n; from 2^53 on n + 1 is exact where it is a multiple of a power of two.
        case .negative(.max): -0x1p64
        case .negative(let value): Double(exactly: value + 1).map { -$0 }
        default: nil
        }
    }

    /// What kind of value this is, for an error message that shows none of it.
    fileprivate var kindName: String {
        switch self {
        case .unsigned, .negative: "an integer"
        case .bytes: "a byte string"
        case .text: "a text"
        case .array: "an array"
        case .map: "a map"
        case .tagged(let tag, _): "a value with tag \(tag)"
        case .float: "a floating-point number"
        case .bool: "true or false"
        case .null: "null"
        case .undefined: "undefined"
        case .simple(let value): "simple value \(value.rawValue)"
        }
    }
}
