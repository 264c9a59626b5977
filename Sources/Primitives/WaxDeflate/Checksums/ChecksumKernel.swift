#if WAX_KERNELS
#if arch(x86_64)
import WaxKernelPCLMUL
import WaxKernelVPCLMUL
#elseif arch(arm64)
import WaxKernelARMPMULL
#endif

/// Hands spans to the kernels for checksums. Here, and nowhere above, they become pointers.
enum ChecksumKernel {
    /// Works the beginning of some bytes into the register of a CRC-32, as far as the kernels take it.
    ///
    /// - Parameter backend: One that is made of kernels.
    /// - Returns: How many bytes that were; less than 64 are left.
    static func addCRC32(_ data: Span<UInt8>, to register: inout UInt32, backend: ChecksumBackend) -> Int {
        guard data.count >= 64 else { return 0 }
        #if arch(x86_64)
        let position = backend == .vpclmul512 ? addWide(data, to: &register) : 0
        #else
        let position = 0
        #endif
        let blockCount = (data.count &- position) &>> 6
        guard blockCount > 0 else { return position }
        unsafe data.withUnsafeBytes { data in
            guard let first = data.baseAddress else { return }
            unsafe register = fold(first + position, blockCount, register)
        }
        return position &+ blockCount &<< 6
    }

    #if arch(x86_64)
    /// The same on vectors of 512 bits, where it is worth the while; less than 256 bytes are left, or all.
    private static func addWide(_ data: Span<UInt8>, to register: inout UInt32) -> Int {
        guard data.count >= 512 else { return 0 }
        let byteCount = data.count & ~255
        var folded = InlineArray<8, UInt64>(repeating: 0)
        var target = folded.mutableSpan
        unsafe data.withUnsafeBytes { data in
            unsafe target.withUnsafeMutableBytes { target in
                guard let blocks = data.baseAddress, let result = target.baseAddress else { return }
                unsafe WaxKernelVPCLMUL.foldCRC32(blocks, byteCount &>> 8, register, result)
            }
        }
        unsafe target.withUnsafeMutableBytes { target in
            guard let result = target.baseAddress else { return }
            unsafe register = fold(result, 1, 0)
        }
        return byteCount
    }
    #endif

    /// Folds blocks of 64 bytes; the 16 bytes that are left of them go through the table.
    private static func fold(_ blocks: UnsafeRawPointer, _ blockCount: Int, _ register: UInt32) -> UInt32 {
        var folded = InlineArray<16, UInt8>(repeating: 0)
        var target = folded.mutableSpan
        unsafe target.withUnsafeMutableBytes { target in
            guard let result = target.baseAddress else { return }
            #if arch(x86_64)
            unsafe WaxKernelPCLMUL.foldCRC32(blocks, blockCount, register, result)
            #elseif arch(arm64)
            unsafe WaxKernelARMPMULL.foldCRC32(blocks, blockCount, register, result)
            #endif
        }
        let table = CRC32Tables.bytes.span
        var register: UInt32 = 0
        for index in 0..<16 { register = register &>> 8 ^ table[Int((register ^ UInt32(folded[index])) & 0xFF)] }
        return register
    }

    #if arch(x86_64)
    /// How many bytes ``sumAdler32(_:from:byteCount:)`` takes at most.
    static var mostAdlerBytes: Int { 86 &* 64 }

    /// What some bytes add to the sums of an Adler-32; the second one without what the first adds to it.
    ///
    /// - Parameter byteCount: A multiple of 64, at most ``mostAdlerBytes``.
    static func sumAdler32(_ data: Span<UInt8>, from start: Int, byteCount: Int) -> (first: UInt64, second: UInt64) {
        let part = data.extracting(start..<(start &+ byteCount))
        var sums = InlineArray<2, UInt64>(repeating: 0)
        var target = sums.mutableSpan
        unsafe part.withUnsafeBytes { part in
            unsafe target.withUnsafeMutableBytes { target in
                guard let blocks = part.baseAddress, let result = target.baseAddress else { return }
                unsafe WaxKernelVPCLMUL.sumAdler32(blocks, byteCount &>> 6, result)
            }
        }
        return (sums[0], sums[1])
    }
    #endif
}
#endif
