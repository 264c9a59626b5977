public import WaxCore

/// What one side allows the other: a list of `varint id | varint value` in strictly ascending order of the ids.
///
/// A setting that is absent has its default, which is its floor: the least that every peer allows, so nothing has to
/// be waited for. Settings that are not known are kept, and otherwise ignored.
public struct Settings: Equatable, Sendable {
    /// One entry.
    public struct Entry: Equatable, Sendable {
        /// Which setting.
        public let id: UInt64
        /// Its value.
        public let value: UInt64
    }

    /// A setting that is known here.
    public enum Known: UInt64, Sendable, CaseIterable {
        /// The largest payload of a frame, in bytes.
        case largestFramePayload = 1
        /// The largest message, in bytes, files excepted.
        case largestMessage = 2
        /// How many streams the peer may have open at a time.
        case streams = 3
        /// The credit that each stream begins with, in bytes.
        case streamWindow = 4
        /// The credit that the connection begins with, in bytes.
        case connectionWindow = 5
        /// After how many milliseconds without a byte from the peer the connection is given up; 0 for never.
        case idleTimeout = 6
        /// A bit mask of the compression methods accepted: ``Settings/deflate``.
        case compressionMethods = 7

        /// The least value, which is also the value if the setting is absent.
        public var floor: UInt64 {
            switch self {
            case .largestFramePayload: 16384
            case .largestMessage: 65536
            case .streams: 16
            case .streamWindow: 65536
            case .connectionWindow: 262144
            case .idleTimeout, .compressionMethods: 0
            }
        }
    }

    /// The bit of ``Known/compressionMethods`` for ``FrameKind/deflated``: raw DEFLATE (RFC 1951).
    public static var deflate: UInt64 { 1 }

    /// The largest number of entries.
    public static var largestCount: Int { 64 }

    /// The entries in their order, unknown ones included.
    public private(set) var entries: [Entry]

    /// All settings at their defaults.
    public init() { self.entries = [] }

    /// Reads a list to the end of the bytes.
    ///
    /// - Throws: ``WireError`` if it is cut short, out of order, has more than 64 entries or a value below its floor.
    public init(parsing bytes: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(bytes)
        var entries: [Entry] = []
        while !reader.isAtEnd {
            let id = try reader.readVarint()
            let value = try reader.readVarint()
            if let last = entries.last, id <= last.id { throw WireError(.settingOrder) }
            guard entries.count < Settings.largestCount else { throw WireError(.tooManySettings) }
            if let known = Known(rawValue: id), value < known.floor { throw WireError(.settingBelowFloor) }
            entries.append(Entry(id: id, value: value))
        }
        self.entries = entries
    }

    /// Writes the list.
    public func encode(into writer: inout ByteWriter) {
        for entry in entries {
            writer.writeVarint(entry.id)
            writer.writeVarint(entry.value)
        }
    }

    /// The list as bytes.
    public func encoded() -> [UInt8] {
        var writer = ByteWriter()
        encode(into: &writer)
        return writer.bytes
    }

    /// The value of a setting: that of its entry, or its default.
    public subscript(setting: Known) -> UInt64 {
        for entry in entries where entry.id == setting.rawValue { return entry.value }
        return setting.floor
    }

    /// Sets a setting.
    ///
    /// - Throws: ``WireError`` if the value is below the floor or larger than a varint can hold.
    public mutating func set(_ setting: Known, to value: UInt64) throws(WireError) {
        guard value >= setting.floor else { throw WireError(.settingBelowFloor) }
        try set(id: setting.rawValue, to: value)
    }

    /// Sets a setting by its number, such as one made up on purpose.
    ///
    /// - Throws: ``WireError`` if the list is full, or a number larger than a varint can hold.
    public mutating func set(id: UInt64, to value: UInt64) throws(WireError) {
        guard id <= Varint.maximum, value <= Varint.maximum else { throw WireError(.badVarint) }
        if let known = Known(rawValue: id), value < known.floor { throw WireError(.settingBelowFloor) }
        var index = 0
        while index < entries.count, entries[index].id < id { index += 1 }
        if index < entries.count, entries[index].id == id {
            entries[index] = Entry(id: id, value: value)
        } else {
            guard entries.count < Settings.largestCount else { throw WireError(.tooManySettings) }
            entries.insert(Entry(id: id, value: value), at: index)
        }
    }
}
