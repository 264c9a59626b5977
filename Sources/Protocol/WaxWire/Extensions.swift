public import WaxCore

/// One entry in a list of extensions: `u16 type | u16 length | value`.
public struct Extension: Equatable, Sendable {
    /// The type; the top bit says that who does not know it must refuse.
    public let type: UInt16
    /// The value.
    public let value: [UInt8]

    /// Makes an entry.
    ///
    /// - Precondition: The value has at most 65535 bytes.
    public init(type: UInt16, value: [UInt8]) {
        precondition(value.count <= 65535, "the value of an extension has at most 65535 bytes")
        self.type = type
        self.value = value
    }

    /// Whether who does not know it must refuse.
    public var isCritical: Bool { type & 0x8000 != 0 }

    /// The type without the critical bit. Lists are in ascending order of it, so it occurs once.
    public var number: UInt16 { type & 0x7FFF }
}

/// A list of extensions, as in a hello and in a delegation: entries one after the other to the end of the bytes,
/// in strictly ascending order of their types without the critical bit.
public struct ExtensionList: Equatable, Sendable {
    /// The entries in their order.
    public let entries: [Extension]

    /// The empty list.
    public init() { self.entries = [] }

    /// Makes a list of entries in any order.
    ///
    /// - Throws: ``WireError`` if a type, the critical bit aside, occurs twice.
    public init(_ entries: [Extension]) throws(WireError) {
        // Insertion: lists are a handful long, and `sort` by a closure is a lot of code for a small machine.
        var ordered: [Extension] = []
        for entry in entries {
            var index = ordered.count
            while index > 0, ordered[index - 1].number > entry.number { index -= 1 }
            guard index == 0 || ordered[index - 1].number != entry.number else { throw WireError(.extensionOrder) }
            ordered.insert(entry, at: index)
        }
        self.entries = ordered
    }

    /// Reads a list to the end of the bytes.
    ///
    /// - Throws: ``WireError`` if an entry is cut short or out of order.
    public init(parsing bytes: Span<UInt8>) throws(WireError) {
        var reader = ByteReader(bytes)
        var entries: [Extension] = []
        var last: UInt16?
        while !reader.isAtEnd {
            let type = try reader.takeUInt16()
            let entry = Extension(type: type, value: try reader.takeArray(Int(try reader.takeUInt16())))
            if let last, entry.number <= last { throw WireError(.extensionOrder) }
            last = entry.number
            entries.append(entry)
        }
        self.entries = entries
    }

    /// Writes the entries.
    public func encode(into writer: inout ByteWriter) {
        for entry in entries {
            writer.write(entry.type)
            writer.write(UInt16(truncatingIfNeeded: entry.value.count))
            writer.write(entry.value)
        }
    }

    /// The value of the entry with this type, if there is one. The critical bit counts.
    public subscript(type: UInt16) -> [UInt8]? {
        for entry in entries where entry.type == type { return entry.value }
        return nil
    }

    /// Checks that every critical entry has one of the types given.
    ///
    /// - Throws: ``WireError`` if there is one that is not understood.
    public func checkCritical(understood: [UInt16]) throws(WireError) {
        for entry in entries where entry.isCritical && !understood.contains(entry.type) {
            throw WireError(.unknownCriticalExtension)
        }
    }
}
