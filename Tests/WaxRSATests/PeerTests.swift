import Foundation
import Testing
import WaxCore
import WaxTestSupport

@testable import WaxRSA

@Suite("RSA signatures: independent programs")
struct PeerTests {
    struct Signature: Codable {
        var scheme = "pss"
        let hash, mgf1Hash: String
        let salt: Int
        let message: String
        var signature = ""

        func padding() throws -> RSA.Signing.Padding {
            let mgf1Hash = try #require(hashAlgorithm(mgf1Hash))
            return scheme == "pss" ? .pss(saltByteCount: salt, mgf1Hash: mgf1Hash) : .pkcs1v1_5
        }
    }

    static let names = hashNames

    private func wanted() -> [Signature] {
        Self.names.flatMap { hash in
            Self.names.flatMap { mgf1Hash in
                [0, 20, 64].map { Signature(hash: hash, mgf1Hash: mgf1Hash, salt: $0, message: "00ff10") }
            } + [Signature(scheme: "pkcs1", hash: hash, mgf1Hash: hash, salt: 0, message: "ab")]
        }
    }

    @Test(
        "Python's cryptography verifies our signatures",
        .enabled(if: Peer.pythonHas("cryptography"), "no cryptography"), arguments: [2048, 2050, 3072])
    func pythonVerifies(bits: Int) throws {
        let numbers = try KeyNumbers.first(bits: bits)
        let key = try numbers.signingKey()
        let signatures = try wanted().map { item in
            var item = item
            let signature = try key.signature(
                forMessage: try Hex.decode(item.message), hash: try #require(hashAlgorithm(item.hash)),
                padding: try item.padding())
            item.signature = Hex.encode(signature)
            return item
        }
        let script = """
            key = public.public_key()
            for s in data['items']:
                key.verify(bytes.fromhex(s['signature']), bytes.fromhex(s['message']),
                    pss(s) if s['scheme'] == 'pss' else padding.PKCS1v15(), named(s['hash']))
            print(len(data['items']))
            """
        let output = try PythonKey.run(script, numbers, signatures)
        #expect(String(decoding: output, as: UTF8.self) == "\(signatures.count)\n")
    }

    @Test(
        "We verify the signatures of Python's cryptography",
        .enabled(if: Peer.pythonHas("cryptography"), "no cryptography"), arguments: [2048, 2050, 3072])
    func pythonSigns(bits: Int) throws {
        let numbers = try KeyNumbers.first(bits: bits)
        let wanted = wanted()
        let script = """
            key = private_key()
            for s in data['items']:
                s['signature'] = key.sign(bytes.fromhex(s['message']),
                    pss(s) if s['scheme'] == 'pss' else padding.PKCS1v15(), named(s['hash'])).hex()
            print(json.dumps(data['items']))
            """
        let output = try PythonKey.run(script, numbers, wanted)
        let signatures = try JSONDecoder().decode([Signature].self, from: Data(output))
        #expect(signatures.count == wanted.count)
        let key = RSA.Signing.PublicKey(try numbers.publicKey())
        for item in signatures {
            let signature = try Hex.decode(item.signature), message = try Hex.decode(item.message)
            let hash = try #require(hashAlgorithm(item.hash))
            #expect(
                key.isValidSignature(signature, forMessage: message, hash: hash, padding: try item.padding()),
                "\(item.scheme), \(item.hash), \(item.mgf1Hash), \(item.salt)")
            if item.scheme == "pss" {
                let anySalt = RSA.Signing.Padding.pss(salt: .any, mgf1Hash: hashAlgorithm(item.mgf1Hash))
                #expect(key.isValidSignature(signature, forMessage: message, hash: hash, padding: anySalt))
            }
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let options: [String]
        let padding: RSA.Signing.Padding

        init(_ options: [String], _ padding: RSA.Signing.Padding) {
            testDescription = options.joined(separator: " ")
            self.options = options.flatMap { ["-pkeyopt", $0] }
            self.padding = padding
        }
    }

    static let cases: [Case] = [
        Case(["rsa_padding_mode:pkcs1"], .pkcs1v1_5),
        Case(["rsa_padding_mode:pss", "rsa_pss_saltlen:digest"], .pss()),
        Case(["rsa_padding_mode:pss", "rsa_pss_saltlen:0"], .pss(salt: .zero)),
        Case(["rsa_padding_mode:pss", "rsa_pss_saltlen:11"], .pss(saltByteCount: 11)),
        Case(["rsa_padding_mode:pss", "rsa_pss_saltlen:max"], .pss(salt: .maximum)),
        Case(
            ["rsa_padding_mode:pss", "rsa_pss_saltlen:max", "rsa_mgf1_md:sha512"],
            .pss(salt: .maximum, mgf1Hash: .sha512)),
    ]

    @Test("OpenSSL verifies our signatures and we verify its", .enabled(if: Peer.isAvailable("openssl"), "no openssl"))
    func openSSL() throws {
        try withTemporaryDirectory { folder in
            let peer = try PeerKey.openSSL(in: folder)
            let key = RSA.Signing.PrivateKey(peer.key)
            let message: [UInt8] = Array("a message for two programs".utf8)
            let messageFile = folder.appending(path: "message"), signatureFile = folder.appending(path: "signature")
            try Data(message).write(to: messageFile)
            for item in Self.cases {
                let options = ["-rawin", "-digest", "sha384", "-in", messageFile.path] + item.options
                let theirs = try Peer.output(
                    of: "openssl", ["pkeyutl", "-sign", "-inkey", peer.file.path] + options)
                #expect(
                    key.publicKey.isValidSignature(theirs, forMessage: message, hash: .sha384, padding: item.padding),
                    "\(item.testDescription)")

                let ours = try key.signature(forMessage: message, hash: .sha384, padding: item.padding)
                try Data(ours).write(to: signatureFile)
                let verified = try Peer.run(
                    "openssl",
                    ["pkeyutl", "-verify", "-pubin", "-inkey", peer.publicFile.path, "-sigfile", signatureFile.path]
                        + options)
                let isVerified = verified.succeeded && verified.text.contains("Verified Successfully")
                #expect(isVerified, "\(item.testDescription)")
            }
        }
    }
}
