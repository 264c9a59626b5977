#if WAX_KERNELS
import WaxCore

/// The modes without authentication on one of the kernels.
struct AcceleratedBlocks: BlockEngine {
    private let key: KernelKey

    /// Prepares a key of 16, 24 or 32 bytes.
    init(_ key: Span<UInt8>, _ kernel: Kernel) {
        self.key = KernelKey(kernel, byteCount: 512)
        unsafe self.key.withContext { context in
            unsafe key.withUnsafeBytes { key in
                guard let bytes = key.baseAddress else { return }
                unsafe kernel.prepareBlocks(bytes, key.count, context)
            }
        }
    }

    func encryptBlocks(_ blocks: inout MutableSpan<UInt8>) {
        unsafe key.withContext { context in
            unsafe blocks.withUnsafeMutableBytes { blocks in
                guard let bytes = blocks.baseAddress else { return }
                unsafe key.kernel.encryptBlocks(context, bytes, blocks.count)
            }
        }
    }

    func decryptBlocks(_ blocks: inout MutableSpan<UInt8>) {
        unsafe key.withContext { context in
            unsafe blocks.withUnsafeMutableBytes { blocks in
                guard let bytes = blocks.baseAddress else { return }
                unsafe key.kernel.decryptBlocks(context, bytes, blocks.count)
            }
        }
    }

    func addKeystream(to blocks: inout MutableSpan<UInt8>, counter: inout Counter128) {
        var rest = blocks.count / 16
        while rest > 0 {
            // A kernel counts with 64 bits. Where more change, which is seldom, it is called twice.
            let untilCarry = (0 &- counter.low) &- 1
            let count = untilCarry >= UInt64(rest) ? rest : Int(untilCarry) &+ 1
            let start = blocks.count &- 16 &* rest
            var part = blocks._mutatingExtracting(start..<(start &+ 16 &* count))
            addKeystream(to: &part, high: counter.high, low: counter.low)
            counter.advance(by: count)
            rest = rest &- count
        }
    }

    private func addKeystream(to blocks: inout MutableSpan<UInt8>, high: UInt64, low: UInt64) {
        unsafe key.withContext { context in
            unsafe blocks.withUnsafeMutableBytes { blocks in
                guard let bytes = blocks.baseAddress else { return }
                unsafe key.kernel.addKeystream(context, high, low, bytes, blocks.count)
            }
        }
    }

    func encryptCBC(_ blocks: inout MutableSpan<UInt8>, chain: inout InlineArray<16, UInt8>) {
        var chainSpan = chain.mutableSpan
        unsafe key.withContext { context in
            unsafe chainSpan.withUnsafeMutableBytes { chain in
                unsafe blocks.withUnsafeMutableBytes { blocks in
                    guard let bytes = blocks.baseAddress, let last = chain.baseAddress else { return }
                    unsafe key.kernel.encryptCBC(context, bytes, blocks.count, last)
                }
            }
        }
    }

    func decryptCBC(_ blocks: inout MutableSpan<UInt8>, chain: inout InlineArray<16, UInt8>) {
        var chainSpan = chain.mutableSpan
        unsafe key.withContext { context in
            unsafe chainSpan.withUnsafeMutableBytes { chain in
                unsafe blocks.withUnsafeMutableBytes { blocks in
                    guard let bytes = blocks.baseAddress, let last = chain.baseAddress else { return }
                    unsafe key.kernel.decryptCBC(context, bytes, blocks.count, last)
                }
            }
        }
    }
}
#endif
