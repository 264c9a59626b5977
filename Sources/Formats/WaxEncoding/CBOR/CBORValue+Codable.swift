// The encoder and the decoder of this module take a value as it is. What follows is for others, such as JSON:
// what they have no word for is an error.

extension CBORValue: Encodable {
    /// Writes the value by means that every encoder has. Byte strings become arrays of numbers.
    ///
    /// - Throws: `EncodingError` for what only CBOR has: tags, simple values, undefined, map keys that are no
    ///   texts, and numbers below −2^63.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .unsigned(let value): try value.encode(to: encoder)
        case .negative:
            guard let value = integer(as: Int64.self) else { throw unspeakable("a number below -2^63", encoder) }
            try value.encode(to: encoder)
        case .bytes(let value): try value.encode(to: encoder)
        case .text(let value): try value.encode(to: encoder)
        case .array(let value): try value.encode(to: encoder)
        case .map(let value): try value.encode(to: encoder)
        case .float(let value): try value.encode(to: encoder)
        case .bool(let value): try value.encode(to: encoder)
        case .null:
            var container = encoder.singleValueContainer()
            try container.encodeNil()
        case .tagged: throw unspeakable("a tag", encoder)
        case .undefined: throw unspeakable("undefined", encoder)
        case .simple: throw unspeakable("a simple value", encoder)
        }
    }

    fileprivate func unspeakable(_ what: String, _ encoder: any Encoder) -> EncodingError {
        .invalidValue(
            self, .init(codingPath: encoder.codingPath, debugDescription: "only CBOR can express \(what)"))
    }
}

extension CBORMap: Encodable {
    /// Writes the map by means that every encoder has.
    ///
    /// - Throws: `EncodingError` for keys that are no texts.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CBORKey.self)
        for entry in self {
            guard let key = entry.key.text else { throw entry.key.unspeakable("a map key that is no text", encoder) }
            try container.encode(entry.value, forKey: CBORKey(text: key))
        }
    }
}

extension CBORValue: Decodable {
    /// Reads what any decoder has to offer. Arrays of numbers stay arrays.
    ///
    /// - Throws: What the decoder does for a value of a kind that CBOR does not have; `DecodingError` if a map has the
    ///   same key twice.
    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: CBORKey.self) {
            self = .map(try CBORMap(container))
        } else if var container = try? decoder.unkeyedContainer() {
            var elements: [CBORValue] = []
            while !container.isAtEnd { elements.append(try container.decode(CBORValue.self)) }
            self = .array(elements)
        } else {
            self = try CBORValue(scalar: try decoder.singleValueContainer())
        }
    }

    private init(scalar container: any SingleValueDecodingContainer) throws {
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Int64.self) {
            self.init(integer: value)
        } else if let value = try? container.decode(UInt64.self) {
            self = .unsigned(value)
        } else if let value = try? container.decode(Double.self) {
            self = .float(value)
        } else {
            self = .text(try container.decode(String.self))
        }
    }
}

extension CBORMap: Decodable {
    /// Reads what any decoder has to offer under keys that are texts.
    ///
    /// - Throws: What the decoder does if there is no such map; `DecodingError` if it has the same key twice.
    public init(from decoder: any Decoder) throws {
        try self.init(try decoder.container(keyedBy: CBORKey.self))
    }

    fileprivate init(_ container: KeyedDecodingContainer<CBORKey>) throws {
        var entries: [Entry] = []
        for key in container.allKeys {
            entries.append(Entry(key: .text(key.stringValue), value: try container.decode(CBORValue.self, forKey: key)))
        }
        guard let map = CBORMap(entries: entries) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: container.codingPath, debugDescription: "a key is there twice"))
        }
        self = map
    }
}
