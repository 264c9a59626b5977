import Foundation
import Testing
import WaxCore
import WaxKeys
import WaxRSA
import WaxTestSupport

private func write(_ text: String, to url: URL) throws {
    try Data(text.utf8).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: url.path)
}

private func read(_ url: URL) throws -> String { String(decoding: try Data(contentsOf: url), as: UTF8.self) }

@Suite("Keys: openssl", .enabled(if: Peer.isAvailable("openssl"), "openssl is not installed"))
struct OpenSSLKeyTests {
    @Test("openssl accepts and checks our keys, and writes them to the same bytes")
    func ours() throws {
        let key = try Sample.privateKey()
        try withTemporaryDirectory { folder in
            for (name, text) in [("pkcs8", key.pemRepresentation), ("pkcs1", key.pkcs1PEMRepresentation)] {
                try write(text, to: folder.appending(path: name))
                let check = try Peer.run("openssl", ["rsa", "-check", "-noout", "-in", name], in: folder)
                #expect(check.succeeded && check.text.contains("RSA key ok"))
                #expect(try Peer.run("openssl", ["pkey", "-check", "-noout", "-in", name], in: folder).succeeded)
                let openssl = { try Peer.output(of: "openssl", $0, in: folder) }
                #expect(try openssl(["pkey", "-in", name]) == Array(key.pemRepresentation.utf8))
                #expect(try openssl(["rsa", "-traditional", "-in", name]) == Array(key.pkcs1PEMRepresentation.utf8))
                #expect(
                    try openssl(["rsa", "-traditional", "-in", name, "-outform", "DER"])
                        == key.pkcs1DERRepresentation.array)
                #expect(
                    try openssl(["pkcs8", "-topk8", "-nocrypt", "-in", name, "-outform", "DER"])
                        == key.pkcs8DERRepresentation.array)
                #expect(try openssl(["pkey", "-in", name, "-pubout"]) == Array(key.publicKey.pemRepresentation.utf8))
                #expect(
                    try openssl(["rsa", "-in", name, "-RSAPublicKey_out"])
                        == Array(key.publicKey.pkcs1PEMRepresentation.utf8))
            }
            try write(key.publicKey.pemRepresentation, to: folder.appending(path: "spki"))
            try write(key.publicKey.pkcs1PEMRepresentation, to: folder.appending(path: "public"))
            let spki = try Peer.output(
                of: "openssl", ["pkey", "-pubin", "-in", "spki", "-pubout", "-outform", "DER"], in: folder)
            let pkcs1 = try Peer.output(
                of: "openssl", ["rsa", "-RSAPublicKey_in", "-in", "public", "-pubout", "-outform", "DER"], in: folder)
            #expect(spki == key.publicKey.derRepresentation && pkcs1 == spki)
        }
    }

    @Test(
        "We read openssl's keys in all four forms, and say of its encrypted ones what they are",
        arguments: [
            (2048, 65537), (2050, 3),
        ])
    func theirs(bitCount: Int, exponent: Int) throws {
        try withTemporaryDirectory { folder in
            let openssl = { try Peer.output(of: "openssl", $0, in: folder) }
            let pkcs8 = try openssl([
                "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:\(bitCount)", "-pkeyopt",
                "rsa_keygen_pubexp:\(exponent)",
            ])
            try write(String(decoding: pkcs8, as: UTF8.self), to: folder.appending(path: "key"))
            let key = try RSA.PrivateKey(pemRepresentation: pkcs8.span)
            #expect(key.modulusBitCount == bitCount && Array(key.pemRepresentation.utf8) == pkcs8)
            let traditional = try openssl(["rsa", "-in", "key", "-traditional"])
            let again = try RSA.PrivateKey(pemRepresentation: traditional.span)
            #expect(Array(again.pkcs1PEMRepresentation.utf8) == traditional)
            let spki = try RSA.PublicKey(
                derRepresentation: openssl(["pkey", "-in", "key", "-pubout", "-outform", "DER"]))
            let pkcs1 = try openssl(["rsa", "-in", "key", "-RSAPublicKey_out"])
            let publicKey = try RSA.PublicKey(pemRepresentation: pkcs1.span)
            #expect(spki == key.publicKey && publicKey == key.publicKey)
            let modulus = try Peer.run("openssl", ["rsa", "-in", "key", "-noout", "-modulus"], in: folder).text
            // openssl leaves out a zero in front.
            #expect(modulus.lowercased() == "modulus=" + Hex.encode(key.publicKey.modulus).drop { $0 == "0" })

            for (arguments, expected) in [
                (["pkey"], KeyError.passphraseNeeded), (["rsa", "-traditional"], .traditionalEncryptionNotSupported),
            ] {
                let encrypted = try openssl(arguments + ["-in", "key", "-aes128", "-passout", "pass:secret"])
                let error = failure { () throws(KeyError) in try RSA.PrivateKey(pemRepresentation: encrypted.span) }
                #expect(error == expected)
            }
        }
    }
}

