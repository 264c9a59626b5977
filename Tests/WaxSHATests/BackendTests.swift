import Testing
import WaxCore
import WaxTestSupport

@testable import WaxSHA

@Suite("Implementations of SHA-256")
struct BackendTests {
    private func data(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ count) } }

    private func digest(_ data: [UInt8], _ backend: SHA256.Backend) -> [UInt8] {
        [UInt8](SHA256.hash(data.span, backend: backend))
    }

    @Test("The portable one is always there, and the one that is used is the first of them")
    func table() {
        #expect(SHA256.Backend.allCases.contains(.portable))
        #expect(SHA256.Backend.allCases.first == .preferred)
    }

    @Test("NIST's messages, on each, in one piece and in parts", arguments: SHA256.Backend.allCases)
    func published(backend: SHA256.Backend) throws {
        var count = 0
        for file in ["SHA256ShortMsg", "SHA256LongMsg"] {
            for record in try ResponseFile("cavp/sha/\(file).rsp").records where record.fields["Msg"] != nil {
                let message = Array(try record.bytes("Msg").prefix(try record.number("Len") / 8))
                let expected = try record.bytes("MD")
                #expect(digest(message, backend) == expected)
                let parts = SHA256.hashInParts(message.span, first: message.count / 2, backend: backend)
                #expect([UInt8](parts) == expected)
                count += 1
            }
        }
        #expect(count == 81)
    }

    @Test("Every length up to five blocks gives the same on each", arguments: SHA256.Backend.allCases)
    func lengths(backend: SHA256.Backend) {
        for count in 0...320 {
            let data = data(count)
            let expected = digest(data, .portable)
            #expect(digest(data, backend) == expected, "\(count)")
            #expect([UInt8](SHA256.hashInParts(data.span, first: 100, backend: backend)) == expected, "\(count)")
        }
    }

    @Test("No byte outside the input is read, wherever it begins and ends",
        arguments: SHA256.Backend.allCases, GuardedBuffer.Edge.allCases)
    func guarded(backend: SHA256.Backend, edge: GuardedBuffer.Edge) {
        for count in [0, 1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 47, 49, 55, 56, 63, 64, 65, 127, 128, 200] {
            let data = data(count)
            let buffer = GuardedBuffer(data, touching: edge)
            let guarded = [UInt8](SHA256.hash(buffer.span, backend: backend))
            #expect(guarded == digest(data, .portable), "\(count)")
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
            let expected = (0..<count).map { digest([5] + data[($0 * size)..<(($0 + 1) * size)], .portable) }
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
