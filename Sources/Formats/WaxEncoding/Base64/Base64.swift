import WaxCore

/// Base64 (RFC 4648 sections 4 and 5), strict and canonical.
///
/// Each byte string has exactly one text in each variant, and that text only is read back: no white space, no
/// missing or superfluous padding, no bits set beyond the last byte. Both directions work without tables or
/// branches on the data, so a private key that passes through leaks nothing but its length.
public enum Base64 {
    /// The alphabet, and whether the end is filled up with `=` to a multiple of four characters.
    public struct Variant: Hashable, Sendable {
        /// The characters for 62 and 63.
        let lastTwo: (UInt8, UInt8)

        /// True if the text is filled up with `=`.
        public let isPadded: Bool

        /// The standard alphabet with `+` and `/`, padded (RFC 4648 section 4).
        public static var standard: Variant { Variant(lastTwo: (0x2B, 0x2F), isPadded: true) }

        /// The standard alphabet without padding, as in the fingerprints of OpenSSH.
        public static var standardUnpadded: Variant { Variant(lastTwo: (0x2B, 0x2F), isPadded: false) }

        /// The alphabet for URLs and file names with `-` and `_`, padded (RFC 4648 section 5).
        public static var urlSafe: Variant { Variant(lastTwo: (0x2D, 0x5F), isPadded: true) }

        /// The alphabet for URLs and file names without padding, as in JOSE.
        public static var urlSafeUnpadded: Variant { Variant(lastTwo: (0x2D, 0x5F), isPadded: false) }

        /// True if alphabet and padding are the same.
        public static func == (left: Variant, right: Variant) -> Bool {
            left.lastTwo == right.lastTwo && left.isPadded == right.isPadded
        }