@Suite("Keys: Python's cryptography", .enabled(if: Peer.pythonHas("cryptography"), "Python has no module cryptography"))
struct PythonKeyTests {
    @Test("cryptography reads our keys, and we read what it writes of them")
    func bothDirections() throws {
        let key = try Sample.privateKey()
        let script = """
            import sys
            from cryptography.hazmat.primitives import serialization as s
            blocks = sys.stdin.read().split('===\\n')
            for private in blocks[:2]:
                key = s.load_pem_private_key(private.encode(), None)
                for form in (s.PrivateFormat.PKCS8, s.PrivateFormat.TraditionalOpenSSL):
                    sys.stdout.write(key.private_bytes(s.Encoding.PEM, form, s.NoEncryption()).decode())
                public = key.public_key()
                for encoding, form in ((s.Encoding.PEM, s.PublicFormat.SubjectPublicKeyInfo), (s.Encoding.PEM, s.PublicFormat.PKCS1),
                                       (s.Encoding.OpenSSH, s.PublicFormat.OpenSSH)):
                    sys.stdout.write(public.public_bytes(encoding, form).decode().rstrip('\\n') + '\\n')
                for text, load in ((blocks[2], s.load_pem_public_key), (blocks[3], s.load_pem_public_key), (blocks[4], s.load_ssh_public_key)):
                    assert load(text.encode()).public_numbers() == public.public_numbers()
            """
        let line = "\(OpenSSHPublicKey(key.publicKey))\n"
        let blocks = [
            key.pemRepresentation, key.pkcs1PEMRepresentation, key.publicKey.pemRepresentation,
            key.publicKey.pkcs1PEMRepresentation, line,
        ]
        let output = try Peer.python(script, input: Array(blocks.joined(separator: "===\n").utf8))
        let expected = blocks.joined()
        #expect(String(decoding: output, as: UTF8.self) == expected + expected)
    }
}

@Suite("Keys: ssh-keygen", .enabled(if: Peer.isAvailable("ssh-keygen"), "ssh-keygen is not installed"))
struct SSHKeygenTests {
    @Test("ssh-keygen reads our keys and gives our lines and fingerprints")
    func ours() throws {
        let key = try Sample.privateKey()
        let line = OpenSSHPublicKey(key.publicKey, comment: "me@home")
        try withTemporaryDirectory { folder in
            let keygen = { String(decoding: try Peer.output(of: "ssh-keygen", $0, in: folder), as: UTF8.self) }
            try write("\(line)\n", to: folder.appending(path: "key.pub"))
            #expect(try keygen(["-l", "-f", "key.pub"]) == "2048 \(line.fingerprint) me@home (RSA)\n")
            #expect(try keygen(["-e", "-m", "PKCS8", "-f", "key.pub"]) == key.publicKey.pemRepresentation)
            #expect(try keygen(["-e", "-m", "PEM", "-f", "key.pub"]) == key.publicKey.pkcs1PEMRepresentation)
            try write(key.publicKey.pemRepresentation, to: folder.appending(path: "spki"))
            #expect(try keygen(["-i", "-m", "PKCS8", "-f", "spki"]) == "\(OpenSSHPublicKey(key.publicKey))\n")
            try write(key.publicKey.pkcs1PEMRepresentation, to: folder.appending(path: "public"))
            #expect(try keygen(["-i", "-m", "PEM", "-f", "public"]) == "\(OpenSSHPublicKey(key.publicKey))\n")
            for (name, text) in [("pkcs8", key.pemRepresentation), ("pkcs1", key.pkcs1PEMRepresentation)] {
                try write(text, to: folder.appending(path: name))
                #expect(try keygen(["-y", "-f", name]) == "\(OpenSSHPublicKey(key.publicKey))\n")
            }
        }
    }

    @Test("We read ssh-keygen's keys, and refuse its own private format with the command that converts it")
    func theirs() throws {
        for format in ["PEM", "PKCS8", "RFC4716"] {
            try withTemporaryDirectory { folder in
                let keygen = { try Peer.output(of: "ssh-keygen", $0, in: folder) }
                _ = try keygen(["-q", "-t", "rsa", "-b", "2048", "-m", format, "-N", "", "-C", "a b", "-f", "key"])
                let line = try OpenSSHPublicKey(read(folder.appending(path: "key.pub")))
                #expect(line.comment == "a b")
                let listed = String(decoding: try keygen(["-l", "-f", "key.pub"]), as: UTF8.self)
                #expect(listed.split(separator: " ")[1] == "\(line.fingerprint)")
                if format == "RFC4716" {
                    let text = try read(folder.appending(path: "key"))
                    let error = failure { () throws(KeyError) in try RSA.PrivateKey(pemRepresentation: text) }
                    #expect(error == .openSSHPrivateKeyNotSupported)
                    // The command that the error names, without its questions.
                    _ = try keygen(["-p", "-m", "PKCS8", "-P", "", "-N", "", "-f", "key"])
                }
                let key = try RSA.PrivateKey(pemRepresentation: read(folder.appending(path: "key")))
                #expect(key.publicKey == line.key)
            }
        }
    }
}
