import Testing
import WaxCore
import WaxEncoding
import WaxKeys
import WaxRSA
import WaxTestSupport

@Suite("Key files")
struct KeyFileTests {
    @Test("A private key in PKCS#1 is written as it was, and as PKCS#8, and read from either")
    func privateKey() throws {
        let text = try Sample.text("Traditional_OpenSSL_Serialization/testrsa.pem")
        let der = try Sample.bytes("DER_Serialization/testrsa.der")
        let key = try RSA.PrivateKey(pemRepresentation: text)
        #expect(key.modulusBitCount == 2048)
        #expect(key.pkcs1PEMRepresentation == text)
        #expect(key.pkcs1DERRepresentation.array == der)
        #expect(key.pkcs8DERRepresentation == key.derRepresentation)
        #expect(key.pemRepresentation.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(key.secretPEMRepresentation.array == Array(key.pemRepresentation.utf8))

        let forms = [
            try RSA.PrivateKey(pemRepresentation: key.pemRepresentation),
            try RSA.PrivateKey(derRepresentation: key.pkcs8DERRepresentation),
            try RSA.PrivateKey(derRepresentation: key.pkcs1DERRepresentation),
            try RSA.PrivateKey(derRepresentation: der.span),
            try RSA.Signing.PrivateKey(pemRepresentation: text).key,
            try RSA.Signing.PrivateKey(derRepresentation: RSA.Signing.PrivateKey(key).derRepresentation).key,
        ]
        for form in forms { #expect(form.pkcs1DERRepresentation.array == der) }
        #expect(RSA.Signing.PrivateKey(key).pemRepresentation == key.pemRepresentation)
    }

    @Test("A public key in SubjectPublicKeyInfo and in PKCS#1 is written as it was, and read from either")
    func publicKey() throws {
        let text = try Sample.text("PEM_Serialization/rsa_public_key.pem")
        let der = try Sample.bytes("DER_Serialization/rsa_public_key.der")
        let key = try RSA.PublicKey(pemRepresentation: text)
        #expect(key.pemRepresentation == text && key.derRepresentation == der)
        let forms = [
            try RSA.PublicKey(derRepresentation: der), try RSA.PublicKey(derRepresentation: key.pkcs1DERRepresentation),
            try RSA.PublicKey(pemRepresentation: key.pkcs1PEMRepresentation),
            try RSA.Signing.PublicKey(pemRepresentation: text).key,
            try RSA.Signing.PublicKey(derRepresentation: der).key,
        ]
        for form in forms { #expect(form == key) }
        #expect(key.pkcs1PEMRepresentation.hasPrefix("-----BEGIN RSA PUBLIC KEY-----\n"))
        #expect(RSA.Signing.PublicKey(key).pemRepresentation == text)
        #expect(RSA.Signing.PublicKey(key).derRepresentation == der)
    }

    @Test(
        "Private key files that are refused say why",
        arguments: [
            ("Traditional_OpenSSL_Serialization/testrsa-encrypted.pem", .traditionalEncryptionNotSupported),
            ("Traditional_OpenSSL_Serialization/rsa-wrong-version.pem", .versionNotSupported(17)),
            ("PKCS8/enc2-rsa-pkcs8.pem", .passphraseNeeded),
            ("PKCS8/rsa_pss_2048.pem", .algorithmNotSupported(OID(1, 2, 840, 113549, 1, 1, 10))),
            ("PKCS8/private.pem", .algorithmNotSupported(OID(1, 2, 840, 10045, 2, 1))),
            ("PKCS8/wrong-pem-delimiter-rsa.pem", .invalidDER(DERError(.unexpectedTag, at: 7))),
            ("PEM_Serialization/rsa_public_key.pem", .unexpectedPEMLabel("PUBLIC KEY")),
            ("PEM_Serialization/rsa-bad-1025-q-is-2.pem", .keyNotAccepted(.modulusSizeNotAccepted(bitCount: 1025))),
            ("OpenSSH/rsa-nopsw.key", .openSSHPrivateKeyNotSupported),
            ("OpenSSH/rsa-nopsw.key.pub", .invalidPEM(PEMError(.noDocument, line: 1))),
        ] as [(String, KeyError)])
    func refusedPrivatePEM(path: String, error: KeyError) throws {
        let text = try Sample.text(path)
        #expect(failure { () throws(KeyError) in try RSA.PrivateKey(pemRepresentation: text) } == error)
    }

    @Test(
        "Private keys in DER that are refused say why",
        arguments: [
            ("DER_Serialization/enc2-rsa-pkcs8.der", .passphraseNeeded),
            ("DER_Serialization/unenc-rsa-pkcs8.der", .keyNotAccepted(.modulusSizeNotAccepted(bitCount: 1024))),
            ("DER_Serialization/rsa_public_key.der", .unexpectedPEMLabel("PUBLIC KEY")),
            ("PKCS8/unknown-oid.der", .algorithmNotSupported(OID(1, 2, 840, 1_004_321, 3213, 321))),
        ] as [(String, KeyError)])
    func refusedPrivateDER(path: String, error: KeyError) throws {
        let bytes = try Sample.bytes(path)
        #expect(failure { () throws(KeyError) in try RSA.PrivateKey(derRepresentation: bytes.span) } == error)
    }

    @Test(
        "Public key files that are refused say why",
        arguments: [
            ("PEM_Serialization/rsa_wrong_delimiter_public_key.pem", .invalidDER(DERError(.unexpectedTag, at: 4))),
            ("PEM_Serialization/ec_public_key.pem", .algorithmNotSupported(OID(1, 2, 840, 10045, 2, 1))),
            ("Traditional_OpenSSL_Serialization/testrsa.pem", .unexpectedPEMLabel("RSA PRIVATE KEY")),
            ("public/PKCS1/rsa.pub.pem", .keyNotAccepted(.modulusSizeNotAccepted(bitCount: 1024))),
        ] as [(String, KeyError)])
    func refusedPublic(path: String, error: KeyError) throws {
        let text = try Sample.text(path)
        #expect(failure { () throws(KeyError) in try RSA.PublicKey(pemRepresentation: text) } == error)
    }

    @Test("Errors tell what to do and show nothing of the key")
    func descriptions() {
        #expect("\(KeyError.openSSHPrivateKeyNotSupported)".contains("ssh-keygen -p -m PKCS8 -f"))
        #expect("\(KeyError.traditionalEncryptionNotSupported)".contains("openssl pkcs8 -topk8 -in FILE"))
        #expect("\(KeyError.encryptionNotSupported(OID(1, 2, 3)))".contains("1.2.3"))
        #expect("\(KeyError.decryptionFailed)".hasPrefix("wrong passphrase"))
        #expect("\(KeyError.algorithmNotSupported(OID(1, 3, 101, 112)))".contains("1.3.101.112"))
        #expect(
            "\(KeyError.keyNotAccepted(.modulusSizeNotAccepted(bitCount: 1024)))".contains(
                "1024 bits, accepted are 2048 to 8192"))
        #expect(
            "\(KeyError.keyNotAccepted(.modulusSizeNotAccepted(bitCount: 768, accepted: 1024...8192)))".contains(
                "768 bits, accepted are 1024 to 8192"))
        #expect("\(KeyError.unexpectedPEMLabel("CERTIFICATE"))".contains("'CERTIFICATE'"))
    }
}
