/// Why a peer ends a connection or a stream: the code that travels in `reject`, `refuse`, `reset`, `stop-sending`,
/// `goodbye` and `receipt`.
///
/// The registry is open: a code that is not in it is passed on as it is. Codes from 0x8000 on belong to
/// applications.
public struct ErrorCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt16

    /// A code by its number.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// A code of an application: 0x8000 and the number given.
    ///
    /// - Precondition: The number is below 0x8000.
    public static func application(_ number: UInt16) -> ErrorCode {
        precondition(number < 0x8000, "applications have the codes 0x8000 to 0xFFFF")
        return ErrorCode(rawValue: 0x8000 | number)
    }

    /// Whether the code belongs to an application.
    public var isApplicationDefined: Bool { rawValue >= 0x8000 }

    /// No error.
    public static var none: ErrorCode { ErrorCode(rawValue: 0) }
    /// Bytes that are not in the form this protocol prescribes.
    public static var malformed: ErrorCode { ErrorCode(rawValue: 1) }
    /// None of the versions offered is spoken here.
    public static var unsupportedVersion: ErrorCode { ErrorCode(rawValue: 2) }
    /// The Noise protocol named is not spoken here.
    public static var unsupportedSuite: ErrorCode { ErrorCode(rawValue: 3) }
    /// An extension that must be understood is not understood here.
    public static var unsupportedExtension: ErrorCode { ErrorCode(rawValue: 4) }
    /// The peer could not be authenticated or is not authorised. Nothing more specific is ever sent.
    public static var authenticationFailed: ErrorCode { ErrorCode(rawValue: 5) }
    /// Too much to do just now; trying later may help.
    public static var busy: ErrorCode { ErrorCode(rawValue: 6) }
    /// Something took longer than it may.
    public static var deadline: ErrorCode { ErrorCode(rawValue: 7) }
    /// Well-formed, but not allowed here or now.
    public static var protocolViolation: ErrorCode { ErrorCode(rawValue: 8) }
    /// More of something than was announced or is allowed.
    public static var limitExceeded: ErrorCode { ErrorCode(rawValue: 9) }
    /// More bytes than there was credit for.
    public static var flowControl: ErrorCode { ErrorCode(rawValue: 10) }
    /// A fault of the side that sends the code.
    public static var internalError: ErrorCode { ErrorCode(rawValue: 11) }
    /// The side that sends the code is going away.
    public static var shuttingDown: ErrorCode { ErrorCode(rawValue: 12) }
    /// The user or the application does not want it any more.
    public static var cancelled: ErrorCode { ErrorCode(rawValue: 13) }
    /// There is no service of the name asked for.
    public static var noSuchService: ErrorCode { ErrorCode(rawValue: 14) }
    /// Not wanted, by policy.
    public static var refused: ErrorCode { ErrorCode(rawValue: 15) }
    /// The name is taken.
    public static var alreadyExists: ErrorCode { ErrorCode(rawValue: 16) }
    /// There is no room for it.
    public static var noSpace: ErrorCode { ErrorCode(rawValue: 17) }
    /// The content is not what its hash says.
    public static var integrity: ErrorCode { ErrorCode(rawValue: 18) }
    /// It could not be stored.
    public static var storageFailed: ErrorCode { ErrorCode(rawValue: 19) }
    /// A message type, hash algorithm or method that is not understood here.
    public static var unsupportedType: ErrorCode { ErrorCode(rawValue: 20) }
}

#if !hasFeature(Embedded)
extension ErrorCode: CustomStringConvertible {
    /// The name of the code in the registry, or its number.
    public var description: String {
        let names = [
            "none", "malformed", "unsupportedVersion", "unsupportedSuite", "unsupportedExtension",
            "authenticationFailed", "busy", "deadline", "protocolViolation", "limitExceeded", "flowControl",
            "internalError", "shuttingDown", "cancelled", "noSuchService", "refused", "alreadyExists", "noSpace",
            "integrity", "storageFailed", "unsupportedType",
        ]
        if Int(rawValue) < names.count { return names[Int(rawValue)] }
        return isApplicationDefined ? "application(\(rawValue & 0x7FFF))" : "unknown(\(rawValue))"
    }
}
#endif
