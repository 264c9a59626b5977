/// Functions that are broken in part and must not be used for anything new.
///
/// They are here because formats that exist demand them: old key files, RSA-OAEP as most programs use it by
/// default, checksums that others have published.
public enum Insecure {
    /// SHA-1 (FIPS 180-4 section 6.1): a digest of 20 bytes.
    ///
    /// Collisions of SHA-1 are made in practice (shattered.io, 2017): two documents with one digest. HMAC and
    /// PBKDF2 with it are not broken by that, but new formats have no reason to use them.
    public struct SHA1: HashFunction {
        /// A digest of 20 bytes.
        public typealias Digest = SHA1Digest

        private var state: SHA1State

        /// The number of bytes in a block, 64.
        @inlinable public static var blockByteCount: Int { 64 }

        /// The number of bytes in a digest, 20.
        @inlinable public static var byteCount: Int { 20 }

        /// Begins with no input.
        public init() { state = SHA1State(initial: Self.initial) }

        /// Adds to the input, which may have less than 2^61 bytes in all.
        public mutating func update(_ data: Span<UInt8>) {
            if !isKnownUniquelyReferenced(&state) { state = SHA1State(copying: state) }
            state.update(data)
        }

        /// Writes the 20 bytes of the digest of the input so far; more input can follow.
        public func finalize(into digest: inout MutableSpan<UInt8>) {
            state.finish(into: &digest, byteCount: Self.byteCount)
        }

        /// The digest of the input so far; more input can follow.
        public func finalize() -> SHA1Digest {
            var digest = SHA1Digest()
            var bytes = digest.storage.mutableSpan
            finalize(into: &bytes)
            return digest
        }

        /// The digest of one piece of data.
        public static func hash(_ data: Span<UInt8>) -> SHA1Digest {
            var digest = SHA1Digest()
            var bytes = digest.storage.mutableSpan
            SHA1Compression.hash(data, initial: Self.initial, into: &bytes, byteCount: Self.byteCount)
            return digest
        }

        /// What PBKDF2 spends its time with, on the state alone.
        public static func iterateHMAC(
            inner: SHA1, outer: SHA1, value: inout MutableSpan<UInt8>, sum: inout MutableSpan<UInt8>, count: Int
        ) {
            inner.state.iterateHMAC(
                outer: outer.state, value: &value, sum: &sum, byteCount: Self.byteCount, count: count)
        }

        /// FIPS 180-4 section 5.3.1; the last three words are not used.
        private static var initial: InlineArray<8, UInt32> {
            [
                0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0, 0, 0, 0,
            ]
        }
    }
}

extension Insecure {
    /// The 20 bytes that ``Insecure/SHA1`` computes.
    public struct SHA1Digest: Digest {
        @usableFromInline var storage = InlineArray<20, UInt8>(repeating: 0)

        @inlinable init() {}

        /// The number of bytes, 20.
        @inlinable public static var byteCount: Int { 20 }

        /// Takes a digest that was computed elsewhere; nil if it does not have 20 bytes.
        public init?(bytes: Span<UInt8>) {
            guard bytes.count == Self.byteCount else { return nil }
            for index in bytes.indices { storage[index] = bytes[index] }
        }

        /// The digest, for as long as it is borrowed.
        @inlinable
        public var bytes: Span<UInt8> { @_lifetime(borrow self) borrowing get { storage.span } }

        /// `SHA1`
        public static var functionName: String { "SHA1" }
    }
}

#if !hasFeature(Embedded)
extension Insecure.SHA1Digest: CustomStringConvertible {}
#endif
