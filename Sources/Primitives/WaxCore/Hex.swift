/// Hexadecimal text (RFC 4648 section 8). Both directions work without tables or branches on the data, so a
/// key that passes through leaks nothing but its length.
public enum Hex {
    /// Why a text is not hexadecimal.
    public enum DecodingError: Error, Equatable, Sendable {
        /// The number of digits is odd.
        case oddLength
        /// There is a character that is not a digit; the position is kept back, as the text may be a key.
        case invalidDigit
    }

    /// Two lower-case digits for each byte.
    public static func encode(_ bytes: Span<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count &* 2)
        for index in 0..<bytes.count {
            text.append(digit(bytes[index] &>> 4))
            text.append(digit(bytes[index] & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Two lower-case digits for each byte.
    public static func encode(_ bytes: [UInt8]) -> String { encode(bytes.span) }

    /// The bytes that a text of hexadecimal digits, upper or lower case, stands for.
    public static func decode(_ text: String) throws(DecodingError) -> [UInt8] {
        let digits = Array(text.utf8)
        guard digits.count % 2 == 0 else { throw .oddLength }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        var invalid = Choice.no
        var index = 0
        while index < digits.count {
            let high = value(digits[index])
            let low = value(digits[index &+ 1])
            invalid = invalid | Choice(lowBitOf: UInt64((high | low) &>> 7))
            bytes.append((high &<< 4) | (low & 15))
            index = index &+ 2
        }
        guard !invalid.declassified else { throw .invalidDigit }
        return bytes
    }

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
