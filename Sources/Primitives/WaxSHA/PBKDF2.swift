import WaxCore

/// Why PBKDF2 derived no key.
public enum PBKDF2Error: Error, Equatable, Sendable {
    /// The caller asked for fewer rounds than `minimum`, or for more than there can be (2^32 - 1).
    case roundsOutOfRange(minimum: Int)
    /// The caller asked for no output, or for more than 2^32 - 1 digests (RFC 8018 section 5.2).
    case outputByteCountOutOfRange
}

/// How often ``PBKDF2`` goes round, which is what a guess costs: a number that was checked where it was made.
public struct PBKDF2Rounds: Sendable, Hashable {
    /// The number, at least 1.
    public let count: UInt32

    /// The fewest rounds that are taken for new keys, 210 000: what OWASP's Password Storage Cheat Sheet (2023)
    /// asks for with SHA-512, the slowest of the functions it names.
    public static var minimum: Int { 210_000 }

    /// A number of rounds for a new key.
    ///
    /// - Throws: ``PBKDF2Error/roundsOutOfRange(minimum:)`` for less than ``minimum`` and for more than 2^32 - 1.
    public init(_ count: Int) throws(PBKDF2Error) { try self.init(count, atLeast: Self.minimum) }

    /// A number of rounds that somebody else has chosen: for reading what exists.
    ///
    /// Limit it from above as well where it comes from a file or a peer. 600 000 rounds take about half a second,
    /// 2^32 - 1 take an hour.
    ///
    /// - Throws: ``PBKDF2Error/roundsOutOfRange(minimum:)`` for less than 1 and for more than 2^32 - 1.
    public init(existing count: Int) throws(PBKDF2Error) { try self.init(count, atLeast: 1) }

    private init(_ count: Int, atLeast minimum: Int) throws(PBKDF2Error) {
        guard count >= minimum, let count = UInt32(exactly: count) else {
            throw .roundsOutOfRange(minimum: minimum)
        }
        self.count = count
    }

    private init(checked count: UInt32) { self.count = count }

    /// A single round: what scrypt mixes its input and its output with.
    static var once: PBKDF2Rounds { PBKDF2Rounds(checked: 1) }

    /// OWASP's number for HMAC-SHA-256, 600 000.
    public static var recommendedForSHA256: PBKDF2Rounds { PBKDF2Rounds(checked: 600_000) }

    /// OWASP's number for HMAC-SHA-512, 210 000.
    public static var recommendedForSHA512: PBKDF2Rounds { PBKDF2Rounds(checked: 210_000) }

    /// OWASP's number for HMAC-SHA-1, 1 300 000.
    public static var recommendedForSHA1: PBKDF2Rounds { PBKDF2Rounds(checked: 1_300_000) }
}

/// Derives keys from passwords, slowly, with HMAC (RFC 8018 section 5.2).
///
/// ```swift
/// let salt = random.bytes(count: 16)
/// let key = try PBKDF2<SHA256>.deriveKey(
///     from: password, salt: salt, outputByteCount: 32, rounds: .recommendedForSHA256)
/// ```
///
/// It is what most formats use. It needs no memory, and so someone who guesses passwords with special hardware
/// is far faster than an honest user; where the choice is yours, take ``Scrypt``. For secrets that nobody can
/// guess, ``HKDF`` does the same at no cost.
///
/// - Term salt: Random, not secret, its own for each password: 16 bytes (NIST SP 800-132 section 5.1).
/// - Term output: No more than one digest for one key: every further digest costs all rounds again, which someone
///   who guesses can leave out.
public enum PBKDF2<H: HashFunction> {
    /// Derives a key from a password.
    ///
    /// - Parameters:
    ///   - password: Any number of bytes, such as the UTF-8 of a text. It stays as it is: wipe it if it is no
    ///     longer needed.
    ///   - salt: Any number of bytes.
    ///   - outputByteCount: The size of the key in bytes, at least 1.
    ///   - rounds: How often.
    /// - Throws: ``PBKDF2Error/outputByteCountOutOfRange`` for no output, and for more than 2^32 - 1 digests.
    public static func deriveKey(
        from password: Span<UInt8>, salt: Span<UInt8>, outputByteCount: Int, rounds: PBKDF2Rounds
    ) throws(PBKDF2Error) -> SymmetricKey {
        guard isInRange(outputByteCount) else { throw .outputByteCountOutOfRange }
        return SymmetricKey(
            try SecretBytes.make(count: outputByteCount) { (output: inout MutableSpan<UInt8>) throws(PBKDF2Error) in
                try deriveKey(from: password, salt: salt, rounds: rounds, into: &output)
            })
    }

    /// Derives a key from a password.
    ///
    /// - Throws: ``PBKDF2Error/outputByteCountOutOfRange`` for no output, and for more than 2^32 - 1 digests.
    public static func deriveKey(
        from password: [UInt8], salt: [UInt8], outputByteCount: Int, rounds: PBKDF2Rounds
    ) throws(PBKDF2Error) -> SymmetricKey {
        try deriveKey(from: password.span, salt: salt.span, outputByteCount: outputByteCount, rounds: rounds)
    }

    /// Derives a key, written where the caller wants it, which also says how much is wanted.
    ///
    /// Throws before it has written anything.
    ///
    /// - Throws: ``PBKDF2Error/outputByteCountOutOfRange`` for no output, and for more than 2^32 - 1 digests.
    public static func deriveKey(
        from password: Span<UInt8>, salt: Span<UInt8>, rounds: PBKDF2Rounds, into output: inout MutableSpan<UInt8>
    ) throws(PBKDF2Error) {
        guard isInRange(output.count) else { throw .outputByteCountOutOfRange }
        let keyed = HMAC<H>(key: password)
        var value = InlineArray<64, UInt8>(repeating: 0)
        var sum = InlineArray<64, UInt8>(repeating: 0)
        var number = InlineArray<4, UInt8>(repeating: 0)
        var block: UInt32 = 0
        var position = 0
        while position < output.count {
            block = block &+ 1
            for index in 0..<4 { number[index] = UInt8(truncatingIfNeeded: block &>> UInt32(24 &- 8 &* index)) }
            var first = keyed
            first.update(salt)
            first.update(number.span)
            var valueBytes = value.mutableSpan
            first.finalize(into: &valueBytes)
            var sumBytes = sum.mutableSpan
            sumBytes.replace(with: valueBytes.span)
            // On a machine of 32 bits an Int holds half of the numbers of rounds.
            var left = rounds.count &- 1
            while left > 0 {
                let count = min(left, 1 << 20)
                keyed.iterate(value: &valueBytes, sum: &sumBytes, count: Int(count))
                left = left &- count
            }
            let count = min(H.Digest.byteCount, output.count &- position)
            output.replace(from: position, with: sumBytes.span.extracting(first: count))
            position = position &+ count
        }
        var remains = value.mutableSpan
        wipe(&remains)
        remains = sum.mutableSpan
        wipe(&remains)
    }

    /// 2^32 - 1 digests are more than an `Int` holds on a machine of 32 bits.
    private static func isInRange(_ byteCount: Int) -> Bool {
        byteCount > 0 && UInt64(byteCount) <= UInt64(UInt32.max) &* UInt64(H.Digest.byteCount)
    }
}
