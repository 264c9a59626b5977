#if WAX_KERNELS
import WaxCPU
#endif
import WaxCore

extension AES {
    /// An implementation of AES. All give the same results; they differ in speed, and in what they ask of the machine.
    ///
    /// Every operation chooses once, in a `switch` over an enumeration, and never inside a loop. A new implementation
    /// is a case here, one in ``Engine`` with a type that is a ``GCMEngine``, and one in ``CipherEngine`` with a
    /// type that is a ``BlockEngine``: everything public is made of these two seams.
    package enum Backend: Sendable, CaseIterable {
        #if WAX_KERNELS && arch(x86_64)
        /// The processor's instructions on vectors of 512 bits: VAES and VPCLMULQDQ with AVX-512.
        case vaes512
        /// The processor's instructions on vectors of 256 bits: VAES and VPCLMULQDQ with AVX2.
        case vaes256
        /// The processor's instructions on vectors of 128 bits: AES-NI and PCLMULQDQ.
        case aesni
        #elseif WAX_KERNELS && arch(arm64)
        /// The processor's instructions: AES and PMULL.
        case armaes
        #endif
        #if arch(x86_64) || arch(arm64)
        /// Sixteen blocks at once, on vectors of 128 bits.
        case bitsliced16
        #endif
        /// Four blocks at once, on words of 64 bits.
        case bitsliced4

        /// All that this program contains, the fastest first, whether or not this machine can run them.
        package static var known: [Backend] {
            var all: [Backend] = []
            #if WAX_KERNELS && arch(x86_64)
            all += [.vaes512, .vaes256, .aesni]
            #elseif WAX_KERNELS && arch(arm64)
            all.append(.armaes)
            #endif
            #if arch(x86_64) || arch(arm64)
            all.append(.bitsliced16)
            #endif
            return all + [.bitsliced4]
        }

        /// All that this machine can run and `WAX_DISABLE` has not taken away, the fastest first.
        package static var allCases: [Backend] { known.filter { $0.isAvailable } }

        /// Whether this machine can run it and `WAX_DISABLE` has not taken it away.
        package var isAvailable: Bool {
            #if WAX_KERNELS && arch(x86_64)
            switch self {
            case .vaes512: return ProcessorFeatures.current.contains(.vaes512)
            case .vaes256: return ProcessorFeatures.current.contains(.vaes256)
            case .aesni: return ProcessorFeatures.current.contains(.aesni)
            default: return true
            }
            #elseif WAX_KERNELS && arch(arm64)
            return self != .armaes || ProcessorFeatures.current.contains(.armaes)
            #else
            return true
            #endif
        }

        /// The fastest that this machine can run and `WAX_DISABLE` has not taken away.
        package static var preferred: Backend {
            #if WAX_KERNELS && arch(x86_64)
            let features = ProcessorFeatures.current
            if features.contains(.vaes512) { return .vaes512 }
            if features.contains(.vaes256) { return .vaes256 }
            if features.contains(.aesni) { return .aesni }
            #elseif WAX_KERNELS && arch(arm64)
            if ProcessorFeatures.current.contains(.armaes) { return .armaes }
            #endif
            #if arch(x86_64) || arch(arm64)
            return .bitsliced16
            #else
            return .bitsliced4
            #endif
        }
    }
}

/// A key made ready for the modes without authentication: CBC, CTR, key wrap, and single blocks.
///
/// What an implementation has to do is ``encryptBlocks(_:)`` and ``decryptBlocks(_:)``; the rest comes with it, and
/// may be replaced where the machine knows a faster way.
///
/// The spans that are called blocks have a multiple of 16 bytes, zero included. No time may depend on the key or on
/// what is in a span; counters and chaining blocks are not secret. The state never changes, so any number of threads
/// may share it.
protocol BlockEngine {
    /// Replaces each block by its encryption.
    func encryptBlocks(_ blocks: inout MutableSpan<UInt8>)

    /// Replaces each block by what it is the encryption of.
    func decryptBlocks(_ blocks: inout MutableSpan<UInt8>)

    /// Adds the encryption of the counter to the first block, that of the next counter to the second, and so on, and
    /// leaves the counter at the one after the last.
    func addKeystream(to blocks: inout MutableSpan<UInt8>, counter: inout Counter128)

    /// Encrypts in CBC mode; `chain` is the block of ciphertext before the first, and afterwards the last one.
    func encryptCBC(_ blocks: inout MutableSpan<UInt8>, chain: inout InlineArray<16, UInt8>)

    /// Decrypts in CBC mode; `chain` is the block of ciphertext before the first, and afterwards the last one.
    func decryptCBC(_ blocks: inout MutableSpan<UInt8>, chain: inout InlineArray<16, UInt8>)
}

/// A key made ready for GCM: whole messages, and the steps of which messages in parts are made.
///
/// Sizes have been checked when it is called. No time may depend on the key, on what is in a span, or on a counter,
/// which is as secret as the hash key where the nonce has not 12 bytes. The state never changes, so any number of
/// threads may share it.
protocol GCMEngine {
    /// Encrypts a text where it stands and writes the first bytes of its tag, 16 at most.
    func seal(
        _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
        tag: inout MutableSpan<UInt8>)

    /// Encrypts a text into another buffer of its size and writes the first bytes of its tag, 16 at most.
    func seal(
        _ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, tag: inout MutableSpan<UInt8>)

    /// Decrypts a text where it stands if the tag is right; else the text stays as it is.
    func open(
        _ text: inout MutableSpan<UInt8>, nonce: Span<UInt8>, authenticating associatedData: Span<UInt8>,
        tag: Span<UInt8>) throws(AESError)

    /// Decrypts a text into another buffer of its size if the tag is right; else the buffer gets zeros.
    func open(
        _ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, tag: Span<UInt8>) throws(AESError)

    /// The block J0 of SP 800-38D, section 7.1, step 2.
    func initialBlock(_ nonce: Span<UInt8>) -> CounterBlock

    /// Adds the encryption of the counter to the first block, that of the next counter to the second, and so on, and
    /// leaves the counter at the one after the last. The text is a multiple of 16 bytes.
    func addKeystream(to blocks: inout MutableSpan<UInt8>, counter: inout CounterBlock)

    /// Hashes bytes, filled up with zeros to whole blocks, into the hash of what came before.
    func hash(_ bytes: Span<UInt8>, into hash: inout GHASHElement)

    /// Adds keystream to whole blocks and hashes the result.
    func sealBlocks(_ blocks: inout MutableSpan<UInt8>, counter: inout CounterBlock, hash: inout GHASHElement)
}

extension GCMEngine {
    func seal(
        _ text: Span<UInt8>, into output: inout MutableSpan<UInt8>, nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>, tag: inout MutableSpan<UInt8>
    ) {
        output.replace(with: text)
        seal(&output, nonce: nonce, authenticating: associatedData, tag: &tag)
    }

    func sealBlocks(_ blocks: inout MutableSpan<UInt8>, counter: inout CounterBlock, hash: inout GHASHElement) {
        var offset = 0
        while offset < blocks.count {
            // As much as stays in the processor's nearest cache between the two.
            let end = offset &+ min(blocks.count &- offset, 8192)
            var part = blocks._mutatingExtracting(offset..<end)
            addKeystream(to: &part, counter: &counter)
            self.hash(part.span, into: &hash)
            offset = end
        }
    }
}
