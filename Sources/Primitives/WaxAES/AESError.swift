/// Why an operation of AES was refused.
///
/// All cases but ``authenticationFailure`` are mistakes of the caller, found by looking at sizes before
/// anything is computed.
public enum AESError: Error, Equatable, Sendable {
    /// The key has not 16, 24 or 32 bytes.
    case incorrectKeySize
    /// The nonce is empty, or longer than 2^61 − 1 bytes.
    case incorrectNonceSize
    /// The tag has fewer than 12 or more than 16 bytes.
    case incorrectTagSize
    /// The buffer for the result has not the size of the text.
    case incorrectOutputSize
    /// A combined box is shorter than a nonce of 12 bytes and a tag of 16.
    case incorrectCombinedSize
    /// The text is longer than 2^36 − 32 bytes (SP 800-38D, section 5.2.1.1).
    case textTooLong
    /// The associated data is longer than 2^61 − 1 bytes.
    case associatedDataTooLong
    /// The text, the associated data, the nonce or the tag is not what was sealed, or the key is another.
    case authenticationFailure
}
