public import WaxCore

// Keys in, arrays out, and back. The work is done by the context's functions on spans.

extension AES.KeyWrap {
    /// Wraps a key (RFC 3394).
    ///
    /// - Parameters:
    ///   - keyToWrap: The key: a multiple of 8 bytes, at least 16.
    ///   - kek: The key-encryption key, of 128, 192 or 256 bits.
    /// - Returns: The wrapped key, 8 bytes longer than the key.
    /// - Throws: ``AESError/incorrectKeySize`` for the key-encryption key, ``AESError/incorrectTextSize`` for the
    ///   other.
    public static func wrap(_ keyToWrap: SymmetricKey, using kek: SymmetricKey) throws(AESError) -> [UInt8] {
        let context = try Context(key: kek)
        var output = [UInt8](repeating: 0, count: keyToWrap.bytes.count &+ 8)
        var span = output.mutableSpan
        try context.wrap(keyToWrap.bytes, into: &span)
        return output
    }

    /// Verifies and unwraps a key (RFC 3394).
    ///
    /// - Parameters:
    ///   - wrapped: The wrapped key: a multiple of 8 bytes, at least 24.
    ///   - kek: The key-encryption key it was wrapped with.
    /// - Throws: ``AESError/authenticationFailure`` if it was changed or wrapped with another key;
    ///   ``AESError/incorrectKeySize`` for the key-encryption key, ``AESError/incorrectTextSize`` for the wrapped one.
    public static func unwrap(_ wrapped: [UInt8], using kek: SymmetricKey) throws(AESError) -> SymmetricKey {
        let context = try Context(key: kek)
        guard wrapped.count >= 24 else { throw .incorrectTextSize }
        return SymmetricKey(
            try SecretBytes.make(count: wrapped.count &- 8) { (output: inout MutableSpan<UInt8>) throws(AESError) in
                try context.unwrap(wrapped.span, into: &output)
            })
    }

    /// Wraps a key of any size (RFC 5649).
    ///
    /// - Parameters:
    ///   - keyToWrap: The key, 1 to 2^32 − 1 bytes.
    ///   - kek: The key-encryption key, of 128, 192 or 256 bits.
    /// - Returns: The wrapped key, 8 to 15 bytes longer than the key.
    /// - Throws: ``AESError/incorrectKeySize`` for the key-encryption key, ``AESError/incorrectTextSize`` for the
    ///   other.
    public static func wrapPadded(_ keyToWrap: SymmetricKey, using kek: SymmetricKey) throws(AESError) -> [UInt8] {
        let context = try Context(key: kek)
        var output = [UInt8](repeating: 0, count: paddedByteCount(forKeyOf: keyToWrap.bytes.count))
        var span = output.mutableSpan
        try context.wrapPadded(keyToWrap.bytes, into: &span)
        return output
    }

    /// Verifies and unwraps a key of any size (RFC 5649).
    ///
    /// - Parameters:
    ///   - wrapped: The wrapped key: a multiple of 8 bytes, at least 16.
    ///   - kek: The key-encryption key it was wrapped with.
    /// - Throws: ``AESError/authenticationFailure`` if it was changed or wrapped with another key;
    ///   ``AESError/incorrectKeySize`` for the key-encryption key, ``AESError/incorrectTextSize`` for the wrapped one.
    public static func unwrapPadded(_ wrapped: [UInt8], using kek: SymmetricKey) throws(AESError) -> SymmetricKey {
        let context = try Context(key: kek)
        guard wrapped.count >= 16 else { throw .incorrectTextSize }
        let buffer = SecretBuffer<UInt8>(repeating: 0, count: wrapped.count &- 8)
        let count = try buffer.withMutableSpan { (output: inout MutableSpan<UInt8>) throws(AESError) in
            try context.unwrapPadded(wrapped.span, into: &output)
        }
        return SymmetricKey(SecretBytes(copying: buffer.span.extracting(first: count)))
    }
}
