#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Bytes that touch a page which may be neither read nor written: one step too far ends the process.
///
/// Give one to a function that works on spans, once with the page behind the end and once with the page before
/// the start, and an access out of bounds cannot go unnoticed, whatever code made it.
public final class GuardedBuffer {
    /// Where the forbidden page lies.
    public enum Edge: Sendable, CaseIterable {
        /// Just behind the last byte.
        case end
        /// Just before the first byte.
        case start
    }

    /// The number of bytes.
    public let count: Int

    private let mapping: UnsafeMutableRawPointer
    private let mappedCount: Int
    private let storage: UnsafeMutableBufferPointer<UInt8>

    /// Makes a buffer of zeros.
    public init(count: Int, touching edge: Edge = .end) {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let usable = (count + page - 1) / page * page
        let mapped = usable + 2 * page
        let address = mmap(nil, mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let address, address != MAP_FAILED else { preconditionFailure("mmap refused \(mapped) bytes") }
        let first = address + page
        if usable > 0 {
            precondition(mprotect(first, usable, PROT_READ | PROT_WRITE) == 0, "mprotect failed")
        }
        let start = edge == .start ? first : first + (usable - count)
        self.count = count
        self.mapping = address
        self.mappedCount = mapped
        self.storage = UnsafeMutableBufferPointer(start: start.assumingMemoryBound(to: UInt8.self), count: count)
    }

    /// Makes a buffer with the contents given.
    public convenience init(_ bytes: [UInt8], touching edge: Edge = .end) {
        self.init(count: bytes.count, touching: edge)
        _ = storage.update(fromContentsOf: bytes)
    }

    deinit { munmap(mapping, mappedCount) }

    /// The bytes, for as long as the buffer is borrowed.
    public var span: Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get {
            let span = Span<UInt8>(_unsafeElements: UnsafeBufferPointer(storage))
            return _overrideLifetime(span, borrowing: self)
        }
    }

    /// Lends the bytes for changing.
    public func withMutableSpan<Result, E: Error>(
        _ body: (inout MutableSpan<UInt8>) throws(E) -> Result
    ) throws(E) -> Result {
        var span = MutableSpan<UInt8>(_unsafeElements: storage)
        return try body(&span)
    }

    /// Lends the bytes for changing, as words in the order of the machine.
    ///
    /// - Precondition: There is a multiple of eight bytes.
    public func withMutableWords<Result, E: Error>(
        _ body: (inout MutableSpan<UInt64>) throws(E) -> Result
    ) throws(E) -> Result {
        precondition(count % 8 == 0, "not whole words")
        // The memory was never of another type than bytes, for which any may be taken.
        var span = MutableSpan<UInt64>(
            _unsafeBytes: UnsafeMutableRawBufferPointer(storage))
        return try body(&span)
    }

    /// A copy of the bytes.
    public var bytes: [UInt8] { [UInt8](storage) }
}
