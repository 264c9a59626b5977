/// Overwrites memory with zeros in a way that the optimiser cannot remove.
///
/// The stores look dead to the compiler: the memory is freed or goes out of scope right afterwards. So the
/// address is then shown to `mayRead(_:)`, of which the compiler knows nothing.
///
/// - Parameter bytes: The memory to clear. Nothing happens for an empty buffer.
@inline(never)
@unsafe public func wipe(_ bytes: UnsafeMutableRawBufferPointer) {
    guard let base = bytes.baseAddress else { return }
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: bytes.count)
    unsafe mayRead(base)
}

/// Does nothing, but is compiled without optimisation and never inlined: the optimiser has to assume that it
/// reads the memory, and therefore keeps every store made before the call. (A volatile store would say the
/// same; Swift has none outside of experimental modules.)
@_optimize(none)
@inline(never)
@unsafe private func mayRead(_ address: UnsafeMutableRawPointer) {}

/// Overwrites a caller-owned buffer with zeros in a way that the optimiser cannot remove.
@inlinable
public func wipe<Element: BitwiseCopyable>(_ elements: inout MutableSpan<Element>) {
    unsafe elements.withUnsafeMutableBytes { buffer in unsafe wipe(buffer) }
}

/// Overwrites the elements of an array with zeros in a way that the optimiser cannot remove.
///
/// If the array shares its storage with another copy, that copy keeps its contents: wipe the last one.
public func wipe(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBytes { buffer in unsafe wipe(buffer) }
}

/// Overwrites the part of the stack that a function called just before has left.
///
/// The compiler puts intermediate values there that have no name to wipe them by. So give the function that
/// computes with secrets `@inline(never)`, and call this one from the same place right after it.
///
/// - Parameter kibibytes: How much; one suffices for a function that calls no other.
@inline(never)
package func wipeStack(kibibytes: Int = 1) {
    // Memory of which nothing is known, as it stands below the caller's: it is cleared once, not twice.
    unsafe withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 16) { bytes in
        unsafe wipe(bytes)
        if kibibytes > 1 { wipeStack(kibibytes: kibibytes &- 1) }
    }
}
