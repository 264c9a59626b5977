#if WAX_KERNELS
import WaxCore

// A `Kernel` is one of those for this kind of processor: see KernelX86.swift and KernelARM.swift. Their functions take
// raw memory. It is in the files about kernels, and nowhere above, that spans become pointers.

/// A key prepared by a kernel: one block of memory, aligned for the widest vectors, and wiped at its end.
@safe struct KernelKey {
    let kernel: Kernel

    /// In `storage`, which frees it.
    private let context: UnsafeMutableRawPointer

    private let storage: SecretBuffer<UInt64>

    init(_ kernel: Kernel, byteCount: Int) {
        let storage = SecretBuffer<UInt64>(repeating: 0, count: byteCount / 8 &+ 8)
        self.kernel = kernel
        self.storage = storage
        unsafe context = storage.withMutableSpan { span in
            unsafe span.withUnsafeMutableBytes { bytes in
                // There is an address: the block is not empty.
                unsafe bytes.baseAddress.unsafelyUnwrapped.alignedUp(toMultipleOf: 64)
            }
        }
    }

    /// Lends the memory to a function. It stays until that returns.
    @inline(__always)
    func withContext<Result>(_ body: (UnsafeMutableRawPointer) -> Result) -> Result {
        defer { extendLifetime(storage) }
        return unsafe body(context)
    }
}
#endif
