import Testing
import WaxCore
import WaxTestSupport

@testable import WaxSHA

#if WAX_KERNELS
import WaxCPU
#endif

@Suite("Implementations of SHA-256 and SHA-512")
struct BackendTests {
    private func data(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ count) } }

    @Test("The portable one is always there, and the one that is used is the first of them")
    func table() {
        #expect(SHA256.Backend.allCases.contains(.portable))
        #expect(SHA256.Backend.allCases.first == .preferred)
        #expect(SHA512.Backend.allCases.contains(.portable))
        #expect(SHA512.Backend.allCases.first == .preferred)
    }

    // What runs on every implementation runs on those that are there. These tests say which are not.

    #if WAX_KERNELS && arch(x86_64)
    @Test("SHA-NI takes part in the tests",
        .enabled(
            if: ProcessorFeatures.current.contains(.shani), "the processor has no SHA-NI, or WAX_DISABLE names it"))
    func shani() { #expect(SHA256.Backend.allCases.contains(.shani)) }

    @Test("SHA-512 with AVX2 and BMI takes part in the tests",
        .enabled(
            if: ProcessorFeatures.current.contains(.avx2),
            "the processor has no AVX2 or not all of BMI, or WAX_DISABLE names it"))
    func avx2() { #expect(SHA512.Backend.allCases.contains(.avx2)) }
    #elseif WAX_KERNELS && arch(arm64)
    @Test("SHA-256 of arm64 takes part in the tests",
        .enabled(
            if: ProcessorFeatures.current.contains(.armsha2), "the processor has no SHA-256, or WAX_DISABLE names it"))
    func armsha2() { #expect(SHA256.Backend.allCases.contains(.armsha2)) }

    @Test("SHA-512 of arm64 takes part in the tests",
        .enabled(
            if: ProcessorFeatures.current.contains(.armsha512),
            "the processor has no SHA-512, or WAX_DISABLE names it"))
    func armsha512() { #expect(SHA512.Backend.allCases.contains(.armsha512)) }
    #endif

    @Test("NIST's messages, on each, in one piece and in parts", arguments: Implementation.all)
    func published(implementation: Implementation) throws {
        var count = 0
        for kind in ["ShortMsg", "LongMsg"] {
            let file = try ResponseFile("cavp/sha/\(implementation.function.rawValue)\(kind).rsp")
            for record in file.records where record.fields["Msg"] != nil {
                let message = Array(try record.bytes("Msg").prefix(try record.number("Len") / 8))
                let expected = try record.bytes("MD")
                #expect(implementation.hash(message.span) == expected)
                #expect(implementation.hashInParts(message.span, first: message.count / 2) == expected)
                count += 1
            }
        }
        #expect(count == (implementation.function == .sha256 ? 81 : 161))
    }

    @Test("Every length up to five blocks gives the same on each", arguments: Implementation.all)
    func lengths(implementation: Implementation) {
        let size = implementation.function.blockByteCount
        for count in 0...(5 * size) {
            let data = data(count)
            let expected = implementation.portable.hash(data.span)
            #expect(implementation.hash(data.span) == expected, "\(count)")
            #expect(implementation.hashInParts(data.span, first: 3 * size / 2) == expected, "\(count)")
            #expect(implementation.function.hash(data) == expected, "\(count)")
        }
    }

    @Test("No byte outside the input is read, wherever it begins and ends",
        arguments: Implementation.all, GuardedBuffer.Edge.allCases)
    func guarded(implementation: Implementation, edge: GuardedBuffer.Edge) {
        let size = implementation.function.blockByteCount
        let counts = [0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 47, 49, 55, 56, 63, 64, 65, 111, 112, 200, 400]
        for count in counts + [size - 1, size, size + 1, 2 * size - 1, 2 * size, 2 * size + 1] {
            let data = data(count)
            let buffer = GuardedBuffer(data, touching: edge)
            let guarded = implementation.hash(buffer.span)
            #expect(guarded == implementation.portable.hash(data.span), "\(count)")
        }
    }

    @Test("Pieces side by side have the digests of pieces one by one", arguments: SHA256.Backend.allCases)
    func pieces(backend: SHA256.Backend) {
        let data = data(5000)
        for size in [1, 2, 62, 63, 64, 126, 127, 128, 129, 190, 191, 192, 193, 320, 500, 714, 1000, 1250, 2500, 5000] {
            let count = 5000 / size
            let all = data.span.extracting(first: count * size)
            var digests: [[UInt8]] = []
            SHA256.hashPieces(all, byteCount: size, prefix: 5, backend: backend) { digests.append([UInt8]($0)) }
            let expected = (0..<count).map { index in
                let piece = [5] + data[(index * size)..<((index + 1) * size)]
                return Implementation.sha256(.portable).hash(piece.span)
            }
            #expect(digests == expected, "pieces of \(size)")
        }
    }

    @Test("A tree over many chunks at once is the tree over one after the other")
    func tree() {
        let data = data(3000)
        for size in [1, 100, 127, 128, 256, 1000] {
            var whole = SHA256Tree(chunkByteCount: size)
            var leaves: [[UInt8]] = []
            whole.update(data.span.extracting(first: 50))
            whole.update(data.span.extracting(droppingFirst: 50)) { leaves.append([UInt8]($0)) }
            var slow = SHA256Tree(chunkByteCount: size)
            var slowLeaves: [[UInt8]] = []
            for index in data.indices {
                slow.update(data.span.extracting(index..<(index + 1))) {
                    if index >= 50 { slowLeaves.append([UInt8]($0)) }
                }
            }
            #expect([UInt8](whole.finalize()) == [UInt8](slow.finalize()), "chunks of \(size)")
            #expect(leaves == slowLeaves, "chunks of \(size)")
            #expect(whole.byteCount == 3000)
        }
    }
}
