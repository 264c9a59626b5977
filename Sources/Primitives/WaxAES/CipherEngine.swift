import WaxCore

/// A key prepared for the modes without authentication on one of the implementations.
///
/// None of its functions is inlined, so that the caller can clear the part of the stack that they used.
enum CipherEngine {
    #if WAX_KERNELS
    case accelerated(AcceleratedBlocks)
    #endif
    #if arch(x86_64) || arch(arm64)
    case bitsliced16(BitslicedBlocks<Bitsliced16>)
    #endif
    case bitsliced4(BitslicedBlocks<Bitsliced4>)

    /// Prepares a key.
    ///
    /// - Throws: ``AESError/incorrectKeySize`` if it has not 16, 24 or 32 bytes.
    @inline(never)
    init(_ key: Span<UInt8>, _ backend: AES.Backend) throws(AESError) {
        guard key.count == 16 || key.count == 24 || key.count == 32 else { throw .incorrectKeySize }
        switch backend {
        #if WAX_KERNELS && arch(x86_64)
        case .vaes512: self = .accelerated(AcceleratedBlocks(key, .vaes512))
        case .vaes256: self = .accelerated(AcceleratedBlocks(key, .vaes256))
        case .aesni: self = .accelerated(AcceleratedBlocks(key, .aesni))
        #elseif WAX_KERNELS && arch(arm64)
        case .armaes: self = .accelerated(AcceleratedBlocks(key, .armaes))
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16: self = .bitsliced16(BitslicedBlocks(try KeyExpansion(key: key)))
        #endif
        case .bitsliced4: self = .bitsliced4(BitslicedBlocks(try KeyExpansion(key: key)))
        }
    }

    @inline(never)
    func encryptBlocks(_ blocks: inout MutableSpan<UInt8>) {
        switch self {
        #if WAX_KERNELS
        case .accelerated(let cipher): cipher.encryptBlocks(&blocks)
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let cipher): cipher.encryptBlocks(&blocks)
        #endif
        case .bitsliced4(let cipher): cipher.encryptBlocks(&blocks)
        }
    }

    @inline(never)
    func decryptBlocks(_ blocks: inout MutableSpan<UInt8>) {
        switch self {
        #if WAX_KERNELS
        case .accelerated(let cipher): cipher.decryptBlocks(&blocks)
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let cipher): cipher.decryptBlocks(&blocks)
        #endif
        case .bitsliced4(let cipher): cipher.decryptBlocks(&blocks)
        }
    }

    @inline(never)
    func addKeystream(to blocks: inout MutableSpan<UInt8>, counter: inout Counter128) {
        switch self {
        #if WAX_KERNELS
        case .accelerated(let cipher): cipher.addKeystream(to: &blocks, counter: &counter)
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let cipher): cipher.addKeystream(to: &blocks, counter: &counter)
        #endif
        case .bitsliced4(let cipher): cipher.addKeystream(to: &blocks, counter: &counter)
        }
    }

    @inline(never)
    func encryptCBC(_ blocks: inout MutableSpan<UInt8>, chain: inout InlineArray<16, UInt8>) {
        switch self {
        #if WAX_KERNELS
        case .accelerated(let cipher): cipher.encryptCBC(&blocks, chain: &chain)
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let cipher): cipher.encryptCBC(&blocks, chain: &chain)
        #endif
        case .bitsliced4(let cipher): cipher.encryptCBC(&blocks, chain: &chain)
        }
    }

    @inline(never)
    func decryptCBC(_ blocks: inout MutableSpan<UInt8>, chain: inout InlineArray<16, UInt8>) {
        switch self {
        #if WAX_KERNELS
        case .accelerated(let cipher): cipher.decryptCBC(&blocks, chain: &chain)
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let cipher): cipher.decryptCBC(&blocks, chain: &chain)
        #endif
        case .bitsliced4(let cipher): cipher.decryptCBC(&blocks, chain: &chain)
        }
    }
}
