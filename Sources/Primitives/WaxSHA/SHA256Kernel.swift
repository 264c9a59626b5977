#if WAX_KERNELS
import WaxCore
#if arch(x86_64)
import WaxKernelSHANI
#elseif arch(arm64)
import WaxKernelARMSHA2
#endif

/// Hands spans to the kernel for SHA-256. Here, and nowhere above, they become pointers.
enum SHA256Kernel {
    /// Works whole blocks of 64 bytes into the state.
    static func compress(_ state: inout InlineArray<8, UInt32>, _ blocks: Span<UInt8>) {
        var words = state.mutableSpan
        unsafe words.withUnsafeMutableBytes { words in
            unsafe blocks.withUnsafeBytes { blocks in
                guard let state = words.baseAddress, let first = blocks.baseAddress, blocks.count >= 64 else { return }
                unsafe compressSHA256(state, first, blocks.count &>> 6)
            }
        }
    }

    /// The digest of one piece of data, or the first bytes of it.
    static func hash(
        _ data: Span<UInt8>, initial: InlineArray<8, UInt32>, into digest: inout MutableSpan<UInt8>, byteCount: Int
    ) {
        unsafe withRoom(for: byteCount, in: &digest) { target, scratch in
            unsafe data.withUnsafeBytes { data in
                unsafe initial.span.withUnsafeBytes { initial in
                    guard let initial = initial.baseAddress else { return }
                    // An empty span may have no address, and then none is read.
                    unsafe hashSHA256(
                        initial, data.baseAddress ?? UnsafeRawPointer(scratch), data.count, scratch, target)
                }
            }
        }
    }

    /// Pads the rest of the input and writes the first bytes of the digest. The rest has less than 64 bytes.
    static func finish(
        _ state: Span<UInt32>, _ rest: Span<UInt8>, _ inputByteCount: UInt64, into digest: inout MutableSpan<UInt8>,
        byteCount: Int
    ) {
        precondition(rest.count < 64 && state.count == 8, "not the rest of a message, or not a state")
        unsafe withRoom(for: byteCount, in: &digest) { target, scratch in
            unsafe rest.withUnsafeBytes { rest in
                unsafe state.withUnsafeBytes { state in
                    guard let state = state.baseAddress else { return }
                    unsafe finishSHA256(
                        state, rest.baseAddress ?? UnsafeRawPointer(scratch), rest.count, inputByteCount, scratch, target)
                }
            }
        }
    }

    /// Lends room for 32 bytes, of which so many as are asked for get to the digest, and 64 bytes to work with, which
    /// the kernel clears.
    @inline(__always)
    private static func withRoom(
        for byteCount: Int, in digest: inout MutableSpan<UInt8>,
        _ body: (UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Void
    ) {
        precondition(digest.count >= byteCount, "the digest does not fit into the span")
        var room = InlineArray<8, UInt64>(repeating: 0)
        var roomSpan = room.mutableSpan
        unsafe roomSpan.withUnsafeMutableBytes { room in
            guard let scratch = room.baseAddress else { return }
            if byteCount == 32 {
                unsafe digest.withUnsafeMutableBytes { digest in
                    guard let target = digest.baseAddress else { return }
                    unsafe body(target, scratch)
                }
            } else {
                var whole = InlineArray<4, UInt64>(repeating: 0)
                var wholeSpan = whole.mutableSpan
                unsafe wholeSpan.withUnsafeMutableBytes { whole in
                    guard let target = whole.baseAddress else { return }
                    unsafe body(target, scratch)
                    for index in 0..<min(byteCount, 32) { unsafe digest[index] = whole[index] }
                }
                wipe(&wholeSpan)
            }
        }
    }
}
#endif
