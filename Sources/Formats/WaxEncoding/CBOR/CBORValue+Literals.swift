extension CBORValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// Null.
    public init(nilLiteral: ()) { self = .null }

    /// True or false.
    public init(booleanLiteral value: Bool) { self = .bool(value) }

    /// A floating-point number.
    public init(floatLiteral value: Double) { self = .float(value) }

    /// A text.
    public init(stringLiteral value: String) { self = .text(value) }

    /// An array.
    public init(arrayLiteral elements: CBORValue...) { self = .array(elements) }

    /// A map.
    ///
    /// - Precondition: No key is there twice.
    public init(dictionaryLiteral elements: (CBORValue, CBORValue)...) {
        guard let map = CBORMap(entries: elements.map { CBORMap.Entry(key: $0, value: $1) }) else {
            preconditionFailure("a map literal has the same key twice")
        }
        self = .map(map)
    }
}

extension CBORValue: ExpressibleByIntegerLiteral {
    /// A whole number.
    ///
    /// - Precondition: It is between −2^64 and 2^64 − 1.
    public init(integerLiteral value: StaticBigInt) {
        // The words are those of the endless two's complement; the sign is one bit of the width.
        precondition(value.bitWidth <= 65, "a CBOR integer is between -2^64 and 2^64-1")
        var bits: UInt64 = 0
        for place in 0..<(64 / UInt.bitWidth) {
            bits |= UInt64(value[place]) << UInt64(place * UInt.bitWidth)
        }
        self = value.signum() < 0 ? .negative(~bits) : .unsigned(bits)
    }
}
