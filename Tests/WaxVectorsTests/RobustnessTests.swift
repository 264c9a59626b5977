import Foundation
import Testing
import WaxCore
import WaxTestSupport

@testable import WaxVectors

@Suite("Files that are not what they seem")
struct RobustnessTests {
    private func report(_ text: String, path: String = "file") -> FileReport {
        Conformance.run(contents: Array(text.utf8), path: path)
    }

    @Test("A file without vectors is skipped with a reason", arguments: [
        ("", "the file is empty"),
        (" \n\t", "the file is empty"),
        ("{\"testGroups\": [", "not valid JSON"),
        ("{}", "JSON of a schema that is not known"),
        ("[1, 2]", "JSON of a schema that is not known"),
        ("\"text\"", "not a vector file: no figures of the form name = value"),
        ("a\u{0}b", "not a vector file: binary"),
        ("# Title\n\nProse, and x = y.\n", "not a vector file: no figures of the form name = value"),
        (String(repeating: "[", count: 100_000), "not a vector file: no figures of the form name = value"),
        (String(repeating: "{\"a\":", count: 100_000), "not valid JSON"),
        ("P = 17\nG = 02\n", "vectors of the values p, g are not supported"),
        ("# \"CCM-DVPT\" information\nKey = 00\nNonce = 01\n", "CCM-DVPT is not supported"),
        ("{\"testGroups\": []}", "no test groups"),
        ("{\"testGroups\": [5]}", "a test group without tests"),
        ("{\"testGroups\": [{\"tests\": [{}]}]}",
            "tests without a type for an algorithm without a name are not supported"),
        ("{\"algorithm\": \"ECDSA\", \"testGroups\": [{\"type\": \"EcdsaVerify\", \"tests\": [{}]}]}",
            "tests of type EcdsaVerify for ECDSA are not supported"),
    ])
    func skipped(text: String, reason: String) {
        let report = report(text)
        #expect(report.skips == [.init(reason: reason, count: 1)])
        #expect(report.passed == 0 && report.failed == 0)
    }

    @Test("The algorithm that is not there is named, where the file's path names it", arguments: [
        ("ciphers/CAST5/cast5-ecb.txt", "CAST5: "),
        ("vectors/asymmetric/DSA/FIPS_186-3/SigVer.rsp", "DSA: "),
        ("ciphers/3DES/CBC/TCBCvarkey.rsp", "Triple DES: "),
        ("ciphers/AES/GCM-SIV/aes-192.txt", "AES-GCM-SIV: "),
        ("chacha20-poly1305.txt", "ChaCha20-Poly1305: "),
        ("aes-cmac-test.txt", "CMAC: "),
        ("idea/of/somebody/who/collects/files.txt", ""),
        ("", ""),
    ])
    func foreign(path: String, prefix: String) {
        let report = report("KEY = 00\nPLAINTEXT = 01\n", path: path)
        #expect(report.skips.map(\.reason) == [prefix + "vectors of the values key, plaintext are not supported"])
    }

    @Test("A malformed vector is skipped, the others run", arguments: [
        ("\"key\":5", "malformed vector: no field key"),
        ("\"key\":\"0\"", "malformed vector: the field key is not hexadecimal"),
    ])
    func malformed(key: String, reason: String) {
        let tag = "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"
        let valid = "{\"tcId\":1,\"key\":\"\",\"msg\":\"\",\"tag\":\"\(tag)\",\"result\":\"valid\"}"
        let malformed = "{\"tcId\":2,\(key),\"msg\":\"\",\"tag\":\"\(tag)\",\"result\":\"valid\"}"
        let report = report(
            "{\"algorithm\":\"HMACSHA256\",\"testGroups\":[{\"type\":\"MacTest\",\"tagSize\":256,"
                + "\"tests\":[\(valid),\(malformed)]}]}")
        #expect(report.passed == 1 && report.failed == 0)
        #expect(report.skips == [.init(reason: reason, count: 1)])
    }

    @Test("Numbers that fit nowhere are refused", arguments: ["-8", "1e300", "0", "99999999999999999999", "null"])
    func numbers(size: String) {
        let report = report(
            "{\"algorithm\":\"HMACSHA256\",\"testGroups\":[{\"type\":\"MacTest\",\"tagSize\":\(size),\"tests\":[{}]}]}")
        #expect(report.skipped == 1 && report.passed == 0 && report.failed == 0)
    }

