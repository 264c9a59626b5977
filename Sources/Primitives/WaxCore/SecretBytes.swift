/// A fixed number of secret bytes in one heap block, wiped when the last reference goes away.
///
/// Every key, shared secret and other long-lived secret of Waxwing lives in one of these. Copies of the
/// reference share the block, so a secret exists once however often it is passed around. The contents are
/// set while the object is made and never change afterwards, which is what makes it safe to share between
/// threads; use ``SecretBuffer`` for secret state that changes.
///
/// Printing, interpolating or reflecting it shows the length and never the contents.
@safe public final class SecretBytes: Sendable {
    /// The number of bytes.
    public let count: Int

    // Written only inside the initialisers, before the reference can be shared.
    private nonisolated(unsafe) let storage: UnsafeMutableRawBufferPointer

    /// Makes a block of `count` bytes and lets `body` fill it.
    ///
    /// - Parameters:
    ///   - count: The number of bytes, zero or more.
    ///   - body: Fills the bytes, which are zero when it begins.
    public init(count: Int, initializingWith body: (inout MutableSpan<UInt8>) -> Void) {
        precondition(count >= 0, "a secret cannot have a negative length")
        self.count = count
        unsafe self.storage = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 16)
        unsafe storage.initializeMemory(as: UInt8.self, repeating: 0)
        var span = unsafe MutableSpan<UInt8>(_unsafeElements: storage.bindMemory(to: UInt8.self))
        body(&span)
    }

    /// Makes a block of `count` bytes and lets `body` fill it, or fail.
    ///
    /// A function rather than an initialiser: Embedded Swift has no generic initialisers of classes.
    ///
    /// - Throws: What `body` does; the block is wiped and freed then.
    public static func make<E: Error>(
        count: Int, initializingWith body: (inout MutableSpan<UInt8>) throws(E) -> Void
    ) throws(E) -> SecretBytes {
        let secret = SecretBytes(count: count) { _ in }
        var span = unsafe MutableSpan<UInt8>(_unsafeElements: secret.storage.bindMemory(to: UInt8.self))
        try body(&span)
        return secret
    }

    /// Copies secret bytes out of a span. The source stays as it is: wipe it if it is no longer needed.
    public convenience init(copying bytes: Span<UInt8>) {
        self.init(count: bytes.count) { target in
            for index in 0..<bytes.count { target[index] = bytes[index] }
        }
    }

    /// Copies secret bytes out of an array. The source stays as it is: wipe it if it is no longer needed.
    public convenience init(_ bytes: [UInt8]) {
        self.init(copying: bytes.span)
    }

    /// Draws `count` secret bytes from a source of randomness.
    public static func random(count: Int, using random: inout some RandomSource) -> SecretBytes {
        SecretBytes(count: count) { target in random.fill(&target) }
    }

    deinit {
        unsafe wipe(storage)
        unsafe storage.deallocate()
    }

    /// The contents, for as long as the object is borrowed.
    public var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get {
            let span = unsafe Span<UInt8>(_unsafeElements: UnsafeBufferPointer(storage.bindMemory(to: UInt8.self)))
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Compares two secrets in a time that depends on their lengths only.
    public static func == (left: SecretBytes, right: SecretBytes) -> Bool {
        constantTimeEqual(left.bytes, right.bytes).declassified
    }
}

#if !hasFeature(Embedded)
extension SecretBytes: Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The length only, never the contents.
    public var description: String { "SecretBytes(\(count) bytes, redacted)" }

    /// The length only, never the contents.
    public var debugDescription: String { description }

    /// Nothing: `dump` and debuggers that go through reflection see no contents.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
#endif
