import WaxCore

extension AES {
    /// An implementation of AES. All give the same results; they differ in speed, and in what they ask of the machine.
    ///
    /// Every operation chooses once, in a `switch` over an enumeration, and never inside a loop.
    package enum Backend: Sendable, CaseIterable {
        #if arch(x86_64) || arch(arm64)
        /// Sixteen blocks at once, on vectors of 128 bits.
        case bitsliced16
        #endif
        /// Four blocks at once, on words of 64 bits.
        case bitsliced4

        /// The fastest on this machine.
        package static var preferred: Backend {
            #if arch(x86_64) || arch(arm64)
            .bitsliced16
            #else
            .bitsliced4
            #endif
        }
    }
}

/// A key prepared for one of the implementations.
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
}
