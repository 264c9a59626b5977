#if WAX_KERNELS && arch(arm64)
import WaxKernelARMAES

/// The kernel for the instructions of arm64 processors.
enum Kernel {
    case armaes

    /// How much of the stack may have to be cleared.
    var stackKibibytes: Int { 2 }
}

// What the functions do is said where the kernel has them.

extension Kernel {
    @inline(__always)
    func prepareGCM(_ key: UnsafeRawPointer, _ keyByteCount: Int, _ context: UnsafeMutableRawPointer) {
        unsafe WaxKernelARMAES.prepareGCM(key, keyByteCount, context)
    }

    @inline(__always)
    func sealGCM(
        _ context: UnsafeRawPointer, _ nonce: UnsafeRawPointer, _ nonceByteCount: Int, _ data: UnsafeRawPointer,
        _ dataByteCount: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int,
        _ tag: UnsafeMutableRawPointer
    ) {
        unsafe WaxKernelARMAES.sealGCM(
            context, nonce, nonceByteCount, data, dataByteCount, source, target, count, tag)
    }

    @inline(__always)
    func openGCM(
        _ context: UnsafeRawPointer, _ nonce: UnsafeRawPointer, _ nonceByteCount: Int, _ data: UnsafeRawPointer,
        _ dataByteCount: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int,
        _ tag: UnsafeRawPointer, _ tagByteCount: Int
    ) -> UInt64 {
        unsafe WaxKernelARMAES.openGCM(
            context, nonce, nonceByteCount, data, dataByteCount, source, target, count, tag, tagByteCount)
    }

    @inline(__always)
    func addKeystreamGCM(
        _ context: UnsafeRawPointer, _ low: UInt64, _ high: UInt64, _ source: UnsafeRawPointer,
        _ target: UnsafeMutableRawPointer, _ count: Int
    ) {
        unsafe WaxKernelARMAES.addKeystreamGCM(context, low, high, source, target, count)
    }

    @inline(__always)
    func initialBlockGCM(_ context: UnsafeRawPointer, _ nonce: UnsafeRawPointer, _ count: Int) -> (UInt64, UInt64) {
        unsafe WaxKernelARMAES.initialBlockGCM(context, nonce, count)
    }

    @inline(__always)
    func hashGCM(
        _ context: UnsafeRawPointer, _ high: UInt64, _ low: UInt64, _ bytes: UnsafeRawPointer, _ count: Int
    ) -> (high: UInt64, low: UInt64) {
        unsafe WaxKernelARMAES.hashGCM(context, high, low, bytes, count)
    }

    @inline(__always)
    func prepareBlocks(_ key: UnsafeRawPointer, _ keyByteCount: Int, _ context: UnsafeMutableRawPointer) {
        unsafe WaxKernelARMAES.prepareBlocks(key, keyByteCount, context)
    }

    @inline(__always)
    func encryptBlocks(_ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int) {
        unsafe WaxKernelARMAES.encryptBlocks(context, blocks, count)
    }

    @inline(__always)
    func decryptBlocks(_ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int) {
        unsafe WaxKernelARMAES.decryptBlocks(context, blocks, count)
    }

    @inline(__always)
    func addKeystream(
        _ context: UnsafeRawPointer, _ high: UInt64, _ low: UInt64, _ blocks: UnsafeMutableRawPointer, _ count: Int
    ) {
        unsafe WaxKernelARMAES.addKeystream(context, high, low, blocks, count)
    }

    @inline(__always)
    func encryptCBC(
        _ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int,
        _ chain: UnsafeMutableRawPointer
    ) {
        unsafe WaxKernelARMAES.encryptCBC(context, blocks, count, chain)
    }

    @inline(__always)
    func decryptCBC(
        _ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int,
        _ chain: UnsafeMutableRawPointer
    ) {
        unsafe WaxKernelARMAES.decryptCBC(context, blocks, count, chain)
    }
}
#endif
