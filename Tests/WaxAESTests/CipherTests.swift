import Testing
import WaxCore
import WaxTestSupport

@testable import WaxAES

@Suite("AES: the block cipher")
struct CipherTests {
    /// The S-box from its definition in FIPS 197, section 5.1.1: the inverse in GF(2^8), then an affine map.
    static let sBox: [UInt8] = (0...255).map { value -> UInt8 in
        func product(_ a: Int, _ b: Int) -> Int {
            var result = 0
            for bit in 0..<8 where b >> bit & 1 == 1 { result ^= a << bit }
            for bit in (8..<15).reversed() where result >> bit & 1 == 1 { result ^= 0x11B << (bit - 8) }
            return result
        }
        let inverse = (0..<256).first { product(value, $0) == 1 } ?? 0
        var result = 0x63
        for turn in 0..<5 { result ^= inverse << turn | inverse >> (8 - turn) }
        return UInt8(truncatingIfNeeded: result)
    }

    @Test("The circuit of the S-box, all 256 values")
    func substitution() {
        #expect(Self.sBox[0] == 0x63 && Self.sBox[0x53] == 0xED)
        for first in stride(from: 0, to: 256, by: 64) {
            var words = [UInt64](repeating: 0, count: 8)
            for index in 0..<64 {
                for bit in 0..<8 { words[bit] |= UInt64((first + index) >> bit & 1) << UInt64(index) }
            }
            var planes = BitPlanes(words.span, at: 0)
            planes.substituteWithoutConstant()
            var span = words.mutableSpan
            planes.store(to: &span, at: 0)
            for index in 0..<64 {
                var value = 0
                for bit in 0..<8 { value |= Int(words[bit] >> UInt64(index) & 1) << bit }
                #expect(UInt8(value) == Self.sBox[first + index] ^ 0x63)
            }
        }
    }

    /// The last column of the expanded key in FIPS 197, appendix A.
    @Test(
        "The key schedule of FIPS 197, appendix A",
        arguments: [
            ("2b7e151628aed2a6abf7158809cf4f3c", 10, "b6630ca6"),
            ("8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b", 12, "01002202"),
            ("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4", 14, "706c631e"),
        ])
    func keySchedule(_ key: String, _ rounds: Int, _ last: String) throws {
        let key = try Hex.decode(key)
        let expansion = try KeyExpansion(key: key.span)
        #expect(expansion.roundCount == rounds && expansion.columns.count == 4 * rounds + 4)
        let column = expansion.columns.span[4 * rounds + 3] ^ 0x6363_6363
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: column >> (8 * $0)) }
        #expect(Hex.encode(bytes) == last)
    }

    @Test("A key has 16, 24 or 32 bytes")
    func keySizes() {
        for count in 0...40 {
            let key = [UInt8](repeating: 1, count: count)
            if [16, 24, 32].contains(count) {
                #expect(throws: Never.self) { try AES.GCM.Context(key: SymmetricKey(data: key)) }
            } else {
                #expect(throws: AESError.incorrectKeySize) { try AES.GCM.Context(key: SymmetricKey(data: key)) }
            }
        }
    }

    private static func encrypt<Cipher: CounterCipher>(
        _ type: Cipher.Type, _ key: [UInt8], _ block: [UInt8], counter: UInt32? = nil
    ) throws -> [UInt8] {
        let cipher = Cipher(try KeyExpansion(key: key.span))
        var first = CounterBlock(block: block.span)
        if let counter { first.counter = counter }
        var batch = [UInt8](repeating: 0, count: 16 * Cipher.batch)
        var span = batch.mutableSpan
        cipher.encrypt(first, to: &span)
        return batch
    }

    private static func encrypt(
        _ backend: AES.Backend, _ key: [UInt8], _ block: [UInt8], counter: UInt32? = nil
    ) throws -> [UInt8] {
        #if arch(x86_64) || arch(arm64)
        if backend == .bitsliced16 { return try encrypt(Bitsliced16.self, key, block, counter: counter) }
        #endif
        return try encrypt(Bitsliced4.self, key, block, counter: counter)
    }

    @Test("The blocks of FIPS 197, appendices B and C", arguments: AES.Backend.bitsliced)
    func blocks(_ backend: AES.Backend) throws {
        let key = (0..<32).map { UInt8($0) }
        let block = try Hex.decode("00112233445566778899aabbccddeeff")
        let expected = [
            (16, "69c4e0d86a7b0430d8cdb78070b4c55a"), (24, "dda97ca4864cdfe06eaf70a0ec0d7191"),
            (32, "8ea2b7ca516745bfeafc49904b496089"),
        ]
        for (count, ciphertext) in expected {
            #expect(try Hex.encode(Array(Self.encrypt(backend, Array(key[..<count]), block)[..<16])) == ciphertext)
        }
        let other = try Self.encrypt(
            backend, Hex.decode("2b7e151628aed2a6abf7158809cf4f3c"), Hex.decode("3243f6a8885a308d313198a2e0370734"))
        #expect(Hex.encode(Array(other[..<16])) == "3925841d02dc09fbdc118597196a0b32")
    }

    @Test(
        "Each block of a batch is that of its counter, which wraps around at 2^32",
        arguments: AES.Backend.bitsliced)
    func counters(_ backend: AES.Backend) throws {
        var random = SeededRandom(seed: 197)
        let key = random.bytes(count: 32), block = random.bytes(count: 16)
        let starts: [UInt32] =
            (0..<16).map { 0xABCD_EF10 + $0 } + (0..<20).map { UInt32.max - $0 }
            + [0, 1, 0xFF, 0xFFF8, 0xFF_FFFA, 0x7FFF_FFFC]
        for start in starts {
            let batch = try Self.encrypt(backend, key, block, counter: start)
            for index in 1..<(batch.count / 16) {
                let alone = try Self.encrypt(backend, key, block, counter: start &+ UInt32(index))
                let isEqual = alone[..<16] == batch[(16 * index)..<(16 * index + 16)]
                #expect(isEqual, "block \(index) from \(start)")
            }
        }
    }

    @Test("Both agree on random keys and blocks")
    func agreement() throws {
        var random = SeededRandom(seed: 198)
        for round in 0..<50 {
            let key = random.bytes(count: [16, 24, 32][round % 3]), block = random.bytes(count: 16)
            let results = try AES.Backend.bitsliced.map { try Array(Self.encrypt($0, key, block)[..<64]) }
            #expect(results.allSatisfy { $0 == results[0] })
        }
    }
}
