import Foundation
import Testing
import WaxCore
import WaxTestSupport

@testable import WaxRSA

/// A key that another program has made, in a file and here.
struct PeerKey {
    let file: URL
    let publicFile: URL
    let key: RSA.PrivateKey

    /// Lets OpenSSL make a key in a folder. The text that it prints for it is read, so that these tests need none of
    /// our formats.
    static func openSSL(bits: Int = 2048, in folder: URL) throws -> PeerKey {
        let file = folder.appending(path: "key.pem"), publicFile = folder.appending(path: "public.pem")
        try Data(Peer.output(of: "openssl", ["genrsa", "-traditional", "\(bits)"])).write(to: file)
        try Data(Peer.output(of: "openssl", ["rsa", "-in", file.path, "-pubout"])).write(to: publicFile)
        return PeerKey(file: file, publicFile: publicFile, key: try privateKey(file))
    }

    /// Reads a private key by means of OpenSSL.
    static func privateKey(_ file: URL) throws -> RSA.PrivateKey {
        let text = try Peer.run("openssl", ["rsa", "-in", file.path, "-noout", "-text"]).text
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
        return try RSA.PrivateKey(
            modulus: try number("modulus"), publicExponent: [1, 0, 1], privateExponent: try number("privateExponent"),
            prime1: try number("prime1"), prime2: try number("prime2"), exponent1: try number("exponent1"),
            exponent2: try number("exponent2"), coefficient: try number("coefficient"),
            sizePolicy: .insecureLegacy)
    }
}

/// Keys for Python: loads the numbers from standard input; what follows in a script is the test's own.
enum PythonKey {
    static let prelude = """
        import json, sys
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import rsa, padding
        data = json.load(sys.stdin)
        numbers = {k: int(v, 16) for k, v in data['key'].items() if k != 'bits'}
        public = rsa.RSAPublicNumbers(numbers['e'], numbers['n'])
        def private_key():
            return rsa.RSAPrivateNumbers(p=numbers['p'], q=numbers['q'], d=numbers['d'], dmp1=numbers['dP'],
                dmq1=numbers['dQ'], iqmp=numbers['qInv'], public_numbers=public).private_key()
        def named(name):
            return getattr(hashes, name)()
        pss = lambda s: padding.PSS(mgf=padding.MGF1(named(s['mgf1Hash'])), salt_length=s['salt'])

        """

    private struct Request<Item: Encodable>: Encodable {
        let key: [String: String]
        let items: [Item]
    }

    /// Runs a script with a key and a list, `data['items']`, and gives what it prints.
    static func run(_ script: String, _ numbers: KeyNumbers, _ items: [some Encodable]) throws -> [UInt8] {
        let key = [
            "n": numbers.n, "e": numbers.e, "d": numbers.d, "p": numbers.p, "q": numbers.q, "dP": numbers.dP,
            "dQ": numbers.dQ, "qInv": numbers.qInv,
        ]
        let input = [UInt8](try JSONEncoder().encode(Request(key: key, items: items)))
        return try Peer.python(prelude + script, input: input)
    }
}
