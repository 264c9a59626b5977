import Foundation
import Testing
import WaxCore
import WaxEncoding
import WaxKeys
import WaxRSA
import WaxTestSupport

/// What becomes of a file that should be a key: its fingerprint, or the error.
private func outcome(of bytes: [UInt8], path: String, passphrase: String = "") -> Result<String, KeyError> {
    let secret = passphrase.isEmpty ? nil : SecretBytes(Array(passphrase.utf8))
    do throws(KeyError) {
        let key =
            path.hasSuffix(".der")
            ? try RSA.PrivateKey(derRepresentation: bytes.span, passphrase: secret)
            : try RSA.PrivateKey(pemRepresentation: bytes.span, passphrase: secret)
        return .success("\(key.publicKey.fingerprint)")
    } catch {
        return .failure(error)
    }
}

private func publicOutcome(of bytes: [UInt8], path: String) -> Result<String, KeyError> {
    do throws(KeyError) {
        let key =
            path.hasSuffix(".der")
            ? try RSA.PublicKey(derRepresentation: bytes) : try RSA.PublicKey(pemRepresentation: bytes.span)
        return .success("\(key.fingerprint)")
    } catch {
        return .failure(error)
    }
}

@Suite("Key files that are malformed or of other kinds")
struct MalformedKeyTests {
    private static let ec = OID(1, 2, 840, 10045, 2, 1)
    private static let tripleDES = OID(1, 2, 840, 113549, 3, 7)

    static let refused: [(String, String, KeyError)] = [
        ("PKCS8/bad-encryption-oid.pem", "x", .encryptionNotSupported(OID(0, 24, 97, 792, 97, 792, 97, 792))),
        ("PKCS8/bad-oid-dsa-key.pem", "", .algorithmNotSupported(OID(0, 37, 11229, 117, 11229, 113))),
        ("PKCS8/ec-invalid-version.pem", "", .algorithmNotSupported(ec)),
        ("PKCS8/ec_private_key_encrypted.pem", "", .passphraseNeeded),
        ("PKCS8/ec_private_key_encrypted.pem", "123456", .algorithmNotSupported(ec)),
        ("PKCS8/ec_private_key_encrypted.pem", "1234567", .decryptionFailed),
        ("PKCS8/ed25519-scrypt.pem", "hunter42", .algorithmNotSupported(OID(1, 3, 101, 112))),
        ("PKCS8/ed25519-scrypt.pem", "hunter43", .decryptionFailed),
        ("PKCS8/enc-ec-sha1-128-rc4.pem", "x", .encryptionNotSupported(OID(1, 2, 840, 113549, 1, 12, 1, 1))),
        ("PKCS8/enc-rsa-3des.pem", "x", .encryptionNotSupported(tripleDES)),
        ("PKCS8/enc-rsa-pkcs8-pbkdf2-0iter.pem", "x", .encryptionParametersInvalid),
        ("PKCS8/enc-rsa-pkcs8.pem", "x", .encryptionNotSupported(OID(1, 2, 840, 113549, 1, 12, 1, 3))),
        ("PKCS8/enc-unknown-algorithm.pem", "x", .encryptionNotSupported(OID(1, 2, 840, 113549, 3, 7, 23, 321, 3))),
        ("PKCS8/enc-unknown-kdf.pem", "x", .encryptionNotSupported(tripleDES)),
        ("PKCS8/enc-unknown-pbkdf2-prf.pem", "x", .encryptionNotSupported(tripleDES)),
        ("PKCS8/enc2-rsa-pkcs8.pem", "baz", .keyNotAccepted(.modulusSizeNotAccepted(bitCount: 1024))),
        ("PKCS8/rsa-pbewithmd5anddescbc.pem", "x", .encryptionNotSupported(OID(1, 2, 840, 113549, 1, 5, 3))),
        ("PKCS8/rsa-rc2-cbc-effective-key-length.pem", "x", .encryptionNotSupported(OID(1, 2, 840, 113549, 3, 2))),
        ("PKCS8/rsa_pss_2048_pub.der", "", .unexpectedPEMLabel("PUBLIC KEY")),
        ("PKCS8/unenc-dsa-pkcs8.pem", "", .algorithmNotSupported(OID(1, 2, 840, 10040, 4, 1))),
        ("Traditional_OpenSSL_Serialization/key1.pem", "x", .traditionalEncryptionNotSupported),
        ("Traditional_OpenSSL_Serialization/key1-malformed-dek-info.pem", "x", .traditionalEncryptionNotSupported),
        ("Traditional_OpenSSL_Serialization/key1-malformed-iv.pem", "x", .traditionalEncryptionNotSupported),
        ("Traditional_OpenSSL_Serialization/key1-no-dek-info.pem", "x", .traditionalEncryptionNotSupported),
        ("Traditional_OpenSSL_Serialization/key1-short-iv.pem", "x", .traditionalEncryptionNotSupported),
        ("PEM_Serialization/dsaparam.pem", "", .unexpectedPEMLabel("DSA PARAMETERS")),
        ("PEM_Serialization/ec_private_key.pem", "", .unexpectedPEMLabel("EC PRIVATE KEY")),
        ("PEM_Serialization/ec_public_key_rsa_delimiter.pem", "", .unexpectedPEMLabel("RSA PUBLIC KEY")),
        ("DER_Serialization/dsa.2048.der", "", .unexpectedPEMLabel("DSA PRIVATE KEY")),
        ("DER_Serialization/dsa_public_key_invalid_bit_string.der", "", .unexpectedPEMLabel("PUBLIC KEY")),
        ("DER_Serialization/dsa_public_key_no_params.der", "", .unexpectedPEMLabel("PUBLIC KEY")),
        ("DER_Serialization/ec_private_key.der", "", .unexpectedPEMLabel("EC PRIVATE KEY")),
        ("DER_Serialization/enc-rsa-pkcs8.der", "x", .encryptionNotSupported(OID(1, 2, 840, 113549, 1, 12, 1, 3))),
    ]

