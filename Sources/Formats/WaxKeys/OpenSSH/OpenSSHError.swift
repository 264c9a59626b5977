import WaxRSA

/// Why a text or a byte string in one of OpenSSH's formats is not accepted.
public enum OpenSSHError: Error, Equatable, Sendable {
    /// There is no key where one should be.
    case missingKey

    /// The key is of another type than `ssh-rsa`. The name is as it stands in the text.
    case keyTypeNotSupported(String)

    /// The key is not Base64.
    case invalidBase64

    /// What the Base64 stands for is not the key that it should be (RFC 4253 section 6.6).
    case malformedKey

    /// The key is malformed, too short, or too long.
    case keyNotAccepted(RSAError)

    /// The options before a key are malformed: a quote without end, a value without quotes, an empty name.
    case malformedOptions

    /// The name of a host is malformed, or in one of the forms that are not supported: with a wildcard, hashed, or
    /// several at once.
    case invalidHost

    /// A line is longer than the limit.
    case lineTooLong

    /// The file is larger than the limit.
    case fileTooLarge

    /// The text is not a fingerprint by SHA-256.
    case invalidFingerprint

    /// There is more than one line where one was expected.
    case moreThanOneLine
}

extension OpenSSHError: CustomStringConvertible {
    /// One phrase. Of a key type only printable ASCII is shown, so it does no harm to a terminal.
    public var description: String {
        switch self {
        case .missingKey: "there is no key"
        case .keyTypeNotSupported(let type): "keys of type '\(Self.printable(type))' are not supported, only ssh-rsa"
        case .invalidBase64: "the key is not valid Base64"
        case .malformedKey: "the key is malformed"
        case .keyNotAccepted(let error): "the key is not accepted: \(error.explanation)"
        case .malformedOptions: "the options before the key are malformed"
        case .invalidHost: "the name of the host is malformed, or of a form that is not supported"
        case .lineTooLong: "the line is too long"
        case .fileTooLarge: "the file is too large"
        case .invalidFingerprint: "expected a fingerprint like SHA256: and 43 characters"
        case .moreThanOneLine: "expected one line"
        }
    }

    private static func printable(_ text: String) -> String {
        String(decoding: text.utf8.prefix(64).map { (0x20...0x7E).contains($0) ? $0 : 0x3F }, as: UTF8.self)
    }
}
