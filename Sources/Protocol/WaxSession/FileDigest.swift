import WaxCore
public import WaxWire
import WaxSHA

/// The digest of a file that is read in pieces: what a transfer compares at its end.
///
/// A transfer that goes on where an earlier one stopped needs the digest of what came before. Both sides make it from
/// their copy, with this type, wherever reading a large file may take its time:
/// ``Connection/acceptFile(_:resuming:)``, ``Connection/continueFile(_:after:)``.
public struct FileDigest: Sendable {
    /// How the content is hashed.
    public let algorithm: HashAlgorithm
    /// How many bytes it has seen.
    public private(set) var byteCount: UInt64 = 0
    private var tree = SHA256Tree()

    /// The digest of no bytes; nil for an algorithm that is not known here.
    public init?(_ algorithm: HashAlgorithm) {
        guard algorithm == .none || algorithm == .sha256Tree else { return nil }
        self.algorithm = algorithm
    }

    /// Goes on with the next bytes.
    public mutating func update(_ bytes: Span<UInt8>) {
        byteCount &+= UInt64(bytes.count)
        if algorithm == .sha256Tree { tree.update(bytes) }
    }

    /// Counts bytes that nobody hashes.
    mutating func skip(to count: UInt64) {
        precondition(algorithm == .none, "a tree has no gaps")
        byteCount = count
    }

    /// The root hash of all bytes so far: 32 bytes, or none for ``/WaxWire/HashAlgorithm/none``.
    public var root: [UInt8] {
        guard algorithm == .sha256Tree else { return [] }
        let digest = tree.finalize()
        return [UInt8](copying: digest.bytes)
    }
}
