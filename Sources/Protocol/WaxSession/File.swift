
/// What a sender says of a file before it sends it.
public struct FileOffer: Hashable, Sendable {
    /// The name, at most 1024 bytes of UTF-8. It comes from the peer as it is: a receiver reduces it to one safe
    /// component and escapes it before it shows it.
    public var name: String
    /// The size in bytes.
    public var size: UInt64
    /// Permission bits as of POSIX. A receiver drops all but the lowest nine.
    public var mode: UInt16
    /// When the content was changed last, in seconds since 1970, and the nanoseconds of that second.
    public var modifiedSeconds: Int64
    public var modifiedNanoseconds: UInt32
    /// How the content is checked beyond the protection of each record.
    public var integrity: FileIntegrity
    /// Names an earlier attempt that the sender would like to go on with: at most 32 bytes, or none.
    public var resumeToken: [UInt8]
    /// Where the sender would like to begin, 0 for all of it. The receiver decides.
    public var wishedOffset: UInt64

    /// Describes a file.
    public init(
        name: String, size: UInt64, mode: UInt16 = 0o644, modifiedSeconds: Int64 = 0,
        modifiedNanoseconds: UInt32 = 0, integrity: FileIntegrity = .sha256Tree, resumeToken: [UInt8] = [],
        wishedOffset: UInt64 = 0
    ) {
        self.name = name
        self.size = size
        self.mode = mode
        self.modifiedSeconds = modifiedSeconds
        self.modifiedNanoseconds = modifiedNanoseconds
        self.integrity = integrity
        self.resumeToken = resumeToken
        self.wishedOffset = wishedOffset
    }
}

/// How the content of a file is checked beyond the protection of each record.
public enum FileIntegrity: UInt8, Hashable, Sendable, CaseIterable {
    /// Not at all: no hash is computed on either side.
    case recordsOnly = 0
    /// By the root of a tree of SHA-256 over chunks of 1 MiB, with the prefixes of RFC 6962 section 2.1.
    case sha256Tree = 1
}

/// What the receiver of a file says at the end.
public struct FileReceipt: Hashable, Sendable {
    /// ``ErrorCode/none`` if the file is stored, else why not.
    public var status: ErrorCode
    /// The root hash of what was stored: 32 bytes, or none for ``FileIntegrity/recordsOnly``.
    public var root: [UInt8]
}
