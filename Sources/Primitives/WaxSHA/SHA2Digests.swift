/// The 28 bytes that ``SHA224`` computes.
public struct SHA224Digest: Digest {
    @usableFromInline var storage = InlineArray<28, UInt8>(repeating: 0)

    @inlinable init() {}

    /// The number of bytes, 28.
    @inlinable public static var byteCount: Int { 28 }

    /// Takes a digest that was computed elsewhere; nil if it does not have 28 bytes.
    public init?(bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        for index in bytes.indices { storage[index] = bytes[index] }
    }

    /// The digest, for as long as it is borrowed.
    @inlinable
    public var bytes: Span<UInt8> { @_lifetime(borrow self) borrowing get { storage.span } }

    /// `SHA224`
    public static var functionName: String { "SHA224" }
}

/// The 32 bytes that ``SHA256`` computes.
public struct SHA256Digest: Digest {
    @usableFromInline var storage = InlineArray<32, UInt8>(repeating: 0)

    @inlinable init() {}

    /// The number of bytes, 32.
    @inlinable public static var byteCount: Int { 32 }

    /// Takes a digest that was computed elsewhere; nil if it does not have 32 bytes.
    public init?(bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        for index in bytes.indices { storage[index] = bytes[index] }
    }

    /// The digest, for as long as it is borrowed.
    @inlinable
    public var bytes: Span<UInt8> { @_lifetime(borrow self) borrowing get { storage.span } }

    /// `SHA256`
    public static var functionName: String { "SHA256" }
}

/// The 48 bytes that ``SHA384`` computes.
public struct SHA384Digest: Digest {
    @usableFromInline var storage = InlineArray<48, UInt8>(repeating: 0)

    @inlinable init() {}

    /// The number of bytes, 48.
    @inlinable public static var byteCount: Int { 48 }

    /// Takes a digest that was computed elsewhere; nil if it does not have 48 bytes.
    public init?(bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        for index in bytes.indices { storage[index] = bytes[index] }
    }

    /// The digest, for as long as it is borrowed.
    @inlinable
    public var bytes: Span<UInt8> { @_lifetime(borrow self) borrowing get { storage.span } }

    /// `SHA384`
    public static var functionName: String { "SHA384" }
}

/// The 64 bytes that ``SHA512`` computes.
public struct SHA512Digest: Digest {
    @usableFromInline var storage = InlineArray<64, UInt8>(repeating: 0)

    @inlinable init() {}

    /// The number of bytes, 64.
    @inlinable public static var byteCount: Int { 64 }

    /// Takes a digest that was computed elsewhere; nil if it does not have 64 bytes.
    public init?(bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        for index in bytes.indices { storage[index] = bytes[index] }
    }

    /// The digest, for as long as it is borrowed.
    @inlinable
    public var bytes: Span<UInt8> { @_lifetime(borrow self) borrowing get { storage.span } }

    /// `SHA512`
    public static var functionName: String { "SHA512" }
}

/// The 32 bytes that ``SHA512_256`` computes.
public struct SHA512_256Digest: Digest {
    @usableFromInline var storage = InlineArray<32, UInt8>(repeating: 0)

    @inlinable init() {}

    /// The number of bytes, 32.
    @inlinable public static var byteCount: Int { 32 }

    /// Takes a digest that was computed elsewhere; nil if it does not have 32 bytes.
    public init?(bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        for index in bytes.indices { storage[index] = bytes[index] }
    }

    /// The digest, for as long as it is borrowed.
    @inlinable
    public var bytes: Span<UInt8> { @_lifetime(borrow self) borrowing get { storage.span } }

    /// `SHA512/256`
    public static var functionName: String { "SHA512/256" }
}

/// The 28 bytes that ``SHA512_224`` computes.
public struct SHA512_224Digest: Digest {
    @usableFromInline var storage = InlineArray<28, UInt8>(repeating: 0)

    @inlinable init() {}

    /// The number of bytes, 28.
    @inlinable public static var byteCount: Int { 28 }

    /// Takes a digest that was computed elsewhere; nil if it does not have 28 bytes.
    public init?(bytes: Span<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        for index in bytes.indices { storage[index] = bytes[index] }
    }

    /// The digest, for as long as it is borrowed.
    @inlinable
    public var bytes: Span<UInt8> { @_lifetime(borrow self) borrowing get { storage.span } }

    /// `SHA512/224`
    public static var functionName: String { "SHA512/224" }
}

#if !hasFeature(Embedded)
extension SHA224Digest: CustomStringConvertible {}
extension SHA256Digest: CustomStringConvertible {}
extension SHA384Digest: CustomStringConvertible {}
extension SHA512Digest: CustomStringConvertible {}
extension SHA512_256Digest: CustomStringConvertible {}
extension SHA512_224Digest: CustomStringConvertible {}
#endif
