import WaxCore

/// Why a key could not be derived.
public enum HKDFError: Error, Equatable, Sendable {
    /// The caller asked for more than 255 times the size of a digest, or for less than nothing (RFC 5869
    /// section 2.3).
    case outputByteCountOutOfRange
}

/// Derives keys from a secret that need not be uniformly random, such as the result of a key agreement
/// (RFC 5869).
///
/// Not for passwords: those can be guessed, and HKDF makes guessing fast.
///
/// - Term salt: Not secret; random or fixed. None stands for a digest of zeros.
/// - Term info: Says what the key is for, so that two purposes never get one key.
public enum HKDF<H: HashFunction> {
    /// Derives a key: ``extract(inputKeyMaterial:salt:)`` and then ``expand(pseudoRandomKey:info:outputByteCount:)``.
    ///
    /// - Parameters:
    ///   - inputKeyMaterial: The secret.
    ///   - salt: Not secret; random or fixed.
    ///   - info: What the key is for.
    ///   - outputByteCount: The size of the key in bytes, at most 255 digests.
    /// - Throws: ``HKDFError/outputByteCountOutOfRange`` for more than 255 digests.
    @inlinable
    public static func deriveKey(
        inputKeyMaterial: SymmetricKey, salt: [UInt8] = [], info: [UInt8] = [], outputByteCount: Int
    ) throws(HKDFError) -> SymmetricKey {
        let key = extract(inputKeyMaterial: inputKeyMaterial.bytes, salt: salt.span)
        return try expand(pseudoRandomKey: key, info: info.span, outputByteCount: outputByteCount)
    }

    /// Derives a key from secret bytes that are not in a `SymmetricKey`.
    ///
    /// - Throws: ``HKDFError/outputByteCountOutOfRange`` for more than 255 digests.
    @inlinable
    public static func deriveKey(
        inputKeyMaterial: Span<UInt8>, salt: Span<UInt8>, info: Span<UInt8>, outputByteCount: Int
    ) throws(HKDFError) -> SymmetricKey {
        let key = extract(inputKeyMaterial: inputKeyMaterial, salt: salt)
        return try expand(pseudoRandomKey: key, info: info, outputByteCount: outputByteCount)
    }

    /// The first half: concentrates a secret into a pseudo-random key of the size of a digest.
    @inlinable
    public static func extract(inputKeyMaterial: Span<UInt8>, salt: Span<UInt8>) -> SymmetricKey {
        SymmetricKey(SecretBytes(count: H.Digest.byteCount) { key in
            extract(inputKeyMaterial: inputKeyMaterial, salt: salt, into: &key)
        })
    }

    /// The first half, written where the caller wants it.
    ///
    /// - Precondition: `pseudoRandomKey` has at least as many bytes as a digest; the others stay as they are.
    @inlinable
    public static func extract(
        inputKeyMaterial: Span<UInt8>, salt: Span<UInt8>, into pseudoRandomKey: inout MutableSpan<UInt8>
    ) {
        // An empty key is padded with zeros as a digest of zeros is, so no salt needs no case of its own.
        var hmac = HMAC<H>(key: salt)
        hmac.update(inputKeyMaterial)
        hmac.finalize(into: &pseudoRandomKey)
    }

    /// The second half: makes a key of the size wanted from a pseudo-random one.
    ///
    /// - Throws: ``HKDFError/outputByteCountOutOfRange`` for more than 255 digests.
    @inlinable
    public static func expand(
        pseudoRandomKey: SymmetricKey, info: Span<UInt8>, outputByteCount: Int
    ) throws(HKDFError) -> SymmetricKey {
        guard isInRange(outputByteCount) else { throw .outputByteCountOutOfRange }
        return SymmetricKey(
            try SecretBytes.make(count: outputByteCount) { (output: inout MutableSpan<UInt8>) throws(HKDFError) in
                try expand(pseudoRandomKey: pseudoRandomKey.bytes, info: info, into: &output)
            })
    }

    /// The second half, written where the caller wants it, which also says how much is wanted.
    ///
    /// Throws before it has written anything.
    ///
    /// - Throws: ``HKDFError/outputByteCountOutOfRange`` for more than 255 digests.
    @inlinable
    public static func expand(
        pseudoRandomKey: Span<UInt8>, info: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(HKDFError) {
        guard isInRange(output.count) else { throw .outputByteCountOutOfRange }
        let keyed = HMAC<H>(key: pseudoRandomKey)
        var previous = InlineArray<64, UInt8>(repeating: 0)
        var previousCount = 0
        var counter = InlineArray<1, UInt8>(repeating: 0)
        var position = 0
        while position < output.count {
            counter[0] = counter[0] &+ 1
            var hmac = keyed
            hmac.update(previous.span.extracting(first: previousCount))
            hmac.update(info)
            hmac.update(counter.span)
            previousCount = H.Digest.byteCount
            var target = previous.mutableSpan
            hmac.finalize(into: &target)
            let count = min(previousCount, output.count &- position)
            for index in 0..<count { output[position &+ index] = previous[index] }
            position = position &+ count
        }
        var remains = previous.mutableSpan
        wipe(&remains)
    }

    @inlinable
    static func isInRange(_ byteCount: Int) -> Bool {
        byteCount >= 0 && byteCount <= 255 &* H.Digest.byteCount
    }
}
