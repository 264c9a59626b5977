import WaxCore

/// A key prepared for GCM on one of the implementations.
///
/// None of its functions is inlined, so that the caller can clear the part of the stack that they used.
enum Engine {
    #if WAX_KERNELS
    case accelerated(AcceleratedGCM)
    #endif
    #if arch(x86_64) || arch(arm64)
    case bitsliced16(BitslicedGCM<Bitsliced16>)
    #endif
    case bitsliced4(BitslicedGCM<Bitsliced4>)

    /// Prepares a key.
    ///
    /// - Throws: ``AESError/incorrectKeySize`` if it has not 16, 24 or 32 bytes.
    @inline(never)
    init(_ key: Span<UInt8>, _ backend: AES.Backend) throws(AESError) {
        guard key.count == 16 || key.count == 24 || key.count == 32 else { throw .incorrectKeySize }
        switch backend {
        #if WAX_KERNELS && arch(x86_64)
        case .vaes512: self = .accelerated(AcceleratedGCM(key, .vaes512))
        case .vaes256: self = .accelerated(AcceleratedGCM(key, .vaes256))
        case .aesni: self = .accelerated(AcceleratedGCM(key, .aesni))
        #elseif WAX_KERNELS && arch(arm64)
        case .armaes: self = .accelerated(AcceleratedGCM(key, .armaes))
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16: self = .bitsliced16(BitslicedGCM(try KeyExpansion(key: key)))
        #endif
        case .bitsliced4: self = .bitsliced4(BitslicedGCM(try KeyExpansion(key: key)))
        }
    }

    /// Clears what an operation may have left on the stack. To be called where the operation was.
    @inline(__always)
    func wipeStack(nonceByteCount: Int) {
        #if WAX_KERNELS
        if case .accelerated(let gcm) = self { return gcm.wipeStack(nonceByteCount: nonceByteCount) }
        #endif
        WaxCore.wipeStack(kibibytes: 2)
    }

    @inline(never)
    func seal(
        _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
        tag: inout MutableSpan<UInt8>
    ) {
        switch self {
        #if WAX_KERNELS
        case .accelerated(let gcm): gcm.seal(&text, nonce: nonce, authenticating: associatedData, tag: &tag)
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm): gcm.seal(&text, nonce: nonce, authenticating: associatedData, tag: &tag)
        #endif
        case .bitsliced4(let gcm): gcm.seal(&text, nonce: nonce, authenticating: associatedData, tag: &tag)
        }
    }

    @inline(never)
    func seal(
        _ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, tag: inout MutableSpan<UInt8>
    ) {
        switch self {
        #if WAX_KERNELS
        case .accelerated(let gcm):
            gcm.seal(text, into: &output, nonce: nonce, authenticating: associatedData, tag: &tag)
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm):
            gcm.seal(text, into: &output, nonce: nonce, authenticating: associatedData, tag: &tag)
        #endif
        case .bitsliced4(let gcm):
            gcm.seal(text, into: &output, nonce: nonce, authenticating: associatedData, tag: &tag)
        }
    }

    @inline(never)
    func open(
        _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
        tag: Span<UInt8>
    ) throws(AESError) {
        switch self {
        #if WAX_KERNELS
        case .accelerated(let gcm): try gcm.open(&text, nonce: nonce, authenticating: associatedData, tag: tag)
        #endif
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
        #if WAX_KERNELS
        case .accelerated(let gcm):
            try gcm.open(text, into: &output, nonce: nonce, authenticating: associatedData, tag: tag)
        #endif
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
        #if WAX_KERNELS
        case .accelerated(let gcm): gcm.initialBlock(nonce)
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm): gcm.initialBlock(nonce)
        #endif
        case .bitsliced4(let gcm): gcm.initialBlock(nonce)
        }
    }

    @inline(never)
    func addKeystream(to blocks: inout MutableSpan<UInt8>, counter: inout CounterBlock) {
        switch self {
        #if WAX_KERNELS
        case .accelerated(let gcm): gcm.addKeystream(to: &blocks, counter: &counter)
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm): gcm.addKeystream(to: &blocks, counter: &counter)
        #endif
        case .bitsliced4(let gcm): gcm.addKeystream(to: &blocks, counter: &counter)
        }
    }

    @inline(never)
    func hash(_ bytes: Span<UInt8>, into hash: inout GHASHElement) {
        switch self {
        #if WAX_KERNELS
        case .accelerated(let gcm): gcm.hash(bytes, into: &hash)
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm): gcm.hash(bytes, into: &hash)
        #endif
        case .bitsliced4(let gcm): gcm.hash(bytes, into: &hash)
        }
    }

    @inline(never)
    func sealBlocks(_ blocks: inout MutableSpan<UInt8>, counter: inout CounterBlock, hash: inout GHASHElement) {
        switch self {
        #if WAX_KERNELS
        case .accelerated(let gcm): gcm.sealBlocks(&blocks, counter: &counter, hash: &hash)
        #endif
        #if arch(x86_64) || arch(arm64)
        case .bitsliced16(let gcm): gcm.sealBlocks(&blocks, counter: &counter, hash: &hash)
        #endif
        case .bitsliced4(let gcm): gcm.sealBlocks(&blocks, counter: &counter, hash: &hash)
        }
    }
}
