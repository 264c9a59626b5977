import Foundation
import Testing
import WaxCore
import WaxEncoding
import WaxKeys
import WaxRSA
import WaxSHA
import WaxTestSupport

/// Encryptions that a test can afford.
private func cheap(_ hash: KeyEncryption.Hash, _ cipher: KeyEncryption.Cipher = .aes256) throws -> KeyEncryption {
    KeyEncryption(cipher: cipher, derivation: .pbkdf2(hash, rounds: try PBKDF2Rounds(existing: 2)))
}

private let passphrase = SecretBytes(Array("correct horse ünd staple".utf8))

@Suite("Encrypted private keys")
struct EncryptedKeyTests {
    @Test("Every cipher with every hash function is read again as what it was", arguments: KeyEncryption.Cipher.allCases)
    func roundTrips(cipher: KeyEncryption.Cipher) throws {
        let key = try Sample.privateKey()
        var encryptions = try KeyEncryption.Hash.allCases.map { try cheap($0, cipher) }
        encryptions.append(
            KeyEncryption(cipher: cipher, derivation: .scrypt(try Scrypt.Parameters(cost: 4, blockSize: 1))))
        for encryption in encryptions {
            let der = try key.encryptedDERRepresentation(passphrase: passphrase, encryption: encryption)
            let again = try RSA.PrivateKey(derRepresentation: der.span, passphrase: passphrase)
            #expect(again.derRepresentation == key.derRepresentation, "\(encryption)")
        }
    }

    @Test("PEM has the label of RFC 7468, also through the type for signing, and no two files are the same")
    func pem() throws {
        let key = RSA.Signing.PrivateKey(try Sample.privateKey())
        let encryption = try cheap(.sha256)
        let first = try key.encryptedPEMRepresentation(passphrase: passphrase, encryption: encryption)
        let second = try key.encryptedPEMRepresentation(passphrase: passphrase, encryption: encryption)
        #expect(first.hasPrefix("-----BEGIN ENCRYPTED PRIVATE KEY-----\n") && first != second)
        let again = try RSA.Signing.PrivateKey(pemRepresentation: Array(first.utf8).span, passphrase: passphrase)
        #expect(again.derRepresentation == key.derRepresentation)
    }

    @Test("The randomness is salt and vector; with the same the file is the same")
    func deterministic() throws {
        let key = try Sample.privateKey()
        func encrypted(seed: UInt64) throws -> [UInt8] {
            var random = SeededRandom(seed: seed)
            return try key.encryptedDERRepresentation(
                passphrase: passphrase, encryption: cheap(.sha512), using: &random)
        }
        #expect(try encrypted(seed: 1) == encrypted(seed: 1))
        #expect(try encrypted(seed: 1) != encrypted(seed: 2))
    }

    @Test("What is written by default is PBES2 with 600 000 rounds of PBKDF2 with HMAC-SHA-256, and AES-256")
    func defaults() throws {
        #expect(KeyEncryption.pbkdf2.cipher == .aes256 && KeyEncryption.scrypt.cipher == .aes256)
        #expect(KeyEncryption.pbkdf2.derivation == .pbkdf2(.sha256, rounds: .recommendedForSHA256))
        #expect(
            try KeyEncryption.scrypt.derivation
                == .scrypt(Scrypt.Parameters(cost: 1 << 14, blockSize: 8, parallelization: 5)))
        let key = try Sample.privateKey()
        let der = try key.encryptedDERRepresentation(passphrase: passphrase)
        // INTEGER 600000, AlgorithmIdentifier of hmacWithSHA256, and the OID of aes256-CBC-PAD.
        let parts = ["0203 0927c0", "300c 0608 2a864886f70d0209 0500", "0609 60864801650304012a"]
        for part in parts { #expect(Hex.encode(der).contains(part.replacing(" ", with: ""))) }
    }

