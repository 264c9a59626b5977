/// Why a text is not the PEM document that was wanted (RFC 7468).
public struct PEMError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Code: Hashable, Sendable {
        /// The text is longer than the limit.
        case textTooLong
        /// There are more documents than the limit.
        case tooManyDocuments
        /// There is no document in the text.
        case noDocument
        /// There is more than one document where one was wanted.
        case moreThanOneDocument
        /// A line begins like a boundary but is not one, or an end has no beginning.
        case malformedBoundary
        /// The label of the end is not that of the beginning.
        case labelMismatch
        /// The text, or the next document, comes before the end of this one.
        case unterminated
        /// The document has header lines, as OpenSSL's old encrypted keys do (`Proc-Type: 4,ENCRYPTED`).
        case headersNotSupported
        /// A line is empty, longer than 76 characters, or not as long as the one before it.
        case irregularLine
        /// The lines are not the Base64 of any bytes.
        case invalidBase64
        /// There is nothing between the boundaries.
        case emptyDocument
    }

    /// What is wrong.
    public let code: Code

    /// The line, counted from 1, where it was found.
    public let line: Int

    /// Makes the error.
    public init(_ code: Code, line: Int) {
        self.code = code
        self.line = line
    }
}

extension PEMError: CustomStringConvertible {
    /// One sentence without any of the text, which may hold a key.
    public var description: String {
        let problem =
            switch code {
            case .textTooLong: "the text is longer than the limit"
            case .tooManyDocuments: "there are more documents than the limit"
            case .noDocument: "there is no '-----BEGIN' line"
            case .moreThanOneDocument: "there is a second document where one was expected"
            case .malformedBoundary: "a boundary line is malformed or has no beginning"
            case .labelMismatch: "the label of the end differs from that of the beginning"
            case .unterminated: "the document has no '-----END' line"
            case .headersNotSupported: "the document has header lines, as old encrypted keys do"
            case .irregularLine: "a line is empty, too long, or not of the length of the others"
            case .invalidBase64: "the document is not valid Base64"
            case .emptyDocument: "the document is empty"
            }
        return "PEM line \(line): \(problem)"
    }
}
