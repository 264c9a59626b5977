import WaxCore

/// A key prepared for GCM on one of the implementations.
///
/// None of its functions is inlined, so that the caller can clear the part of the stack that they used.
enum Engine {
    #if arch(x86_64) || arch(arm64)
    case bitsliced16(BitslicedGCM<Bitsliced16>)
    #endif
    case bitsliced4(BitslicedGCM<Bitsliced4>)

    @inline(never)
    init(_ expansion: KeyExpansion, _ backend: AES.Backend) {
        switch backend {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16: self = .bitsliced16(BitslicedGCM(expansion))
        #endif
        case .bitsliced4: self = .bitsliced4(BitslicedGCM(expansion))
        }
    }

    @inline(never)
    func seal(
        _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
        tag: inout MutableSpan<UInt8>
    ) {
        switch self {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm): gcm.seal(&text, nonce: nonce, authenticating: associatedData, tag: &tag)
        #endif
        case .bitsliced4(let gcm): gcm.seal(&text, nonce: nonce, authenticating: associatedData, tag: &tag)
        }
    }

    @inline(never)
    func open(
        _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
        tag: Span<UInt8>
    ) throws(AESError) {
        switch self {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm): try gcm.open(&text, nonce: nonce, authenticating: associatedData, tag: tag)
        #endif
        case .bitsliced4(let gcm): try gcm.open(&text, nonce: nonce, authenticating: associatedData, tag: tag)
        }
    }

    @inline(never)
    func open(
        _ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, tag: Span<UInt8>
    ) throws(AESError) {
        switch self {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm):
            try gcm.open(text, into: &output, nonce: nonce, authenticating: associatedData, tag: tag)
        #endif
        case .bitsliced4(let gcm):
            try gcm.open(text, into: &output, nonce: nonce, authenticating: associatedData, tag: tag)
        }
    }

    @inline(never)
    func initialBlock(_ nonce: Span<UInt8>) -> CounterBlock {
        switch self {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm): gcm.initialBlock(nonce)
        #endif
        case .bitsliced4(let gcm): gcm.initialBlock(nonce)
        }
    }

    @inline(never)
    func addKeystream(to blocks: inout MutableSpan<UInt8>, counter: inout CounterBlock) {
        switch self {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm): gcm.addKeystream(to: &blocks, counter: &counter)
        #endif
        case .bitsliced4(let gcm): gcm.addKeystream(to: &blocks, counter: &counter)
        }
    }

    @inline(never)
    func hash(_ bytes: Span<UInt8>, into hash: inout GHASHElement) {
        switch self {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm): gcm.hash(bytes, into: &hash)
        #endif
        case .bitsliced4(let gcm): gcm.hash(bytes, into: &hash)
        }
    }

    @inline(never)
    func sealBlocks(_ blocks: inout MutableSpan<UInt8>, counter: inout CounterBlock, hash: inout GHASHElement) {
        switch self {
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm): gcm.sealBlocks(&blocks, counter: &counter, hash: &hash)
        #endif
        case .bitsliced4(let gcm): gcm.sealBlocks(&blocks, counter: &counter, hash: &hash)
        }
    }
}