        /// Feeds the parts that ``==(_:_:)`` compares to the hasher.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(lastTwo.0)
            hasher.combine(isPadded)
        }
    }

    /// Why a text is not Base64 in the variant wanted. No position is given, as the text may be a key.
    public enum DecodingError: Error, Equatable, Sendable {
        /// No byte string has an encoding of this length: padding is missing, or a character.
        case invalidLength
        /// There is a character that is not of the alphabet; white space, a line break or an early `=` too.
        case invalidCharacter
        /// The last character has bits set that belong to no byte.
        case nonZeroTrailingBits
    }

    // MARK: Into the caller's memory

    /// The number of characters that stand for `byteCount` bytes.
    public static func encodedCount(forByteCount byteCount: Int, as variant: Variant = .standard) -> Int {
        let whole = byteCount / 3 * 4
        let rest = byteCount % 3
        if rest == 0 { return whole }
        return variant.isPadded ? whole + 4 : whole + rest + 1
    }

    /// Writes the characters for some bytes, as ASCII, into a span of the caller.
    ///
    /// - Precondition: `characters` has ``encodedCount(forByteCount:as:)`` elements.
    public static func encode(
        _ bytes: Span<UInt8>, into characters: inout MutableSpan<UInt8>, as variant: Variant = .standard
    ) {
        precondition(
            characters.count == encodedCount(forByteCount: bytes.count, as: variant),
            "the target of a Base64 encoding needs exactly encodedCount(forByteCount:) bytes")
        var (read, written) = (0, 0)
        while read < bytes.count {
            // Six bytes, or the last ones and zeros.
            let available = min(6, bytes.count &- read)
            let group = bytes.extracting(read..<(read &+ available))
            var bits: UInt64 = 0
            for place in 0..<available { bits |= UInt64(group[place]) &<< UInt64(40 &- 8 &* place) }
            read = read &+ available
            var sextets: UInt64 = 0
            for place in 0..<8 as Range<UInt64> {
                sextets |= ((bits &>> (42 &- 6 &* place)) & 63) &<< (8 &* place)
            }
            let eight = variant.characters(for: sextets)
            for place in 0..<((8 &* available &+ 5) / 6) {
                characters[written] = UInt8(truncatingIfNeeded: eight &>> UInt64(8 &* place))
                written = written &+ 1
            }
        }
        while written < characters.count {
            characters[written] = padding
            written = written &+ 1
        }
    }

    /// The number of bytes that a text stands for, by its length and padding.
    ///
    /// - Throws: ``DecodingError/invalidLength`` if no number of bytes makes a text of this length.
    public static func decodedCount(
        of characters: Span<UInt8>, as variant: Variant = .standard
    ) throws(DecodingError) -> Int {
        let digits = digitCount(of: characters, variant)
        guard digits % 4 != 1, !variant.isPadded || characters.count % 4 == 0 else { throw .invalidLength }
        return digits / 4 * 3 + (digits % 4 == 0 ? 0 : digits % 4 - 1)
    }

    /// Writes the bytes that some ASCII characters stand for into a span of the caller; after an error it holds
    /// zeros.
    ///
    /// - Precondition: `bytes` has ``decodedCount(of:as:)`` elements, if that does not throw.
    /// - Throws: ``DecodingError``, which keeps back the position, as the text may be a key.
    public static func decode(
        _ characters: Span<UInt8>, into bytes: inout MutableSpan<UInt8>, as variant: Variant = .standard
    ) throws(DecodingError) {
        let count = try decodedCount(of: characters, as: variant)
        precondition(bytes.count == count, "the target of a Base64 decoding needs exactly decodedCount(of:) bytes")
        let digits = digitCount(of: characters, variant)
        var (invalid, trailing) = (UInt64(0), UInt64(0))
        var (read, written) = (0, 0)
        while read < digits {
            // Eight characters, or the last ones and some that stand for zero.
            let available = min(8, digits &- read)
            let group = characters.extracting(read..<(read &+ available))
            var eight: UInt64 = 0x4141_4141_4141_4141
            for place in 0..<available {
                eight ^= UInt64(group[place] ^ 0x41) &<< UInt64(8 &* place)
            }
            read = read &+ available
            let (sextets, wrong) = variant.sextets(of: eight)
            invalid |= wrong
            var bits: UInt64 = 0
            for place in 0..<8 as Range<UInt64> { bits = (bits &<< 6) | ((sextets &>> (8 &* place)) & 63) }
            let taken = min(6, count &- written)
            for place in 0..<taken {
                bytes[written] = UInt8(truncatingIfNeeded: bits &>> UInt64(40 &- 8 &* place))
                written = written &+ 1
            }
            trailing |= bits & ((1 &<< UInt64(48 &- 8 &* taken)) &- 1)
        }
        let isInvalid = !Choice.isZero(invalid)
        guard !(isInvalid | !Choice.isZero(trailing)).declassified else {
            wipe(&bytes)
            throw isInvalid.declassified ? .invalidCharacter : .nonZeroTrailingBits
        }
    }

    // MARK: Conveniences

    /// The text for some bytes. The text cannot be wiped: for a key use ``encode(_:into:as:)``.
    public static func encode(_ bytes: Span<UInt8>, as variant: Variant = .standard) -> String {
        var characters = [UInt8](repeating: 0, count: encodedCount(forByteCount: bytes.count, as: variant))
        var span = characters.mutableSpan
        encode(bytes, into: &span, as: variant)
        return String(decoding: characters, as: UTF8.self)
    }

    /// The text for some bytes. The text cannot be wiped: for a key use ``encode(_:into:as:)``.
    public static func encode(_ bytes: [UInt8], as variant: Variant = .standard) -> String {
        encode(bytes.span, as: variant)
    }

    /// The bytes that a text stands for.
    ///
    /// - Throws: ``DecodingError``, which keeps back the position, as the text may be a key.
    public static func decode(_ text: String, as variant: Variant = .standard) throws(DecodingError) -> [UInt8] {
        try decode(text.utf8.span, as: variant)
    }

    /// The bytes that some ASCII characters stand for.
    ///
    /// - Throws: ``DecodingError``, which keeps back the position, as the text may be a key.
    public static func decode(
        _ characters: Span<UInt8>, as variant: Variant = .standard
    ) throws(DecodingError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: try decodedCount(of: characters, as: variant))
        var span = bytes.mutableSpan
        try decode(characters, into: &span, as: variant)
        return bytes
    }

    /// The secret bytes that some ASCII characters stand for.
    ///
    /// - Throws: ``DecodingError``, which keeps back the position, as the text may be a key.
    public static func decodeSecret(
        _ characters: Span<UInt8>, as variant: Variant = .standard
    ) throws(DecodingError) -> SecretBytes {
        let count = try decodedCount(of: characters, as: variant)
        return try SecretBytes.make(count: count) { (bytes: inout MutableSpan<UInt8>) throws(DecodingError) in
            try decode(characters, into: &bytes, as: variant)
        }
    }

    // MARK: Characters

    private static var padding: UInt8 { 0x3D }

    /// The number of characters before the padding.
    private static func digitCount(of characters: Span<UInt8>, _ variant: Variant) -> Int {
        var count = characters.count
        // At most two, and only up to a whole group: every other '=' is left to be an invalid character.
        guard variant.isPadded, count % 4 == 0 else { return count }
        for _ in 0..<2 where count > 0 && characters[count &- 1] == padding { count = count &- 1 }
        return count
    }
}
