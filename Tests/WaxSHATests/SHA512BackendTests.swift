import Testing
import WaxCore
import WaxTestSupport

@testable import WaxSHA

@Suite("Implementations of SHA-512")
struct SHA512BackendTests {
    private func data(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ count) } }

    private func digest(_ data: [UInt8], _ backend: SHA512.Backend) -> [UInt8] {
        [UInt8](SHA512.hash(data.span, backend: backend))
    }

    @Test("The portable one is always there, and the one that is used is the first of them")
    func table() {
        #expect(SHA512.Backend.allCases.contains(.portable))
        #expect(SHA512.Backend.allCases.first == .preferred)
    }

    @Test("NIST's messages, on each, in one piece and in parts", arguments: SHA512.Backend.allCases)
    func published(backend: SHA512.Backend) throws {
        var count = 0
        for file in ["SHA512ShortMsg", "SHA512LongMsg"] {
            for record in try ResponseFile("cavp/sha/\(file).rsp").records where record.fields["Msg"] != nil {
                let message = Array(try record.bytes("Msg").prefix(try record.number("Len") / 8))
                let expected = try record.bytes("MD")
                #expect(digest(message, backend) == expected)
                let parts = SHA512.hashInParts(message.span, first: message.count / 2, backend: backend)
                #expect([UInt8](parts) == expected)
                count += 1
            }
        }
        #expect(count == 161)
    }

    @Test("Every length up to five blocks gives the same on each", arguments: SHA512.Backend.allCases)
    func lengths(backend: SHA512.Backend) {
        for count in 0...640 {
            let data = data(count)
            let expected = digest(data, .portable)
            #expect(digest(data, backend) == expected, "\(count)")
            #expect([UInt8](SHA512.hashInParts(data.span, first: 200, backend: backend)) == expected, "\(count)")
            #expect([UInt8](SHA512.hash(data: data)) == expected, "\(count)")
        }
    }

    @Test("No byte outside the input is read, wherever it begins and ends",
        arguments: SHA512.Backend.allCases, GuardedBuffer.Edge.allCases)
    func guarded(backend: SHA512.Backend, edge: GuardedBuffer.Edge) {
        for count in [0, 1, 7, 8, 15, 16, 17, 111, 112, 127, 128, 129, 255, 256, 257, 400] {
            let data = data(count)
            let buffer = GuardedBuffer(data, touching: edge)
            let guarded = [UInt8](SHA512.hash(buffer.span, backend: backend))
            #expect(guarded == digest(data, .portable), "\(count)")
        }
    }
}
