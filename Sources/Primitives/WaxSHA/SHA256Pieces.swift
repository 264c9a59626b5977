#if WAX_KERNELS
import WaxCore
#if arch(x86_64)
import WaxKernelSHANI
#elseif arch(arm64)
import WaxKernelARMSHA2
#endif

extension SHA256Kernel {
    /// Smaller pieces have no whole block of their own to work on.
    static var smallestPiece: Int { 127 }

    /// How many pieces the kernel takes at once, at most.
    private static var width: Int {
        #if arch(x86_64)
        4
        #else
        2
        #endif
    }

    /// The digests of a byte and a piece each, four and two at a time; says how many bytes it has gone through, less
    /// than one piece before the end.
    static func hashPieces(
        _ data: Span<UInt8>, byteCount: Int, prefix: UInt8, _ body: (SHA256Digest) -> Void
    ) -> Int {
        let pieceCount = data.count / byteCount
        var piece = 0
        while piece &+ 1 < pieceCount {
            let count = width == 4 && piece &+ 3 < pieceCount ? 4 : 2
            let start = piece &* byteCount
            hashGroup(
                data.extracting(start..<(start &+ count &* byteCount)), count: count, byteCount: byteCount,
                prefix: prefix, body)
            piece = piece &+ count
        }
        return piece &* byteCount
    }

    /// Two or four pieces. Each begins with the byte in a block that it fills up with 63 bytes; then come whole blocks
    /// of all of them side by side, and what is left of each.
    private static func hashGroup(
        _ data: Span<UInt8>, count: Int, byteCount: Int, prefix: UInt8, _ body: (SHA256Digest) -> Void
    ) {
        let blockCount = (byteCount &- 63) &>> 6
        var states = InlineArray<4, InlineArray<8, UInt32>>(repeating: SHA256.initial)
        var block = InlineArray<64, UInt8>(repeating: prefix)
        for index in 0..<count {
            var bytes = block.mutableSpan
            let start = index &* byteCount
            bytes.replace(from: 1, with: data.extracting(start..<(start &+ 63)))
            compress(&states[index], bytes.span)
        }
        var stateSpan = states.mutableSpan
        unsafe stateSpan.withUnsafeMutableBytes { states in
            unsafe data.withUnsafeBytes { data in
                guard let s = states.baseAddress, let d = unsafe data.baseAddress.map({ unsafe $0 + 63 }) else { return }
                #if arch(x86_64)
                if count == 4 {
                    return unsafe compressFourSHA256(
                        s, d, s + 32, d + byteCount, s + 64, d + 2 &* byteCount, s + 96, d + 3 &* byteCount,
                        blockCount)
                }
                #endif
                unsafe compressTwoSHA256(s, d, s + 32, d + byteCount, blockCount)
            }
        }
        wipeStack()
        let restStart = 63 &+ blockCount &<< 6
        for index in 0..<count {
            let start = index &* byteCount
            var digest = SHA256Digest()
            var target = digest.storage.mutableSpan
            finish(
                states[index].span, data.extracting((start &+ restStart)..<(start &+ byteCount)),
                UInt64(truncatingIfNeeded: byteCount) &+ 1, into: &target, byteCount: 32)
            body(digest)
        }
        var remains = states.mutableSpan
        wipe(&remains)
        var bytes = block.mutableSpan
        wipe(&bytes)
    }
}
#endif
