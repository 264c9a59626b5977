import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("AES: the modes without authentication on every implementation")
struct BlockBackendTests {
    private struct Case {
        var engine, reference: CipherEngine

        init(_ backend: AES.Backend, _ keySize: Int) throws {
            let key = pattern(keySize, 101)
            engine = try CipherEngine(key.span, backend)
            reference = try CipherEngine(key.span, AES.Backend.bitsliced[0])
        }

        /// Does the same with both, on bytes at any address and between others, and compares everything.
        func expectSame(
            _ count: Int, _ place: Comment, _ body: (CipherEngine, inout MutableSpan<UInt8>) -> [UInt8]
        ) {
            let shift = count / 16 % 33
            var left = pattern(count + 80, 29), right = left
            var leftSpan = left.mutableSpan, rightSpan = right.mutableSpan
            var leftPart = leftSpan._mutatingExtracting(shift..<(shift + count))
            var rightPart = rightSpan._mutatingExtracting(shift..<(shift + count))
            let results = (body(engine, &leftPart), body(reference, &rightPart))
            #expect(left == right && results.0 == results.1, place)
        }
    }

    @Test("Blocks, both directions: 0 to 70 of them", arguments: AES.Backend.allCases, [16, 24, 32])
    func blocks(_ backend: AES.Backend, _ keySize: Int) throws {
        let pair = try Case(backend, keySize)
        for count in 0...70 {
            pair.expectSame(16 * count, "\(count) encrypted") { engine, blocks in
                engine.encryptBlocks(&blocks)
                return []
            }
            pair.expectSame(16 * count, "\(count) decrypted") { engine, blocks in
                engine.decryptBlocks(&blocks)
                return []
            }
        }
    }

    @Test("CBC, both directions: 0 to 70 blocks", arguments: AES.Backend.allCases, [16, 24, 32])
    func chains(_ backend: AES.Backend, _ keySize: Int) throws {
        let pair = try Case(backend, keySize)
        for count in 0...70 {
            for isEncryption in [true, false] {
                pair.expectSame(16 * count, "\(count) blocks") { engine, blocks in
                    var chain = InlineArray<16, UInt8> { UInt8($0 * 3) }
                    if isEncryption {
                        engine.encryptCBC(&blocks, chain: &chain)
                    } else {
                        engine.decryptCBC(&blocks, chain: &chain)
                    }
                    return (0..<16).map { chain[$0] }
                }
            }
        }
    }

    @Test("Counter mode: 0 to 70 blocks, and every place of a carry", arguments: AES.Backend.allCases)
    func counters(_ backend: AES.Backend) throws {
        for keySize in [16, 24, 32] {
            let pair = try Case(backend, keySize)
            for count in 0...70 {
                let starts: [(UInt64, UInt64)] = [
                    (7, 9), (7, 0 &- UInt64(count / 2)), (.max, 0 &- UInt64(count)),
                    (1, 0xFFFF_FFFF - UInt64(count / 3)),
                    (.max, .max), (5, 0),
                ]
                for (high, low) in starts {
                    pair.expectSame(16 * count, "\(count) blocks from \(high), \(low)") { engine, blocks in
                        let zeros = InlineArray<16, UInt8>(repeating: 0)
                        var counter = Counter128(zeros.span)
                        counter.high = high
                        counter.low = low
                        engine.addKeystream(to: &blocks, counter: &counter)
                        return [UInt8](Hex.encode([counter.high == high ? 1 : 0]).utf8)
                            + (0..<8).map { UInt8(truncatingIfNeeded: counter.low >> UInt64(8 * $0)) }
                    }
                }
            }
        }
    }
}
