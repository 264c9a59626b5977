import Testing
import WaxCore
import WaxKeys
import WaxRSA
import WaxTestSupport

/// The part of Wycheproof's files of RSASSA-PSS that has keys in it.
private struct File: Decodable {
    struct Group: Decodable {
        struct Numbers: Decodable { var modulus: String, publicExponent: String }
        var publicKey: Numbers
        var publicKeyDer: String
    }
    var testGroups: [Group]
}

@Suite("Published keys")
struct PublishedKeyTests {
    @Test(
        "Wycheproof: every SubjectPublicKeyInfo has the numbers beside it, and is written as it was",
        arguments: [
            ("2048_sha256_mgf1_0", 1), ("2048_sha256_mgf1_32", 1), ("2048_sha384_mgf1_48", 1),
            ("3072_sha256_mgf1_32", 1),
            ("4096_sha256_mgf1_32", 1), ("4096_sha512_mgf1_64", 1), ("misc", 150),
        ])
    func wycheproof(name: String, count: Int) throws {
        let file: File = try TestVectors.json("wycheproof/rsa_pss_\(name)_test.json")
        #expect(file.testGroups.count == count)
        for group in file.testGroups {
            let bytes = try Hex.decode(group.publicKeyDer)
            let key = try RSA.PublicKey(derRepresentation: bytes)
            #expect(key.derRepresentation == bytes)
            let (modulus, exponent) = (group.publicKey.modulus, group.publicKey.publicExponent)
            #expect(try key == RSA.PublicKey(modulus: Hex.decode(modulus), publicExponent: Hex.decode(exponent)))
            #expect(try RSA.PublicKey(pemRepresentation: key.pkcs1PEMRepresentation) == key)
            #expect(try OpenSSHPublicKey("\(OpenSSHPublicKey(key))").key == key)
        }
    }
}
