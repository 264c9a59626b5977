// The three kinds of containers of an encoder. Each overload is a requirement of the standard library's
// protocols; all of them end in `put`.

struct CBORKeyedEncodingContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: CBORTreeEncoder
    let slot: CBORSlot
    /// Where the container is: the place of the encoder unless this is a nested one.
    var path: CBORCodingPath

    init(encoder: CBORTreeEncoder, slot: CBORSlot, path: CBORCodingPath? = nil) {
        self.encoder = encoder
        self.slot = slot
        self.path = path ?? encoder.path
    }

    var codingPath: [any CodingKey] { path.keys }

    private func put(_ value: CBORValue, _ key: Key) { slot.put(.value(value), for: CBORValue(key)) }

    mutating func encodeNil(forKey key: Key) throws { put(.null, key) }
    mutating func encode(_ value: Bool, forKey key: Key) throws { put(.bool(value), key) }
    mutating func encode(_ value: String, forKey key: Key) throws { put(.text(value), key) }
    mutating func encode(_ value: Double, forKey key: Key) throws { put(.float(value), key) }
    mutating func encode(_ value: Float, forKey key: Key) throws { put(.float(Double(value)), key) }
    mutating func encode(_ value: Int, forKey key: Key) throws { put(CBORValue(integer: value), key) }
    mutating func encode(_ value: Int8, forKey key: Key) throws { put(CBORValue(integer: value), key) }
    mutating func encode(_ value: Int16, forKey key: Key) throws { put(CBORValue(integer: value), key) }
    mutating func encode(_ value: Int32, forKey key: Key) throws { put(CBORValue(integer: value), key) }
    mutating func encode(_ value: Int64, forKey key: Key) throws { put(CBORValue(integer: value), key) }
    mutating func encode(_ value: UInt, forKey key: Key) throws { put(CBORValue(integer: value), key) }
    mutating func encode(_ value: UInt8, forKey key: Key) throws { put(CBORValue(integer: value), key) }
    mutating func encode(_ value: UInt16, forKey key: Key) throws { put(CBORValue(integer: value), key) }
    mutating func encode(_ value: UInt32, forKey key: Key) throws { put(CBORValue(integer: value), key) }
    mutating func encode(_ value: UInt64, forKey key: Key) throws { put(CBORValue(integer: value), key) }

    mutating func encode(_ value: some Encodable, forKey key: Key) throws {
        put(try encoder.inner(.key(key, in: path)).box(value), key)
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        let nested = CBORSlot()
        nested.beginMap()
        slot.put(.slot(nested), for: CBORValue(key))
        return KeyedEncodingContainer(
            CBORKeyedEncodingContainer<NestedKey>(encoder: encoder, slot: nested, path: .key(key, in: path)))
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let nested = CBORSlot()
        nested.beginArray()
        slot.put(.slot(nested), for: CBORValue(key))
        return CBORUnkeyedEncodingContainer(encoder: encoder, slot: nested, path: .key(key, in: path))
    }

    mutating func superEncoder() -> any Encoder { superEncoder(for: CBORKey.super) }
    mutating func superEncoder(forKey key: Key) -> any Encoder { superEncoder(for: key) }

    private func superEncoder(for key: any CodingKey) -> any Encoder {
        let inner = encoder.inner(.key(key, in: path))
        slot.put(.slot(inner.slot), for: CBORValue(key))
        return inner
    }
}

struct CBORUnkeyedEncodingContainer: UnkeyedEncodingContainer {
    let encoder: CBORTreeEncoder
    let slot: CBORSlot
    /// Where the container is: the place of the encoder unless this is a nested one.
    var path: CBORCodingPath

    init(encoder: CBORTreeEncoder, slot: CBORSlot, path: CBORCodingPath? = nil) {
        self.encoder = encoder
        self.slot = slot
        self.path = path ?? encoder.path
    }

    var codingPath: [any CodingKey] { path.keys }
    var count: Int { slot.count }

    private func put(_ value: CBORValue) { slot.append(.value(value)) }

    mutating func encodeNil() throws { put(.null) }
    mutating func encode(_ value: Bool) throws { put(.bool(value)) }
    mutating func encode(_ value: String) throws { put(.text(value)) }
    mutating func encode(_ value: Double) throws { put(.float(value)) }
    mutating func encode(_ value: Float) throws { put(.float(Double(value))) }
    mutating func encode(_ value: Int) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: Int8) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: Int16) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: Int32) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: Int64) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: UInt) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: UInt8) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: UInt16) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: UInt32) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: UInt64) throws { put(CBORValue(integer: value)) }

    mutating func encode(_ value: some Encodable) throws {
        put(try encoder.inner(.index(count, in: path)).box(value))
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy keyType: NestedKey.Type
    ) -> KeyedEncodingContainer<NestedKey> {
        let (nested, place) = (CBORSlot(), count)
        nested.beginMap()
        slot.append(.slot(nested))
        return KeyedEncodingContainer(
            CBORKeyedEncodingContainer<NestedKey>(encoder: encoder, slot: nested, path: .index(place, in: path)))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let (nested, place) = (CBORSlot(), count)
        nested.beginArray()
        slot.append(.slot(nested))
        return CBORUnkeyedEncodingContainer(encoder: encoder, slot: nested, path: .index(place, in: path))
    }

    mutating func superEncoder() -> any Encoder {
        let inner = encoder.inner(.index(count, in: path))
        slot.append(.slot(inner.slot))
        return inner
    }
}

struct CBORSingleValueEncodingContainer: SingleValueEncodingContainer {
    let encoder: CBORTreeEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }

    private func put(_ value: CBORValue) { encoder.slot.set(value) }

    mutating func encodeNil() throws { put(.null) }
    mutating func encode(_ value: Bool) throws { put(.bool(value)) }
    mutating func encode(_ value: String) throws { put(.text(value)) }
    mutating func encode(_ value: Double) throws { put(.float(value)) }
    mutating func encode(_ value: Float) throws { put(.float(Double(value))) }
    mutating func encode(_ value: Int) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: Int8) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: Int16) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: Int32) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: Int64) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: UInt) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: UInt8) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: UInt16) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: UInt32) throws { put(CBORValue(integer: value)) }
    mutating func encode(_ value: UInt64) throws { put(CBORValue(integer: value)) }

    mutating func encode(_ value: some Encodable) throws { put(try encoder.inner(encoder.path).box(value)) }
}
