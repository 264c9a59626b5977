import Testing

/// A file of `TestVectors` and what must come of it.
struct PublishedFile: Sendable, CustomTestStringConvertible {
    let path: String
    /// How many vectors of each algorithm pass, on each backend.
    let passed: [String: Int]
    /// How many are skipped, for each reason.
    let skipped: [String: Int]

    init(_ path: String, _ passed: [String: Int], skipped: [String: Int] = [:]) {
        self.path = path
        self.passed = passed
        self.skipped = skipped
    }

    var testDescription: String { path }

    static let all: [PublishedFile] = wycheproof + cavp + blockCipher + rfc + noise + rsaLaboratories + pyca

    private static let wycheproof: [PublishedFile] = [
        .init("wycheproof/aes_cbc_pkcs5_test.json", ["AES-CBC": 216]),
        .init("wycheproof/aes_gcm_test.json", ["AES-GCM": 316]),
        .init("wycheproof/aes_kwp_test.json", ["AES-KWP": 254]),
        .init("wycheproof/aes_wrap_test.json", ["AES-KW": 165]),
        .init("wycheproof/hkdf_sha1_test.json", ["HKDF-SHA-1": 87]),
        .init("wycheproof/hkdf_sha256_test.json", ["HKDF-SHA-256": 86]),
        .init("wycheproof/hkdf_sha384_test.json", ["HKDF-SHA-384": 83]),
        .init("wycheproof/hkdf_sha512_test.json", ["HKDF-SHA-512": 83]),
        .init("wycheproof/hmac_sha1_test.json", ["HMAC-SHA-1": 170]),
        .init("wycheproof/hmac_sha256_test.json", ["HMAC-SHA-256": 174]),
        .init("wycheproof/hmac_sha384_test.json", ["HMAC-SHA-384": 174]),
        .init("wycheproof/hmac_sha512_test.json", ["HMAC-SHA-512": 174]),
        .init("wycheproof/pbes2_hmacsha256_aes_128_test.json", ["PBES2-HMAC-SHA-256-AES-128-CBC": 84]),
        .init("wycheproof/pbes2_hmacsha512_aes_256_test.json", ["PBES2-HMAC-SHA-512-AES-256-CBC": 84]),
        .init("wycheproof/pbkdf2_hmacsha1_test.json", ["PBKDF2-HMAC-SHA-1": 63]),
        .init("wycheproof/pbkdf2_hmacsha256_test.json", ["PBKDF2-HMAC-SHA-256": 60]),
        .init("wycheproof/pbkdf2_hmacsha512_test.json", ["PBKDF2-HMAC-SHA-512": 58]),
        .init(
            "wycheproof/primality_test.json", ["primality": 303],
            skipped: ["negative numbers are not supported": 14]),
        .init("wycheproof/rsa_oaep_2048_sha1_mgf1sha1_test.json", ["RSAES-OAEP": 36]),
        .init("wycheproof/rsa_oaep_2048_sha256_mgf1sha1_test.json", ["RSAES-OAEP": 31]),
        .init("wycheproof/rsa_oaep_2048_sha256_mgf1sha256_test.json", ["RSAES-OAEP": 37]),
        .init("wycheproof/rsa_oaep_2048_sha384_mgf1sha384_test.json", ["RSAES-OAEP": 34]),
        .init("wycheproof/rsa_oaep_2048_sha512_mgf1sha512_test.json", ["RSAES-OAEP": 33]),
        .init("wycheproof/rsa_oaep_3072_sha256_mgf1sha256_test.json", ["RSAES-OAEP": 37]),
        .init("wycheproof/rsa_oaep_4096_sha256_mgf1sha256_test.json", ["RSAES-OAEP": 37]),
        .init("wycheproof/rsa_oaep_4096_sha512_mgf1sha512_test.json", ["RSAES-OAEP": 36]),
        .init("wycheproof/rsa_oaep_misc_test.json", ["RSAES-OAEP": 114]),
        .init("wycheproof/rsa_pkcs1_1024_sig_gen_test.json", ["RSASSA-PKCS1-v1_5": 33]),
        .init("wycheproof/rsa_pkcs1_2048_sig_gen_test.json", ["RSASSA-PKCS1-v1_5": 43]),
        .init("wycheproof/rsa_pkcs1_2048_test.json", ["RSAES-PKCS1-v1_5": 67]),
        .init("wycheproof/rsa_pkcs1_4096_sig_gen_test.json", ["RSASSA-PKCS1-v1_5": 24]),
        .init("wycheproof/rsa_pss_2048_sha1_mgf1_20_test.json", ["RSASSA-PSS": 88]),
        .init("wycheproof/rsa_pss_2048_sha256_mgf1_0_test.json", ["RSASSA-PSS": 103]),
        .init("wycheproof/rsa_pss_2048_sha256_mgf1_32_test.json", ["RSASSA-PSS": 108]),
        .init("wycheproof/rsa_pss_2048_sha384_mgf1_48_test.json", ["RSASSA-PSS": 141]),
        .init("wycheproof/rsa_pss_2048_sha512_224_mgf1_28_test.json", ["RSASSA-PSS": 100]),
        .init("wycheproof/rsa_pss_2048_sha512_256_mgf1_32_test.json", ["RSASSA-PSS": 115]),
        .init("wycheproof/rsa_pss_2048_sha512_mgf1sha256_32_params_test.json", ["RSASSA-PSS": 178]),
        .init("wycheproof/rsa_pss_3072_sha256_mgf1_32_test.json", ["RSASSA-PSS": 108]),
        .init("wycheproof/rsa_pss_4096_sha256_mgf1_32_test.json", ["RSASSA-PSS": 108]),
        .init("wycheproof/rsa_pss_4096_sha512_mgf1_64_test.json", ["RSASSA-PSS": 179]),
        .init("wycheproof/rsa_pss_misc_params_test.json", ["RSASSA-PSS": 75]),
        .init("wycheproof/rsa_pss_misc_test.json", ["RSASSA-PSS": 150]),
        .init("wycheproof/rsa_signature_2048_sha224_test.json", ["RSASSA-PKCS1-v1_5": 129]),
        .init("wycheproof/rsa_signature_2048_sha256_test.json", ["RSASSA-PKCS1-v1_5": 259]),
        .init("wycheproof/rsa_signature_2048_sha384_test.json", ["RSASSA-PKCS1-v1_5": 258]),
        .init("wycheproof/rsa_signature_3072_sha256_test.json", ["RSASSA-PKCS1-v1_5": 259]),
        .init("wycheproof/rsa_signature_4096_sha512_test.json", ["RSASSA-PKCS1-v1_5": 259]),
        .init("wycheproof/rsa_signature_8192_sha256_test.json", ["RSASSA-PKCS1-v1_5": 52]),
        .init("wycheproof/x25519_test.json", ["X25519": 518]),
    ]

