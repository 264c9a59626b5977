#if WAX_KERNELS
import WaxCore
#if arch(x86_64)
import WaxKernelSHA512
#elseif arch(arm64)
import WaxKernelARMSHA512
#endif

extension SHA512Compression {
    #if arch(x86_64)
    /// Works whole blocks of 128 bytes into the state. Hands spans to the kernel: here, and nowhere above, they become
    /// pointers.
    @inline(never)
    static func compressAccelerated(_ state: inout InlineArray<8, UInt64>, _ blocks: Span<UInt8>) {
        // Words that depend on the message stay in it, and are wiped with the rest of the stack. Pairs of words, so that
        // none lies across two lines of the cache.
        var room = InlineArray<8, SIMD2<UInt64>>(repeating: SIMD2())
        var roomSpan = room.mutableSpan
        var stateSpan = state.mutableSpan
        unsafe roomSpan.withUnsafeMutableBytes { room in
            unsafe stateSpan.withUnsafeMutableBytes { state in
                unsafe constants.span.withUnsafeBytes { constants in
                    unsafe blocks.withUnsafeBytes { blocks in
                        guard let room = room.baseAddress, let state = state.baseAddress, blocks.count >= 128,
                            let constants = constants.baseAddress, let first = blocks.baseAddress
                        else { return }
                        unsafe compressSHA512(state, first, blocks.count &>> 7, constants, room)
                    }
                }
            }
        }
    }
    #elseif arch(arm64)
    /// Works whole blocks of 128 bytes into the state. Hands spans to the kernel: here, and nowhere above, they become
    /// pointers.
    @inline(never)
    static func compressAccelerated(_ state: inout InlineArray<8, UInt64>, _ blocks: Span<UInt8>) {
        var stateSpan = state.mutableSpan
        unsafe stateSpan.withUnsafeMutableBytes { state in
            unsafe blocks.withUnsafeBytes { blocks in
                guard let state = state.baseAddress, let first = blocks.baseAddress else { return }
                unsafe compressSHA512(state, first, blocks.count &>> 7)
            }
        }
    }
    #endif
}
#endif
