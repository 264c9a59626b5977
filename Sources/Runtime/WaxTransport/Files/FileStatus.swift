/// What a file system knows about a name.
package struct FileStatus: Sendable, Equatable {
    package enum Kind: Sendable { case file, directory, symbolicLink, pipe, characterDevice, other }

    /// What no other file has at the same time.
    package struct Identity: Hashable, Sendable {
        let device: UInt64
        let number: UInt64
    }

    package var kind: Kind
    /// The lower twelve bits of the mode.
    package var permissions: UInt16
    /// In bytes.
    package var size: UInt64
    /// The number of the user who owns it.
    package var owner: UInt32
    /// The number of the group that it belongs to.
    package var group: UInt32
    package var identity: Identity
    /// Seconds since the beginning of 1970.
    package var modificationSeconds: Int64
    package var modificationNanoseconds: UInt32

    /// Whether somebody else than the owner (and the superuser) may change it.
    package var isWritableByOthers: Bool { permissions & 0o022 != 0 }

    /// Whether somebody else than the owner (and the superuser) may read or change it.
    package var isAccessibleToOthers: Bool { permissions & 0o077 != 0 }

    /// Whether it is setuid, setgid or sticky.
    package var isSpecial: Bool { permissions & 0o7000 != 0 }

    /// Whether it belongs to the user on whose behalf the process acts, or to the superuser.
    package var isOwnedByUserOrSuperuser: Bool { owner == System.effectiveUser || owner == 0 }
}