    private static let cavp: [PublishedFile] = [
        .init("cavp/aes_gcm/gcmDecrypt128.rsp", ["AES-GCM": 1125]),
        .init("cavp/aes_gcm/gcmEncryptExtIV128.rsp", ["AES-GCM": 1125]),
        .init("cavp/aes_gcm/gcmEncryptExtIV256.rsp", ["AES-GCM": 1125]),
        .init("cavp/rsa/SigGen15_186-3.rsp", ["RSASSA-PKCS1-v1_5": 125]),
        .init("cavp/rsa/SigGenPSS_186-3.rsp", ["RSASSA-PSS": 125]),
        .init("cavp/rsa/SigVer15_186-3.rsp", ["RSASSA-PKCS1-v1_5": 75]),
        .init("cavp/rsa/SigVerPSS_186-3.rsp", ["RSASSA-PSS": 75]),
        .init("cavp/rsa/SigVerPSS_186-3_salts.rsp", ["RSASSA-PSS": 135]),
        .init("cavp/sha/SHA1LongMsg.rsp", ["SHA-1": 16]),
        .init("cavp/sha/SHA1Monte.rsp", ["SHA-1": 100]),
        .init("cavp/sha/SHA1ShortMsg.rsp", ["SHA-1": 65]),
        .init("cavp/sha/SHA224LongMsg.rsp", ["SHA-224": 16]),
        .init("cavp/sha/SHA224Monte.rsp", ["SHA-224": 100]),
        .init("cavp/sha/SHA224ShortMsg.rsp", ["SHA-224": 65]),
        .init("cavp/sha/SHA256LongMsg.rsp", ["SHA-256": 16]),
        .init("cavp/sha/SHA256Monte.rsp", ["SHA-256": 100]),
        .init("cavp/sha/SHA256ShortMsg.rsp", ["SHA-256": 65]),
        .init("cavp/sha/SHA384LongMsg.rsp", ["SHA-384": 32]),
        .init("cavp/sha/SHA384Monte.rsp", ["SHA-384": 100]),
        .init("cavp/sha/SHA384ShortMsg.rsp", ["SHA-384": 129]),
        .init("cavp/sha/SHA512LongMsg.rsp", ["SHA-512": 32]),
        .init("cavp/sha/SHA512Monte.rsp", ["SHA-512": 100]),
        .init("cavp/sha/SHA512ShortMsg.rsp", ["SHA-512": 129]),
        .init("cavp/sha/SHA512_224LongMsg.rsp", ["SHA-512/224": 16]),
        .init("cavp/sha/SHA512_224Monte.rsp", ["SHA-512/224": 100]),
        .init("cavp/sha/SHA512_224ShortMsg.rsp", ["SHA-512/224": 129]),
        .init("cavp/sha/SHA512_256LongMsg.rsp", ["SHA-512/256": 16]),
        .init("cavp/sha/SHA512_256Monte.rsp", ["SHA-512/256": 100]),
        .init("cavp/sha/SHA512_256ShortMsg.rsp", ["SHA-512/256": 129]),
    ]

