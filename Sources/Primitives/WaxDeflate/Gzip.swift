/// The file format of gzip (RFC 1952): its header.
public enum Gzip {
    /// What a gzip file says of the file that was compressed (RFC 1952, section 2.3).
    ///
    /// None of it is protected by the checksum of the data; ``hasChecksum`` adds one of 16 bits for the header.
    public struct Header: Sendable, Equatable {
        /// Whether the data is probably text.
        public var isText = false

        /// When the file was last changed, in seconds since 1970, modulo 2^32; 0 if it is not known.
        public var modificationTime: UInt32 = 0

        /// The byte XFL; 2 says that the densest level was used, 4 the fastest. Nil when writing: as the level is.
        public var extraFlags: UInt8?

        /// The system that the file came from; 3 is Unix, 255 unknown.
        public var operatingSystem: UInt8 = 255

        /// Fields for programs that know them, at most 65,535 bytes; see RFC 1952, section 2.3.1.1.
        public var extra: [UInt8]?

        /// The name of the file without folders. The format wants Latin-1, programs write what the file system has.
        ///
        /// From others it is no safe name: whatever creates a file from it has to check it.
        public var name: [UInt8]?

        /// A comment for people.
        public var comment: [UInt8]?

        /// Whether the header has a checksum of its own.
        public var hasChecksum = false

        /// A header that says nothing: no time, no name, an unknown system.
        public init() {}
    }
}

extension Gzip.Header {
    enum Flag {
        static let text: UInt8 = 1
        static let checksum: UInt8 = 2
        static let extra: UInt8 = 4
        static let name: UInt8 = 8
        static let comment: UInt8 = 16
        static let reserved: UInt8 = 0xE0
    }

    /// The bytes of the header.
    ///
    /// A name or a comment ends at its first zero, an extra field at 65,535 bytes: the format can hold no more.
    ///
    /// - Parameter level: What decides ``extraFlags`` if they are nil.
    func encoded(level: Int) -> [UInt8] {
        var flags: UInt8 = 0
        if isText { flags |= Flag.text }
        if hasChecksum { flags |= Flag.checksum }
        if extra != nil { flags |= Flag.extra }
        if name != nil { flags |= Flag.name }
        if comment != nil { flags |= Flag.comment }
        var bytes: [UInt8] = [0x1F, 0x8B, 8, flags]
        for shift in stride(from: 0 as UInt32, to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: modificationTime &>> shift))
        }
        bytes.append(extraFlags ?? (level == 9 ? 2 : level < 2 ? 4 : 0))
        bytes.append(operatingSystem)
        if let extra {
            let count = min(extra.count, 0xFFFF)
            bytes.append(UInt8(truncatingIfNeeded: count))
            bytes.append(UInt8(truncatingIfNeeded: count &>> 8))
            bytes.append(contentsOf: extra[..<count])
        }
        for text in [name, comment] {
            guard let text else { continue }
            bytes.append(contentsOf: text.prefix { $0 != 0 })
            bytes.append(0)
        }
        if hasChecksum {
            let checksum = CRC32.checksum(bytes)
            bytes.append(UInt8(truncatingIfNeeded: checksum))
            bytes.append(UInt8(truncatingIfNeeded: checksum &>> 8))
        }
        return bytes
    }
}
