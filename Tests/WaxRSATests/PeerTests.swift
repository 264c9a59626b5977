import Foundation
import Testing
import WaxCore
import WaxTestSupport

@testable import WaxRSA

@Suite("RSASSA-PSS: independent programs")
struct PeerTests {
    struct Signature: Codable {
        let hash, mgf1Hash: String
        let salt: Int
        let message, signature: String
    }

    static let names = ["SHA256", "SHA384", "SHA512"]

    /// Loads the key numbers from standard input; what follows is the test's own.
    static let prelude = """
        import json, sys
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import rsa, padding
        data = json.load(sys.stdin)
        numbers = {k: int(v, 16) for k, v in data['key'].items() if k != 'bits'}
        public = rsa.RSAPublicNumbers(numbers['e'], numbers['n'])
        pss = lambda s: padding.PSS(mgf=padding.MGF1(getattr(hashes, s['mgf1Hash'])()), salt_length=s['salt'])

        """

    struct Request: Encodable {
        let key: [String: String]
        let signatures: [Signature]
    }

    private func request(_ numbers: KeyNumbers, _ signatures: [Signature]) throws -> [UInt8] {
        let key = [
            "n": numbers.n, "e": numbers.e, "d": numbers.d, "p": numbers.p, "q": numbers.q, "dP": numbers.dP,
            "dQ": numbers.dQ, "qInv": numbers.qInv,
        ]
        return [UInt8](try JSONEncoder().encode(Request(key: key, signatures: signatures)))
    }

    private func parameters() -> [(hash: String, mgf1Hash: String, salt: Int)] {
        Self.names.flatMap { hash in
            Self.names.flatMap { mgf1Hash in [0, 20, 64].map { (hash, mgf1Hash, $0) } }
        }
    }

    @Test(
        "Python's cryptography verifies our signatures", .enabled(if: Peer.pythonHas("cryptography"), "no cryptography"),
        arguments: [2048, 2050, 3072])
    func pythonVerifies(bits: Int) throws {
        let numbers = try KeyNumbers.first(bits: bits)
        let key = try numbers.signingKey()
        let message: [UInt8] = Array(0..<100)
        let signatures = try parameters().map { item in
            let signature = try key.signature(
                forMessage: message, hash: try #require(hashAlgorithm(item.hash)),
                padding: .pss(saltByteCount: item.salt, mgf1Hash: hashAlgorithm(item.mgf1Hash)))
            return Signature(
                hash: item.hash, mgf1Hash: item.mgf1Hash, salt: item.salt, message: Hex.encode(message),
                signature: Hex.encode(signature))
        }
        let script = Self.prelude + """
            key = public.public_key()
            for s in data['signatures']:
                key.verify(bytes.fromhex(s['signature']), bytes.fromhex(s['message']), pss(s), getattr(hashes, s['hash'])())
            print(len(data['signatures']))
            """
        let output = try Peer.python(script, input: try request(numbers, signatures))
        #expect(String(decoding: output, as: UTF8.self) == "\(signatures.count)\n")
    }

    @Test(
        "We verify the signatures of Python's cryptography",
        .enabled(if: Peer.pythonHas("cryptography"), "no cryptography"), arguments: [2048, 2050, 3072])
    func pythonSigns(bits: Int) throws {
        let numbers = try KeyNumbers.first(bits: bits)
        let wanted = parameters().map { item in
            Signature(hash: item.hash, mgf1Hash: item.mgf1Hash, salt: item.salt, message: "00ff10", signature: "")
        }
        let script = Self.prelude + """
            key = rsa.RSAPrivateNumbers(p=numbers['p'], q=numbers['q'], d=numbers['d'], dmp1=numbers['dP'],
                dmq1=numbers['dQ'], iqmp=numbers['qInv'], public_numbers=public).private_key()
            for s in data['signatures']:
                s['signature'] = key.sign(bytes.fromhex(s['message']), pss(s), getattr(hashes, s['hash'])()).hex()
            print(json.dumps(data['signatures']))
            """
        let output = try Peer.python(script, input: try request(numbers, wanted))
        let signatures = try JSONDecoder().decode([Signature].self, from: Data(output))
        #expect(signatures.count == wanted.count)
        let key = RSA.Signing.PublicKey(try numbers.publicKey())
        for item in signatures {
            let isValid = key.isValidSignature(
                try Hex.decode(item.signature), forMessage: try Hex.decode(item.message),
                hash: try #require(hashAlgorithm(item.hash)),
                padding: .pss(saltByteCount: item.salt, mgf1Hash: hashAlgorithm(item.mgf1Hash)))
            #expect(isValid, "\(item.hash), \(item.mgf1Hash), \(item.salt)")
        }
    }

    @Test("OpenSSL verifies our signatures and we verify its", .enabled(if: Peer.isAvailable("openssl"), "no openssl"))
    func openSSL() throws {
        try withTemporaryDirectory { folder in
            let privateFile = folder.appending(path: "key.pem"), publicFile = folder.appending(path: "public.pem")
            let message: [UInt8] = Array("a message for two programs".utf8)
            let messageFile = folder.appending(path: "message"), signatureFile = folder.appending(path: "signature")
            try Data(message).write(to: messageFile)
            try Data(Peer.output(of: "openssl", ["genrsa", "-traditional", "2048"])).write(to: privateFile)
            try Data(Peer.output(of: "openssl", ["rsa", "-in", privateFile.path, "-pubout"])).write(to: publicFile)
            let key = RSA.Signing.PrivateKey(try opensslKey(privateFile.path))

            let options = ["-sha384", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:48"]
            let theirs = try Peer.output(
                of: "openssl", ["dgst"] + options + ["-sign", privateFile.path, messageFile.path])
            #expect(key.publicKey.isValidSignature(theirs, forMessage: message, hash: .sha384))

            try Data(key.signature(forMessage: message, hash: .sha384)).write(to: signatureFile)
            let verified = try Peer.run(
                "openssl",
                ["dgst"] + options + ["-verify", publicFile.path, "-signature", signatureFile.path, messageFile.path])
            #expect(verified.succeeded && verified.text == "Verified OK")
        }
    }

    /// Reads the text that OpenSSL prints for a private key, so that this test needs none of our formats.
    private func opensslKey(_ path: String) throws -> RSA.PrivateKey {
        let text = try Peer.run("openssl", ["rsa", "-in", path, "-noout", "-text"]).text
        var fields: [String: String] = [:]
        var name = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix(" ") {
                fields[name, default: ""] += line.filter { $0.isHexDigit }
            } else {
                name = String(line.prefix { $0 != ":" })
            }
        }
        func number(_ name: String) throws -> [UInt8] { try Hex.decode(try #require(fields[name])) }
        let modulus = try number("modulus"), d = try number("privateExponent"), p = try number("prime1")
        let q = try number("prime2"), dP = try number("exponent1"), dQ = try number("exponent2")
        let qInv = try number("coefficient")
        let exponent: [UInt8] = [1, 0, 1]
        return try RSA.PrivateKey(
            modulus: modulus.span, publicExponent: exponent.span, privateExponent: d.span, prime1: p.span,
            prime2: q.span, exponent1: dP.span, exponent2: dQ.span, coefficient: qInv.span)
    }
}