    /// AES: known answers of ECB and CBC, and key wrap.
    private static let blockCipher: [PublishedFile] = [
        .init("cavp/aes_cbc/CBCGFSbox128.rsp", ["AES-CBC": 14]),
        .init("cavp/aes_cbc/CBCGFSbox192.rsp", ["AES-CBC": 12]),
        .init("cavp/aes_cbc/CBCGFSbox256.rsp", ["AES-CBC": 10]),
        .init("cavp/aes_cbc/CBCKeySbox128.rsp", ["AES-CBC": 42]),
        .init("cavp/aes_cbc/CBCKeySbox192.rsp", ["AES-CBC": 48]),
        .init("cavp/aes_cbc/CBCKeySbox256.rsp", ["AES-CBC": 32]),
        .init("cavp/aes_cbc/CBCMCT128.rsp", ["AES-CBC": 20]),
        .init("cavp/aes_cbc/CBCMCT192.rsp", ["AES-CBC": 20]),
        .init("cavp/aes_cbc/CBCMCT256.rsp", ["AES-CBC": 20]),
        .init("cavp/aes_cbc/CBCMMT128.rsp", ["AES-CBC": 20]),
        .init("cavp/aes_cbc/CBCMMT192.rsp", ["AES-CBC": 20]),
        .init("cavp/aes_cbc/CBCMMT256.rsp", ["AES-CBC": 20]),
        .init("cavp/aes_cbc/CBCVarKey128.rsp", ["AES-CBC": 64]),
        .init("cavp/aes_cbc/CBCVarKey192.rsp", ["AES-CBC": 96]),
        .init("cavp/aes_cbc/CBCVarKey256.rsp", ["AES-CBC": 128]),
        .init("cavp/aes_cbc/CBCVarTxt128.rsp", ["AES-CBC": 64]),
        .init("cavp/aes_cbc/CBCVarTxt192.rsp", ["AES-CBC": 64]),
        .init("cavp/aes_cbc/CBCVarTxt256.rsp", ["AES-CBC": 64]),
        .init("cavp/aes_ecb/ECBGFSbox128.rsp", ["AES-ECB": 14]),
        .init("cavp/aes_ecb/ECBGFSbox192.rsp", ["AES-ECB": 12]),
        .init("cavp/aes_ecb/ECBGFSbox256.rsp", ["AES-ECB": 10]),
        .init("cavp/aes_ecb/ECBKeySbox128.rsp", ["AES-ECB": 42]),
        .init("cavp/aes_ecb/ECBKeySbox192.rsp", ["AES-ECB": 48]),
        .init("cavp/aes_ecb/ECBKeySbox256.rsp", ["AES-ECB": 32]),
        .init("cavp/aes_ecb/ECBMMT128.rsp", ["AES-ECB": 20]),
        .init("cavp/aes_ecb/ECBMMT192.rsp", ["AES-ECB": 20]),
        .init("cavp/aes_ecb/ECBMMT256.rsp", ["AES-ECB": 20]),
        .init("cavp/aes_ecb/ECBVarKey128.rsp", ["AES-ECB": 64]),
        .init("cavp/aes_ecb/ECBVarKey192.rsp", ["AES-ECB": 96]),
        .init("cavp/aes_ecb/ECBVarKey256.rsp", ["AES-ECB": 128]),
        .init("cavp/aes_ecb/ECBVarTxt128.rsp", ["AES-ECB": 64]),
        .init("cavp/aes_ecb/ECBVarTxt192.rsp", ["AES-ECB": 64]),
        .init("cavp/aes_ecb/ECBVarTxt256.rsp", ["AES-ECB": 64]),
        .init("cavp/keywrap/KWP_AD_128.txt", ["AES-KWP": 25]),
        .init("cavp/keywrap/KWP_AD_192.txt", ["AES-KWP": 25]),
        .init("cavp/keywrap/KWP_AD_256.txt", ["AES-KWP": 25]),
        .init("cavp/keywrap/KWP_AE_128.txt", ["AES-KWP": 25]),
        .init("cavp/keywrap/KWP_AE_192.txt", ["AES-KWP": 25]),
        .init("cavp/keywrap/KWP_AE_256.txt", ["AES-KWP": 25]),
        .init("cavp/keywrap/KW_AD_128.txt", ["AES-KW": 25]),
        .init("cavp/keywrap/KW_AD_192.txt", ["AES-KW": 25]),
        .init("cavp/keywrap/KW_AD_256.txt", ["AES-KW": 25]),
        .init("cavp/keywrap/KW_AE_128.txt", ["AES-KW": 25]),
        .init("cavp/keywrap/KW_AE_192.txt", ["AES-KW": 25]),
        .init("cavp/keywrap/KW_AE_256.txt", ["AES-KW": 25]),
    ]