    @Test("Without a passphrase it is needed; another one is wrong; a key without one takes any")
    func passphrases() throws {
        let key = try Sample.privateKey()
        let der = try key.encryptedDERRepresentation(passphrase: passphrase, encryption: cheap(.sha256))
        #expect(failure { () throws(KeyError) in try RSA.PrivateKey(derRepresentation: der.span) } == .passphraseNeeded)
        for wrong in [[], Array("correct horse und staple".utf8), Array("correct horse ünd staple\n".utf8)] {
            let error = failure { () throws(KeyError) in
                try RSA.PrivateKey(derRepresentation: der.span, passphrase: SecretBytes(wrong))
            }
            #expect(error == .decryptionFailed)
        }
        let empty = try key.encryptedDERRepresentation(passphrase: SecretBytes([]), encryption: cheap(.sha256))
        #expect(try RSA.PrivateKey(derRepresentation: empty.span, passphrase: SecretBytes([])).publicKey == key.publicKey)
        let plain = Array(key.pemRepresentation.utf8)
        #expect(try RSA.PrivateKey(pemRepresentation: plain.span, passphrase: passphrase).publicKey == key.publicKey)
    }

    /// One passphrase of 256 gives valid padding. What lies under it is no key, and the error must be the same.
    @Test("A thousand wrong passphrases give one error, whatever is wrong with the padding")
    func oneError() throws {
        let key = try Sample.privateKey()
        let der = try key.encryptedDERRepresentation(passphrase: passphrase, encryption: cheap(.sha256))
        for number in 0..<1000 {
            let wrong = SecretBytes(Array("\(number)".utf8))
            let error = failure { () throws(KeyError) in
                try RSA.PrivateKey(derRepresentation: der.span, passphrase: wrong)
            }
            #expect(error == .decryptionFailed)
        }
    }

    @Test("A file that asks for too much work is refused before any is done")
    func limits() throws {
        let key = try Sample.privateKey()
        func error(_ derivation: KeyEncryption.Derivation, _ limits: KeyDecryptionLimits) throws -> KeyError? {
            let der = try key.encryptedDERRepresentation(
                passphrase: passphrase, encryption: KeyEncryption(derivation: derivation))
            return failure { () throws(KeyError) in
                try RSA.PrivateKey(derRepresentation: der.span, passphrase: passphrase, limits: limits)
            }
        }
        var limits = KeyDecryptionLimits()
        limits.pbkdf2Rounds = 10
        #expect(try error(.pbkdf2(.sha256, rounds: PBKDF2Rounds(existing: 10)), limits) == nil)
        #expect(try error(.pbkdf2(.sha256, rounds: PBKDF2Rounds(existing: 11)), limits) == .encryptionTooExpensive)
        let scrypt = KeyEncryption.Derivation.scrypt(
            try Scrypt.Parameters(cost: 16, blockSize: 8, parallelization: 2))
        limits.scryptMemory = 20480
        #expect(try error(scrypt, limits) == nil)
        limits.scryptMemory = 20479
        #expect(try error(scrypt, limits) == .encryptionTooExpensive)
        limits = KeyDecryptionLimits()
        limits.scryptWork = 256
        #expect(try error(scrypt, limits) == nil)
        limits.scryptWork = 255
        #expect(try error(scrypt, limits) == .encryptionTooExpensive)
        limits.scryptWork = -1
        limits.pbkdf2Rounds = -1
        #expect(try error(scrypt, limits) == .encryptionTooExpensive)
        #expect(try error(.pbkdf2(.sha1, rounds: PBKDF2Rounds(existing: 1)), limits) == .encryptionTooExpensive)
    }

    /// An EncryptedPrivateKeyInfo of which every part can be replaced.
    private static func crafted(
        scheme: OID = OID(1, 2, 840, 113549, 1, 5, 13), derivation: OID = OID(1, 2, 840, 113549, 1, 5, 12),
        parameters: (inout DERWriter) -> Void = { writer in
            writer.writeOctetString([1, 2, 3].span)
            writer.writeInteger(1)
        },
        cipher: OID = OID(2, 16, 840, 1, 101, 3, 4, 1, 2), iv: [UInt8] = [UInt8](repeating: 7, count: 16),
        ciphertext: [UInt8] = [UInt8](repeating: 9, count: 32)
    ) -> [UInt8] {
        var writer = DERWriter()
        writer.writeSequence { info in
            info.writeSequence { algorithm in
                algorithm.writeOID(scheme)
                algorithm.writeSequence { both in
                    both.writeSequence { function in
                        function.writeOID(derivation)
                        function.writeSequence { parameters(&$0) }
                    }
                    both.writeSequence { encryption in
                        encryption.writeOID(cipher)
                        encryption.writeOctetString(iv.span)
                    }
                }
            }
            info.writeOctetString(ciphertext.span)
        }
        return writer.bytes
    }

