/// RSA (RFC 8017): keys, key generation, signatures and encryption.
///
/// ```swift
/// let key = try RSA.Signing.PrivateKey(bitCount: 3072)
/// let signature = try key.signature(forMessage: message)
/// let isValid = key.publicKey.isValidSignature(signature, forMessage: message)
/// ```
public enum RSA {
    /// The sizes of a modulus in bits that are accepted unless a ``KeySizePolicy`` says otherwise: 2048 to 8192.
    public static var acceptedBitCounts: ClosedRange<Int> { 2048...8192 }

    /// The public exponent of keys made here, 65537.
    public static var usualPublicExponent: UInt32 { 65537 }
}
