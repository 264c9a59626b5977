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

    private func article() throws -> String {
        let path = "Sources/Formats/WaxKeys/WaxKeys.docc/ComingFromSwiftCrypto.md"
        return try String(contentsOf: TestVectors.checkout.appending(path: path), encoding: .utf8)
    }

    @Test("The article shows what is compiled here, and nothing else")
    func sameLines() throws {
        let shown = try article().components(separatedBy: "```swift\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
        let compiled = try snippets()
        #expect(compiled.count == 16)
        #expect(shown == compiled)
    }

    @Test("Every name in the last column of a table is in a line that is compiled")
    func names() throws {
        let compiled = Set(try snippets().joined().matches(of: /\w+/).map { String($0.output) })
        var count = 0
        for line in try article().components(separatedBy: "\n") where line.hasPrefix("| ") {
            let cells = line.dropFirst(2).dropLast(2).components(separatedBy: " | ")
            guard cells.count == 3 else { continue }
            for code in cells[2].matches(of: /`([^`]+)`/) {
                for name in code.output.1.matches(of: /\w+/) where name.output != "_" {
                    count += 1
                    #expect(compiled.contains(String(name.output)), "\(name.output) in \(cells[2])")
                }
            }
        }
        #expect(count > 200)
    }

    private let message = Array("a message".utf8)
    private let salt = Array("a salt of bytes".utf8)

    @Test("Hash, HMAC, HKDF and the functions for passwords")
    func hashes() throws {
        let result = hashing(Array("abc".utf8), [Array("a".utf8), [], Array("bc".utf8)])
        #expect(result.isSame)
        #expect(result.text == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(result.others.map(\.count) == [28, 48, 64, 32, 20])
        let sum = try summing(Array("123456789".utf8))
        #expect(sum.0 == 0xCBF4_3926 && sum.1 == Array("123456789".utf8))
        #expect(authenticating(message, [message, []]) == [true, true])
        let keys = try deriving(SymmetricKey(size: .bits128), salt)
        #expect(keys[0] == keys[1] && keys[0].bitCount == 256)
        let passwordKeys = try derivingFromPassword(message, salt)
        #expect(passwordKeys.map(\.bitCount) == [256, 256, 256])
        #expect(passwordKeys[0] != passwordKeys[1] && passwordKeys[1] != passwordKeys[2])
    }

    @Test("AES and X25519")
    func ciphers() throws {
        #expect(try sealing(message, [1, 2]) == [message, message])
        let key = SymmetricKey(size: .bits128), iv = [UInt8](repeating: 7, count: 16)
        let block = [UInt8](repeating: 1, count: 16)
        let fromCBC = try encryptingWithCBC(block, key, iv)
        #expect(fromCBC[0] == block && fromCBC[1].count == 16)
        let fromCTR = try encryptingWithCTR(message, key, iv)
        #expect(fromCTR[0] == message && fromCTR[1].count == message.count && fromCTR[1] != message)
        #expect(try wrapping(SymmetricKey(size: .bits256), SymmetricKey(size: .bits256)))
        #expect(try agreeing())
    }

    @Test("RSA and its keys")
    func rsa() throws {
        let key = RSA.Signing.PrivateKey(
            try RSA.PrivateKey(
                pemRepresentation: TestVectors.text(
                    "pyca/asymmetric/Traditional_OpenSSL_Serialization/testrsa.pem")))
        #expect(try signing(message, key) == [true, true, true])
        #expect(try makingKeys() == [2048, 2048])
        #expect(try encryptingWithRSA(SymmetricKey(size: .bits256), RSA.Encryption.PrivateKey(key.key)))
        #expect(try encoding(key) == [true, true, true])
        #expect(try encryptingKey(key, SecretBytes(salt)))
        let old = try key.signature(for: Insecure.SHA1.hash(data: message), padding: .pkcs1v1_5)
        #expect(try readingOldKey(key.publicKey.pemRepresentation, old, message))
    }
}
