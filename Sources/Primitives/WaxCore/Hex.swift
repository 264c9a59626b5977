/// Hexadecimal text (RFC 4648 section 8). Both directions work without tables or branches on the data, so a
/// key that passes through leaks nothing but its length.
///
/// A `String` cannot be wiped, and looks at its bytes while it is made; for keys there are the forms that work on
/// spans of ASCII characters.
public enum Hex {
    /// Why a text is not hexadecimal.
    public enum DecodingError: Error, Equatable, Sendable {
        /// The number of digits is odd.
        case oddLength
        /// There is a character that is not a digit; the position is kept back, as the text may be a key.
        case invalidDigit
    }

    // MARK: Into the caller's memory

    /// Writes two lower-case digits for each byte, as ASCII, into a span of the caller.
    ///
    /// - Precondition: `digits` has twice as many elements as `bytes`.
    public static func encode(_ bytes: Span<UInt8>, into digits: inout MutableSpan<UInt8>) {
        precondition(digits.count == 2 &* bytes.count, "each byte has two digits")
        for index in 0..<bytes.count {
            digits[2 &* index] = digit(bytes[index] &>> 4)
            digits[2 &* index &+ 1] = digit(bytes[index] & 15)
        }
    }

    /// Writes the bytes that some digits, upper or lower case ASCII, stand for into a span of the caller; after an
    /// error it holds zeros.
    ///
    /// - Precondition: `bytes` has half as many elements as `digits`, rounded down.
    /// - Throws: ``DecodingError/oddLength`` before ``DecodingError/invalidDigit`` where both hold.
    public static func decode(
        _ digits: Span<UInt8>, into bytes: inout MutableSpan<UInt8>
    ) throws(DecodingError) {
        precondition(bytes.count == digits.count / 2, "two digits stand for a byte")
        var invalid = Choice.no
        for index in 0..<bytes.count {
            let high = value(digits[2 &* index])
            let low = value(digits[2 &* index &+ 1])
            invalid = invalid | Choice(lowBitOf: UInt64((high | low) &>> 7))
            bytes[index] = (high &<< 4) | (low & 15)
        }
        let isOdd = digits.count % 2 != 0
        guard !isOdd, !invalid.declassified else {
            wipe(&bytes)
            throw isOdd ? .oddLength : .invalidDigit
        }
    }

    /// The secret bytes that some digits, upper or lower case ASCII, stand for.
    ///
    /// - Throws: ``DecodingError/oddLength`` before ``DecodingError/invalidDigit`` where both hold.
    public static func decodeSecret(_ digits: Span<UInt8>) throws(DecodingError) -> SecretBytes {
        try SecretBytes.make(count: digits.count / 2) { (bytes: inout MutableSpan<UInt8>) throws(DecodingError) in
            try decode(digits, into: &bytes)
        }
    }

    // MARK: Conveniences

    /// Two lower-case digits for each byte.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        var digits = [UInt8](repeating: 0, count: 2 &* bytes.count)
        var span = digits.mutableSpan
        encode(bytes, into: &span)
        return String(decoding: digits, as: UTF8.self)
    }

    /// Two lower-case digits for each byte.
    public static func encode(_ bytes: [UInt8]) -> String { encode(bytes.span) }

    /// The bytes that a text of hexadecimal digits, upper or lower case, stands for.
    ///
    /// - Throws: ``DecodingError/oddLength`` before ``DecodingError/invalidDigit`` where both hold.
    public static func decode(_ text: String) throws(DecodingError) -> [UInt8] {
        let digits = Array(text.utf8)
        var bytes = [UInt8](repeating: 0, count: digits.count / 2)
        var span = bytes.mutableSpan
        try decode(digits.span, into: &span)
        return bytes
    }

    // MARK: Digits

    private static func digit(_ nibble: UInt8) -> UInt8 {
        // '0'...'9' are 48...57, 'a'...'f' are 97...102: 39 more from ten on.
        nibble &+ 48 &+ Choice.isLess(9, nibble).select(39, 0)
    }

    /// The value of a digit, or 0xFF.
    private static func value(_ character: UInt8) -> UInt8 {
        let decimal = character &- 48
        let letter = (character | 32) &- 97
        return Choice.isLess(decimal, UInt8(10)).select(
            decimal, Choice.isLess(letter, UInt8(6)).select(letter &+ 10, 0xFF))
    }
}
