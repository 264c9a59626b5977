import Testing
import WaxCore
import WaxSHA

@Suite("Digests")
struct DigestTests {
    @Test("A digest is a sequence, a span, a dictionary key and a text")
    func forms() throws {
        let digest = SHA256.hash(data: Array("abc".utf8))
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect("\(digest)" == "SHA256 digest: \(hex)")
        #expect("\(SHA384.hash(data: []))".hasPrefix("SHA384 digest: 38b060a751ac9638"))
        #expect("\(SHA512.hash(data: []))".hasPrefix("SHA512 digest: cf83e1357eefb8bd"))
        #expect("\(SHA224.hash(data: []))".hasPrefix("SHA224 digest: d14a028c2a3a2bc9"))
        #expect("\(SHA512_256.hash(data: []))".hasPrefix("SHA512/256 digest: c672b8d1ef56ed28"))
        #expect("\(SHA512_224.hash(data: []))".hasPrefix("SHA512/224 digest: 6ed0dd02806fa89e"))
        #expect("\(Insecure.SHA1.hash(data: []))".hasPrefix("SHA1 digest: da39a3ee5e6b4b0d"))
        #expect(try [UInt8](digest) == Hex.decode(hex))
        #expect(try digest.elementsEqual(Hex.decode(hex)))
        let fromSpan = Hex.encode(digest.bytes)
        #expect(fromSpan == hex)
        #expect(Set([digest, digest, SHA256.hash(data: [])]).count == 2)
        #expect(SHA256.byteCount == 32 && SHA384.byteCount == 48 && SHA512.byteCount == 64)
        #expect(SHA224.byteCount == 28 && SHA512_256.byteCount == 32 && SHA512_224.byteCount == 28)
        #expect(HMAC<SHA384>.authenticationCode(for: [], using: SymmetricKey(data: [])).byteCount == 48)
    }

    @Test("A digest is taken from its bytes, and from nothing longer or shorter")
    func fromBytes() {
        func check<H: HashFunction>(_ type: H.Type) {
            let digest = H.hash(data: [1])
            let bytes = [UInt8](digest)
            #expect(H.Digest(bytes: bytes.span) == digest)
            for wrong in [[], Array(bytes.dropLast()), bytes + [0]] {
                #expect(H.Digest(bytes: wrong.span) == nil)
            }
            for index in bytes.indices {
                var other = bytes
                other[index] ^= 0x10
                #expect(H.Digest(bytes: other.span) != digest)
            }
        }
        for function in Function.allCases { check(function.function) }
    }

    /// Spans of inline storage are young in the language: one that pointed at a copy would show other bytes
    /// once the stack is used again.
    @Test("The span of a digest stays what it is while the stack is used")
    func spanLifetime() {
        @inline(never) func disturb(_ depth: Int) -> Int {
            let noise = InlineArray<64, Int>(repeating: depth)
            return depth == 0 ? noise[0] : disturb(depth - 1) &+ noise[depth & 63]
        }
        func check<D: Digest>(_ digest: D) {
            let expected = [UInt8](digest)
            let span = digest.bytes
            let noise = disturb(40)
            let copied = [UInt8](copying: span)
            #expect(copied == expected && noise > 0)
        }
        check(SHA224.hash(data: [1]))
        check(SHA256.hash(data: [1]))
        check(SHA384.hash(data: [1]))
        check(SHA512.hash(data: [1]))
        check(SHA512_224.hash(data: [1]))
        check(SHA512_256.hash(data: [1]))
        check(Insecure.SHA1.hash(data: [1]))
        let digest = SHA512.hash(data: [2])
        let span = digest.bytes
        let noise = disturb(40)
        let copied = [UInt8](copying: span)
        #expect(copied == [UInt8](SHA512.hash(data: [2])) && noise > 0)
    }
}
