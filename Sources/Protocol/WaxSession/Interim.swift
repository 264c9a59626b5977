// Types of WaxIdentity, until that module is part of the package.

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
