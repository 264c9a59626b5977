/// Any CBOR data item (RFC 8949): what a decoder gives when the shape of the data is not known beforehand.
///
/// ```swift
/// let value: CBORValue = ["name": "wax", "sizes": [1, 2, 3], "data": .bytes([0xFF])]
/// let bytes = try value.encoded()
/// let again = try CBORValue(decoding: bytes.span)
/// ```
///
/// Two values are equal if, and only if, their deterministic encodings are. So 1 is not 1.0, 0.0 is not -0.0,
/// every not-a-number is the same, the order of a map does not matter, and texts are equal by their bytes: an
/// "é" in one scalar is another key than one in two.
public enum CBORValue: Sendable {
    /// A whole number from 0 to 2^64 − 1.
    case unsigned(UInt64)

    /// A whole number below zero, given as −1 − n: from −1 (`.negative(0)`) down to −2^64 (`.negative(.max)`).
    case negative(UInt64)

    /// A byte string.
    case bytes([UInt8])

    /// A text.
    case text(String)

    /// An array.
    case array([CBORValue])

    /// A map, the keys of which may be of any kind.
    case map(CBORMap)

    /// A value with a tag number that says what it means (RFC 8949 section 3.4). Tags are carried, not
    /// interpreted.
    indirect case tagged(UInt64, CBORValue)

    /// A floating-point number. It is written in the shortest of the three formats that keeps its value.
    case float(Double)

    /// True or false.
    case bool(Bool)

    /// Null.
    case null

    /// Undefined.
    case undefined

    /// A simple value without an assigned meaning.
    case simple(CBORSimpleValue)
}

/// A simple value (RFC 8949 section 3.3) other than false, true, null and undefined.
public struct CBORSimpleValue: RawRepresentable, Hashable, Sendable {
    /// The number: 0 to 19, or 32 to 255.
    public let rawValue: UInt8

    /// Makes a simple value, or nil for 20 to 31: those are false, true, null and undefined, or reserved.
    public init?(rawValue: UInt8) {
        guard !(20...31).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }
}

extension CBORValue: Hashable {
    /// True if the deterministic encodings are the same.
    public static func == (left: CBORValue, right: CBORValue) -> Bool {
        switch (left, right) {
        case (.unsigned(let left), .unsigned(let right)): left == right
        case (.negative(let left), .negative(let right)): left == right
        case (.bytes(let left), .bytes(let right)): left == right
        case (.text(let left), .text(let right)): left.utf8.span.isEqual(to: right.utf8.span)
        case (.array(let left), .array(let right)): left == right
        case (.map(let left), .map(let right)): left == right
        case (.tagged(let leftTag, let left), .tagged(let rightTag, let right)): leftTag == rightTag && left == right
        case (.float(let left), .float(let right)): left.bitPattern == right.bitPattern || left.isNaN && right.isNaN
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null), (.undefined, .undefined): true
        case (.simple(let left), .simple(let right)): left == right
        default: false
        }
    }

    /// Feeds what ``==(_:_:)`` compares to the hasher.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .unsigned(let value): Self.combine(0, value, into: &hasher)
        case .negative(let value): Self.combine(1, value, into: &hasher)
        case .bytes(let value): Self.combine(2, value, into: &hasher)
        case .text(let value):
            hasher.combine(UInt8(3))
            // Not the hash of the text itself, which is the same for all the ways to write one character: a
            // peer could then make any number of keys collide.
            Self.combine(value.utf8.span, into: &hasher)
        case .array(let value): Self.combine(4, value, into: &hasher)
        case .map(let value): Self.combine(5, value, into: &hasher)
        case .tagged(let tag, let value):
            Self.combine(6, tag, into: &hasher)
            hasher.combine(value)
        case .float(let value): Self.combine(7, value.isNaN ? 0x7FF8 << 48 : value.bitPattern, into: &hasher)
        case .bool(let value): Self.combine(8, value, into: &hasher)
        case .null: hasher.combine(UInt8(9))
        case .undefined: hasher.combine(UInt8(10))
        case .simple(let value): Self.combine(11, value, into: &hasher)
        }
    }

    private static func combine(_ kind: UInt8, _ value: some Hashable, into hasher: inout Hasher) {
        hasher.combine(kind)
        hasher.combine(value)
    }

    private static func combine(_ bytes: Span<UInt8>, into hasher: inout Hasher) {
        hasher.combine(bytes.count)
        var word: UInt64 = 0
        for index in 0..<bytes.count {
            word = word << 8 | UInt64(bytes[index])
            if index % 8 == 7 { hasher.combine(word) }
        }
        hasher.combine(word)
    }
}

// MARK: Taking values apart

extension CBORValue {
    /// The integer nearest to the machine: any integer type, written as one of the two integer kinds.
    ///
    /// - Precondition: It is between −2^64 and 2^64 − 1, as every integer of up to 64 bits is.
    public init(integer value: some BinaryInteger) {
        if value < 0 {
            let magnitude = UInt64(exactly: -1 - value)
            precondition(magnitude != nil, "a CBOR integer is between -2^64 and 2^64-1")
            self = .negative(magnitude ?? 0)
        } else {
            let magnitude = UInt64(exactly: value)
            precondition(magnitude != nil, "a CBOR integer is between -2^64 and 2^64-1")
            self = .unsigned(magnitude ?? 0)
        }
    }

    /// The number, if this is a whole number that fits into the type.
    public func integer<Integer: FixedWidthInteger>(as type: Integer.Type = Int.self) -> Integer? {
        switch self {
        case .unsigned(let value): Integer(exactly: value)
        // ~n is -1 - n.
        case .negative(let value): Integer(exactly: value).flatMap { Integer.isSigned ? ~$0 : nil }
        default: nil
        }
    }

    /// The text, if this is one.
    public var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The bytes, if this is a byte string.
    public var bytes: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }

    /// The elements, if this is an array.
    public var array: [CBORValue]? { if case .array(let array) = self { array } else { nil } }

    /// The entries, if this is a map.
    public var map: CBORMap? { if case .map(let map) = self { map } else { nil } }

    /// The value for a key, if this is a map that has it.
    public subscript(key: CBORValue) -> CBORValue? { map?[key] }
}
