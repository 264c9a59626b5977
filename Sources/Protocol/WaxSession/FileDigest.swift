import WaxCore
public import WaxWire
import WaxSHA

/// The digest of a file that is read in pieces: what a transfer compares at its end.
///
/// A transfer that goes on where an earlier one stopped needs the digest of what came before. Both sides make it from
/// their copy, with this type, wherever reading a large file may take its time:
/// ``Connection/acceptFile(_:resuming:)``, ``Connection/continueFile(_:after:)``.
///
/// On processors with instructions for SHA-256 it keeps up to 2 MiB until it can hash two chunks of the tree side by side.
public struct FileDigest: Sendable {
    /// How the content is hashed.
    public let algorithm: HashAlgorithm
    /// How many bytes it has seen.
    public private(set) var byteCount: UInt64 = 0
    private var tree = SHA256Tree()
    /// Bytes that wait until there are two chunks, where the processor hashes two in little more time than one. Empty
    /// where it does not.
    private var waiting: [UInt8] = []

    /// Two chunks of the tree, 2 MiB: what a file under way holds in memory for its digest at most.
    private static let pairByteCount = 2 << 20

    /// The digest of no bytes; nil for an algorithm that is not known here.
    public init?(_ algorithm: HashAlgorithm) {
        guard algorithm == .none || algorithm == .sha256Tree else { return nil }
        self.algorithm = algorithm
    }

    /// Goes on with the next bytes.
    public mutating func update(_ bytes: Span<UInt8>) {
        byteCount &+= UInt64(bytes.count)
        guard algorithm == .sha256Tree else { return }
        guard SHA256.gainsByPairs else { return tree.update(bytes) }
        var position = 0
        while position < bytes.count {
            let rest = bytes.extracting(position...)
            if waiting.isEmpty, rest.count >= Self.pairByteCount {
                let count = rest.count / Self.pairByteCount &* Self.pairByteCount
                tree.update(rest.extracting(first: count))
                position = position &+ count
            } else {
                let count = min(rest.count, Self.pairByteCount &- waiting.count)
                waiting.append(copying: rest.extracting(first: count))
                position = position &+ count
                if waiting.count == Self.pairByteCount { hashPair() }
            }
        }
    }

    private mutating func hashPair() {
        // Taken out meanwhile, and put back for its memory.
        var pair: [UInt8] = []
        swap(&pair, &waiting)
        tree.update(pair.span)
        pair.removeAll(keepingCapacity: true)
        swap(&pair, &waiting)
    }

    /// Counts bytes that nobody hashes.
    mutating func skip(to count: UInt64) {
        precondition(algorithm == .none, "a tree has no gaps")
        byteCount = count
    }

    /// The root hash of all bytes so far: 32 bytes, or none for ``/WaxWire/HashAlgorithm/none``.
    public var root: [UInt8] {
        guard algorithm == .sha256Tree else { return [] }
        var whole = tree
        whole.update(waiting.span)
        let digest = whole.finalize()
        return [UInt8](copying: digest.bytes)
    }
}