    @Test("Parameters that cannot be, and algorithms that are not supported, are named")
    func parameters() {
        let scrypt = OID(1, 3, 6, 1, 4, 1, 11591, 4, 11)
        func numbers(_ values: Int64..., hash: OID? = nil) -> (inout DERWriter) -> Void {
            { writer in
                writer.writeOctetString([1, 2, 3].span)
                for value in values { writer.writeInteger(value) }
                if let hash { writer.writeSequence { $0.writeOID(hash) } }
            }
        }
        let other = OID(1, 2, 3, 4)
        let files: [([UInt8], KeyError)] = [
            (Self.crafted(), .decryptionFailed),
            (Self.crafted(scheme: other), .encryptionNotSupported(other)),
            (Self.crafted(derivation: other), .encryptionNotSupported(other)),
            (Self.crafted(cipher: other), .encryptionNotSupported(other)),
            (Self.crafted(parameters: numbers(1, hash: other)), .encryptionNotSupported(other)),
            // An absent NULL is forgiven.
            (Self.crafted(parameters: numbers(1, hash: OID(1, 2, 840, 113549, 2, 9))), .decryptionFailed),
            (Self.crafted(parameters: numbers(1, 16)), .decryptionFailed),
            (Self.crafted(parameters: numbers(1, 32)), .encryptionParametersInvalid),
            (Self.crafted(parameters: numbers(0)), .encryptionParametersInvalid),
            (Self.crafted(parameters: numbers(-1)), .encryptionParametersInvalid),
            (Self.crafted(parameters: numbers(.max)), .encryptionTooExpensive),
            (Self.crafted(parameters: numbers(10_000_001)), .encryptionTooExpensive),
            (Self.crafted(iv: [1]), .encryptionParametersInvalid),
            (Self.crafted(ciphertext: []), .decryptionFailed),
            (Self.crafted(ciphertext: [1]), .decryptionFailed),
            (Self.crafted(derivation: scrypt, parameters: numbers(2, 1, 1)), .decryptionFailed),
            (Self.crafted(derivation: scrypt, parameters: numbers(2, 1, 1, 16)), .decryptionFailed),
            (Self.crafted(derivation: scrypt, parameters: numbers(2, 1, 1, 15)), .encryptionParametersInvalid),
            (Self.crafted(derivation: scrypt, parameters: numbers(3, 1, 1)), .encryptionParametersInvalid),
            (Self.crafted(derivation: scrypt, parameters: numbers(2, 0, 1)), .encryptionParametersInvalid),
            (Self.crafted(derivation: scrypt, parameters: numbers(2, 1, -1)), .encryptionParametersInvalid),
            (Self.crafted(derivation: scrypt, parameters: numbers(1 << 62, 8, 1)), .encryptionTooExpensive),
            (Self.crafted(derivation: scrypt, parameters: numbers(1 << 20, 8, 2)), .encryptionTooExpensive),
            (Self.crafted(derivation: scrypt, parameters: numbers(1 << 19, 8, 1)), .encryptionTooExpensive),
        ]
        for (index, (file, expected)) in files.enumerated() {
            let error = failure { () throws(KeyError) in
                try RSA.PrivateKey(derRepresentation: file.span, passphrase: passphrase)
            }
            #expect(error == expected, "file \(index)")
        }
    }

    /// A change of the vector changes the first bytes of what is encrypted, such as the version, and nobody notices: so
    /// weak is CBC. The key is the same or none.
    @Test("No cut gives a key, no changed byte another one, and none stops the program")
    func damage() throws {
        let key = try Sample.privateKey()
        let der = try key.encryptedDERRepresentation(passphrase: passphrase, encryption: cheap(.sha1, .aes128))
        var limits = KeyDecryptionLimits()
        limits.pbkdf2Rounds = 1000
        limits.scryptMemory = 1 << 20
        func read(_ bytes: [UInt8]) -> RSA.PrivateKey? {
            try? RSA.PrivateKey(derRepresentation: bytes.span, passphrase: passphrase, limits: limits)
        }
        for count in 0..<200 { #expect(read(Array(der.prefix(count))) == nil, "\(count) bytes") }
        #expect(read(der + [0]) == nil)
        for index in der.indices.prefix(120) {
            for flip in [UInt8(1), 0x80, 0xFF] {
                var changed = der
                changed[index] ^= flip
                #expect(read(changed).map { $0.publicKey == key.publicKey } ?? true, "byte \(index)")
            }
        }
    }
}

@Suite("Encrypted private keys: openssl", .enabled(if: Peer.isAvailable("openssl"), "openssl is not installed"))
struct OpenSSLEncryptedKeyTests {
    static let forms: [[String]] =
        [[], ["-scrypt"], ["-scrypt", "-scrypt_N", "1024", "-scrypt_r", "4", "-scrypt_p", "3"], ["-iter", "100000"]]
        + ["aes-128-cbc", "aes-192-cbc", "aes-256-cbc"].flatMap { cipher in
            ["SHA1", "SHA224", "SHA256", "SHA384", "SHA512"].map { ["-v2", cipher, "-v2prf", "hmacWith" + $0] }
        }

