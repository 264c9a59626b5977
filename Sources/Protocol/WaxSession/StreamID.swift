/// The number of a stream: even for those that the client opens, odd for those of the server. Stream 0 is the
/// connection itself and never appears here.
public struct StreamID: Hashable, Comparable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt64

    init(_ rawValue: UInt64) { self.rawValue = rawValue }

    /// Whether the client opened it.
    public var isOpenedByClient: Bool { rawValue.isMultiple(of: 2) }

    /// Streams are ordered as they were opened by their side.
    public static func < (left: StreamID, right: StreamID) -> Bool { left.rawValue < right.rawValue }
}

extension StreamID: CustomStringConvertible {
    /// The number.
    public var description: String { "stream \(rawValue)" }
}