    @Test("Lengths that do not fit are refused", arguments: ["-8", "16", "99999999999999999999", "x", "7"])
    func lengths(bits: String) {
        let report = report("[L = 32]\nLen = \(bits)\nMsg = 00\nMD = 00\n")
        #expect(report.skipped == 1 && report.passed == 0 && report.failed == 0)
    }

    @Test("A hash function is told by comment, by file name, or by trying")
    func hashNames() {
        // A vector counts once for each implementation.
        let all = HashAlgorithm.sha256.backends.count
        let empty = "Len = 0\nMsg = 00\nMD = e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n"
        #expect(report(empty).passed == all)
        #expect(report("[L = 32]\n" + empty).passed == all)
        #expect(report("# \"SHA-256 ShortMsg\" information\n" + empty).passed == all)
        #expect(report("# \"SHA-512/256 ShortMsg\" information\n[L = 32]\n" + empty).failed == 1)
        #expect(report("# \"SHA3-256 ShortMsg\" information\n[L = 32]\n" + empty).skipped == 1)
        #expect(report(empty, path: "a/SHA3_256ShortMsg.rsp").skipped == 1)
        #expect(report(empty, path: "a/SHA256ShortMsg.rsp").passed == all)
        // SM3 of nothing: in a file that names no function it is another one; where SHA-2 is named it is an error.
        let other = "Len = 0\nMsg = 00\nMD = 1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b\n"
        #expect(report(other).skipped == 1)
        #expect(report("[L = 32]\n" + other).failed == all)
        #expect(report(other, path: "sha256.txt").failed == all)
    }

    @Test("A derivation that would take hours or all memory is not run", arguments: [
        "salt = s\niterations = 1\nlength = 100000000000\n", "salt = s\niterations = 4096\nlength = 1048576\n",
        "salt = s\niterations = 33554433\nlength = 20\n",
        "salt = s\nn = 16\nr = 1\np = 1\nlength = 100000000000\n",
        "salt = s\nn = 1024\nr = 8\np = 100000\nlength = 64\n",
        "salt = s\nn = 4611686018427387904\nr = 4\np = 4611686018427387904\nlength = 64\n",
    ])
    func derivations(values: String) {
        let vector = "COUNT = 0\npassword = p\n\(values)derived_key = 00\n"
        let report = report(vector, path: "pbkdf2-hmac-sha1.txt")
        #expect(report.skips.count == 1 && report.skips[0].reason.hasSuffix(" is not run"), "\(report.skips)")
        #expect(report.passed == 0 && report.failed == 0)
    }

    @Test("A file of a known form without a vector in it is not passed over in silence")
    func nothing() {
        let report = report("password = p\nsalt = s\nn = 16\nr = 1\np = 1\nlength = 64\nderived_key = 00\n")
        #expect(report.skips == [.init(reason: "no vectors in the file", count: 1)])
    }

    @Test("Any change to a file of vectors leaves the runner standing", arguments: [
        "wycheproof/hmac_sha256_test.json", "rfc/rfc-5869-HKDF-SHA256.txt", "rfc/rfc7748.txt",
        "wycheproof/aes_gcm_test.json", "wycheproof/rsa_pss_2048_sha256_mgf1_32_test.json",
        "wycheproof/primality_test.json", "cavp/rsa/SigVerPSS_186-3.rsp",
        "wycheproof/rsa_oaep_2048_sha256_mgf1sha256_test.json", "wycheproof/rsa_signature_2048_sha256_test.json",
        "wycheproof/rsa_pkcs1_2048_test.json", "wycheproof/rsa_pkcs1_2048_sig_gen_test.json",
        "rsalabs/pkcs1v15crypt-vectors.txt", "pyca/rsa/oaep-label.txt",
    ])
    func mutations(path: String) throws {
        let contents = Array(try TestVectors.bytes(path).prefix(3000))
        var random = SeededRandom(seed: 77)
        for _ in 0..<100 {
            var changed = contents
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                let place = Int.random(in: 0..<changed.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
                case 1: changed.removeSubrange(place..<min(changed.count, place + 40))
                default: changed.insert(contentsOf: changed[(place / 2)..<place].prefix(50), at: place)
                }
                if changed.isEmpty { changed = [0x0A] }
            }
            let report = Conformance.run(contents: changed, path: path)
            #expect(report.passed + report.failed + report.skipped > 0)
        }
    }
}
