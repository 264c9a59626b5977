import WaxCore

/// A key prepared for the modes without authentication on one of the implementations.
///
/// None of its functions is inlined, so that the caller can clear the part of the stack that they used.
enum CipherEngine {
    #if arch(x86_64) || arch(arm64)
    case bitsliced16(BitslicedBlocks<Bitsliced16>)
    #endif
    case bitsliced4(BitslicedBlocks<Bitsliced4>)

    @inline(never)
    init(_ expansion: KeyExpansion, _ backend: AES.Backend) {
        switch backend {
        #if WAX_KERNELS
        case .vaes512, .vaes256, .aesni: self = .bitsliced16(BitslicedBlocks(expansion))
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16: self = .bitsliced16(BitslicedBlocks(expansion))
        #endif
        case .bitsliced4: self = .bitsliced4(BitslicedBlocks(expansion))
        }
    }

    @inline(never)
    func encryptBlocks(_ blocks: inout MutableSpan<UInt8>) {
        switch self {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let cipher): cipher.encryptBlocks(&blocks)
        #endif
        case .bitsliced4(let cipher): cipher.encryptBlocks(&blocks)
        }
    }

    @inline(never)
    func decryptBlocks(_ blocks: inout MutableSpan<UInt8>) {
        switch self {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let cipher): cipher.decryptBlocks(&blocks)
        #endif
        case .bitsliced4(let cipher): cipher.decryptBlocks(&blocks)
        }
    }

    @inline(never)
    func addKeystream(to blocks: inout MutableSpan<UInt8>, counter: inout Counter128) {
        switch self {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let cipher): cipher.addKeystream(to: &blocks, counter: &counter)
        #endif
        case .bitsliced4(let cipher): cipher.addKeystream(to: &blocks, counter: &counter)
        }
    }

    @inline(never)
    func encryptCBC(_ blocks: inout MutableSpan<UInt8>, chain: inout InlineArray<16, UInt8>) {
        switch self {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let cipher): cipher.encryptCBC(&blocks, chain: &chain)
        #endif
        case .bitsliced4(let cipher): cipher.encryptCBC(&blocks, chain: &chain)
        }
    }

    @inline(never)
    func decryptCBC(_ blocks: inout MutableSpan<UInt8>, chain: inout InlineArray<16, UInt8>) {
        switch self {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let cipher): cipher.decryptCBC(&blocks, chain: &chain)
        #endif
        case .bitsliced4(let cipher): cipher.decryptCBC(&blocks, chain: &chain)
        }
    }
}
