/// Why bytes are not the DER that was wanted (ITU-T X.690).
public struct DERError: Error, Hashable, Sendable {
    /// What is wrong.
    public enum Code: Hashable, Sendable {
        /// The input ends before the value does.
        case truncated
        /// Something follows the value that should be the last.
        case trailingData
        /// Another tag was expected.
        case unexpectedTag
        /// A tag is not in its shortest form, too large, or the reserved tag 0.
        case invalidTag
        /// A length is indefinite, which BER allows and DER does not.
        case indefiniteLength
        /// A length is not in its shortest form.
        case nonMinimalLength
        /// Values are nested deeper than the limit.
        case tooDeep
        /// A BOOLEAN is not one byte 00 or FF.
        case invalidBoolean
        /// A NULL has contents.
        case invalidNull
        /// An INTEGER is empty or not in its shortest form.
        case invalidInteger
        /// An INTEGER is negative where that makes no sense.
        case negativeInteger
        /// An INTEGER is larger than what it is read into.
        case integerTooLarge
        /// A BIT STRING has no valid count of unused bits, or unused bits that are not zero, or is not of whole
        /// bytes where that is needed.
        case invalidBitString
        /// An OBJECT IDENTIFIER is empty, too long, or not in its shortest form.
        case invalidObjectIdentifier
        /// A string has bytes that its type does not allow.
        case invalidString
        /// The elements of a SET OF are not in ascending order.
        case unsortedSet
    }

    /// What is wrong.
    public let code: Code

    /// Where in the outermost input, in bytes from its front, the value begins that is wrong.
    public let offset: Int

    /// Makes the error.
    public init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }
}

extension DERError: CustomStringConvertible {
    /// One sentence without any of the contents, which may be a key.
    public var description: String {
        let problem =
            switch code {
            case .truncated: "the input ends inside a value"
            case .trailingData: "something follows the last value"
            case .unexpectedTag: "another type of value was expected"
            case .invalidTag: "a tag is invalid"
            case .indefiniteLength: "a length is indefinite, which DER does not allow"
            case .nonMinimalLength: "a length is not in its shortest form"
            case .tooDeep: "values are nested too deep"
            case .invalidBoolean: "a BOOLEAN is neither 00 nor FF"
            case .invalidNull: "a NULL has contents"
            case .invalidInteger: "an INTEGER is not in its shortest form"
            case .negativeInteger: "an INTEGER is negative"
            case .integerTooLarge: "an INTEGER is too large"
            case .invalidBitString: "a BIT STRING is invalid"
            case .invalidObjectIdentifier: "an OBJECT IDENTIFIER is invalid"
            case .invalidString: "a string has characters that its type does not allow"
            case .unsortedSet: "the elements of a SET OF are not sorted"
            }
        return "DER byte \(offset): \(problem)"
    }
}
