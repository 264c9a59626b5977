import WaxCore

/// How a file's content is hashed.
public struct HashAlgorithm: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: UInt8

    /// An algorithm by its number.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Not at all: the encryption of the records is the only protection.
    public static var none: HashAlgorithm { HashAlgorithm(rawValue: 0) }
    /// A tree of SHA-256 over chunks of 1 MiB, with the leaf and node prefixes of RFC 6962.
    public static var sha256Tree: HashAlgorithm { HashAlgorithm(rawValue: 1) }
}

/// What is said about a file before its content. Part of a ``MessageHeader``.
///
/// `varint size | u16 mode | u64 seconds | u32 nanoseconds | u8 hash algorithm | varint offset | u8 length | resume
/// token | u16 length | name`
///
/// All of it is the sender's claim. A receiver takes the name apart, drops what it does not want from the mode, and
/// never trusts the size.
public struct FileHeader: Equatable, Sendable {
    /// The largest number of bytes of a name.
    public static var largestName: Int { 1024 }
    /// The largest number of bytes of a resume token.
    public static var largestResumeToken: Int { 32 }
    /// The largest number of bytes that these fields can take.
    static var largestByteCount: Int { 8 + 2 + 8 + 4 + 1 + 8 + 1 + largestResumeToken + 2 + largestName }

    /// The number of bytes of the whole file.
    public let size: UInt64
    /// The permission bits of POSIX, at most 0o7777.
    public let mode: UInt16
    /// The time of the last change of the content, in seconds since 1970 (UTC); negative before.
    public let modificationSeconds: Int64
    /// The rest of that time, 0 to 999,999,999 nanoseconds.
    public let modificationNanoseconds: UInt32
    /// How the content is hashed. May be a number that is not known here.
    public let hashAlgorithm: HashAlgorithm
    /// Where the sender wishes to begin; at most the size.
    public let offset: UInt64
    /// What the receiver of an earlier attempt can recognise it by: at most 32 bytes.
    public let resumeToken: [UInt8]
    /// The name: at most 1024 bytes.
    public let name: String

    /// Makes the fields.
    ///
    /// - Throws: ``WireError`` if a value is not as described at its property.
    public init(
        name: String, size: UInt64, mode: UInt16 = 0o644, modificationSeconds: Int64 = 0,
        modificationNanoseconds: UInt32 = 0, hashAlgorithm: HashAlgorithm = .sha256Tree, offset: UInt64 = 0,
        resumeToken: [UInt8] = []
    ) throws(WireError) {
        guard size <= Varint.maximum, offset <= size, mode <= 0o7777, modificationNanoseconds < 1_000_000_000 else {
            throw WireError(.badField)
        }
        guard resumeToken.count <= FileHeader.largestResumeToken else { throw WireError(.tooLong) }
        try check(name, atMost: FileHeader.largestName)
        self.name = name
        self.size = size
        self.mode = mode
        self.modificationSeconds = modificationSeconds
        self.modificationNanoseconds = modificationNanoseconds
        self.hashAlgorithm = hashAlgorithm
        self.offset = offset
        self.resumeToken = resumeToken
    }

    init(parsing reader: inout ByteReader) throws(WireError) {
        let size = try reader.readVarint()
        let mode = try reader.takeUInt16()
        let seconds = Int64(bitPattern: try reader.takeUInt64())
        let nanoseconds = try reader.takeUInt32()
        let algorithm = HashAlgorithm(rawValue: try reader.takeUInt8())
        let offset = try reader.readVarint()
        let tokenCount = Int(try reader.takeUInt8())
        guard tokenCount <= FileHeader.largestResumeToken else { throw WireError(.tooLong) }
        let token = try reader.takeArray(tokenCount)
        let nameCount = Int(try reader.takeUInt16())
        guard nameCount <= FileHeader.largestName else { throw WireError(.tooLong) }
        let name = try reader.takeText(nameCount)
        try self.init(
            name: name, size: size, mode: mode, modificationSeconds: seconds, modificationNanoseconds: nanoseconds,
            hashAlgorithm: algorithm, offset: offset, resumeToken: token)
    }

    func encode(into writer: inout ByteWriter) {
        writer.writeVarint(size)
        writer.write(mode)
        writer.write(UInt64(bitPattern: modificationSeconds))
        writer.write(modificationNanoseconds)
        writer.write(hashAlgorithm.rawValue)
        writer.writeVarint(offset)
        writer.write(UInt8(truncatingIfNeeded: resumeToken.count))
        writer.write(resumeToken)
        writer.write(UInt16(truncatingIfNeeded: name.utf8.count))
        writer.write([UInt8](name.utf8))
    }
}
