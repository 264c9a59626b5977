import Testing
import WaxAES
import WaxCore
import WaxTestSupport

@Suite("AES-GCM: nonces, boxes and arrays")
struct SealedBoxTests {
    static let key = SymmetricKey(data: pattern(32, 11))

    @Test("A box opens with the same key and associated data, and with nothing else")
    func roundTrip() throws {
        for size in [SymmetricKeySize.bits128, .bits192, .bits256] {
            let key = SymmetricKey(size: size), other = SymmetricKey(size: size)
            for length in [0, 1, 16, 1000] {
                let text = pattern(length)
                let box = try AES.GCM.seal(text, using: key, authenticating: [1, 2])
                #expect(box.ciphertext.count == length && box.tag.count == 16 && box.nonce.byteCount == 12)
                #expect(try AES.GCM.open(box, using: key, authenticating: [1, 2]) == text)
                #expect(throws: AESError.authenticationFailure) { try AES.GCM.open(box, using: key) }
                #expect(throws: AESError.authenticationFailure) {
                    try AES.GCM.open(box, using: other, authenticating: [1, 2])
                }
            }
        }
        #expect(throws: AESError.incorrectKeySize) {
            try AES.GCM.seal([1], using: SymmetricKey(data: [UInt8](repeating: 0, count: 20)))
        }
    }

    @Test("A nonce that is given is used; one that is not given is new each time")
    func nonces() throws {
        let nonce = try AES.GCM.Nonce(data: pattern(12, 7))
        let first = try AES.GCM.seal([1, 2, 3], using: Self.key, nonce: nonce)
        #expect(try first == AES.GCM.seal([1, 2, 3], using: Self.key, nonce: nonce))
        #expect(first.nonce == nonce)
        #expect(try AES.GCM.seal([1, 2, 3], using: Self.key) != AES.GCM.seal([1, 2, 3], using: Self.key))

        var random = SeededRandom(seed: 8), same = SeededRandom(seed: 8)
        #expect(AES.GCM.Nonce(using: &random).byteArray == same.bytes(count: 12))
        #expect(AES.GCM.Nonce() != AES.GCM.Nonce())
        #expect(throws: AESError.incorrectNonceSize) { try AES.GCM.Nonce(data: [UInt8]()) }
        for count in [1, 8, 16, 100] {
            let bytes = pattern(count, 3)
            let nonce = try AES.GCM.Nonce(data: bytes)
            #expect(try nonce == AES.GCM.Nonce(data: bytes.span) && nonce.byteCount == count)
            let box = try AES.GCM.seal([1], using: Self.key, nonce: nonce)
            #expect(try AES.GCM.open(box, using: Self.key) == [1])
        }
    }

    @Test("Nonce, ciphertext and tag in a row, there and back")
    func combined() throws {
        let box = try AES.GCM.seal(pattern(33), using: Self.key)
        let combined = try #require(box.combined)
        #expect(combined == box.nonce.byteArray + box.ciphertext + box.tag && combined.count == 61)
        #expect(try AES.GCM.SealedBox(combined: combined) == box)
        let empty = try AES.GCM.seal([], using: Self.key)
        #expect(try AES.GCM.SealedBox(combined: #require(empty.combined)) == empty)
        for count in 0..<28 {
            #expect(throws: AESError.incorrectCombinedSize) {
                try AES.GCM.SealedBox(combined: [UInt8](repeating: 0, count: count))
            }
        }
        // Without the usual sizes the receiver could not tell the parts from each other.
        #expect(try AES.GCM.seal([1], using: Self.key, nonce: AES.GCM.Nonce(data: pattern(13))).combined == nil)
        let short = try AES.GCM.SealedBox(nonce: box.nonce, ciphertext: box.ciphertext, tag: Array(box.tag[..<12]))
        #expect(short.combined == nil)
        #expect(try AES.GCM.open(short, using: Self.key) == pattern(33))
    }

    @Test("A box has a tag of 12 to 16 bytes")
    func tagSizes() throws {
        for count in 0...20 {
            let tag = [UInt8](repeating: 0, count: count)
            if (12...16).contains(count) {
                #expect(throws: Never.self) { try AES.GCM.SealedBox(nonce: .init(), ciphertext: [], tag: tag) }
            } else {
                #expect(throws: AESError.incorrectTagSize) {
                    try AES.GCM.SealedBox(nonce: .init(), ciphertext: [], tag: tag)
                }
            }
        }
    }

    @Test("A context and the functions without one agree")
    func context() throws {
        let context = try AES.GCM.Context(key: Self.key)
        let nonce = AES.GCM.Nonce()
        let box = try context.seal(pattern(100), nonce: nonce, authenticating: [9])
        #expect(try box == AES.GCM.seal(pattern(100), using: Self.key, nonce: nonce, authenticating: [9]))
        #expect(try context.open(box, authenticating: [9]) == pattern(100))
        #expect(throws: AESError.authenticationFailure) { try context.open(box) }
    }
}
