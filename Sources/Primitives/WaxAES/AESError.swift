/// Why an operation of AES was refused.
///
/// ``authenticationFailure``, ``decryptionFailure``, and, while opening, ``streamEnded`` and ``streamTruncated`` say
/// that what came from elsewhere is not what it should be. All other cases are mistakes of the caller, found by
/// looking at sizes or at what was called before.
public enum AESError: Error, Equatable, Sendable {
    /// The key has not 16, 24 or 32 bytes.
    case incorrectKeySize
    /// The nonce has not a size that the mode can take: for GCM it is empty, or longer than 2^61 − 1 bytes.
    case incorrectNonceSize
    /// The initialisation vector has not 16 bytes.
    case incorrectIVSize
    /// The tag has fewer than 12 or more than 16 bytes.
    case incorrectTagSize
    /// The buffer for the result has not the size of the text.
    case incorrectOutputSize
    /// A combined box is shorter than a nonce of 12 bytes and a tag of 16.
    case incorrectCombinedSize
    /// The text has not a size that the mode can take, such as a multiple of 16 bytes for CBC without padding.
    case incorrectTextSize
    /// The text is longer than 2^36 − 32 bytes (SP 800-38D, section 5.2.1.1).
    case textTooLong
    /// The associated data is longer than 2^61 − 1 bytes.
    case associatedDataTooLong
    /// Associated data of a message in parts comes after text.
    case associatedDataAfterText
    /// A chunk comes after the last one of its stream: somebody has added it, or the caller has lost count.
    case streamEnded
    /// The stream ends without its last chunk: somebody has cut it, or the caller has not sealed one.
    case streamTruncated
    /// The stream would have more than 2^32 chunks.
    case streamTooLong
    /// The text, the associated data, the nonce or the tag is not what was sealed, or the key is another.
    case authenticationFailure
    /// The ciphertext does not decrypt to a padded text: it was changed, or cut, or the key is another.
    case decryptionFailure
}
