#if WAX_KERNELS && arch(x86_64)
import WaxKernelAESNI
import WaxKernelVAES256
import WaxKernelVAES512

/// The kernels for the instructions of x86-64 processors.
enum Kernel {
    case aesni
    case vaes256
    case vaes512

    /// How much of the stack may have to be cleared, beyond the initial block, which is a secret only if the nonce has
    /// not 12 bytes. With 512 bits there are registers enough.
    var stackKibibytes: Int { self == .vaes512 ? 0 : 1 }
}

// What the functions do is said where the kernels have them. One switch for each, and once an operation.

extension Kernel {
    @inline(__always)
    func prepareGCM(_ key: UnsafeRawPointer, _ keyByteCount: Int, _ context: UnsafeMutableRawPointer) {
        switch self {
        case .aesni: unsafe WaxKernelAESNI.prepareGCM(key, keyByteCount, context)
        case .vaes256: unsafe WaxKernelVAES256.prepareGCM(key, keyByteCount, context)
        case .vaes512: unsafe WaxKernelVAES512.prepareGCM(key, keyByteCount, context)
        }
    }

    @inline(__always)
    func sealGCM(
        _ context: UnsafeRawPointer, _ nonce: UnsafeRawPointer, _ nonceByteCount: Int, _ data: UnsafeRawPointer,
        _ dataByteCount: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int,
        _ tag: UnsafeMutableRawPointer
    ) {
        switch self {
        case .aesni:
            unsafe WaxKernelAESNI.sealGCM(
                context, nonce, nonceByteCount, data, dataByteCount, source, target, count, tag)
        case .vaes256:
            unsafe WaxKernelVAES256.sealGCM(
                context, nonce, nonceByteCount, data, dataByteCount, source, target, count, tag)
        case .vaes512:
            unsafe WaxKernelVAES512.sealGCM(
                context, nonce, nonceByteCount, data, dataByteCount, source, target, count, tag)
        }
    }

    @inline(__always)
    func openGCM(
        _ context: UnsafeRawPointer, _ nonce: UnsafeRawPointer, _ nonceByteCount: Int, _ data: UnsafeRawPointer,
        _ dataByteCount: Int, _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int,
        _ tag: UnsafeRawPointer, _ tagByteCount: Int
    ) -> UInt64 {
        switch self {
        case .aesni:
            unsafe WaxKernelAESNI.openGCM(
                context, nonce, nonceByteCount, data, dataByteCount, source, target, count, tag, tagByteCount)
        case .vaes256:
            unsafe WaxKernelVAES256.openGCM(
                context, nonce, nonceByteCount, data, dataByteCount, source, target, count, tag, tagByteCount)
        case .vaes512:
            unsafe WaxKernelVAES512.openGCM(
                context, nonce, nonceByteCount, data, dataByteCount, source, target, count, tag, tagByteCount)
        }
    }

    @inline(__always)
    func addKeystreamGCM(
        _ context: UnsafeRawPointer, _ low: UInt64, _ high: UInt64, _ source: UnsafeRawPointer,
        _ target: UnsafeMutableRawPointer, _ count: Int
    ) {
        switch self {
        case .aesni: unsafe WaxKernelAESNI.addKeystreamGCM(context, low, high, source, target, count)
        case .vaes256: unsafe WaxKernelVAES256.addKeystreamGCM(context, low, high, source, target, count)
        case .vaes512: unsafe WaxKernelVAES512.addKeystreamGCM(context, low, high, source, target, count)
        }
    }

    @inline(__always)
    func initialBlockGCM(_ context: UnsafeRawPointer, _ nonce: UnsafeRawPointer, _ count: Int) -> (UInt64, UInt64) {
        switch self {
        case .aesni: unsafe WaxKernelAESNI.initialBlockGCM(context, nonce, count)
        case .vaes256: unsafe WaxKernelVAES256.initialBlockGCM(context, nonce, count)
        case .vaes512: unsafe WaxKernelVAES512.initialBlockGCM(context, nonce, count)
        }
    }

    @inline(__always)
    func hashGCM(
        _ context: UnsafeRawPointer, _ high: UInt64, _ low: UInt64, _ bytes: UnsafeRawPointer, _ count: Int
    ) -> (high: UInt64, low: UInt64) {
        switch self {
        case .aesni: unsafe WaxKernelAESNI.hashGCM(context, high, low, bytes, count)
        case .vaes256: unsafe WaxKernelVAES256.hashGCM(context, high, low, bytes, count)
        case .vaes512: unsafe WaxKernelVAES512.hashGCM(context, high, low, bytes, count)
        }
    }

    @inline(__always)
    func prepareBlocks(_ key: UnsafeRawPointer, _ keyByteCount: Int, _ context: UnsafeMutableRawPointer) {
        switch self {
        case .aesni: unsafe WaxKernelAESNI.prepareBlocks(key, keyByteCount, context)
        case .vaes256: unsafe WaxKernelVAES256.prepareBlocks(key, keyByteCount, context)
        case .vaes512: unsafe WaxKernelVAES512.prepareBlocks(key, keyByteCount, context)
        }
    }

    @inline(__always)
    func encryptBlocks(_ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int) {
        switch self {
        case .aesni: unsafe WaxKernelAESNI.encryptBlocks(context, blocks, count)
        case .vaes256: unsafe WaxKernelVAES256.encryptBlocks(context, blocks, count)
        case .vaes512: unsafe WaxKernelVAES512.encryptBlocks(context, blocks, count)
        }
    }

    @inline(__always)
    func decryptBlocks(_ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int) {
        switch self {
        case .aesni: unsafe WaxKernelAESNI.decryptBlocks(context, blocks, count)
        case .vaes256: unsafe WaxKernelVAES256.decryptBlocks(context, blocks, count)
        case .vaes512: unsafe WaxKernelVAES512.decryptBlocks(context, blocks, count)
        }
    }

    @inline(__always)
    func addKeystream(
        _ context: UnsafeRawPointer, _ high: UInt64, _ low: UInt64, _ blocks: UnsafeMutableRawPointer, _ count: Int
    ) {
        switch self {
        case .aesni: unsafe WaxKernelAESNI.addKeystream(context, high, low, blocks, count)
        case .vaes256: unsafe WaxKernelVAES256.addKeystream(context, high, low, blocks, count)
        case .vaes512: unsafe WaxKernelVAES512.addKeystream(context, high, low, blocks, count)
        }
    }

    @inline(__always)
    func encryptCBC(
        _ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int,
        _ chain: UnsafeMutableRawPointer
    ) {
        switch self {
        case .aesni: unsafe WaxKernelAESNI.encryptCBC(context, blocks, count, chain)
        case .vaes256: unsafe WaxKernelVAES256.encryptCBC(context, blocks, count, chain)
        case .vaes512: unsafe WaxKernelVAES512.encryptCBC(context, blocks, count, chain)
        }
    }

    @inline(__always)
    func decryptCBC(
        _ context: UnsafeRawPointer, _ blocks: UnsafeMutableRawPointer, _ count: Int,
        _ chain: UnsafeMutableRawPointer
    ) {
        switch self {
        case .aesni: unsafe WaxKernelAESNI.decryptCBC(context, blocks, count, chain)
        case .vaes256: unsafe WaxKernelVAES256.decryptCBC(context, blocks, count, chain)
        case .vaes512: unsafe WaxKernelVAES512.decryptCBC(context, blocks, count, chain)
        }
    }
}
#endif
