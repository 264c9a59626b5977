import WaxCore
#if WAX_KERNELS
import WaxCPU
#endif

extension SHA512 {
    /// An implementation of SHA-512, and of SHA-384 and the shorter ones, which differ in where they begin and end. All
    /// give the same results.
    package enum Backend: Sendable, CaseIterable {
        #if WAX_KERNELS && arch(x86_64)
        /// Rounds in general registers with the instructions of BMI, and the schedule in vectors beside them.
        case avx2
        #elseif WAX_KERNELS && arch(arm64)
        /// The processor's instructions for SHA-512.
        case armsha512
        #endif
        /// Words of 64 bits.
        case portable

        /// All that this machine can run and `WAX_DISABLE` has not taken away, the fastest first.
        package static var allCases: [Backend] {
            preferred == .portable ? [.portable] : [preferred, .portable]
        }

        /// The fastest that this machine can run and `WAX_DISABLE` has not taken away.
        package static var preferred: Backend {
            #if WAX_KERNELS && arch(x86_64)
            if ProcessorFeatures.current.contains(.avx2) { return .avx2 }
            #elseif WAX_KERNELS && arch(arm64)
            if ProcessorFeatures.current.contains(.armsha512) { return .armsha512 }
            #endif
            return .portable
        }
    }

    /// The digest of one piece of data by one implementation in particular, for tests and measurements.
    package static func hash(_ data: Span<UInt8>, backend: Backend) -> SHA512Digest {
        hashInParts(data, first: data.count, backend: backend)
    }

    /// Hashes some blocks into a state and finishes it, for tests: what an incremental hash does.
    package static func hashInParts(_ data: Span<UInt8>, first: Int, backend: Backend) -> SHA512Digest {
        var digest = SHA512Digest()
        var bytes = digest.storage.mutableSpan
        #if WAX_KERNELS
        if backend != .portable {
            SHA512Accelerated.hashInParts(data, initial: initial, first: first, into: &bytes, byteCount: byteCount)
            return digest
        }
        #endif
        PortableSHA512.hashInParts(data, initial: initial, first: first, into: &bytes, byteCount: byteCount)
        return digest
    }
}

// The choice is made here, once a call.
extension SHA512Compression: CompressionFunction {
    static func compressLeavingTraces(_ state: inout InlineArray<8, UInt64>, _ blocks: Span<UInt8>) {
        #if WAX_KERNELS
        if SHA512.Backend.preferred != .portable { return compressAccelerated(&state, blocks) }
        #endif
        compressPortably(&state, blocks)
    }
}

/// What is done with words of 64 bits alone.
private enum PortableSHA512: CompressionFunction {
    static func compressLeavingTraces(_ state: inout InlineArray<8, UInt64>, _ blocks: Span<UInt8>) {
        SHA512Compression.compressPortably(&state, blocks)
    }
}

#if WAX_KERNELS
/// What a kernel does.
private enum SHA512Accelerated: CompressionFunction {
    static func compressLeavingTraces(_ state: inout InlineArray<8, UInt64>, _ blocks: Span<UInt8>) {
        SHA512Compression.compressAccelerated(&state, blocks)
    }
}
#endif

extension CompressionFunction {
    /// The digest of data, of which the blocks up to a position are worked into the state before the others.
    fileprivate static func hashInParts(
        _ data: Span<UInt8>, initial: InlineArray<8, Word>, first: Int, into digest: inout MutableSpan<UInt8>,
        byteCount digestByteCount: Int
    ) {
        var state = initial
        let middle = wholeBlocks(in: min(first, data.count)), end = wholeBlocks(in: data.count)
        if middle > 0 { compress(&state, data.extracting(first: middle)) }
        if end > middle { compress(&state, data.extracting(middle..<end)) }
        finish(
            state.span, data.extracting(end..<data.count), UInt64(data.count), into: &digest,
            byteCount: digestByteCount)
        var words = state.mutableSpan
        wipe(&words)
    }
}
