// The three kinds of containers of a decoder. Each overload is a requirement of the standard library's
// protocols; all of them end in a method of the decoder for the value in question.

struct CBORKeyedDecodingContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: CBORTreeDecoder
    let map: CBORMap
    private let index: CBORKeyIndex

    init(decoder: CBORTreeDecoder, map: CBORMap) {
        self.decoder = decoder
        self.map = map
        self.index = CBORKeyIndex(map)
    }

    var codingPath: [any CodingKey] { decoder.codingPath }

    /// The keys that are texts or numbers of this machine; a map may have others, which no coding key can name.
    var allKeys: [Key] {
        map.compactMap { entry in
            if let text = entry.key.text { return Key(stringValue: text) }
            return entry.key.integer(as: Int.self).flatMap { Key(intValue: $0) }
        }
    }

    func contains(_ key: Key) -> Bool { place(of: key) != nil }

    private func place(of key: any CodingKey) -> Int? {
        if let place = index.place(of: CBORValue(key)) { return place }
        // The key of an integer-keyed dictionary, which names itself as a text as well.
        return key.intValue.flatMap { index.place(of: CBORValue(integer: $0)) }
    }

    /// The decoder for the value of a key.
    private func inner(_ key: any CodingKey) throws -> CBORTreeDecoder {
        guard let place = place(of: key) else {
            throw DecodingError.keyNotFound(
                key, .init(codingPath: codingPath, debugDescription: "there is no value for \(CBORValue(key))"))
        }
        return decoder.inner(map[place].value, .key(key, in: decoder.path))
    }

    func decodeNil(forKey key: Key) throws -> Bool { try inner(key).value.isNil }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try inner(key).bool() }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try inner(key).text() }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try inner(key).double() }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try inner(key).float() }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try inner(key).integer() }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try inner(key).integer() }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try inner(key).integer() }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try inner(key).integer() }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try inner(key).integer() }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try inner(key).integer() }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try inner(key).integer() }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try inner(key).integer() }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try inner(key).integer() }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try inner(key).integer() }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try inner(key).unbox(type)
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try inner(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try inner(key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder { try inner(CBORKey.super) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try inner(key) }
}

struct CBORUnkeyedDecodingContainer: UnkeyedDecodingContainer {
    let decoder: CBORTreeDecoder
    let array: [CBORValue]
    private(set) var currentIndex = 0

    init(decoder: CBORTreeDecoder, array: [CBORValue]) {
        self.decoder = decoder
        self.array = array
    }

    var codingPath: [any CodingKey] { decoder.codingPath }
    var count: Int? { array.count }
    var isAtEnd: Bool { currentIndex >= array.count }

    /// Decodes the next element, and passes over it only if that succeeds.
    private mutating func next<Value>(_ body: (CBORTreeDecoder) throws -> Value) throws -> Value {
        let path = CBORCodingPath.index(currentIndex, in: decoder.path)
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Value.self, .init(codingPath: path.keys, debugDescription: "the array has no more elements"))
        }
        let value = try body(decoder.inner(array[currentIndex], path))
        currentIndex += 1
        return value
    }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, array[currentIndex].isNil else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try next { try $0.bool() } }
    mutating func decode(_ type: String.Type) throws -> String { try next { try $0.text() } }
    mutating func decode(_ type: Double.Type) throws -> Double { try next { try $0.double() } }
    mutating func decode(_ type: Float.Type) throws -> Float { try next { try $0.float() } }
    mutating func decode(_ type: Int.Type) throws -> Int { try next { try $0.integer() } }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try next { try $0.integer() } }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try next { try $0.integer() } }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try next { try $0.integer() } }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try next { try $0.integer() } }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try next { try $0.integer() } }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try next { try $0.integer() } }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try next { try $0.integer() } }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try next { try $0.integer() } }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try next { try $0.integer() } }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try next { try $0.unbox(type) } }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try next { try $0.container(keyedBy: type) }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next { try $0.unkeyedContainer() }
    }

    mutating func superDecoder() throws -> any Decoder { try next { $0 } }
}

struct CBORSingleValueDecodingContainer: SingleValueDecodingContainer {
    let decoder: CBORTreeDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.value.isNil }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.bool() }
    func decode(_ type: String.Type) throws -> String { try decoder.text() }
    func decode(_ type: Double.Type) throws -> Double { try decoder.double() }
    func decode(_ type: Float.Type) throws -> Float { try decoder.float() }
    func decode(_ type: Int.Type) throws -> Int { try decoder.integer() }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.integer() }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.integer() }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.integer() }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.integer() }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.integer() }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.integer() }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.integer() }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.integer() }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.integer() }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try decoder.inner(decoder.value, decoder.path).unbox(type)
    }
}
