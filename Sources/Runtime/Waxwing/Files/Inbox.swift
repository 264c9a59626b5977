/// A directory that takes the files which peers send, and the rules for them.
///
/// A file is written under a hidden, temporary name, verified against its hash tree, and synced to the disk; then it
/// gets its own name in one step, the directory is synced, and only then the sender is told that it has arrived. So a
/// file in an inbox is always whole. What is left of a transfer that did not complete is removed.
///
/// The name that a sender gives is reduced to one visible component; links are never followed, and bits that lend the
/// owner's rights (setuid, setgid) are dropped.
public struct Inbox: Sendable, ExpressibleByStringLiteral {
    /// What happens to a file whose name is taken.
    public enum Collision: Sendable {
        /// It is refused; the sender gets an error.
        case refuse
        /// It gets a number: `report (2).pdf`.
        case rename
        /// It takes the place of the other, if that is an ordinary file.
        case replace
    }

    /// What is offered, before anything of it is taken. All of it is the sender's claim, but for who the sender is.
    public struct Offer: Sendable {
        /// The name, made safe already.
        public let name: String

        /// The size in bytes.
        public let size: UInt64

        /// Who offers it.
        public let peer: Peer
    }

    /// The directory. It is made when a server or client with this inbox begins, if it is not there.
    public var directory: String

    /// What happens to a file whose name is taken; ``Collision/refuse`` unless set.
    public var onCollision: Collision

    /// The largest file that is taken, in bytes; any size unless set.
    public var largestFile: UInt64

    /// How many bytes all files in the directory may have together; no limit unless set.
    ///
    /// A file that is on its way counts with the size that its sender claims, from when it is accepted until it is stored
    /// or given up. So a peer can hold room that it does not use, for as long as its session lives; ``accepts`` is where
    /// to be stricter with some than with others. Files in directories within the inbox are not counted, and neither is
    /// what a file that is being replaced gives back: for a while, both are there.
    public var quota: UInt64?

    /// Which of the permission bits that a sender gives are kept, besides that the owner may always read and
    /// write: `0o755` unless set.
    public var permissions: UInt16

    /// Whether the time of the last change is taken over from the sender; it is unless set.
    public var keepsModificationTime: Bool

    /// Decides about an offer that the other rules allow; all are welcome unless set. Called on a worker.
    public var accepts: (@Sendable (Offer) -> Bool)?

    /// An inbox in a directory.
    public init(
        _ directory: String, onCollision: Collision = .refuse, largestFile: UInt64 = .max, quota: UInt64? = nil,
        permissions: UInt16 = 0o755, keepsModificationTime: Bool = true, accepts: (@Sendable (Offer) -> Bool)? = nil
    ) {
        self.directory = directory
        self.onCollision = onCollision
        self.largestFile = largestFile
        self.quota = quota
        self.permissions = permissions
        self.keepsModificationTime = keepsModificationTime
        self.accepts = accepts
    }

    /// An inbox in a directory, with the rules that hold unless others are set.
    public init(stringLiteral directory: String) { self.init(directory) }
}

/// A file that has arrived whole and is safe on the disk.
public struct ReceivedFile: Sendable, Hashable {
    /// The name that it has in the inbox.
    public let name: String

    /// The directory of the inbox and the name.
    public let path: String

    /// The name that the sender gave. Escape it before showing it to anybody.
    public let originalName: String

    /// The size in bytes.
    public let size: UInt64

    /// The root of the tree of hashes that was verified: 32 bytes, or none if the sender wanted no hash.
    public let root: [UInt8]
}
