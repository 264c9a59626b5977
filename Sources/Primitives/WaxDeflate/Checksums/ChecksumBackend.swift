#if WAX_KERNELS
import WaxCPU
#endif

/// An implementation of the checksums. All give the same results.
package enum ChecksumBackend: Sendable, CaseIterable {
    #if WAX_KERNELS && arch(x86_64)
    /// Carry-less products and sums on vectors of 512 bits; part of what `WAX_DISABLE` calls `vaes512`.
    case vpclmul512
    /// Carry-less products on vectors of 128 bits, for CRC-32; part of what `WAX_DISABLE` calls `aesni`.
    case pclmul
    #elseif WAX_KERNELS && arch(arm64)
    /// Carry-less products on vectors of 128 bits, for CRC-32; part of what `WAX_DISABLE` calls `armaes`.
    case pmull
    #endif
    /// Tables for CRC-32, the standard library's vectors for Adler-32.
    case portable

    /// All that this machine can run and `WAX_DISABLE` has not taken away, the fastest first.
    package static var allCases: [ChecksumBackend] {
        var all: [ChecksumBackend] = []
        #if WAX_KERNELS && arch(x86_64)
        if ProcessorFeatures.current.contains(.vaes512) { all.append(.vpclmul512) }
        if ProcessorFeatures.current.contains(.aesni) { all.append(.pclmul) }
        #elseif WAX_KERNELS && arch(arm64)
        if ProcessorFeatures.current.contains(.armaes) { all.append(.pmull) }
        #endif
        return all + [.portable]
    }

    /// The fastest that this machine can run and `WAX_DISABLE` has not taken away.
    package static var preferred: ChecksumBackend {
        #if WAX_KERNELS && arch(x86_64)
        if ProcessorFeatures.current.contains(.vaes512) { return .vpclmul512 }
        if ProcessorFeatures.current.contains(.aesni) { return .pclmul }
        #elseif WAX_KERNELS && arch(arm64)
        if ProcessorFeatures.current.contains(.armaes) { return .pmull }
        #endif
        return .portable
    }

    /// Whether it computes Adler-32 in a way of its own; the others do it as ``portable`` does.
    package var hasAdler32: Bool {
        switch self {
        #if WAX_KERNELS && arch(x86_64)
        case .vpclmul512: true
        case .pclmul: false
        #elseif WAX_KERNELS && arch(arm64)
        case .pmull: false
        #endif
        case .portable: true
        }
    }
}

extension CRC32 {
    /// The checksum of some bytes by one implementation in particular, for tests and measurements.
    package static func checksum(_ data: Span<UInt8>, backend: ChecksumBackend) -> UInt32 {
        var checksum = CRC32()
        checksum.update(data, backend: backend)
        return checksum.value
    }
}

extension Adler32 {
    /// The checksum of some bytes by one implementation in particular, for tests and measurements.
    package static func checksum(_ data: Span<UInt8>, backend: ChecksumBackend) -> UInt32 {
        var checksum = Adler32()
        checksum.update(data, backend: backend)
        return checksum.value
    }
}