    @Test("We read what openssl pkcs8 writes by default and with every cipher, function and scrypt", arguments: forms)
    func theirs(options: [String]) throws {
        let key = try Sample.privateKey()
        let text = try Peer.output(
            of: "openssl", ["pkcs8", "-topk8", "-passout", "pass:geheim ü"] + options,
            input: Array(key.pemRepresentation.utf8))
        let again = try RSA.PrivateKey(pemRepresentation: text.span, passphrase: SecretBytes(Array("geheim ü".utf8)))
        #expect(again.derRepresentation == key.derRepresentation)
    }

    @Test("We read what openssl genrsa and genpkey write with a passphrase")
    func generated() throws {
        for words in [["genrsa", "-aes256"], ["genpkey", "-algorithm", "RSA", "-aes128"]] {
            let passOption = words[0] == "genrsa" ? "-passout" : "-pass"
            let tail = words[0] == "genrsa" ? ["2048"] : []
            let text = try Peer.output(of: "openssl", words + [passOption, "pass:secret"] + tail)
            let key = try RSA.PrivateKey(pemRepresentation: text.span, passphrase: SecretBytes(Array("secret".utf8)))
            let theirs = try Peer.output(of: "openssl", ["pkey", "-passin", "pass:secret", "-pubout"], input: text)
            #expect(key.publicKey.pemRepresentation == String(decoding: theirs, as: UTF8.self))
        }
    }

    @Test("openssl reads what we write", arguments: [KeyEncryption.pbkdf2, .scrypt])
    func ours(encryption: KeyEncryption) throws {
        let key = try Sample.privateKey()
        let text = try key.encryptedPEMRepresentation(
            passphrase: SecretBytes(Array("geheim ü".utf8)), encryption: encryption)
        let plain = try Peer.output(of: "openssl", ["pkey", "-passin", "pass:geheim ü"], input: Array(text.utf8))
        #expect(plain == Array(key.pemRepresentation.utf8))
        let refused = try Peer.run("openssl", ["pkey", "-passin", "pass:other"], input: Array(text.utf8))
        #expect(!refused.succeeded)
    }
}

@Suite(
    "Encrypted private keys: Python's cryptography",
    .enabled(if: Peer.pythonHas("cryptography"), "Python has no module cryptography"))
struct PythonEncryptedKeyTests {
    @Test("cryptography reads what we write, and we read what it writes")
    func bothDirections() throws {
        let key = try Sample.privateKey()
        let script = """
            import sys
            from cryptography.hazmat.primitives import serialization as s
            for block in sys.stdin.read().split('===\\n'):
                key = s.load_pem_private_key(block.encode(), 'geheim ü'.encode())
                sys.stdout.write(key.private_bytes(
                    s.Encoding.PEM, s.PrivateFormat.PKCS8, s.BestAvailableEncryption('anders'.encode())).decode())
            """
        let secret = SecretBytes(Array("geheim ü".utf8))
        let blocks = try [KeyEncryption.pbkdf2, .scrypt].map {
            try key.encryptedPEMRepresentation(passphrase: secret, encryption: $0)
        }
        let output = try Peer.python(script, input: Array(blocks.joined(separator: "===\n").utf8))
        let documents = try PEMDocument.documents(in: output.span)
        #expect(documents.count == 2)
        for document in documents {
            let again = try RSA.PrivateKey(
                derRepresentation: document.contents.bytes, passphrase: SecretBytes(Array("anders".utf8)))
            #expect(again.derRepresentation == key.derRepresentation)
        }
    }
}
