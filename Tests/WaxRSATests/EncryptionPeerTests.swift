import Foundation
import Testing
import WaxCore
import WaxTestSupport

@testable import WaxRSA

@Suite("RSA encryption: independent programs")
struct EncryptionPeerTests {
    struct Item: Codable {
        var hash = "", mgf1Hash = ""
        var label: String?
        let message: String
        var ciphertext = ""

        func padding() throws -> RSA.Encryption.Padding {
            guard !hash.isEmpty else { return .insecurePKCS1v1_5 }
            return .oaep(
                hash: try #require(hashAlgorithm(hash)), mgf1Hash: hashAlgorithm(mgf1Hash),
                label: try label.map { try Hex.decode($0) } ?? [])
        }
    }

    private func wanted() -> [Item] {
        // Python's cryptography has OAEP with these.
        let names = hashNames.filter { !$0.contains("_") }
        var items = names.flatMap { hash in
            names.flatMap { mgf1Hash in
                [nil, "00", "6c6162656c"].map { Item(hash: hash, mgf1Hash: mgf1Hash, label: $0, message: "0102") }
            }
        }
        items.append(Item(hash: "SHA256", mgf1Hash: "SHA256", message: ""))
        items.append(Item(message: ""))
        items.append(Item(message: String(repeating: "00", count: 245)))
        return items
    }

    private static let paddingFunction = """
        def pad(s):
            if not s['hash']:
                return padding.PKCS1v15()
            label = s.get('label')
            return padding.OAEP(mgf=padding.MGF1(named(s['mgf1Hash'])), algorithm=named(s['hash']),
                label=None if label is None else bytes.fromhex(label))

        """

    @Test(
        "Python's cryptography decrypts ours", .enabled(if: Peer.pythonHas("cryptography"), "no cryptography"),
        arguments: [2048, 2050])
    func pythonDecrypts(bits: Int) throws {
        let numbers = try KeyNumbers.first(bits: bits)
        let key = RSA.Encryption.PublicKey(try numbers.publicKey())
        let items = try wanted().map { item in
            var item = item
            item.ciphertext = Hex.encode(try key.encrypt(try Hex.decode(item.message), padding: try item.padding()))
            return item
        }
        let script = Self.paddingFunction + """
            key = private_key()
            for s in data['items']:
                assert key.decrypt(bytes.fromhex(s['ciphertext']), pad(s)).hex() == s['message'], s
            print(len(data['items']))
            """
        let output = try PythonKey.run(script, numbers, items)
        #expect(String(decoding: output, as: UTF8.self) == "\(items.count)\n")
    }

    @Test(
        "We decrypt those of Python's cryptography",
        .enabled(if: Peer.pythonHas("cryptography"), "no cryptography"), arguments: [2048, 2050])
    func pythonEncrypts(bits: Int) throws {
        let numbers = try KeyNumbers.first(bits: bits)
        let script = Self.paddingFunction + """
            for s in data['items']:
                s['ciphertext'] = public.public_key().encrypt(bytes.fromhex(s['message']), pad(s)).hex()
            print(json.dumps(data['items']))
            """
        let items = try JSONDecoder().decode([Item].self, from: Data(PythonKey.run(script, numbers, wanted())))
        #expect(items.count == wanted().count)
        let key = RSA.Encryption.PrivateKey(try numbers.signingKey().key)
        for item in items {
            let plaintext = try key.decrypt(try Hex.decode(item.ciphertext), padding: try item.padding())
            #expect(Hex.encode(plaintext) == item.message, "\(item.hash), \(item.mgf1Hash)")
        }
    }

    /// Whether Python's OpenSSL answers wrong padding with a message, as version 3.2 and later do.
    private static let pythonRejectsImplicitly: Bool = {
        let script = """
            from cryptography.hazmat.backends.openssl import backend
            version = backend.openssl_version_text().split()[1].split('.')
            print((int(version[0]), int(version[1])) >= (3, 2))
            """
        return (try? Peer.python(script)).map { String(decoding: $0, as: UTF8.self) == "True\n" } ?? false
    }()

    @Test(
        "Wrong padding gives the same messages as OpenSSL's implicit rejection",
        .enabled(if: pythonRejectsImplicitly, "no cryptography with OpenSSL 3.2 or later"),
        arguments: [2048, 2050, 3072])
    func implicitRejection(bits: Int) throws {
        let numbers = try KeyNumbers.first(bits: bits)
        let key = RSA.Encryption.PrivateKey(try numbers.signingKey().key)
        var random = SeededRandom(seed: 8)
        let ciphertexts = (0..<60).map { _ in
            // Below the modulus, and once in 2^16 or so with padding that is right.
            [0] + random.bytes(count: key.key.publicKey.modulusByteCount - 1)
        }
        let script = """
            key = private_key()
            print(json.dumps([key.decrypt(bytes.fromhex(s), padding.PKCS1v15()).hex() for s in data['items']]))
            """
        let output = try PythonKey.run(script, numbers, ciphertexts.map { Hex.encode($0) })
        let theirs = try JSONDecoder().decode([String].self, from: Data(output))
        let ours = try ciphertexts.map { Hex.encode(try key.decrypt($0, padding: .insecurePKCS1v1_5)) }
        #expect(ours == theirs)
        #expect(Set(ours.map(\.count)).count > 30)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let options: [String]
        let padding: RSA.Encryption.Padding

        init(_ options: [String], _ padding: RSA.Encryption.Padding) {
            testDescription = options.joined(separator: " ")
            self.options = options.flatMap { ["-pkeyopt", $0] }
            self.padding = padding
        }
    }

    static let cases: [Case] = [
        Case(["rsa_padding_mode:pkcs1"], .insecurePKCS1v1_5),
        Case(["rsa_padding_mode:oaep", "rsa_oaep_md:sha256"], .oaep),
        Case(
            ["rsa_padding_mode:oaep", "rsa_oaep_md:sha384", "rsa_mgf1_md:sha512"],
            .oaep(hash: .sha384, mgf1Hash: .sha512)),
        Case(
            ["rsa_padding_mode:oaep", "rsa_oaep_md:sha256", "rsa_oaep_label:00ff6c"],
            .oaep(hash: .sha256, label: [0x00, 0xFF, 0x6C])),
    ]

    @Test("OpenSSL decrypts ours and we decrypt its", .enabled(if: Peer.isAvailable("openssl"), "no openssl"))
    func openSSL() throws {
        try withTemporaryDirectory { folder in
            let peer = try PeerKey.openSSL(in: folder)
            let key = RSA.Encryption.PrivateKey(peer.key)
            for item in Self.cases {
                let message: [UInt8] = [0, 1, 2, 0, 255]
                let theirs = try Peer.output(
                    of: "openssl",
                    ["pkeyutl", "-encrypt", "-pubin", "-inkey", peer.publicFile.path] + item.options, input: message)
                #expect(try key.decrypt(theirs, padding: item.padding) == message, "\(item.testDescription)")

                let ours = try key.publicKey.encrypt(message, padding: item.padding)
                let decrypted = try Peer.output(
                    of: "openssl", ["pkeyutl", "-decrypt", "-inkey", peer.file.path] + item.options, input: ours)
                #expect(decrypted == message, "\(item.testDescription)")
            }
        }
    }
}
