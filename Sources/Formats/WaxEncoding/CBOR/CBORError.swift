/// Why bytes are not the CBOR that was wanted (RFC 8949), or a value cannot be written.
public struct CBORError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Code: Hashable, Sendable {
        /// The input ends before the value does, or a length says more than the input holds.
        case truncated
        /// Something follows the value.
        case trailingData
        /// The bytes are not well-formed: a reserved head, a break out of place, a piece of the wrong type.
        case malformed
        /// A text is not valid UTF-8.
        case invalidUTF8
        /// A map has the same key twice.
        case duplicateKey
        /// A number or a length is not in its shortest form.
        case notShortest
        /// A length is indefinite, which the deterministic encoding does not allow.
        case indefiniteLength
        /// The keys of a map are not in the order of their encodings.
        case unsortedKeys
        /// Values are nested deeper than the limit.
        case tooDeep
        /// There are more values than the limit.
        case tooManyItems
        /// A byte string or a text is longer than the limit.
        case stringTooLong
    }

    /// What is wrong.
    public let code: Code

    /// Where in the input the item begins that is wrong, in bytes from the front; for a value that is to be
    /// written, how much was written before it.
    public let offset: Int

    /// Makes the error.
    public init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }
}

extension CBORError: CustomStringConvertible {
    /// One sentence without any of the contents.
    public var description: String {
        let problem =
            switch code {
            case .truncated: "the input ends inside a value"
            case .trailingData: "something follows the value"
            case .malformed: "the encoding is malformed"
            case .invalidUTF8: "a text is not valid UTF-8"
            case .duplicateKey: "a map has the same key twice"
            case .notShortest: "a number or a length is not in its shortest form"
            case .indefiniteLength: "a length is indefinite, which the deterministic encoding does not allow"
            case .unsortedKeys: "the keys of a map are not sorted"
            case .tooDeep: "values are nested too deep"
            case .tooManyItems: "there are too many values"
            case .stringTooLong: "a string is too long"
            }
        return "CBOR byte \(offset): \(problem)"
    }
}