    private static let rfc: [PublishedFile] = [
        .init("rfc/hkdf-generated.txt", ["HKDF-SHA-256": 1]),
        .init("rfc/kwp-botan.txt", ["AES-KWP": 129]),
        .init("rfc/rfc-3686-aes-128-ctr.txt", ["AES-CTR": 3]),
        .init("rfc/rfc-3686-aes-192-ctr.txt", ["AES-CTR": 3]),
        .init("rfc/rfc-3686-aes-256-ctr.txt", ["AES-CTR": 3]),
        .init("rfc/rfc-2202-sha1.txt", ["HMAC-SHA-1": 7]),
        .init("rfc/rfc-4231-sha224.txt", ["HMAC-SHA-224": 6]),
        .init("rfc/rfc-4231-sha256.txt", ["HMAC-SHA-256": 6]),
        .init("rfc/rfc-4231-sha384.txt", ["HMAC-SHA-384": 6]),
        .init("rfc/rfc-4231-sha512.txt", ["HMAC-SHA-512": 6]),
        .init("rfc/rfc-5869-HKDF-SHA1.txt", ["HKDF-SHA-1": 4]),
        .init("rfc/rfc-5869-HKDF-SHA256.txt", ["HKDF-SHA-256": 3]),
        .init("rfc/rfc-6070-PBKDF2-SHA1.txt", ["PBKDF2-HMAC-SHA-1": 5]),
        .init("rfc/rfc7748.txt", ["X25519": 3]),
        .init("rfc/scrypt.txt", ["scrypt": 3]),
    ]

    private static let rsaLaboratories: [PublishedFile] = [
        .init("rsalabs/oaep-int.txt", ["RSAES-OAEP": 1]),
        .init("rsalabs/oaep-vect.txt", ["RSAES-OAEP": 60]),
        .init("rsalabs/pkcs1v15crypt-vectors.txt", ["RSAES-PKCS1-v1_5": 76]),
        .init("rsalabs/pkcs1v15sign-vectors.txt", ["RSASSA-PKCS1-v1_5": 75]),
        .init("rsalabs/pss-int.txt", ["RSASSA-PSS": 1]),
        .init("rsalabs/pss-vect.txt", ["RSASSA-PSS": 60]),
    ]

    private static let pyca: [PublishedFile] = [
        .init("pyca/rsa/oaep-label.txt", ["RSAES-OAEP": 1]),
        .init("pyca/rsa/oaep-sha1-sha256.txt", ["RSAES-OAEP": 60]),
        .init("pyca/rsa/oaep-sha256-sha512.txt", ["RSAES-OAEP": 60]),
        .init("pyca/rsa/oaep-sha384-sha384.txt", ["RSAES-OAEP": 60]),
        .init("pyca/rsa/oaep-sha512-sha256.txt", ["RSAES-OAEP": 60]),
    ]

    private static let noise: [PublishedFile] = [
        .init("noise/cacophony_25519_AESGCM_SHA256.json", ["Noise": 59]),
    ]
}
