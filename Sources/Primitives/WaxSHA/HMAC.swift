import WaxCore

/// Message authentication with a hash function and a secret key (RFC 2104, FIPS 198-1).
///
/// ```swift
/// let key = SymmetricKey(size: .bits256)
/// let code = HMAC<SHA256>.authenticationCode(for: message.span, using: key)
/// let isGenuine = HMAC<SHA256>.isValidAuthenticationCode(code.bytes, authenticating: message.span, using: key)
/// ```
///
/// Keys may have any length; more than one block of the hash function is hashed first, and less than the size
/// of the digest weakens the code. Like the hash, an `HMAC` is a value, and a copy goes its own way: keep one
/// that has the key and no input, and copy it for each message.
public struct HMAC<H: HashFunction>: Sendable {
    /// What an ``HMAC`` computes.
    public typealias MAC = HashedAuthenticationCode

    @usableFromInline var inner: H
    @usableFromInline let outer: H

    /// Begins with a key and no input.
    @inlinable
    public init(key: SymmetricKey) { self.init(key: key.bytes) }

    /// Begins with a key and no input. The key stays as it is: wipe it if it is no longer needed.
    @inlinable
    public init(key: Span<UInt8>) {
        var inner = H()
        var outer = H()
        if key.count <= H.blockByteCount {
            Self.absorb(key, xor: 0x36, into: &inner)
            Self.absorb(key, xor: 0x5c, into: &outer)
        } else {
            var hash = H()
            hash.update(key)
            hash.withSecretDigest { hashed in
                Self.absorb(hashed, xor: 0x36, into: &inner)
                Self.absorb(hashed, xor: 0x5c, into: &outer)
            }
        }
        self.inner = inner
        self.outer = outer
    }

    /// Adds to the input.
    @inlinable
    public mutating func update(_ data: Span<UInt8>) { inner.update(data) }

    /// Adds to the input.
    @inlinable
    public mutating func update(data: [UInt8]) { inner.update(data.span) }

    /// Writes the code for the input so far; more input can follow.
    ///
    /// - Precondition: `code` has at least as many bytes as a digest; the others stay as they are.
    @inlinable
    public func finalize(into code: inout MutableSpan<UInt8>) {
        var hash = outer
        inner.withSecretDigest { digest in hash.update(digest) }
        hash.finalize(into: &code)
    }

    /// The code for the input so far; more input can follow.
    @inlinable
    public func finalize() -> HashedAuthenticationCode {
        HashedAuthenticationCode(byteCount: H.Digest.byteCount) { code in finalize(into: &code) }
    }

    /// Replaces `value` by its code and combines `sum` with it, a number of times. There is no input yet.
    @inlinable
    func iterate(value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, count: Int) {
        H.iterateHMAC(inner: inner, outer: outer, value: &value, sum: &sum, count: count)
    }

    /// Works one block into a hash: the key, filled up with zeros, every byte combined with `mask`.
    ///
    /// In pieces of 64 bytes, because there is no block whose size is a property of `H` without heap memory.
    @inlinable
    static func absorb(_ key: Span<UInt8>, xor mask: UInt8, into hash: inout H) {
        var piece = InlineArray<64, UInt8>(repeating: 0)
        var start = 0
        while start < H.blockByteCount {
            let count = min(64, H.blockByteCount &- start)
            for index in 0..<count {
                let position = start &+ index
                piece[index] = position < key.count ? key[position] ^ mask : mask
            }
            hash.update(piece.span.extracting(first: count))
            start = start &+ count
        }
        var remains = piece.mutableSpan
        wipe(&remains)
    }
}

extension HMAC {
    /// The code for one message.
    @inlinable
    public static func authenticationCode(
        for message: Span<UInt8>, using key: SymmetricKey
    ) -> HashedAuthenticationCode {
        var hmac = HMAC(key: key)
        hmac.update(message)
        return hmac.finalize()
    }

    /// The code for one message.
    @inlinable
    public static func authenticationCode(
        for message: [UInt8], using key: SymmetricKey
    ) -> HashedAuthenticationCode {
        authenticationCode(for: message.span, using: key)
    }

    /// Whether a code belongs to a message, in a time that depends on the lengths only.
    ///
    /// A code that was cut short is refused: compare the first bytes with `constantTimeEqual` of `WaxCore` where a
    /// protocol asks for less than the whole.
    @inlinable
    public static func isValidAuthenticationCode(
        _ code: Span<UInt8>, authenticating message: Span<UInt8>, using key: SymmetricKey
    ) -> Bool {
        let expected = authenticationCode(for: message, using: key)
        return constantTimeEqual(expected.bytes, code).declassified
    }

    /// Whether a code belongs to a message, in a time that depends on the lengths only.
    @inlinable
    public static func isValidAuthenticationCode(
        _ code: [UInt8], authenticating message: [UInt8], using key: SymmetricKey
    ) -> Bool {
        isValidAuthenticationCode(code.span, authenticating: message.span, using: key)
    }
}