    @Test("Each is refused for what is wrong with it", arguments: refused)
    func samples(path: String, passphrase: String, error: KeyError) throws {
        #expect(try outcome(of: Sample.bytes(path), path: path, passphrase: passphrase) == .failure(error))
    }

    @Test("One that is merely unusual is read: AES-192 under HMAC-SHA-384")
    func unusual() throws {
        let bytes = try Sample.bytes("PKCS8/rsa-aes-192-cbc.pem")
        #expect(
            outcome(of: bytes, path: "x.pem", passphrase: "PolarSSLTest")
                == .success("SHA256:bOeXe1A+fXHfB0mpw9V8YzkG4NN6uJl9oxIyC2cZck0"))
        #expect(outcome(of: bytes, path: "x.pem", passphrase: "PolarSSL") == .failure(.decryptionFailed))
    }
}

/// All key files of the Python package `cryptography-vectors`, where it is installed.
@Suite(
    "Key files of cryptography-vectors",
    .enabled(if: Peer.pythonHas("cryptography_vectors"), "the Python package cryptography-vectors is not installed"))
struct CryptographyVectorsTests {
    /// The folders of private keys, and how many files each has at least.
    static let folders = [
        ("PKCS8", 55), ("PEM_Serialization", 12), ("DER_Serialization", 17), ("Traditional_OpenSSL_Serialization", 13),
        ("OpenSSH", 30), ("public/PKCS1", 2),
    ]

    @Test("Every file is a key, or is refused in one line that shows nothing of it", arguments: folders)
    func walk(folder: String, count: Int) throws {
        let script = "import cryptography_vectors, os; print(os.path.dirname(cryptography_vectors.__file__))"
        let root = String(decoding: try Peer.python(script), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let path = "\(root)/asymmetric/\(folder)"
        let names = try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
            .filter { $0.contains(".") && !$0.hasSuffix(".txt") }
        #expect(names.count >= count)
        var keys: [String] = []
        for name in names {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
            // Each as what it says it is and as what it is not.
            for form in [name, "x.der", "x.pem"] {
                for result in [
                    outcome(of: bytes, path: form), outcome(of: bytes, path: form, passphrase: "foobar"),
                    publicOutcome(of: bytes, path: form),
                ] {
                    switch result {
                    case .success: keys.append(name)
                    case .failure(let error):
                        let text = "\(error)"
                        #expect(text.count > 10 && text.count < 250 && !text.contains("\n"), "\(name): \(text)")
                    }
                }
            }
        }
        // No file becomes a key that was none before, unless somebody looks at it.
        let known: [String: Set<String>] = [
            "PKCS8": [], "PEM_Serialization": ["rsa_public_key.pem"],
            "DER_Serialization": ["rsa_public_key.der", "testrsa.der"],
            "Traditional_OpenSSL_Serialization": ["testrsa.pem"],
        ]
        #expect(Set(keys) == known[folder] ?? Set(keys))
    }
}
