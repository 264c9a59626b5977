public import WaxCore

// Arrays in, arrays out. The work is done by the functions on spans.

extension AES.GMAC {
    /// Computes the code of a message.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - key: A key of 128, 192 or 256 bits.
    ///   - nonce: Never the same twice under a key.
    /// - Returns: The code, 16 bytes.
    /// - Throws: ``AESError/incorrectKeySize``.
    public static func authenticationCode(
        for message: [UInt8], using key: SymmetricKey, nonce: AES.GCM.Nonce
    ) throws(AESError) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: 16)
        var span = code.mutableSpan
        var mac = try AES.GMAC(using: AES.GCM.Context(key: key), nonce: nonce.bytes)
        try mac.update(message.span)
        try mac.finalize(into: &span)
        return code
    }

    /// Whether a code is that of a message, in a time that depends on sizes only.
    ///
    /// - Parameters:
    ///   - code: The code, 12 to 16 bytes; false for any other number. Check the size first if the protocol has only
    ///     one.
    ///   - message: The message.
    ///   - key: The key.
    ///   - nonce: The nonce it was made with.
    /// - Throws: ``AESError/incorrectKeySize``.
    public static func isValidAuthenticationCode(
        _ code: [UInt8], authenticating message: [UInt8], using key: SymmetricKey, nonce: AES.GCM.Nonce
    ) throws(AESError) -> Bool {
        guard AES.GCM.tagByteCounts.contains(code.count) else { return false }
        var mac = try AES.GMAC(using: AES.GCM.Context(key: key), nonce: nonce.bytes)
        try mac.update(message.span)
        return try mac.isValid(code.span)
    }
}
