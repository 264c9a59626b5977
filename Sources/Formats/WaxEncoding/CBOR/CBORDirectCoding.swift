// Types that do not go through `encode(to:)` and `init(from:)`: dynamic values, because they can be more than
// the standard library's containers can say; dictionaries and sets, because they would be written in a random
// order; and the commonest values, because it is faster.

protocol CBORDirectlyEncodable {
    /// The value, where the encoder is at the place of it.
    func value(by encoder: CBORTreeEncoder) throws -> CBORValue
}

protocol CBORDirectlyDecodable {
    /// Takes the value at the place of the decoder.
    init(by decoder: CBORTreeDecoder) throws
}

extension CBORValue: CBORDirectlyEncodable, CBORDirectlyDecodable {
    func value(by encoder: CBORTreeEncoder) -> CBORValue { self }
    init(by decoder: CBORTreeDecoder) { self = decoder.value }
}

extension CBORMap: CBORDirectlyEncodable, CBORDirectlyDecodable {
    func value(by encoder: CBORTreeEncoder) -> CBORValue { .map(self) }
    init(by decoder: CBORTreeDecoder) throws { self = try decoder.map() }
}

extension Array: CBORDirectlyEncodable, CBORDirectlyDecodable where Element == UInt8 {
    func value(by encoder: CBORTreeEncoder) -> CBORValue { .bytes(self) }
    init(by decoder: CBORTreeDecoder) throws { self = try decoder.bytes() }
}

extension Bool: CBORDirectlyEncodable, CBORDirectlyDecodable {
    func value(by encoder: CBORTreeEncoder) -> CBORValue { .bool(self) }
    init(by decoder: CBORTreeDecoder) throws { self = try decoder.bool() }
}

extension String: CBORDirectlyEncodable, CBORDirectlyDecodable {
    func value(by encoder: CBORTreeEncoder) -> CBORValue { .text(self) }
    init(by decoder: CBORTreeDecoder) throws { self = try decoder.text() }
}

extension Double: CBORDirectlyEncodable, CBORDirectlyDecodable {
    func value(by encoder: CBORTreeEncoder) -> CBORValue { .float(self) }
    init(by decoder: CBORTreeDecoder) throws { self = try decoder.double() }
}

extension Float: CBORDirectlyEncodable, CBORDirectlyDecodable {
    func value(by encoder: CBORTreeEncoder) -> CBORValue { .float(Double(self)) }
    init(by decoder: CBORTreeDecoder) throws { self = try decoder.float() }
}

extension CBORDirectlyEncodable where Self: FixedWidthInteger {
    func value(by encoder: CBORTreeEncoder) -> CBORValue { CBORValue(integer: self) }
}

extension CBORDirectlyDecodable where Self: FixedWidthInteger {
    init(by decoder: CBORTreeDecoder) throws { self = try decoder.integer() }
}

extension Int: CBORDirectlyEncodable, CBORDirectlyDecodable {}
extension Int8: CBORDirectlyEncodable, CBORDirectlyDecodable {}
extension Int16: CBORDirectlyEncodable, CBORDirectlyDecodable {}
extension Int32: CBORDirectlyEncodable, CBORDirectlyDecodable {}
extension Int64: CBORDirectlyEncodable, CBORDirectlyDecodable {}
extension UInt: CBORDirectlyEncodable, CBORDirectlyDecodable {}
extension UInt8: CBORDirectlyEncodable, CBORDirectlyDecodable {}
extension UInt16: CBORDirectlyEncodable, CBORDirectlyDecodable {}
extension UInt32: CBORDirectlyEncodable, CBORDirectlyDecodable {}
extension UInt64: CBORDirectlyEncodable, CBORDirectlyDecodable {}

// MARK: Dictionaries

extension Dictionary: CBORDirectlyEncodable where Key: Encodable, Value: Encodable {
    func value(by encoder: CBORTreeEncoder) throws -> CBORValue {
        var entries: [CBORMap.Entry] = []
        entries.reserveCapacity(count)
        for (key, value) in self {
            let mapKey = try Self.mapKey(key, encoder)
            let inner = encoder.inner(.key(CBORKey(naming: mapKey), in: encoder.path))
            entries.append(CBORMap.Entry(key: mapKey, value: try inner.box(value)))
        }
        guard let map = CBORMap(entries: entries) else {
            throw EncodingError.invalidValue(
                self, .init(codingPath: encoder.codingPath, debugDescription: "two keys have the same encoding"))
        }
        return .map(map)
    }

    private static func mapKey(_ key: Key, _ encoder: CBORTreeEncoder) throws -> CBORValue {
        if let key = key as? any CBORDirectlyEncodable { return try key.value(by: encoder) }
        // What such a type writes into a keyed container.
        if let key = key as? any CodingKeyRepresentable { return CBORValue(key.codingKey) }
        return try encoder.inner(encoder.path).box(key)
    }
}

extension Dictionary: CBORDirectlyDecodable where Key: Decodable, Value: Decodable {
    init(by decoder: CBORTreeDecoder) throws {
        let map = try decoder.map()
        self.init(minimumCapacity: map.count)
        for entry in map {
            let path = CBORCodingPath.key(CBORKey(naming: entry.key), in: decoder.path)
            let key = try Self.key(decoder.inner(entry.key, path))
            let value = try decoder.inner(entry.value, path).unbox(Value.self)
            // Two texts can be one String (RFC 8949 compares bytes, Swift characters), two numbers one Double.
            guard updateValue(value, forKey: key) == nil else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: path.keys, debugDescription: "two keys of the map are equal in a Dictionary"))
            }
        }
    }

    private static func key(_ decoder: CBORTreeDecoder) throws -> Key {
        guard let type = Key.self as? any CodingKeyRepresentable.Type, Key.self != String.self else {
            return try decoder.unbox(Key.self)
        }
        let codingKey: CBORKey? =
            if let text = decoder.value.text {
                CBORKey(text: text)
            } else {
                decoder.value.integer(as: Int.self).map { CBORKey(number: $0) }
            }
        guard let codingKey, let key = type.init(codingKey: codingKey) as? Key else {
            throw decoder.mismatch(Key.self, "a key of the dictionary")
        }
        return key
    }
}

// MARK: Sets

extension Set: CBORDirectlyEncodable where Element: Encodable {
    func value(by encoder: CBORTreeEncoder) throws -> CBORValue {
        var elements: [(encoding: [UInt8], value: CBORValue)] = []
        elements.reserveCapacity(count)
        for element in self {
            let value = try encoder.inner(.index(elements.count, in: encoder.path)).box(element)
            do {
                elements.append((try value.encoded(maximumDepth: CBOROptions.depthCeiling), value))
            } catch {
                throw EncodingError.invalidValue(
                    element, .init(codingPath: encoder.codingPath, debugDescription: "\(error)", underlyingError: error)
                )
            }
        }
        elements.sort { $0.encoding.span.lexicographicallyPrecedes($1.encoding.span) }
        return .array(elements.map(\.value))
    }
}

extension Set: CBORDirectlyDecodable where Element: Decodable {
    init(by decoder: CBORTreeDecoder) throws {
        var elements = try decoder.unkeyedContainer()
        self.init()
        while !elements.isAtEnd {
            guard insert(try elements.decode(Element.self)).inserted else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "a set has the same element twice"))
            }
        }
    }
}
