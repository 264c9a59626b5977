import WaxCore

/// A tree of SHA-256 over the chunks of a file.
public typealias SHA256Tree = HashTree<SHA256>

/// A hash tree over chunks of one size, the Merkle tree of RFC 6962 section 2.1.
///
/// A leaf is the hash of a zero byte and a chunk, a node the hash of a one byte and its two children, so no
/// chunk can pass for a node. The left child of a node covers the largest power of two of chunks that is
/// smaller than what the node covers. The last chunk may be shorter than the others; of no input at all the root
/// is the hash of nothing.
///
/// The input comes in pieces of any size, in order. Between them the tree keeps one digest for each bit of the
/// number of chunks, never the input: 20 for a terabyte in chunks of 1 MiB.
///
/// ```swift
/// var tree = SHA256Tree()
/// while let piece = read() { tree.update(piece) }
/// let root = tree.finalize()
/// ```
///
/// A transfer that is taken up again need not read what it has: keep the leaves that
/// ``update(_:whenLeafCompletes:)`` hands out and give them to ``append(leaf:)`` before the rest of the input.
public struct HashTree<H: HashFunction>: Sendable {
    /// The number of bytes in every chunk but the last.
    public let chunkByteCount: Int

    /// The number of whole chunks so far.
    @usableFromInline var wholeChunkCount: UInt64 = 0

    /// The roots of complete subtrees from left to right. Their sizes are the powers of two that make up
    /// ``wholeChunkCount``, the largest first.
    @usableFromInline var roots: [H.Digest] = []

    @usableFromInline var chunk: H
    @usableFromInline var chunkPosition = 0

    /// Begins with no input.
    ///
    /// - Parameter chunkByteCount: The number of bytes in a chunk, 1 MiB unless said otherwise.
    /// - Precondition: It is positive.
    @inlinable
    public init(chunkByteCount: Int = 1 << 20) {
        precondition(chunkByteCount > 0, "a chunk has at least one byte")
        self.chunkByteCount = chunkByteCount
        self.chunk = Self.emptyLeaf
    }

    /// The number of bytes so far, those of leaves given to ``append(leaf:)`` included.
    @inlinable
    public var byteCount: UInt64 {
        wholeChunkCount &* UInt64(chunkByteCount) &+ UInt64(chunkPosition)
    }

    /// Adds to the input.
    @inlinable
    public mutating func update(_ data: Span<UInt8>) { update(data) { _ in } }

    /// Adds to the input.
    @inlinable
    public mutating func update(data: [UInt8]) { update(data.span) }

    /// Adds to the input, and hands out the leaf of each chunk that becomes whole.
    ///
    /// The leaf of a last chunk that is shorter than the others is never handed out: more input can follow.
    @inlinable
    public mutating func update(_ data: Span<UInt8>, whenLeafCompletes body: (H.Digest) -> Void) {
        var position = 0
        while position < data.count {
            let wholeByteCount = (data.count &- position) / chunkByteCount &* chunkByteCount
            if chunkPosition == 0, wholeByteCount > chunkByteCount {
                // Several chunks in one piece: side by side where the machine gains by it.
                let chunks = data.extracting(position..<(position &+ wholeByteCount))
                H.hashPieces(chunks, byteCount: chunkByteCount, prefix: 0) { leaf in
                    push(leaf)
                    body(leaf)
                }
                position = position &+ wholeByteCount
                continue
            }
            let count = min(data.count &- position, chunkByteCount &- chunkPosition)
            chunk.update(data.extracting(position..<(position &+ count)))
            position = position &+ count
            chunkPosition = chunkPosition &+ count
            if chunkPosition == chunkByteCount {
                let leaf = chunk.finalize()
                push(leaf)
                chunk = Self.emptyLeaf
                chunkPosition = 0
                body(leaf)
            }
        }
    }

    /// Adds a whole chunk of which only the leaf is known.
    ///
    /// - Precondition: The input so far ends where a chunk ends.
    @inlinable
    public mutating func append(leaf: H.Digest) {
        precondition(chunkPosition == 0, "a leaf stands for a whole chunk and cannot begin inside another")
        push(leaf)
    }

    /// The root of the tree over the input so far; more input can follow.
    @inlinable
    public func finalize() -> H.Digest {
        var rest = roots
        if chunkPosition > 0 { rest.append(chunk.finalize()) }
        guard var root = rest.popLast() else { return H().finalize() }
        while let left = rest.popLast() { root = Self.node(left, root) }
        return root
    }

    /// The leaf that stands for a chunk.
    @inlinable
    public static func leaf(of chunk: Span<UInt8>) -> H.Digest {
        var hash = emptyLeaf
        hash.update(chunk)
        return hash.finalize()
    }

    /// The node above two others.
    @inlinable
    public static func node(_ left: H.Digest, _ right: H.Digest) -> H.Digest {
        var hash = beginning(with: 1)
        hash.update(left.bytes)
        hash.update(right.bytes)
        return hash.finalize()
    }

    @inlinable
    static var emptyLeaf: H { beginning(with: 0) }

    @inlinable
    static func beginning(with prefix: UInt8) -> H {
        let byte = InlineArray<1, UInt8>(repeating: prefix)
        var hash = H()
        hash.update(byte.span)
        return hash
    }

    /// Adds a leaf, and joins subtrees of one size: as many as the counter of chunks carries bits.
    @inlinable
    mutating func push(_ leaf: H.Digest) {
        var root = leaf
        for _ in 0..<(~wholeChunkCount).trailingZeroBitCount {
            guard let left = roots.popLast() else { break }
            root = Self.node(left, root)
        }
        roots.append(root)
        wholeChunkCount = wholeChunkCount &+ 1
    }
}
