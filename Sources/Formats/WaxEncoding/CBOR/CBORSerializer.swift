import WaxCore

extension CBORValue {
    /// The deterministic encoding (RFC 8949 section 4.2.1): numbers and lengths in their shortest form, map keys
    /// in the bytewise order of their encodings, no indefinite lengths.
    ///
    /// - Parameter maximumDepth: How deep arrays, maps and tags may be nested; ``CBOROptions/depthCeiling`` at most.
    /// - Throws: ``CBORError/Code/tooDeep``, and nothing else.
    public func encoded(maximumDepth: Int = CBOROptions().maximumDepth) throws(CBORError) -> [UInt8] {
        var serializer = CBORSerializer()
        try serializer.write(self, depth: min(maximumDepth, CBOROptions.depthCeiling))
        return serializer.bytes
    }
}

/// The numbers that the upper three bits of a head have.
enum CBORMajorType: UInt8 {
    case unsigned = 0
    case negative = 1
    case bytes = 2
    case text = 3
    case array = 4
    case map = 5
    case tag = 6
    case simpleOrFloat = 7
}

/// Writes values in their deterministic encoding.
struct CBORSerializer {
    private(set) var bytes: [UInt8] = []

    mutating func write(_ value: CBORValue, depth: Int) throws(CBORError) {
        switch value {
        case .unsigned(let number): head(.unsigned, number)
        case .negative(let number): head(.negative, number)
        case .bytes(let string):
            head(.bytes, UInt64(string.count))
            bytes.append(contentsOf: string)
        case .text(let text):
            head(.text, UInt64(text.utf8.count))
            bytes.append(contentsOf: text.utf8)
        case .array(let elements):
            head(.array, UInt64(elements.count))
            let inner = try descend(depth)
            for element in elements { try write(element, depth: inner) }
        case .map(let map): try write(map, depth: try descend(depth))
        case .tagged(let tag, let content):
            head(.tag, tag)
            try write(content, depth: try descend(depth))
        case .float(let number): write(number)
        case .bool(let bool): bytes.append(bool ? 0xF5 : 0xF4)
        case .null: bytes.append(0xF6)
        case .undefined: bytes.append(0xF7)
        case .simple(let simple): head(.simpleOrFloat, UInt64(simple.rawValue))
        }
    }

    private func descend(_ depth: Int) throws(CBORError) -> Int {
        guard depth > 0 else { throw CBORError(.tooDeep, at: bytes.count) }
        return depth - 1
    }

    private mutating func write(_ map: CBORMap, depth: Int) throws(CBORError) {
        head(.map, UInt64(map.count))
        guard map.count > 1 else {
            for entry in map {
                try write(entry.key, depth: depth)
                try write(entry.value, depth: depth)
            }
            return
        }
        // All keys in one array, and the order of their places: fewer allocations than an array for each key.
        var keys = CBORSerializer()
        var places: [(key: Range<Int>, value: Int)] = []
        places.reserveCapacity(map.count)
        for (index, entry) in map.entries.enumerated() {
            let start = keys.bytes.count
            try keys.write(entry.key, depth: depth)
            places.append((start..<keys.bytes.count, index))
        }
        let encodedKeys = keys.bytes
        places.sort { left, right in
            let span = encodedKeys.span
            return span.extracting(left.key).lexicographicallyPrecedes(span.extracting(right.key))
        }
        for place in places {
            bytes.append(contentsOf: encodedKeys[place.key])
            try write(map.entries[place.value].value, depth: depth)
        }
    }

    private mutating func write(_ number: Double) {
        switch CBORFloat.shortest(number) {
        case .half(let bits): initialByte(.simpleOrFloat, 25, argument: UInt64(bits), byteCount: 2)
        case .single(let bits): initialByte(.simpleOrFloat, 26, argument: UInt64(bits), byteCount: 4)
        case .double(let bits): initialByte(.simpleOrFloat, 27, argument: bits, byteCount: 8)
        }
    }

    private mutating func head(_ type: CBORMajorType, _ argument: UInt64) {
        switch argument {
        case 0..<24: bytes.append(type.rawValue << 5 | UInt8(argument))
        case 24...0xFF: initialByte(type, 24, argument: argument, byteCount: 1)
        case 0x100...0xFFFF: initialByte(type, 25, argument: argument, byteCount: 2)
        case 0x1_0000...0xFFFF_FFFF: initialByte(type, 26, argument: argument, byteCount: 4)
        default: initialByte(type, 27, argument: argument, byteCount: 8)
        }
    }

    private mutating func initialByte(_ type: CBORMajorType, _ info: UInt8, argument: UInt64, byteCount: Int) {
        bytes.append(type.rawValue << 5 | info)
        for place in (0..<byteCount).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: argument >> UInt64(place * 8)))
        }
    }
}
