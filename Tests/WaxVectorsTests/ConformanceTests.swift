import Foundation
import Testing
import WaxTestSupport

@testable import WaxVectors

@Suite("Published vectors")
struct ConformanceTests {
    @Test("Every vector of a file passes on every backend, and none is lost", arguments: PublishedFile.all)
    func published(file: PublishedFile) throws {
        let contents = try TestVectors.bytes(file.path)
        let report = Conformance.run(contents: contents, path: file.path)
        print(report.table(publisher: String(file.path.prefix { $0 != "/" })))

        #expect(report.failures.map { "\($0.vector): \($0.message)" } == [])
        #expect(Set(report.runs.map(\.algorithm)) == Set(file.passed.keys))
        for run in report.runs {
            #expect(run.passed == file.passed[run.algorithm], "\(run.algorithm) on \(run.backend.name)")
            #expect(run.failed == 0, "\(run.algorithm) on \(run.backend.name)")
        }
        #expect(Dictionary(uniqueKeysWithValues: report.skips.map { ($0.reason, $0.count) }) == file.skipped)
    }

    @Test("AES-GCM runs on each of its backends")
    func backends() throws {
        let file = "wycheproof/aes_gcm_test.json"
        let report = Conformance.run(contents: try TestVectors.bytes(file), path: file)
        #expect(report.runs.map(\.backend) == AESBackends.all)
        #expect(AESBackends.all.count > 1)
    }

    @Test("No file of vectors is left out")
    func complete() throws {
        for publisher in ["wycheproof", "cavp", "rfc", "noise", "rsalabs", "pyca/rsa"] {
            let folder = try TestVectors.url(publisher).path
            let found = try FileManager.default.subpathsOfDirectory(atPath: folder)
                .filter { $0.contains(".") && !$0.hasSuffix(".md") }.map { publisher + "/" + $0 }
            let listed = PublishedFile.all.map(\.path).filter { $0.hasPrefix(publisher + "/") }
            #expect(found.sorted() == listed.sorted())
        }
    }

