import WaxCore

/// What ``HMAC`` computes: a short text that only who has the key can make. Compared in constant time.
///
/// One type for all hash functions, and not one for each: with Swift 6.3 a span that a generic value lends from
/// its own storage may point at a copy which is gone already, once the optimiser has specialised the getter.
public struct HashedAuthenticationCode: Sendable, Hashable, Sequence {
    private var storage = InlineArray<64, UInt8>(repeating: 0)

    /// The number of bytes: the size of the digest of the hash function.
    public let byteCount: Int

    /// Lets `body` write the code.
    ///
    /// - Parameters:
    ///   - byteCount: The number of bytes, at most 64.
    ///   - body: Writes them to the front of 64 bytes, which are zero when it begins.
    @usableFromInline
    init(byteCount: Int, initializingWith body: (inout MutableSpan<UInt8>) -> Void) {
        self.byteCount = byteCount
        var span = storage.mutableSpan
        body(&span)
    }

    /// The code, for as long as it is borrowed.
    public var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get { storage.span.extracting(first: byteCount) }
    }

    /// Compares two codes in a time that depends on their lengths only.
    public static func == (left: HashedAuthenticationCode, right: HashedAuthenticationCode) -> Bool {
        constantTimeEqual(left.bytes, right.bytes).declassified
    }

    /// Feeds the code to a hasher of the standard library.
    public func hash(into hasher: inout Hasher) {
        for index in 0..<byteCount { hasher.combine(storage[index]) }
    }

    /// Goes through the bytes from the first to the last.
    public func makeIterator() -> Iterator { Iterator(code: self) }

    /// The number of bytes.
    public var underestimatedCount: Int { byteCount }

    /// Goes through the bytes of a code.
    public struct Iterator: IteratorProtocol, Sendable {
        fileprivate let code: HashedAuthenticationCode
        private var position = 0

        fileprivate init(code: HashedAuthenticationCode) { self.code = code }

        /// The next byte, or nil after the last.
        public mutating func next() -> UInt8? {
            guard position < code.byteCount else { return nil }
            position = position &+ 1
            return code.storage[position &- 1]
        }
    }
}

#if !hasFeature(Embedded)
extension HashedAuthenticationCode: CustomStringConvertible {
    /// The code in hexadecimal digits.
    public var description: String { "HMAC: \(Hex.encode(bytes))" }
}
#endif
