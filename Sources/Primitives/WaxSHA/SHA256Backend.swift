import WaxCore
#if WAX_KERNELS
import WaxCPU
#endif

extension SHA256 {
    /// An implementation of SHA-256. All give the same results.
    package enum Backend: Sendable, CaseIterable {
        #if WAX_KERNELS && arch(x86_64)
        /// The processor's instructions for SHA-256: SHA-NI.
        case shani
        #elseif WAX_KERNELS && arch(arm64)
        /// The processor's instructions for SHA-256.
        case armsha2
        #endif
        /// Words of 32 bits.
        case portable

        /// All that this machine can run and `WAX_DISABLE` has not taken away, the fastest first.
        package static var allCases: [Backend] {
            preferred == .portable ? [.portable] : [preferred, .portable]
        }

        /// The fastest that this machine can run and `WAX_DISABLE` has not taken away.
        package static var preferred: Backend {
            #if WAX_KERNELS && arch(x86_64)
            if ProcessorFeatures.current.contains(.shani) { return .shani }
            #elseif WAX_KERNELS && arch(arm64)
            if ProcessorFeatures.current.contains(.armsha2) { return .armsha2 }
            #endif
            return .portable
        }
    }

    /// Whether ``hashPieces(_:byteCount:prefix:_:)`` is faster with two pieces than with one after the other.
    package static var gainsByPairs: Bool {
        #if WAX_KERNELS
        return Backend.preferred != .portable
        #else
        return false
        #endif
    }

    /// The digest of one piece of data by one implementation in particular, for tests and measurements.
    package static func hash(_ data: Span<UInt8>, backend: Backend) -> SHA256Digest {
        var digest = SHA256Digest()
        var bytes = digest.storage.mutableSpan
        SHA256Compression.hash(data, initial: initial, into: &bytes, byteCount: byteCount, backend: backend)
        return digest
    }

    /// Hashes some blocks into a state and finishes it, for tests: what an incremental hash does.
    package static func hashInParts(_ data: Span<UInt8>, first: Int, backend: Backend) -> SHA256Digest {
        var state = initial
        let whole = SHA256Compression.wholeBlocks(in: min(first, data.count))
        if whole > 0 { SHA256Compression.compress(&state, data.extracting(first: whole), backend: backend) }
        let end = SHA256Compression.wholeBlocks(in: data.count)
        if end > whole { SHA256Compression.compress(&state, data.extracting(whole..<end), backend: backend) }
        var digest = SHA256Digest()
        var bytes = digest.storage.mutableSpan
        SHA256Compression.finish(
            state.span, data.extracting(end..<data.count), UInt64(data.count), into: &bytes, byteCount: byteCount,
            backend: backend)
        return digest
    }

    /// The digests of pieces by one implementation in particular, for tests and measurements.
    package static func hashPieces(
        _ data: Span<UInt8>, byteCount: Int, prefix: UInt8, backend: Backend, _ body: (SHA256Digest) -> Void
    ) {
        precondition(byteCount > 0, "a piece has at least one byte")
        var position = 0
        #if WAX_KERNELS
        if backend != .portable, byteCount >= SHA256Kernel.smallestPiece {
            position = SHA256Kernel.hashPieces(data, byteCount: byteCount, prefix: prefix, body)
        }
        #endif
        while position < data.count {
            let end = min(data.count, position &+ byteCount)
            body(hash(data.extracting(position..<end), after: prefix, backend: backend))
            position = end
        }
    }

    /// The digest of a byte and a piece.
    private static func hash(_ piece: Span<UInt8>, after prefix: UInt8, backend: Backend) -> SHA256Digest {
        var state = initial
        var block = InlineArray<64, UInt8>(repeating: 0)
        var bytes = block.mutableSpan
        bytes[0] = prefix
        let head = min(piece.count, 63)
        bytes.replace(from: 1, with: piece.extracting(first: head))
        var rest = bytes.span.extracting(first: 1 &+ head)
        if piece.count >= 63 {
            SHA256Compression.compress(&state, rest, backend: backend)
            let remaining = piece.extracting(droppingFirst: 63)
            let whole = SHA256Compression.wholeBlocks(in: remaining.count)
            if whole > 0 { SHA256Compression.compress(&state, remaining.extracting(first: whole), backend: backend) }
            rest = remaining.extracting(droppingFirst: whole)
        }
        var digest = SHA256Digest()
        var target = digest.storage.mutableSpan
        SHA256Compression.finish(
            state.span, rest, UInt64(piece.count) &+ 1, into: &target, byteCount: byteCount, backend: backend)
        wipe(&bytes)
        var words = state.mutableSpan
        wipe(&words)
        return digest
    }
}

/// What is done without instructions of its own.
private enum PortableSHA256: CompressionFunction {
    static func compressLeavingTraces(_ state: inout InlineArray<8, UInt32>, _ blocks: Span<UInt8>) {
        SHA256Compression.compressPortably(&state, blocks)
    }

    static func compress(_ state: inout InlineArray<8, UInt32>, _ blocks: Span<UInt8>) {
        SHA256Compression.compressPortably(&state, blocks)
        wipeStack()
    }
}

// The choice is made in these functions, once an operation. The kernels leave nothing on the stack.
extension SHA256Compression: CompressionFunction {
    static func compressLeavingTraces(_ state: inout InlineArray<8, UInt32>, _ blocks: Span<UInt8>) {
        #if WAX_KERNELS
        if SHA256.Backend.preferred != .portable { return SHA256Kernel.compress(&state, blocks) }
        #endif
        compressPortably(&state, blocks)
    }

    static func compress(_ state: inout InlineArray<8, UInt32>, _ blocks: Span<UInt8>) {
        compress(&state, blocks, backend: .preferred)
    }

    static func compress(
        _ state: inout InlineArray<8, UInt32>, _ blocks: Span<UInt8>, backend: SHA256.Backend
    ) {
        #if WAX_KERNELS
        if backend != .portable { return SHA256Kernel.compress(&state, blocks) }
        #endif
        PortableSHA256.compress(&state, blocks)
    }

    static func hash(
        _ data: Span<UInt8>, initial: InlineArray<8, UInt32>, into digest: inout MutableSpan<UInt8>,
        byteCount digestByteCount: Int, backend: SHA256.Backend = .preferred
    ) {
        #if WAX_KERNELS
        if backend != .portable {
            return SHA256Kernel.hash(data, initial: initial, into: &digest, byteCount: digestByteCount)
        }
        #endif
        PortableSHA256.hash(data, initial: initial, into: &digest, byteCount: digestByteCount)
    }

    static func finish(
        _ state: Span<UInt32>, _ rest: Span<UInt8>, _ byteCount: UInt64, into digest: inout MutableSpan<UInt8>,
        byteCount digestByteCount: Int, backend: SHA256.Backend = .preferred
    ) {
        #if WAX_KERNELS
        if backend != .portable {
            return SHA256Kernel.finish(state, rest, byteCount, into: &digest, byteCount: digestByteCount)
        }
        #endif
        PortableSHA256.finish(state, rest, byteCount, into: &digest, byteCount: digestByteCount)
    }
}
