/// Why data could not be decompressed. Compressing never fails.
///
/// Each cause has a case of its own. Those from ``truncated`` to ``unsupportedHeaderFlags`` are faults of the
/// data, the limits are the caller's own, and of the dictionary either may have the wrong one.
public enum DeflateError: Error, Equatable, Sendable {
    // MARK: Faults of the data

    /// The input ended before the compressed data did.
    case truncated
    /// Something follows the end of the compressed data.
    case trailingData

    /// A block has the reserved type 3 (RFC 1951, section 3.2.3).
    case invalidBlockType
    /// The length of a stored block and its complement do not agree (section 3.2.4).
    case storedLengthMismatch
    /// A block declares more than 286 literal and length codes (section 3.2.7).
    case tooManyLiteralLengthCodes
    /// A block declares more than 30 distance codes.
    case tooManyDistanceCodes
    /// The code that code lengths are written in has more codes than there can be.
    case overSubscribedCodeLengthCode
    /// The code that code lengths are written in leaves codes unused.
    case incompleteCodeLengthCode
    /// The first code length repeats the one before it.
    case repeatWithoutPreviousLength
    /// A repetition runs past the last code length.
    case repeatedLengthsTooMany
    /// A block has no code for its end.
    case missingEndOfBlockCode
    /// The literal and length code has more codes than there can be.
    case overSubscribedLiteralLengthCode
    /// The literal and length code leaves codes unused, and is not a single code of one bit.
    case incompleteLiteralLengthCode
    /// The distance code has more codes than there can be.
    case overSubscribedDistanceCode
    /// The distance code leaves codes unused, and is neither empty nor a single code of one bit.
    case incompleteDistanceCode
    /// A code stands for no literal and no length: an unused one, or symbol 286 or 287.
    case invalidLiteralLengthSymbol
    /// A code stands for no distance: an unused one, or symbol 30 or 31.
    case invalidDistanceSymbol
    /// A match begins before the first byte of output or dictionary.
    case distanceTooFar

    /// The checksum at the end (Adler-32 or CRC-32) is not that of the output.
    case checksumMismatch
    /// The length at the end of a gzip member is not that of the output.
    case lengthMismatch

    /// The first two bytes are not those of a zlib header (RFC 1950, section 2.2).
    case invalidZlibHeader
    /// The first two bytes are not those of a gzip header (RFC 1952, section 2.3.1).
    case invalidGzipHeader
    /// A header names another method than DEFLATE.
    case unsupportedMethod
    /// A zlib header asks for a window larger than 32 KiB.
    case invalidWindowSize
    /// The checksum of a gzip header is not that of the header.
    case headerChecksumMismatch
    /// A gzip header has a flag set that is reserved, so its extent is unknown.
    case unsupportedHeaderFlags

    // MARK: Dictionaries

    /// The data was compressed with a preset dictionary; the value is the dictionary's Adler-32.
    case dictionaryNeeded(UInt32)
    /// The dictionary given is not the one that the data was compressed with.
    case dictionaryMismatch

    // MARK: Limits of the caller

    /// There is more output than ``DeflateLimits/maxOutput``, or than the caller's buffer takes.
    case outputLimitExceeded
    /// The output is larger in relation to the input than ``DeflateLimits/maxRatio``.
    case ratioLimitExceeded
    /// A gzip header is longer than ``DeflateLimits/maxHeader``.
    case headerLimitExceeded
    /// There are more gzip members than ``DeflateLimits/maxMembers``.
    case memberLimitExceeded

    /// Whether it was a limit that ended the work, so that the data may be right.
    public var isLimit: Bool {
        switch self {
        case .outputLimitExceeded, .ratioLimitExceeded, .headerLimitExceeded, .memberLimitExceeded: true
        default: false
        }
    }
}

#if !hasFeature(Embedded)
extension DeflateError: CustomStringConvertible {
    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .truncated: "the compressed data ends too early"
        case .trailingData: "something follows the compressed data"
        case .invalidBlockType: "a block has a type that does not exist"
        case .storedLengthMismatch: "the length of a stored block is damaged"
        case .tooManyLiteralLengthCodes: "a block declares too many literal and length codes"
        case .tooManyDistanceCodes: "a block declares too many distance codes"
        case .overSubscribedCodeLengthCode: "the code of the code lengths is over-subscribed"
        case .incompleteCodeLengthCode: "the code of the code lengths is incomplete"
        case .repeatWithoutPreviousLength: "the first code length repeats one before it"
        case .repeatedLengthsTooMany: "code lengths are repeated past their number"
        case .missingEndOfBlockCode: "a block has no code for its end"
        case .overSubscribedLiteralLengthCode: "the literal and length code is over-subscribed"
        case .incompleteLiteralLengthCode: "the literal and length code is incomplete"
        case .overSubscribedDistanceCode: "the distance code is over-subscribed"
        case .incompleteDistanceCode: "the distance code is incomplete"
        case .invalidLiteralLengthSymbol: "a code stands for no literal or length"
        case .invalidDistanceSymbol: "a code stands for no distance"
        case .distanceTooFar: "a match begins before the first byte"
        case .checksumMismatch: "the checksum is wrong: the data was altered"
        case .lengthMismatch: "the length is wrong: the data was altered"
        case .invalidZlibHeader: "this is not zlib data"
        case .invalidGzipHeader: "this is not gzip data"
        case .unsupportedMethod: "the data is compressed with another method than DEFLATE"
        case .invalidWindowSize: "the header asks for a window larger than 32 KiB"
        case .headerChecksumMismatch: "the checksum of the header is wrong"
        case .unsupportedHeaderFlags: "the header has flags set that are reserved"
        case .dictionaryNeeded(let checksum):
            "a preset dictionary is needed, its Adler-32 is 0x\(String(checksum, radix: 16))"
        case .dictionaryMismatch: "this is not the dictionary that the data was compressed with"
        case .outputLimitExceeded: "the output is larger than allowed"
        case .ratioLimitExceeded: "the output is larger in relation to the input than allowed"
        case .headerLimitExceeded: "a header is longer than allowed"
        case .memberLimitExceeded: "there are more members than allowed"
        }
    }
}
#endif
