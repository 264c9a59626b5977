import Testing
import WaxCore
import WaxEncoding
import WaxTestSupport

@Suite("Base64")
struct Base64Tests {
    static let variants: [Base64.Variant] = [.standard, .standardUnpadded, .urlSafe, .urlSafeUnpadded]

    @Test(
        "RFC 4648 section 10",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func vectors(plain: String, encoded: String) throws {
        let bytes = Array(plain.utf8)
        let unpadded = encoded.filter { $0 != "=" }
        for variant in Self.variants {
            let text = variant.isPadded ? encoded : unpadded
            #expect(Base64.encode(bytes, as: variant) == text)
            #expect(try Base64.decode(text, as: variant) == bytes)
        }
    }

    @Test("The two alphabets differ in the last two characters")
    func alphabets() throws {
        let bytes: [UInt8] = [0xFB, 0xEF, 0xFF]
        #expect(Base64.encode(bytes) == "++//")
        #expect(Base64.encode(bytes, as: .urlSafe) == "--__")
        #expect(throws: Base64.DecodingError.invalidCharacter) { try Base64.decode("--__") }
        #expect(throws: Base64.DecodingError.invalidCharacter) { try Base64.decode("++//", as: .urlSafeUnpadded) }
        #expect(Base64.Variant.standard != .urlSafe && Base64.Variant.standard != .standardUnpadded)
    }

    @Test("Random bytes of every length up to 100 come back", arguments: variants)
    func roundTrip(variant: Base64.Variant) throws {
        var random = SeededRandom(seed: 64)
        for count in 0...100 {
            let bytes = random.bytes(count: count)
            let text = Base64.encode(bytes, as: variant)
            #expect(text.utf8.count == Base64.encodedCount(forByteCount: count, as: variant))
            #expect(try Base64.decode(text, as: variant) == bytes)
            let secret = try Base64.decodeSecret(text.utf8.span, as: variant)
            #expect(secret == SecretBytes(bytes))
        }
    }

    @Test("Every byte that is no character of the alphabet is refused at every place")
    func alphabetIsExhaustive() {
        let alphabet = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for place in 0..<4 {
            for byte in UInt8.min...UInt8.max {
                var characters = Array("AAAA".utf8)
                characters[place] = byte
                let bytes = try? Base64.decode(characters.span)
                // At the last place '=' is padding, and the bits before it are zero here.
                let isValid = alphabet.contains(byte) || (byte == 0x3D && place == 3)
                #expect((bytes != nil) == isValid, "byte \(byte) at \(place)")
            }
        }
    }

    @Test(
        "What is not canonical is refused",
        arguments: [
            ("A", Base64.DecodingError.invalidLength), ("AA", .invalidLength), ("AAA", .invalidLength),
            ("AAAAA", .invalidLength), ("Zg=", .invalidLength), ("Zg===", .invalidLength), ("====", .invalidCharacter),
            ("A===", .invalidCharacter), ("=AAA", .invalidCharacter), ("AA=A", .invalidCharacter),
            ("Zg==Zg==", .invalidCharacter), ("Zm9v\n", .invalidLength), ("Zm9 vYg=", .invalidCharacter),
            ("Zm9vYmF\n", .invalidCharacter), ("Zh==", .nonZeroTrailingBits), ("Zm9=", .nonZeroTrailingBits),
            ("Zm9vYmF=", .nonZeroTrailingBits), ("ZmΩ9", .invalidLength),
        ])
    func strictness(text: String, error: Base64.DecodingError) {
        #expect(throws: error) { try Base64.decode(text) }
    }

    @Test("Padding is refused where the variant has none")
    func unpadded() {
        #expect(throws: Base64.DecodingError.invalidCharacter) { try Base64.decode("Zg==", as: .standardUnpadded) }
        #expect(throws: Base64.DecodingError.invalidLength) { try Base64.decode("Zm9vY", as: .urlSafeUnpadded) }
        #expect(throws: Base64.DecodingError.nonZeroTrailingBits) { try Base64.decode("Zh", as: .urlSafeUnpadded) }
    }

    @Test("A failed decoding leaves nothing in the caller's memory")
    func failureWipes() {
        var target: [UInt8] = [9, 9, 9, 9, 9, 9]
        var span = target.mutableSpan
        let text = Array("Zm9vYmF*".utf8)
        var failure: Base64.DecodingError?
        do { try Base64.decode(text.span, into: &span) } catch { failure = error }
        #expect(failure == .invalidCharacter && target == [0, 0, 0, 0, 0, 0])
    }

    @Test("What is accepted after random changes encodes again to the same text", arguments: variants)
    func mutations(variant: Base64.Variant) {
        var random = SeededRandom(seed: 4648)
        var accepted = 0
        for _ in 0..<3000 {
            var text = Array(Base64.encode(random.bytes(count: Int(random.next() % 12)), as: variant).utf8)
            mutate(&text, using: &random)
            guard let bytes = try? Base64.decode(text.span, as: variant) else { continue }
            accepted += 1
            #expect(Array(Base64.encode(bytes, as: variant).utf8) == text)
        }
        #expect(accepted > 30 && accepted < 2900)
    }
}
