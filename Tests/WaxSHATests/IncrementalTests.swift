import Testing
import WaxCore
import WaxSHA
import WaxTestSupport

@Suite("Hashing: input in pieces")
struct IncrementalTests {
    @Test("Every split into two gives the digest of the whole", arguments: Function.allCases)
    func twoPieces(function: Function) {
        var random = SeededRandom(seed: 180)
        let message = random.bytes(count: 3 * function.blockByteCount + 5)
        let digest = function.hash(message)
        for split in 0...message.count {
            #expect(function.hash(pieces: [message[..<split], message[split...]]) == digest, "at \(split)")
        }
        #expect(function.hash(pieces: message.indices.map { message[$0...$0] }) == digest, "byte by byte")
    }

    @Test("Splits at random places, empty pieces among them, give the digest of the whole", arguments: Function.allCases)
    func manyPieces(function: Function) {
        var random = SeededRandom(seed: 181)
        for _ in 0..<100 {
            let message = random.bytes(count: Int(random.nextUInt64() % 2000))
            var pieces: [ArraySlice<UInt8>] = []
            var rest = message[...]
            while !rest.isEmpty {
                let count = min(rest.count, Int(random.nextUInt64() % 300))
                pieces.append(rest.prefix(count))
                rest = rest.dropFirst(count)
            }
            #expect(function.hash(pieces: pieces) == function.hash(message), "\(pieces.map(\.count))")
        }
    }

    @Test("A copy goes its own way, and reading the digest ends nothing")
    func copies() {
        func check<H: HashFunction>(_ type: H.Type) {
            var first = H()
            first.update(data: Array(0..<100))
            var second = first
            let third = first
            first.update(data: [1])
            second.update(data: [2])
            let common = Array(UInt8(0)..<100)
            #expect(first.finalize() == H.hash(data: common + [1]))
            #expect(second.finalize() == H.hash(data: common + [2]))
            #expect(third.finalize() == H.hash(data: common))
            #expect(first.finalize() == first.finalize())
            first.update(data: [3])
            #expect(first.finalize() == H.hash(data: common + [1, 3]))
            #expect(H().finalize() == H.hash(data: []))
        }
        for function in Function.allCases { check(function.function) }
    }

    @Test("A digest is written to the front of a span and nowhere else")
    func finalizeInto() {
        func check<H: HashFunction>(_ type: H.Type) {
            var hash = H()
            hash.update(data: [1, 2, 3])
            var output = [UInt8](repeating: 0xEE, count: H.Digest.byteCount + 3)
            var span = output.mutableSpan
            hash.finalize(into: &span)
            #expect(output == [UInt8](H.hash(data: [1, 2, 3])) + [0xEE, 0xEE, 0xEE])
        }
        for function in Function.allCases { check(function.function) }
    }

    @Test("No byte outside the input is read, wherever it begins and ends", arguments: GuardedBuffer.Edge.allCases)
    func guarded(edge: GuardedBuffer.Edge) {
        var random = SeededRandom(seed: 182)
        for count in 0...260 {
            let bytes = random.bytes(count: count)
            let buffer = GuardedBuffer(bytes, touching: edge)
            let whole = SHA256.hash(buffer.span) == SHA256.hash(data: bytes)
            let wide = SHA512.hash(buffer.span) == SHA512.hash(data: bytes)
            var hash = SHA384()
            hash.update(buffer.span.extracting(first: count / 2))
            hash.update(buffer.span.extracting(droppingFirst: count / 2))
            #expect(whole && wide && hash.finalize() == SHA384.hash(data: bytes), "\(count) bytes")
        }
    }

    @Test("Two threads may use two copies at once")
    func threads() async {
        var hash = SHA256()
        hash.update(data: [UInt8](repeating: 7, count: 100))
        let shared = hash
        let digests = await withTaskGroup(of: SHA256Digest.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var own = shared
                    for _ in 0..<1000 { own.update(data: [1, 2, 3]) }
                    return own.finalize()
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(digests.count == 8 && Set(digests).count == 1)
    }
}
