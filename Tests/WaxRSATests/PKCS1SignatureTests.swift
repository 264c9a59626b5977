import Testing
import WaxBigNum
import WaxCore
import WaxSHA
import WaxTestSupport

@testable import WaxRSA

@Suite("RSASSA-PKCS1-v1_5: signing and verifying")
struct PKCS1SignatureTests {
    /// What stands before the digest, as RFC 8017 section 9.2 note 1 prints it.
    static let prefixes: [(RSA.HashAlgorithm, String)] = [
        (.insecureSHA1, "3021300906052b0e03021a05000414"),
        (.sha224, "302d300d06096086480165030402040500041c"),
        (.sha512_224, "302d300d06096086480165030402050500041c"),
        (.sha512_256, "3031300d060960864801650304020605000420"),
        (.sha256, "3031300d060960864801650304020105000420"),
        (.sha384, "3041300d060960864801650304020205000430"),
        (.sha512, "3051300d060960864801650304020305000440"),
    ]

    @Test("The encoding is that of the standard")
    func encoding() throws {
        for (hash, prefix) in Self.prefixes {
            let digest = [UInt8](repeating: 0x5A, count: hash.digestByteCount)
            func encode(_ count: Int) -> [UInt8]? {
                PKCS1SignatureEncoding.encode(digest.span, hash: hash, byteCount: count)
            }
            let encoded = encode(256)
            let tail = try Hex.decode(prefix) + digest
            #expect(encoded == [0, 1] + [UInt8](repeating: 0xFF, count: 253 - tail.count) + [0] + tail)
            let smallest = tail.count + 11
            #expect(encode(smallest) != nil && encode(smallest - 1) == nil && encode(0) == nil)
            let ofOtherDigest = PKCS1SignatureEncoding.encode([1].span, hash: hash, byteCount: 256)
            #expect(ofOtherDigest == nil)
        }
    }

    @Test(
        "What is signed is valid, with keys of all sizes, and only with this padding",
        arguments: KeyNumbers.all.indices)
    func sizes(_ index: Int) throws {
        let key = try KeyNumbers.all[index].signingKey()
        for (hash, _) in Self.prefixes {
            let signature = try key.signature(forMessage: [1, 2, 3], hash: hash, padding: .pkcs1v1_5)
            #expect(try key.signature(forMessage: [1, 2, 3], hash: hash, padding: .pkcs1v1_5) == signature)
            func isValid(_ message: [UInt8], _ hash: RSA.HashAlgorithm, _ padding: RSA.Signing.Padding) -> Bool {
                key.publicKey.isValidSignature(signature, forMessage: message, hash: hash, padding: padding)
            }
            #expect(isValid([1, 2, 3], hash, .pkcs1v1_5))
            #expect(!isValid([1, 2, 4], hash, .pkcs1v1_5))
            #expect(!isValid([1, 2, 3], hash == .sha256 ? .sha384 : .sha256, .pkcs1v1_5))
            #expect(!isValid([1, 2, 3], hash, .pss(salt: .any)))
            let pss = try key.signature(forMessage: [1, 2, 3], hash: hash)
            #expect(!key.publicKey.isValidSignature(pss, forMessage: [1, 2, 3], hash: hash, padding: .pkcs1v1_5))
        }
    }

    @Test("A digest is signed as its message is")
    func digests() throws {
        let key = try KeyNumbers.first(bits: 2048).signingKey()
        let digest = SHA384.hash(data: [5, 6])
        let signature = try key.signature(for: digest, padding: .pkcs1v1_5)
        #expect(signature == (try key.signature(forMessage: [5, 6], hash: .sha384, padding: .pkcs1v1_5)))
        #expect(key.publicKey.isValidSignature(signature, for: digest, padding: .pkcs1v1_5))
        let other = SHA256.hash(data: [5, 6])
        #expect(!key.publicKey.isValidSignature(signature, for: other, padding: .pkcs1v1_5))
    }

    @Test("Encodings that other verifiers have taken are refused")
    func forgeries() throws {
        let key = try KeyNumbers.first(bits: 2048).signingKey()
        let digest = [UInt8](copying: SHA256.hash(data: [1]).bytes)
        let encoded = PKCS1SignatureEncoding.encode(digest.span, hash: .sha256, byteCount: 256)
        let good = try #require(encoded)
        let info = Array(good.suffix(51))
        func filled(_ tail: [UInt8]) -> [UInt8] {
            [0, 1] + [UInt8](repeating: 0xFF, count: 253 - tail.count) + [0] + tail
        }
        let withoutNull = try Hex.decode("302f300b0609608648016503040201") + [0x04, 0x20] + digest
        let forged: [[UInt8]] = [
            filled(withoutNull),  // The NULL left out, as some old programs do
            filled(digest),  // No DigestInfo
            // Bleichenbacher 2006: something after the digest.
            [0, 1] + [UInt8](repeating: 0xFF, count: 8) + [0] + info + [UInt8](repeating: 0, count: 194),
            [0, 1] + [UInt8](repeating: 0xFF, count: 202) + [1] + info,
            [0, 2] + good.dropFirst(2),
            [0, 0] + good.dropFirst(2),
            [0, 1, 0xFE] + good.dropFirst(3),
            filled([0x30, 0x81, 0x31] + info.dropFirst(2)),  // BER
        ]
        func sign(_ block: [UInt8]) throws -> [UInt8] {
            var random = SeededRandom(seed: 1)
            let representative = Natural(bigEndian: block.span)
            let bytes = try key.key.parts.privateOperation(representative, using: &random)?.bytes(count: 256)
            return try #require(bytes)
        }
        func isValid(_ signature: [UInt8]) -> Bool {
            key.publicKey.isValidSignature(signature, forMessage: [1], padding: .pkcs1v1_5)
        }
        #expect(isValid(try sign(good)))
        for block in forged {
            #expect(block.count == 256)
            #expect(!isValid(try sign(block)))
        }
        let signature = try sign(good)
        for wrong in [[0] + signature, signature + [0], Array(signature.dropLast()), [], key.key.publicKey.modulus] {
            #expect(!isValid(wrong))
        }
    }
}