    /// Changes to a file, each of which makes one vector wrong.
    static let plants: [(path: String, from: String, to: String)] = [
        ("wycheproof/aes_gcm_test.json", "\"result\":\"valid\"", "\"result\":\"invalid\""),
        ("wycheproof/aes_gcm_test.json", "\"result\":\"invalid\"", "\"result\":\"valid\""),
        ("wycheproof/aes_gcm_test.json", "\"msg\":\"001d", "\"msg\":\"011d"),
        ("wycheproof/hkdf_sha256_test.json", "\"okm\":\"", "\"okm\":\"00"),
        ("wycheproof/hkdf_sha512_test.json", "\"result\":\"invalid\"", "\"result\":\"valid\""),
        ("wycheproof/hmac_sha384_test.json", "\"result\":\"valid\"", "\"result\":\"invalid\""),
        ("wycheproof/hmac_sha384_test.json", "\"result\":\"invalid\"", "\"result\":\"valid\""),
        ("wycheproof/primality_test.json", "\"result\":\"valid\"", "\"result\":\"invalid\""),
        ("wycheproof/rsa_pss_2048_sha256_mgf1_32_test.json", "\"result\":\"valid\"", "\"result\":\"invalid\""),
        ("wycheproof/rsa_pss_4096_sha512_mgf1_64_test.json", "\"result\":\"invalid\"", "\"result\":\"valid\""),
        ("wycheproof/rsa_oaep_2048_sha256_mgf1sha256_test.json", "\"result\":\"valid\"", "\"result\":\"invalid\""),
        ("wycheproof/rsa_oaep_2048_sha256_mgf1sha256_test.json", "\"result\":\"invalid\"", "\"result\":\"valid\""),
        ("wycheproof/rsa_oaep_4096_sha512_mgf1sha512_test.json", "\"msg\":\"54657374", "\"msg\":\"55657374"),
        ("wycheproof/rsa_pkcs1_2048_test.json", "\"result\":\"valid\"", "\"result\":\"invalid\""),
        ("wycheproof/rsa_pkcs1_2048_test.json", "\"result\":\"invalid\"", "\"result\":\"valid\""),
        ("wycheproof/rsa_pkcs1_4096_sig_gen_test.json", "\"sig\":\"", "\"sig\":\"00"),
        ("wycheproof/rsa_signature_2048_sha256_test.json", "\"result\":\"valid\"", "\"result\":\"invalid\""),
        ("wycheproof/rsa_signature_3072_sha256_test.json", "\"result\":\"invalid\"", "\"result\":\"valid\""),
        ("wycheproof/x25519_test.json", "\"shared\":\"4", "\"shared\":\"5"),
        ("wycheproof/x25519_test.json", "\"ZeroSharedSecret\"", "\"Other\""),
        ("wycheproof/aes_cbc_pkcs5_test.json", "\"result\":\"valid\"", "\"result\":\"invalid\""),
        ("wycheproof/aes_cbc_pkcs5_test.json", "\"result\":\"invalid\"", "\"result\":\"valid\""),
        ("wycheproof/aes_wrap_test.json", "\"result\":\"invalid\"", "\"result\":\"valid\""),
        ("wycheproof/aes_kwp_test.json", "\"result\":\"valid\"", "\"result\":\"invalid\""),
        ("wycheproof/rsa_oaep_misc_test.json", "\"label\":\"\"", "\"label\":\"00\""),
        ("wycheproof/rsa_pss_misc_params_test.json", "\"mgfSha\":\"SHA-1\"", "\"mgfSha\":\"SHA-256\""),
        ("cavp/aes_cbc/CBCMCT128.rsp", "CIPHERTEXT = 8", "CIPHERTEXT = 9"),
        ("cavp/rsa/SigVerPSS_186-3_salts.rsp", "SaltVal = 00\nResult = P", "SaltVal = 0000\nResult = P"),
        ("cavp/aes_cbc/CBCMMT192.rsp", "IV = ", "IV = 00"),
        ("cavp/aes_cbc/CBCVarTxt256.rsp", "CIPHERTEXT = d", "CIPHERTEXT = e"),
        ("cavp/aes_ecb/ECBKeySbox128.rsp", "PLAINTEXT = 0", "PLAINTEXT = 1"),
        ("cavp/keywrap/KW_AD_256.txt", "FAIL", "P = 00"),
        ("cavp/keywrap/KW_AE_128.txt", "C = ", "C = 0000000000000000"),
        ("cavp/keywrap/KWP_AE_192.txt", "P = ", "P = 00"),
        ("rfc/rfc-3686-aes-256-ctr.txt", "PLAINTEXT = 5", "PLAINTEXT = 6"),
        ("rfc/kwp-botan.txt", "Output = 1", "Output = 2"),
        ("cavp/aes_gcm/gcmDecrypt128.rsp", "Tag = 7", "Tag = 8"),
        ("cavp/aes_gcm/gcmDecrypt128.rsp", "FAIL", "PT ="),
        ("cavp/aes_gcm/gcmEncryptExtIV256.rsp", "Tag = 6", "Tag = 7"),
        ("wycheproof/pbkdf2_hmacsha256_test.json", "\"dk\":\"5", "\"dk\":\"6"),
        ("wycheproof/pbkdf2_hmacsha512_test.json", "\"result\":\"valid\"", "\"result\":\"invalid\""),
        ("cavp/sha/SHA1ShortMsg.rsp", "MD = d", "MD = e"),
        ("cavp/sha/SHA224Monte.rsp", "MD = c", "MD = d"),
        ("cavp/sha/SHA512_256LongMsg.rsp", "MD = 1", "MD = 2"),
        ("cavp/sha/SHA512_224ShortMsg.rsp", "MD = 6", "MD = 7"),
        ("cavp/sha/SHA256ShortMsg.rsp", "MD = e", "MD = f"),
        ("cavp/sha/SHA512LongMsg.rsp", "Msg = f", "Msg = e"),
        ("cavp/sha/SHA384Monte.rsp", "MD = e", "MD = f"),
        ("cavp/rsa/SigGenPSS_186-3.rsp", "Msg = 1", "Msg = 2"),
        ("cavp/rsa/SigGen15_186-3.rsp", "Msg = 1", "Msg = 2"),
        ("cavp/rsa/SigVer15_186-3.rsp", "Result = F", "Result = P"),
        ("rsalabs/pkcs1v15crypt-vectors.txt", "# Seed:\n", "# Seed:\nf"),
        ("pyca/rsa/oaep-sha256-sha512.txt", "# Encryption:\n", "# Encryption:\n7"),
        ("pyca/rsa/oaep-label.txt", "Hello", "hello"),
        ("rsalabs/oaep-vect.txt", "# Encryption:\n", "# Encryption:\n1"),
        ("rsalabs/pss-vect.txt", "# Salt:\n", "# Salt:\n12"),
        ("rsalabs/pkcs1v15sign-vectors.txt", "# Message to be signed:\n", "# Message to be signed:\n1"),
        ("cavp/rsa/SigVerPSS_186-3.rsp", "Result = P", "Result = F"),
        ("cavp/rsa/SigVerPSS_186-3.rsp", "Result = F", "Result = P"),
        ("rfc/rfc-4231-sha256.txt", "MD = b", "MD = c"),
        ("rfc/rfc-5869-HKDF-SHA256.txt", "OKM  = 3", "OKM  = 4"),
        ("rfc/rfc-5869-HKDF-SHA256.txt", "PRK  = 0", "PRK  = 1"),
        ("rfc/rfc-6070-PBKDF2-SHA1.txt", "DERIVED_KEY = 5", "DERIVED_KEY = 6"),
        ("rfc/scrypt.txt", "PASSWORD = p", "PASSWORD = q"),
        ("rfc/rfc7748.txt", "OUTPUT_U = c", "OUTPUT_U = d"),
        ("noise/cacophony_25519_AESGCM_SHA256.json", "\"handshake_hash\":\"63", "\"handshake_hash\":\"64"),
        ("noise/cacophony_25519_AESGCM_SHA256.json", "\"ciphertext\":\"ca35", "\"ciphertext\":\"ca36"),
        ("noise/cacophony_25519_AESGCM_SHA256.json", "\"ciphertext\":\"8d37", "\"ciphertext\":\"8d38"),
        ("noise/cacophony_25519_AESGCM_SHA256.json", "\"init_static\":\"e6", "\"init_static\":\"f6"),
    ]

    @Test("A vector that is wrong is found, and no other", arguments: plants)
    func planted(path: String, from: String, to: String) throws {
        var text = try TestVectors.text(path)
        let place = try #require(text.firstRange(of: from), "the plant does not fit the file")
        text.replaceSubrange(place, with: to)
        let report = Conformance.run(contents: Array(text.utf8), path: path)
        #expect(!report.runs.isEmpty)
        for run in report.runs { #expect(run.failed == 1) }
        #expect(report.failures.count == report.runs.count)
    }
}

extension FileReport {
    /// A line for each backend: publisher, file, algorithm, backend, ran, passed; and one for each reason to skip.
    func table(publisher: String) -> String {
        let columns = runs.map { run in
            [publisher, path, run.algorithm, run.backend.name, "\(run.passed + run.failed) ran", "\(run.passed) passed"]
        } + skips.map { [publisher, path, "-", "-", "\($0.count) skipped", $0.reason] }
        return columns.map { $0.joined(separator: " | ") }.joined(separator: "\n")
    }
}
