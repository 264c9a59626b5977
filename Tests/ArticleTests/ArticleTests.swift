import Foundation
import Testing
import WaxAES
import WaxCore
import WaxKeys
import WaxRSA
import WaxSHA
import WaxTestSupport

@Suite("Coming from swift-crypto and CryptoSwift")
struct ArticleTests {
    /// What stands between the lines `begin` and `end`, without the indentation of the function around it.
    private func snippets() throws -> [String] {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snippets.swift")
        var snippets: [String] = []
        var open: [String]?
        for line in try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n") {
            switch line {
            case "    // begin": open = []
            case "    // end":
                snippets.append(try #require(open).joined(separator: "\n"))
                open = nil
            default: open?.append(String(line.dropFirst(4)))
            }
        }
        return snippets
    }

    @Test("The article shows what is compiled here, and nothing else")
    func sameLines() throws {
        let path = "Sources/Formats/WaxKeys/WaxKeys.docc/ComingFromSwiftCrypto.md"
        let article = try String(contentsOf: TestVectors.checkout.appending(path: path), encoding: .utf8)
        let shown = article.components(separatedBy: "```swift\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
        let compiled = try snippets()
        #expect(compiled.count == 12)
        #expect(shown == compiled)
    }

    private let message = Array("a message".utf8)
    private let salt = Array("a salt of bytes".utf8)

    @Test("Hash, HMAC, HKDF and the functions for passwords")
    func hashes() throws {
        let result = hashing(Array("abc".utf8), [Array("a".utf8), [], Array("bc".utf8)])
        #expect(result.isSame)
        #expect(result.text == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(authenticating(message))
        let secret = SymmetricKey(size: .bits128)
        #expect(try deriving(secret, salt) == deriving(secret, salt))
        #expect(try deriving(secret, salt).bitCount == 256)
        let keys = try derivingFromPassword(message, salt)
        #expect(keys.0.bitCount == 256 && keys.1.bitCount == 256 && keys.0 != keys.1)
    }

    @Test("AES and X25519")
    func ciphers() throws {
        #expect(try sealing(message, [1, 2]) == message)
        #expect(try encryptingWithCBC(message, SymmetricKey(size: .bits128)) == message)
        #expect(try wrapping(SymmetricKey(size: .bits256), SymmetricKey(size: .bits256)))
        #expect(try agreeing())
    }

    @Test("RSA and its keys")
    func rsa() throws {
        let key = RSA.Signing.PrivateKey(
            try RSA.PrivateKey(
                pemRepresentation: TestVectors.text(
                    "pyca/asymmetric/Traditional_OpenSSL_Serialization/testrsa.pem")))
        #expect(try signing(message, key) == [true, true])
        #expect(try encryptingWithRSA(SymmetricKey(size: .bits256), RSA.Encryption.PrivateKey(key.key)))
        #expect(try encoding(key))
        let old = try key.signature(for: Insecure.SHA1.hash(data: message), padding: .pkcs1v1_5)
        #expect(try readingOldKey(key.publicKey.pemRepresentation, old, message))
    }
}
