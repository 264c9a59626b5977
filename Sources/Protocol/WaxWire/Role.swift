/// Which side of a connection. The number is the one that a delegation carries.
public enum Role: UInt8, Sendable, CaseIterable {
    /// The side that opened the byte stream: it says hello, and opens even streams.
    case client = 1
    /// The side that waited for it: it opens odd streams.
    case server = 2

    /// The opposite side.
    public var other: Role { self == .client ? .server : .client }
}
