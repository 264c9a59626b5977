import Foundation
import Testing
import WaxCore
import WaxTestSupport

@testable import WaxRSA

@Suite("RSASSA-PSS: published vectors")
struct PSSVectorTests {
    struct File: Decodable {
        struct PublicKey: Decodable { let modulus, publicExponent: String }
        struct Group: Decodable {
            let sha, mgf, mgfSha: String
            let sLen: Int
            let publicKey: PublicKey
            let tests: [Vector]
        }
        struct Vector: Decodable {
            let tcId: Int
            let msg, sig, result: String
        }
        let testGroups: [Group]
    }

    @Test(
        "Wycheproof",
        arguments: [
            ("2048_sha256_mgf1_0", 103, 0), ("2048_sha256_mgf1_32", 108, 0), ("2048_sha384_mgf1_48", 141, 0),
            ("3072_sha256_mgf1_32", 108, 0), ("4096_sha256_mgf1_32", 108, 0), ("4096_sha512_mgf1_64", 179, 0),
            ("misc", 150, 0),
        ])
    func wycheproof(_ name: String, expectedCount: Int, expectedSkips: Int) throws {
        var count = 0
        var skips = 0
        for group in try TestVectors.json("wycheproof/rsa_pss_\(name)_test.json", as: File.self).testGroups {
            guard group.mgf == "MGF1", let hash = hashAlgorithm(group.sha), let mgf1Hash = hashAlgorithm(group.mgfSha)
            else {
                skips += group.tests.count
                continue
            }
            let key = RSA.Signing.PublicKey(
                try RSA.PublicKey(
                    modulus: try Hex.decode(group.publicKey.modulus),
                    publicExponent: try Hex.decode(group.publicKey.publicExponent)))
            for test in group.tests {
                let isValid = key.isValidSignature(
                    try Hex.decode(test.sig), forMessage: try Hex.decode(test.msg), hash: hash,
                    padding: .pss(saltByteCount: group.sLen, mgf1Hash: mgf1Hash))
                #expect(isValid == (test.result == "valid"), "tcId \(test.tcId)")
                count += 1
            }
        }
        #expect(count == expectedCount && skips == expectedSkips)
    }

    @Test("CAVP, signatures made by NIST without salt")
    func signaturesMade() throws {
        var count = 0
        var numbers: [String: [UInt8]] = [:]
        for record in try ResponseFile("cavp/rsa/SigGenPSS_186-3.rsp").records {
            for name in ["n", "e"] where record.fields[name] != nil { numbers[name] = try record.bytes(name) }
            let key = RSA.Signing.PublicKey(
                try RSA.PublicKey(modulus: numbers["n"] ?? [], publicExponent: numbers["e"] ?? [], sizePolicy: .insecureLegacy))
            let isValid = key.isValidSignature(
                try record.bytes("S"), forMessage: try record.bytes("Msg"),
                hash: try #require(hashAlgorithm(try record.text("SHAAlg"))), padding: .pss(saltByteCount: 0))
            #expect(isValid)
            count += 1
        }
        #expect(count == 125)
    }

    @Test("CAVP, good and bad signatures; the good ones are made again from salt and key")
    func signaturesToVerify() throws {
        var counts = (good: 0, bad: 0, made: 0)
        let keys = KeyCache()
        var numbers: [String: [UInt8]] = [:]
        // A key stands in a block of its own, before its first signature.
        for block in try TestVectors.text("cavp/rsa/SigVerPSS_186-3.rsp").components(separatedBy: "\n\n") {
            guard let record = ResponseFile(text: block).records.first else { continue }
            if record.fields["n"] != nil { numbers["n"] = try record.bytes("n") }
            guard record.fields["SHAAlg"] != nil else { continue }
            let modulus = numbers["n"] ?? []
            let exponent = try record.bytes("e"), signature = try record.bytes("S"), message = try record.bytes("Msg")
            let salt = try record.bytes("SaltVal")
            let hash = try #require(hashAlgorithm(try record.text("SHAAlg")))
            let padding = RSA.Signing.Padding.pss(saltByteCount: salt.count)
            let key = try RSA.PublicKey(modulus: modulus, publicExponent: exponent, sizePolicy: .insecureLegacy)
            let isGood = try record.text("Result").hasPrefix("P")
            let isValid = RSA.Signing.PublicKey(key).isValidSignature(
                signature, forMessage: message, hash: hash, padding: padding)
            #expect(isValid == isGood)
            guard isGood else {
                counts.bad += 1
                continue
            }
            counts.good += 1
            // Short keys do not sign.
            guard key.modulusBitCount >= 2048 else { continue }
            let privateExponent = try record.bytes("d")
            var random = ScriptedRandom(first: salt)
            let privateKey = try keys.key(for: try record.text("d")) {
                try RSA.PrivateKey(modulus: modulus, publicExponent: exponent, privateExponent: privateExponent)
            }
            let made = try RSA.Signing.PrivateKey(privateKey).signature(
                forMessage: message.span, hash: hash, padding: padding, using: &random)
            #expect(made == signature)
            counts.made += 1
        }
        #expect(counts == (13, 62, 9))
    }
}

/// Gives the bytes given once, and then those of a seed.
struct ScriptedRandom: RandomSource {
    private var first: [UInt8]?
    private var later = SeededRandom(seed: 99)

    init(first: [UInt8]) { self.first = first }

    mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
        if let script = first, script.count == bytes.count {
            for index in 0..<script.count { bytes[index] = script[index] }
            first = nil
        } else {
            later.fill(&bytes)
        }
    }
}
