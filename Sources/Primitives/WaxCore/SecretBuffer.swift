/// Secret working memory that changes: cipher state, hash state, intermediate numbers.
///
/// It is one heap block, wiped in `deinit`. Unlike ``SecretBytes`` it has a single owner and cannot be
/// shared between threads.
@safe public final class SecretBuffer<Element: BitwiseCopyable> {
    /// The number of elements.
    public let count: Int

    @usableFromInline let storage: UnsafeMutableBufferPointer<Element>

    /// Makes a block in which every element has the value given.
    @inlinable
    public init(repeating value: Element, count: Int) {
        precondition(count >= 0, "a buffer cannot have a negative length")
        self.count = count
        unsafe self.storage = UnsafeMutableBufferPointer<Element>.allocate(capacity: count)
        unsafe storage.initialize(repeating: value)
    }

    /// Makes a block with the same contents as another.
    @inlinable
    public init(copying other: SecretBuffer<Element>) {
        self.count = other.count
        unsafe self.storage = UnsafeMutableBufferPointer<Element>.allocate(capacity: other.count)
        _ = unsafe storage.initialize(from: other.storage)
    }

    @inlinable
    deinit {
        unsafe wipe(UnsafeMutableRawBufferPointer(storage))
        unsafe storage.deallocate()
    }

    /// The elements, for as long as the object is borrowed.
    public var span: Span<Element> {
        @inlinable @_lifetime(borrow self)
        borrowing get {
            let span = unsafe Span<Element>(_unsafeElements: UnsafeBufferPointer(storage))
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Lends the elements for changing.
    ///
    /// A closure rather than a property: a class cannot promise that no second span is taken meanwhile, and
    /// the closure keeps the exclusive part short enough to see.
    ///
    /// - Throws: What the closure does; what it has changed until then stays changed.
    @inlinable @inline(__always)
    public func withMutableSpan<Result, E: Error>(
        _ body: (inout MutableSpan<Element>) throws(E) -> Result
    ) throws(E) -> Result {
        // Nothing else keeps the block until `body` returns.
        defer { extendLifetime(self) }
        var span = unsafe MutableSpan<Element>(_unsafeElements: storage)
        return try body(&span)
    }

    /// Clears the contents now instead of at the end of the object's life.
    @inlinable
    public func wipeNow() {
        unsafe wipe(UnsafeMutableRawBufferPointer(storage))
    }
}
