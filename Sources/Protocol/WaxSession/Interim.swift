// Types of WaxWire and WaxIdentity, until those modules are part of the package.

public struct ErrorCode: RawRepresentable, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    public static var none: ErrorCode { ErrorCode(rawValue: 0) }
    public static var internalError: ErrorCode { ErrorCode(rawValue: 11) }
}
public struct Moment: Hashable, Sendable {
    public var monotonicNanoseconds: UInt64
    public var unixSeconds: Int64
    public init(monotonicNanoseconds: UInt64, unixSeconds: Int64) {
        self.monotonicNanoseconds = monotonicNanoseconds
        self.unixSeconds = unixSeconds
    }
}
public struct PeerIdentity: Hashable, Sendable { public let fingerprint: [UInt8] }
public struct LocalIdentity: Sendable { public init() {} }
