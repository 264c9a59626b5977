// Bridges between spans and arrays that the standard library does not have yet. They are `package`, not
// public: a library should not add names to its users' arrays.

extension [UInt8] {
    /// Makes an array with the contents of a span.
    package init(copying bytes: Span<UInt8>) {
        self = unsafe bytes.withUnsafeBufferPointer { buffer in unsafe Array(buffer) }
    }

    /// Makes an array of bytes that a function writes, without clearing them before.
    ///
    /// - Parameters:
    ///   - count: The number of bytes.
    ///   - body: Writes all of them, or throws, and then there is no array. What it finds in them means nothing.
    @inlinable @inline(__always)
    package init<E: Error>(count: Int, writtenBy body: (inout MutableSpan<UInt8>) throws(E) -> Void) throws(E) {
        // Array(capacity:initializingWith:) would do it in one step, but looks up the type of its storage at run time.
        self = []
        reserveCapacity(count)
        try append(addingCapacity: count) { (output: inout OutputSpan<UInt8>) throws(E) in
            try unsafe output.withUnsafeMutableBufferPointer { buffer, initializedCount throws(E) in
                // Of the capacity there may be more.
                var span = unsafe MutableSpan<UInt8>(_unsafeElements: buffer.extracting(0..<count))
                try body(&span)
                initializedCount = count
            }
        }
    }

    /// Appends the contents of a span.
    package mutating func append(copying bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { buffer in unsafe self.append(contentsOf: buffer) }
    }
}

extension MutableSpan<UInt8> {
    /// Overwrites the bytes from `offset` on with those of another span.
    ///
    /// - Precondition: They fit.
    @_lifetime(self: copy self)
    package mutating func replace(from offset: Int = 0, with bytes: Span<UInt8>) {
        precondition(offset >= 0 && bytes.count <= count &- offset, "the source does not fit into the target")
        guard !bytes.isEmpty else { return }
        unsafe self.withUnsafeMutableBytes { target in
            unsafe bytes.withUnsafeBytes { source in
                unsafe (target.baseAddress! + offset).copyMemory(from: source.baseAddress!, byteCount: source.count)
            }
        }
    }
}
