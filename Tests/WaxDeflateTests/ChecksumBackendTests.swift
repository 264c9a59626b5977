import Testing
import WaxTestSupport

@testable import WaxDeflate

#if WAX_KERNELS
import WaxCPU
#endif

@Suite("Implementations of the checksums")
struct ChecksumBackendTests {
    /// The definition, bit by bit.
    private func crc(_ data: some Sequence<UInt8>) -> UInt32 {
        ~data.reduce(0xFFFF_FFFF as UInt32) { register, byte in
            (0..<8).reduce(register ^ UInt32(byte)) { value, _ in value >> 1 ^ (value & 1 == 0 ? 0 : 0xEDB8_8320) }
        }
    }

    private func adler(_ data: some Sequence<UInt8>) -> UInt32 {
        var (a, b) = (1 as UInt32, 0 as UInt32)
        for byte in data {
            a = (a + UInt32(byte)) % 65521
            b = (b + a) % 65521
        }
        return b << 16 | a
    }

    @Test("The one that is used is the first of those that there are")
    func table() {
        #expect(ChecksumBackend.allCases.first == .preferred)
        #expect(ChecksumBackend.allCases.last == .portable)
        #expect(Set(ChecksumBackend.allCases).count == ChecksumBackend.allCases.count)
    }

    // What runs on every implementation runs on those that are there. These tests say which are not.

    #if WAX_KERNELS && arch(x86_64)
    @Test("Vectors of 512 bits take part in the tests",
        .enabled(
            if: ProcessorFeatures.current.contains(.vaes512),
            "the processor has no VPCLMULQDQ with AVX-512, or WAX_DISABLE names it as vaes512"))
    func vpclmul512() { #expect(ChecksumBackend.allCases.contains(.vpclmul512)) }

    @Test("PCLMULQDQ takes part in the tests",
        .enabled(
            if: ProcessorFeatures.current.contains(.aesni),
            "the processor has no PCLMULQDQ, or WAX_DISABLE names it as aesni"))
    func pclmul() { #expect(ChecksumBackend.allCases.contains(.pclmul)) }
    #elseif WAX_KERNELS && arch(arm64)
    @Test("PMULL takes part in the tests",
        .enabled(
            if: ProcessorFeatures.current.contains(.armaes),
            "the processor has no PMULL, or WAX_DISABLE names it as armaes"))
    func pmull() { #expect(ChecksumBackend.allCases.contains(.pmull)) }
    #endif

    @Test("Every length up to some blocks, and long ones", arguments: ChecksumBackend.allCases)
    func lengths(backend: ChecksumBackend) {
        let data = (0..<20_000).map { UInt8(truncatingIfNeeded: ($0 &* $0) >> 3) }
        for count in Array(0...1100) + [5503, 5504, 5505, 5568, 11_008, 20_000] {
            let part = data.span.extracting(first: count)
            let found = [CRC32.checksum(part, backend: backend), Adler32.checksum(part, backend: backend)]
            #expect(found == [crc(data.prefix(count)), adler(data.prefix(count))], "\(count) bytes")
        }
    }

    @Test("The largest bytes overflow no sum", arguments: ChecksumBackend.allCases)
    func largest(backend: ChecksumBackend) {
        let data = [UInt8](repeating: 255, count: 30_000)
        let found = [CRC32.checksum(data.span, backend: backend), Adler32.checksum(data.span, backend: backend)]
        #expect(found == [crc(data), adler(data)])
    }

    @Test("Going on from what came before", arguments: ChecksumBackend.allCases)
    func resuming(backend: ChecksumBackend) {
        let data = (0..<3000).map { UInt8(truncatingIfNeeded: $0 &* 199) }
        for split in [0, 1, 63, 64, 65, 255, 256, 700, 2999, 3000] {
            var crc = CRC32()
            var adler = Adler32()
            for range in [0..<split, split..<data.count] {
                crc.update(data.span.extracting(range), backend: backend)
                adler.update(data.span.extracting(range), backend: backend)
            }
            #expect([crc.value, adler.value] == [self.crc(data), self.adler(data)], "split at \(split)")
        }
    }

    @Test("No byte outside the input is read",
        arguments: ChecksumBackend.allCases, GuardedBuffer.Edge.allCases)
    func guarded(backend: ChecksumBackend, edge: GuardedBuffer.Edge) {
        for count in [0, 1, 15, 63, 64, 65, 127, 128, 255, 256, 511, 512, 513, 1000] {
            let data = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
            let buffer = GuardedBuffer(data, touching: edge)
            let found = [
                CRC32.checksum(buffer.span, backend: backend), Adler32.checksum(buffer.span, backend: backend),
            ]
            #expect(found == [crc(data), adler(data)], "\(count) bytes")
        }
    }
}
