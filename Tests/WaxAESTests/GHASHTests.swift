import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("GHASH and the product of polynomials")
struct GHASHTests {
    @Test("A product of polynomials agrees with the schoolbook's, where the most is carried too")
    func product() {
        var random = SeededRandom(seed: 3)
        let edges: [UInt64] = [0, 1, 0x8000_0000, 0xFFFF_FFFF, 0x1111_1111, 0x8888_8888, 0x5555_5555]
        let factors = edges + (0..<50).map { _ in random.next() & 0xFFFF_FFFF }
        for left in factors {
            for right in factors {
                let buffer = SecretBuffer<WordPair>(repeating: WordPair(repeating: 0), count: 4)
                buffer.withMutableSpan { CarrylessProduct.prepare(WordPair(right, left), in: &$0, at: 0) }
                var product = CarrylessProduct()
                // What stands in the upper halves must not count.
                product.add(WordPair(left | 0xABCD << 32, 0x1234 << 32), buffer.span, at: 0)
                var expected: UInt64 = 0
                for bit in 0..<32 where right >> UInt64(bit) & 1 == 1 { expected ^= left << UInt64(bit) }
                #expect(product.sum == expected, "\(left) by \(right)")
            }
        }
    }

    /// GHASH by SP 800-38D, algorithms 1 and 2, bit by bit.
    static func reference(_ key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
        func number(_ block: ArraySlice<UInt8>) -> UInt128 {
            (block + [UInt8](repeating: 0, count: 16 - block.count)).reduce(0) { $0 << 8 | UInt128($1) }
        }
        let h = number(key[...])
        var y: UInt128 = 0
        for start in stride(from: 0, to: bytes.count, by: 16) {
            let x = y ^ number(bytes[start..<min(start + 16, bytes.count)])
            var z: UInt128 = 0, v = h
            for bit in 0..<128 {
                if x >> UInt128(127 - bit) & 1 == 1 { z ^= v }
                v = v & 1 == 1 ? v >> 1 ^ (0xE1 as UInt128) << 120 : v >> 1
            }
            y = z
        }
        return (0..<16).map { UInt8(truncatingIfNeeded: y >> UInt128(120 - 8 * $0)) }
    }

    private static func hash(_ key: [UInt8], _ parts: [[UInt8]]) -> [UInt8] {
        let prepared = GHASHKey(key.span)
        var hash = GHASH()
        for part in parts { hash.update(part.span, prepared) }
        let value = hash.value
        return [value.high, value.low].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * $0)) }
        }
    }

    @Test("Every length from 0 to 200 agrees with the definition, under keys of every kind")
    func lengths() {
        var random = SeededRandom(seed: 4)
        let ones = [UInt8](repeating: 0xFF, count: 16), one = [0x80] + [UInt8](repeating: 0, count: 15)
        let keys = [random.bytes(count: 16), ones, one, [UInt8](repeating: 0, count: 15) + [1]]
        for key in keys {
            for length in 0...200 {
                let bytes = length % 3 == 0 ? [UInt8](repeating: 0xFF, count: length) : random.bytes(count: length)
                #expect(Self.hash(key, [bytes]) == Self.reference(key, bytes), "\(length) bytes")
            }
        }
    }

    @Test("Each part is filled up to whole blocks")
    func parts() {
        var random = SeededRandom(seed: 5)
        let key = random.bytes(count: 16)
        for length in [1, 15, 16, 17, 47, 64, 65, 100] {
            let first = random.bytes(count: length), second = random.bytes(count: length)
            let padded = first + [UInt8](repeating: 0, count: (16 - length % 16) % 16)
            #expect(Self.hash(key, [first, second]) == Self.reference(key, padded + second))
        }
    }
}
