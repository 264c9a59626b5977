#if WAX_KERNELS
import WaxCore
import WaxKernelAESNI
import WaxKernelVAES256
import WaxKernelVAES512

/// The kernels for the instructions of x86-64 processors, and what they have in common.
///
/// Their functions take raw memory. It is here, and nowhere above, that spans become pointers.
enum Kernel {
    case aesni
    case vaes256
    case vaes512
}

/// A key prepared by a kernel: one block of memory, aligned for the widest vectors, and wiped at its end.
@safe struct KernelKey {
    let kernel: Kernel

    /// Owned by `storage`.
    let context: UnsafeMutableRawPointer

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
}
#endif
